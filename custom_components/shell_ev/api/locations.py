"""Where one can charge: locations, their EVSEs and connectors (API.md section 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
import re
from typing import Any, Final, Self

from .identifiers import EvseId, IdentifierError
from .models import fold_keys, read_items, read_list, read_number, read_text, read_time
from .tariffs import Prices, Tariff, Usage, prices_at, read_tariffs

MAX_POWER: Final = 2000
"""kW; what is above is not a power of a connector but a mistake in its unit."""


class Availability(StrEnum):
    """Whether an EVSE can be used. What Shell does not know, or says in a new word, is ``None``.

    Shell calls out of service "Unavailable", which in Home Assistant is not a state but the lack of one.
    """

    AVAILABLE = "available"
    OCCUPIED = "occupied"
    OUT_OF_SERVICE = "out_of_service"

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """Return the availability in any case."""
        spelled = (text or "").lower().replace("unavailable", cls.OUT_OF_SERVICE)
        return cls(spelled) if spelled in cls else None


class ConnectorType(StrEnum):
    """The documented kinds of connector, in Home Assistant's spelling.

    Those of today's cars come first: a person chooses from them in this order.
    """

    TYPE_2 = "type_2"
    TYPE_2_COMBO = "type_2_combo"
    CHADEMO = "chademo"
    AVCON = "avcon"
    DOMESTIC = "domestic"
    INDUSTRIAL_2P_DC = "industrial_2p_dc"
    INDUSTRIAL_3PE_AC = "industrial_3pe_ac"
    INDUSTRIAL_3PEN_AC = "industrial_3pen_ac"
    INDUSTRIAL_PNE_AC = "industrial_pne_ac"
    LPI = "lpi"
    NEMA_5_20 = "nema_5_20"
    SAE_J1772 = "sae_j1772"
    SPI = "spi"
    TESLA = "tesla"
    TYPE_1 = "type_1"
    TYPE_1_COMBO = "type_1_combo"
    TYPE_3 = "type_3"

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """Return the kind in Shell's spelling, ``None`` where it is missing or new."""
        spelled = re.sub(r"[^a-z0-9]", "", (text or "").lower()).removeprefix("tepco")
        return next((kind for kind in cls if kind.replace("_", "") == spelled), None)

    @property
    def wire(self) -> str:
        """The word Shell uses for it."""
        return _WIRE_NAMES[self]


_WIRE_NAMES: Final = {
    ConnectorType.read(name): name
    for name in (
        "Avcon",
        "Domestic",
        "Industrial2PDc",
        "IndustrialPneAc",
        "Industrial3PEAc",
        "Industrial3PENAc",
        "Type1",
        "Type1Combo",
        "Type2",
        "Type2Combo",
        "Type3",
        "LPI",
        "Nema520",
        "SAEJ1772",
        "SPI",
        "TepcoCHAdeMO",
        "Tesla",
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Connector:
    """A connector: power in kW, current in A. ``type_text`` is what Shell called its kind."""

    type: ConnectorType | None
    type_text: str | None
    power: float | None
    current: float | None
    tariffs: tuple[Tariff, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Evse:
    """One outlet of a location. ``updated`` is when its availability was last heard of."""

    evse_id: EvseId
    availability: Availability | None
    updated: datetime | None
    physical_reference: str | None
    connectors: tuple[Connector, ...]

    @property
    def connector(self) -> Connector | None:
        """The most powerful connector, the first of several."""
        return max(
            self.connectors, key=lambda connector: connector.power or 0, default=None
        )

    def prices(self, moment: datetime, usage: Usage = Usage()) -> Prices | None:  # noqa: B008, it is frozen
        """Return what charging costs at a moment, ``None`` where the connectors do not agree.

        ``moment`` is local time at the charge point. Power and current are the connector's own.
        """
        found = {
            prices_at(
                connector.tariffs,
                moment,
                Usage(
                    energy=usage.energy,
                    duration=usage.duration,
                    power=connector.power,
                    current=connector.current,
                ),
            )
            for connector in self.connectors
        } - {None}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """A site. ``coordinates`` are latitude and longitude in degrees."""

    uid: str
    operator: str | None
    street: str | None
    postal_code: str | None
    city: str | None
    coordinates: tuple[float, float] | None
    evses: tuple[Evse, ...]

    @property
    def address(self) -> str | None:
        """Street, postal code and city in one line, as far as they are known."""
        town = " ".join(filter(None, (self.postal_code, self.city)))
        return ", ".join(filter(None, (self.street, town))) or None

    def evse(self, compact: str) -> Evse | None:
        """Return an EVSE by its compact id."""
        return next(
            (evse for evse in self.evses if evse.evse_id.compact == compact), None
        )


def read_locations(envelope: Mapping[str, Any]) -> tuple[Location, ...]:
    """Return the locations of an answer, each uid once; what is none is left out.

    Generation A answers with a location, or a list of them, and no envelope.
    """
    bare = "data" not in envelope and "uid" in envelope
    items = [envelope] if bare else read_items(envelope)
    locations = {
        location.uid: location
        for item in map(fold_keys, items)
        if (location := _read_location(item)) is not None
    }
    return tuple(locations.values())


def _read_location(item: Mapping[str, Any]) -> Location | None:
    uid = read_text(item.get("uid"))
    if uid is None:
        return None
    address = fold_keys(item.get("address"))
    evses = (_read_evse(fold_keys(evse)) for evse in read_list(item.get("evses")))
    return Location(
        uid=uid,
        operator=read_text(item.get("operatorname")),
        street=read_text(address.get("streetandnumber")),
        postal_code=read_text(address.get("postalcode")),
        city=read_text(address.get("city")),
        coordinates=_read_coordinates(fold_keys(item.get("coordinates"))),
        evses=tuple(evse for evse in evses if evse is not None),
    )


def _read_coordinates(item: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return coordinates; 0, 0 is in the sea and means that nobody entered any."""
    latitude = read_number(item.get("latitude"), low=-90, high=90)
    longitude = read_number(item.get("longitude"), low=-180, high=180)
    if latitude is None or longitude is None or not (latitude or longitude):
        return None
    return latitude, longitude


def _read_evse(item: Mapping[str, Any]) -> Evse | None:
    """Return an EVSE, ``None`` for one that was deleted or has no id that can be charged at."""
    if _is_deleted(item):
        return None
    try:
        evse_id = EvseId.parse(read_text(item.get("evseid")) or "")
    except IdentifierError:
        return None
    connectors = map(fold_keys, read_list(item.get("connectors")))
    return Evse(
        evse_id=evse_id,
        availability=Availability.read(read_text(item.get("status"))),
        updated=read_time(item.get("updated")),
        physical_reference=read_text(item.get("physicalreference")),
        connectors=tuple(
            _read_connector(connector)
            for connector in connectors
            if not _is_deleted(connector)
        ),
    )


def _is_deleted(item: Mapping[str, Any]) -> bool:
    """Return whether an EVSE or connector is gone: ``deleted`` is when, or that it is."""
    deleted = item.get("deleted")
    return deleted is True or read_text(deleted) is not None


def _read_connector(item: Mapping[str, Any]) -> Connector:
    electrical = fold_keys(item.get("electricalproperties"))
    type_text = read_text(item.get("connectortype"))
    power = read_number(electrical.get("maxelectricpower"), low=0, high=MAX_POWER)
    return Connector(
        type=ConnectorType.read(type_text),
        type_text=type_text,
        power=power or None,
        current=read_number(electrical.get("amperage"), low=0) or None,
        tariffs=read_tariffs(item),
    )
