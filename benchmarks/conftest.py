"""The fixtures of the tests, for what is measured in a real Home Assistant."""

from tests.conftest import (
    enable_event_loop_debug,
    entry,
    hass,
    home,
    in_amsterdam,
    make_entry,
    pytest_plugins,
    server,
    simulator,
)

__all__ = [
    "enable_event_loop_debug",
    "entry",
    "hass",
    "home",
    "in_amsterdam",
    "make_entry",
    "pytest_plugins",
    "server",
    "simulator",
]
