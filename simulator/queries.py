"""What a locations call asks for: its parameters, checked and understood (API.md section 8)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
import math

from .ids import compact
from .places import MapEvse, MapLocation
from .wire import Call

_STATUSES = frozenset({"Available", "Occupied", "Unavailable", "Unknown"})
_AUTHORIZATIONS = frozenset({"NewMotionApp", "RFIDToken", "PnC"})
_CONNECTOR_TYPES = frozenset(
    {
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
        "Unspecified",
    }
)
_COUNTRY = "NLD"
_ALPHA_3 = 3

type StatusOf = Callable[[MapEvse], str]


@dataclass
class Query:
    """Reads parameters of a call and remembers the names of those that are wrong."""

    call: Call
    wrong: list[str] = field(default_factory=list)

    def number(
        self,
        name: str,
        *,
        low: float = -math.inf,
        high: float = math.inf,
        required: bool = False,
    ) -> float:
        """Read a number within limits; NaN stands for one that is absent or wrong."""
        text = self.call.first(name)
        if text is None:
            if required:
                self.wrong.append(name)
            return math.nan
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (low <= value <= high and math.isfinite(value)):
            self.wrong.append(name)
        return value

    def whole_number(
        self, name: str, default: int, *, low: int, high: int | None = None
    ) -> int:
        """Read a whole number within limits."""
        text = self.call.first(name)
        if text is None:
            return default
        if (
            text.isascii()
            and text.isdigit()
            and low <= int(text) <= (high or int(text))
        ):
            return int(text)
        self.wrong.append(name)
        return default

    def choices(self, name: str, known: frozenset[str]) -> frozenset[str]:
        """Read one or several words of a list, with commas or as a list parameter."""
        values = self._comma_separated(name)
        if not values <= known:
            self.wrong.append(name)
        return values

    def countries(self, name: str) -> frozenset[str]:
        """Read countries as ISO 3166-1 alpha-3."""
        values = self._comma_separated(name)
        if not all(len(word) == _ALPHA_3 and word.isalpha() for word in values):
            self.wrong.append(name)
        return frozenset(word.upper() for word in values)

    def moment(self, name: str) -> datetime | None:
        """Read a date-time with a zone."""
        text = self.call.first(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.wrong.append(name)
            return None
        return moment

    def _comma_separated(self, name: str) -> frozenset[str]:
        values = self.call.query.get(name, [])
        return frozenset(
            word.strip()
            for value in values
            for word in value.split(",")
            if word.strip()
        )


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which locations are wanted."""

    statuses: frozenset[str]
    connector_types: frozenset[str]
    min_power: float
    authorizations: frozenset[str]
    evse_id: str | None
    evse_external_id: str | None
    location_external_id: str | None
    operator_name: str | None
    updated_since: datetime | None
    countries: frozenset[str]
    excluded_countries: frozenset[str]

    @classmethod
    def of(cls, query: Query) -> Filter:
        """Read the parameters that list, nearby and markers share."""
        call = query.call
        evse_id = call.first("evseId")
        return cls(
            statuses=query.choices("evseStatus", _STATUSES),
            connector_types=query.choices("connectorTypes", _CONNECTOR_TYPES),
            min_power=query.number("connectorMinPower", low=0),
            authorizations=query.choices("authorizationMethods", _AUTHORIZATIONS),
            evse_id=compact(evse_id) if evse_id else None,
            evse_external_id=call.first("evseExternalId"),
            location_external_id=call.first("locationExternalId"),
            operator_name=call.first("operatorName"),
            updated_since=query.moment("updatedSince"),
            countries=query.countries("country"),
            excluded_countries=query.countries("excludeCountry"),
        )

    def choose(
        self, locations: Iterable[MapLocation], status_of: StatusOf
    ) -> list[MapLocation]:
        """Give the locations that are wanted: those with an EVSE that is."""
        return [
            location
            for location in locations
            if self._wants_location(location)
            and any(self._wants_evse(evse, status_of) for evse in location.evses)
        ]

    def _wants_location(self, location: MapLocation) -> bool:
        if self.location_external_id not in (None, location.external_id):
            return False
        if self.operator_name not in (None, location.operator.name):
            return False
        if self.updated_since is not None and location.updated < self.updated_since:
            return False
        if self.countries and _COUNTRY not in self.countries:
            return False
        return _COUNTRY not in self.excluded_countries

    def _wants_evse(self, evse: MapEvse, status_of: StatusOf) -> bool:
        if self.evse_id not in (None, compact(evse.evse_id)):
            return False
        if self.evse_external_id not in (None, evse.external_id):
            return False
        if self.statuses and status_of(evse) not in self.statuses:
            return False
        if self.authorizations and self.authorizations.isdisjoint(
            evse.authorization_methods
        ):
            return False
        return any(
            (
                not self.connector_types
                or connector.plug.connector_type in self.connector_types
            )
            and not connector.plug.max_power < self.min_power
            for connector in evse.connectors
        )
