"""Imports integrations by turns: ``python -m benchmarks.imports FOLDER TURNS MODULE...``.

It prints the CPU times in milliseconds, by module, with all that Home Assistant imports of it when
it is set up, and nothing of what Home Assistant has itself. That is imported once; each import is
that of a fork of its own. What core's integrations need of a vendor's package is a stand-in's (see
vendors.py): it counts for nothing. The folder keeps what was compiled, as Home Assistant keeps it:
the first time in it is that of an update, and not told.
"""

from functools import partial
import gc
from importlib import import_module
import json
import os
from pathlib import Path
import sys
from time import process_time
from typing import Final

from homeassistant.const import Platform
from homeassistant.loader import BASE_PRELOAD_PLATFORMS

from .figures import by_turns
from .vendors import stand_in

PLATFORMS: Final = (
    *("binary_sensor", "button", "calendar", "event", "number"),
    *("select", "sensor", "switch", "time", "update"),
)
"""Those that any of the four has."""

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


def imported(name: str, folder: str) -> float:
    """Return how long a fork takes to import an integration.

    Raises:
        ValueError: it could not.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writer, str(_import(name, folder)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as timings:
        took = timings.read()
    os.waitpid(child, 0)
    return float(took)


def _import(name: str, folder: str) -> float:
    modules = modules_of(name)
    sys.dont_write_bytecode, sys.pycache_prefix = False, folder
    # A fork copies a page of memory where it first writes: the collector does so everywhere. And
    # what is there already it is not to look through later, which it does by chance.
    gc.collect()
    gc.freeze()
    began = process_time()
    for module in modules:
        import_module(module)
    return (process_time() - began) * 1000


def main() -> None:
    """Import, and print how long it took."""
    folder, turns, *names = sys.argv[1:]
    stand_in()
    for known in KNOWN:
        import_module(known)
    contenders = {name: partial(imported, name, folder) for name in names}
    by_turns(contenders, 1)
    print(json.dumps(by_turns(contenders, int(turns))))


if __name__ == "__main__":
    main()
