"""A small integration in Home Assistant's usual idioms, for mistakes that are planted in these.

It breaks no rule: what is legal, but is not done in the repository, is tried with it. No change of the
repository changes it.
"""

import json
from typing import Any, Final

from .tree import ENGLISH, INTEGRATION, Tree

ERRORS: Final = """
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from . import words

DOMAIN = "shell_ev"


class Refused(HomeAssistantError):

    def __init__(self, key, **more):
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders=more,
        )


class Charger:

    def __init__(self):
        self.kept = None

    def keep(self):
        self.kept = words.worded("kept")

    def start(self):
        if self.kept:
            raise HomeAssistantError(**self.kept)
        if isinstance(self.busy, OSError | HomeAssistantError):
            raise self.busy
        try:
            self.send()
        except HomeAssistantError:
            raise words.refused("too_early", seconds="3") from None
        if self.many:
            raise words.refused(words.MANY)
        if self.busy:
            raise Refused("busy", name="Home")
        raise self._gone("here")

    def _gone(self, place):
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="gone",
            translation_placeholders={"place": place},
        )
"""

WORDS: Final = """
from homeassistant.exceptions import ServiceValidationError as Invalid


MANY = "too_many"


def look_at(user_input, errors):
    if len(user_input) > 9:
        errors["base"] = "too_long"


def worded(key):
    return {"translation_domain": "shell_ev", "translation_key": key}


def refused(key, **placeholders):
    return Invalid(
        translation_domain="shell_ev",
        translation_key=key,
        translation_placeholders=placeholders,
    )
"""

CONFIG_FLOW: Final = """
import voluptuous as vol

from homeassistant.config_entries import ConfigFlow, ConfigSubentryFlow, OptionsFlow
from homeassistant.data_entry_flow import AbortFlow, section

from . import words


class ChargerFlow(ConfigFlow, domain="shell_ev"):

    @classmethod
    def async_get_supported_subentry_types(cls, config_entry):
        return {"box": BoxFlow}

    async def async_step_user(self, user_input=None):
        errors: dict[str, str] = {}
        self.context["title_placeholders"] = {"serial": "1"}
        if user_input:
            try:
                self.check()
            except ValueError:
                errors["base"] = "invalid_auth"
            except TimeoutError:
                errors.setdefault("host", "slow")
            except OSError:
                errors = {"base": "cannot_connect"}
            if self.known:
                raise AbortFlow("known", description_placeholders={"name": "x"})
            words.look_at(user_input, errors)
            if self.waits:
                return self.async_show_progress(
                    step_id="wait", progress_action="waiting", progress_task=None
                )
            return self.async_create_entry(title="x", data={})
        return self.async_show_form(
            step_id="user",
            data_schema=vol.Schema(
                {
                    vol.Required("host"): str,
                    vol.Required("more"): section(
                        vol.Schema({vol.Optional("port"): int}), {"collapsed": True}
                    ),
                }
            ),
            errors=errors,
            description_placeholders={"host": "x"},
        )


    async def async_step_reauth(self, entry_data):
        return self.async_show_form(step_id="reauth_confirm")


class BoxFlow(ConfigSubentryFlow):

    async def async_step_user(self, user_input=None):
        return self.async_show_menu(step_id="user", menu_options=["reconfigure"])

    async def async_step_reconfigure(self, user_input=None):
        if not self.found:
            return self._leave("nothing")
        return self.async_show_form(
            step_id="reconfigure", errors={"base": "empty"} if user_input else None
        )

    def _leave(self, reason):
        return self.async_abort(
            reason=reason, description_placeholders={"name": "x"}
        )


class ChargerOptions(OptionsFlow):

    async def async_step_init(self, user_input=None):
        return self.async_show_form(step_id="init")
"""

ENTITIES: Final = """
from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.components.sensor import SensorEntity, SensorEntityDescription
from homeassistant.helpers.device_registry import DeviceInfo

DOOR = BinarySensorEntityDescription(
    key="door", device_class=BinarySensorDeviceClass.DOOR
)
PLUG = BinarySensorEntityDescription(
    key="plug", translation_key="plug", device_class=BinarySensorDeviceClass.PLUG
)
CYCLES = SensorEntityDescription(
    key="cycles", translation_key="cycles", translation_placeholders={"phase": "L1"}
)
POWER = SensorEntityDescription(
    key="power", translation_key="power", native_unit_of_measurement="kW"
)


class Cable(BinarySensorEntity):

    _attr_translation_key = "cable"
    _attr_device_info = DeviceInfo(
        translation_key="box", translation_placeholders={"number": "1"}
    )


class Mode(SensorEntity):

    _attr_translation_key = "mode"
    _attr_options = ["fast", "slow"]
"""

ISSUES: Final = """
from homeassistant.components.repairs import ConfirmRepairFlow
from homeassistant.helpers import issue_registry as ir


def show(hass, key):
    ir.async_create_issue(
        hass, "shell_ev", key, is_fixable=key == "lost", translation_key=key
    )


def look(hass):
    show(hass, "lost")
    show(hass, "old")
"""

SERVICES: Final = """
import voluptuous as vol


def async_setup(hass):
    hass.services.async_register(
        "shell_ev",
        "start",
        None,
        schema=vol.Schema(
            {
                vol.Required("box"): str,
                vol.Optional("state"): str,
                vol.Optional("speed"): str,
            }
        ),
        description_placeholders={"page": "x"},
    )
"""

SERVICES_YAML: Final = """
start:
  target:
    entity:
      - domain: switch
  fields:
    box:
      required: true
      filter:
        supported_features:
          - light.LightEntityFeature.EFFECT
      selector:
        entity:
    more:
      collapsed: true
      fields:
        state:
          context:
            filter_entity: box
          selector:
            state:
        speed:
          default: slow
          selector:
            select:
              translation_key: speed
              options:
                - fast
                - slow
"""

TEXTS: Final[dict[str, Any]] = {
    "title": "Charger",
    "config": {
        "flow_title": "{serial} of {name}",
        "step": {
            "user": {
                "title": "Charger",
                "data": {"host": "Host"},
                "data_description": {"host": "Its address."},
                "sections": {
                    "more": {
                        "name": "More",
                        "data": {"port": "Port"},
                        "data_description": {"port": "Its port."},
                    }
                },
            },
            "wait": {"title": "Wait"},
            "reauth_confirm": {"title": "Again for {name}"},
        },
        "error": {
            "invalid_auth": "Wrong.",
            "slow": "{host} is slow.",
            "cannot_connect": "It is away.",
            "too_long": "It is too long.",
        },
        "abort": {"known": "{name} is there already."},
        "progress": {"waiting": "It starts."},
        "create_entry": {"default": "It is there."},
    },
    "config_subentries": {
        "box": {
            "entry_type": "Box",
            "initiate_flow": {"user": "Add box", "reconfigure": "Change box"},
            "step": {
                "user": {
                    "title": "Box",
                    "menu_options": {"reconfigure": "Change"},
                },
                "reconfigure": {"title": "Box"},
            },
            "error": {"empty": "It is empty."},
            "abort": {"nothing": "{name} has none."},
        }
    },
    "options": {"step": {"init": {"title": "Options"}}},
    "device": {"box": {"name": "Box {number}"}},
    "entity": {
        "binary_sensor": {
            "plug": {"state": {"on": "In", "off": "Out"}},
            "cable": {"name": "Cable"},
        },
        "sensor": {
            "cycles": {"name": "Cycles of {phase}", "unit_of_measurement": "cycles"},
            "power": {"name": "Power"},
            "mode": {"name": "Mode", "state": {"fast": "Fast", "slow": "Slow"}},
        },
    },
    "exceptions": {
        "busy": {"message": "{name} is busy."},
        "gone": {"message": "It is gone from {place}."},
        "kept": {"message": "It was kept."},
        "too_many": {"message": "There are too many."},
        "too_early": {"message": "Wait {seconds} s."},
    },
    "issues": {
        "lost": {
            "title": "It is lost",
            "fix_flow": {"step": {"confirm": {"title": "Lost", "description": "So."}}},
        },
        "old": {"title": "It is old", "description": "Get another."},
    },
    "selector": {"speed": {"options": {"fast": "Fast", "slow": "Slow"}}},
    "services": {
        "start": {
            "name": "Start",
            "description": "Starts it, see {page}.",
            "fields": {
                "box": {"name": "Box", "description": "Which."},
                "state": {"name": "State", "description": "Which."},
                "speed": {"name": "Speed", "description": "How fast."},
            },
            "sections": {"more": {"name": "More"}},
        }
    },
}

ICONS: Final[dict[str, Any]] = {
    "entity": {
        "binary_sensor": {"cable": {"default": "mdi:ev-plug-type2"}},
        "sensor": {
            "cycles": {"default": "mdi:sync"},
            "power": {"default": "mdi:flash"},
            "mode": {"default": "mdi:speedometer"},
        },
    },
    "services": {"start": {"service": "mdi:play", "sections": {"more": "mdi:cog"}}},
    "config": {"step": {"user": {"sections": {"more": "mdi:cog"}}}},
}

EXAMPLE: Final = Tree(
    {
        INTEGRATION + path: content.encode()
        for path, content in (
            ("__init__.py", ERRORS),
            ("words.py", WORDS),
            ("config_flow.py", CONFIG_FLOW),
            ("entities.py", ENTITIES),
            ("repairs.py", ISSUES),
            ("services.py", SERVICES),
            ("services.yaml", SERVICES_YAML),
            ("icons.json", json.dumps(ICONS)),
            (ENGLISH, json.dumps(TEXTS)),
        )
    }
)
