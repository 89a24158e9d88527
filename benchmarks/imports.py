"""Imports an integration in a process of its own: ``python -m benchmarks.imports MODULE FOLDER``.

It prints the CPU time in milliseconds, with all that Home Assistant imports of it when it is set
up, and nothing of what Home Assistant has itself. What core's integrations need of a vendor's
package is faked where that is not installed: it counts for nothing. The folder keeps what was
compiled, as Home Assistant keeps it: the first time in it is that of an update.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
import sys
from time import process_time
from types import ModuleType
from typing import Any, Final, override

from homeassistant.const import Platform
from homeassistant.loader import BASE_PRELOAD_PLATFORMS

PLATFORMS: Final = (
    *("binary_sensor", "button", "calendar", "event", "number"),
    *("select", "sensor", "switch", "time", "update"),
)
"""Those that any of the four has."""

VENDORS: Final = ("ohme", "peblar", "bluecurrent_api")
"""The packages of core's `ohme`, `peblar` and `blue_current`."""

KNOWN: Final = (
    "homeassistant.bootstrap",
    "homeassistant.components.frontend",
    "homeassistant.components.lovelace",
    "homeassistant.components.recorder",
    "homeassistant.components.diagnostics",
    "homeassistant.components.logbook",
    "homeassistant.components.repairs",
    "homeassistant.components.conversation",
    *(f"homeassistant.components.{platform}" for platform in PLATFORMS),
    "homeassistant.helpers.selector",
    "homeassistant.helpers.trigger",
    "homeassistant.helpers.condition",
)
"""What a Home Assistant has, whatever else it has."""


class _Fake(type):
    """A class of a vendor's, which has whatever it is asked for."""

    def __getattr__(cls, name: str) -> str:
        """Return something to be told apart by."""
        if name.startswith("__"):
            raise AttributeError(name)
        return name

    def __iter__(cls) -> Iterator[str]:
        """Return nothing to choose from."""
        return iter(())


class _Package(ModuleType):
    """A vendor's package: all in it are exceptions, which may stand anywhere."""

    @override
    def __getattr__(self, name: str) -> Any:
        """Return a class by that name."""
        if name.startswith("__"):
            raise AttributeError(name)
        return _Fake(name, (Exception,), {})


class _Finder(MetaPathFinder, Loader):
    """Finds vendors' packages that are not there."""

    @override
    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname.partition(".")[0] in VENDORS:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    @override
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Package(spec.name)

    @override
    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""


def modules_of(name: str) -> list[str]:
    """Return the modules that Home Assistant imports when it sets an integration up."""
    folder = Path(*name.split("."))
    parents = (Path.cwd(), *map(Path, sys.path))
    found = next(each / folder for each in parents if (each / folder).is_dir())
    wanted = {*BASE_PRELOAD_PLATFORMS, *Platform}
    return [
        name,
        *sorted(
            f"{name}.{each}" for each in wanted if (found / f"{each}.py").is_file()
        ),
    ]


def main() -> None:
    """Import, and print how long it took."""
    name, folder = sys.argv[1:]
    sys.meta_path.append(_Finder())
    for known in KNOWN:
        import_module(known)
    modules = modules_of(name)
    sys.dont_write_bytecode, sys.pycache_prefix = False, folder
    began = process_time()
    for module in modules:
        import_module(module)
    print((process_time() - began) * 1000)


if __name__ == "__main__":
    main()
