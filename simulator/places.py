"""What a place to charge consists of: location, EVSEs, connectors."""

from dataclasses import dataclass
from datetime import datetime

from .tariffs import TariffPlan


@dataclass(frozen=True, kw_only=True)
class Operator:
    """Who runs charge points. All but the first are made up."""

    name: str
    operator_id: str

    @property
    def prefix(self) -> str:
        """The beginning of its EVSE IDs."""
        return self.operator_id.replace("-", "*")


@dataclass(frozen=True, kw_only=True)
class Plug:
    """A kind of connector with its electrical properties."""

    connector_type: str
    power_type: str
    voltage: float
    amperage: float
    max_power: float
    fixed_cable: bool


@dataclass(frozen=True, kw_only=True)
class MapConnector:
    """A connector and what charging with it costs; None where no tariff is known."""

    uid: int
    external_id: str
    plug: Plug
    plan: TariffPlan | None


@dataclass(frozen=True, kw_only=True)
class MapEvse:
    """An EVSE as the map has it. What happens to it later is the world's business."""

    uid: int
    external_id: str
    evse_id: str
    status: str
    connectors: tuple[MapConnector, ...]
    authorization_methods: tuple[str, ...]
    physical_reference: str
    updated: datetime

    @property
    def max_power(self) -> float:
        """The most power any of its connectors gives, in kW."""
        return max(connector.plug.max_power for connector in self.connectors)


@dataclass(frozen=True, kw_only=True)
class MapLocation:
    """A site."""

    uid: int
    text_uid: str
    external_id: str
    latitude: float
    longitude: float
    operator: Operator
    street_and_number: str
    postal_code: str
    city: str
    accessibility: str
    evses: tuple[MapEvse, ...]
    opening_hours: tuple[tuple[str, str, str], ...]
    updated: datetime

    @property
    def max_power(self) -> float:
        """The most power any of its EVSEs gives, in kW."""
        return max(evse.max_power for evse in self.evses)
