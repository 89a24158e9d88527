"""Make a test package serve a Home Assistant that is ahead of it; scripts/test --home-assistant loads it first.

Once a test package was made for that Home Assistant, what stands here is not needed any more.
"""

# Home Assistant comes before all else: since 2026.11 it puts a client of its own in the place of httpx.
# But before any of its modules keeps a clock, a writer or a database of its own, as its config
# entries do, the test package puts those in their places that tests can hold.
from pytest_homeassistant_custom_component import (  # isort: skip
    patch_json,  # noqa: F401
    patch_recorder,  # noqa: F401
    patch_time,  # noqa: F401
)

from homeassistant.components import logger
from homeassistant.components.logger import helpers

# Where 2026.10's test package looks for it; 2026.11 keeps it with the helpers alone.
vars(logger).setdefault("_clear_logger_overwrites", helpers._clear_logger_overwrites)
