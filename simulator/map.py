"""A made-up map of charging locations around Amsterdam, the same for the same seed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from .places import MapConnector, MapEvse, MapLocation, Operator, Plug
from .tariffs import PLANS, TariffPlan

CENTRE = (52.37, 4.90)
LOCATION_COUNT = 300

_EPOCH = datetime(2025, 11, 1, tzinfo=UTC)
# What was entered within a month has a status of the last six hours.
_AGES_APART = 120
_SPREAD_DEGREES = (0.05, 0.09)
_FIRST_LOCATION_UID = 2_057_000
_UIDS_A_LOCATION = 10
_VOLTAGE_AC, _VOLTAGE_DC = 230.0, 400.0


OPERATORS = (
    Operator(name="Shell Recharge", operator_id="NL-TNM"),
    Operator(name="Grachtstroom", operator_id="NL-GST"),
    Operator(name="Poldernet", operator_id="NL-PDN"),
    Operator(name="Havenlader", operator_id="NL-HVL"),
    Operator(name="Voltveld", operator_id="NL-VVD"),
)


def _ac(
    connector_type: str, amperage: float, *, phases: int, fixed_cable: bool = False
) -> Plug:
    power = round(_VOLTAGE_AC * amperage * phases / 1000, 2)
    power_type = "AC3Phase" if phases == 3 else "AC1Phase"
    return Plug(
        connector_type=connector_type,
        power_type=power_type,
        voltage=_VOLTAGE_AC,
        amperage=amperage,
        max_power=power,
        fixed_cable=fixed_cable,
    )


def _dc(connector_type: str, power: float) -> Plug:
    return Plug(
        connector_type=connector_type,
        power_type="DC",
        voltage=_VOLTAGE_DC,
        amperage=round(power * 1000 / _VOLTAGE_DC, 1),
        max_power=power,
        fixed_cable=True,
    )


# The connectors an EVSE can have, and how often.
_TYPE2_22 = (_ac("Type2", 32, phases=3),)
_DC_150 = (_dc("Type2Combo", 150.0),)
_KITS: tuple[tuple[tuple[Plug, ...], int], ...] = (
    (_TYPE2_22, 40),
    ((_ac("Type2", 16, phases=3),), 30),
    ((_ac("Type2", 16, phases=1),), 8),
    ((_ac("Type2", 16, phases=1), _ac("Domestic", 16, phases=1)), 3),
    ((_ac("Type1", 32, phases=1, fixed_cable=True),), 2),
    ((_dc("Type2Combo", 50.0), _dc("TepcoCHAdeMO", 50.0)), 7),
    (_DC_150, 6),
    ((_dc("Type2Combo", 300.0),), 4),
)
_STATUSES = (("Available", 62), ("Occupied", 25), ("Unavailable", 8), ("Unknown", 5))
_AUTHORIZATION = (
    ("RFIDToken",),
    ("RFIDToken", "NewMotionApp"),
    ("RFIDToken", "NewMotionApp", "PnC"),
)
_ACCESS = (
    ("FreePublic", 70),
    ("PayingPublic", 20),
    ("Restricted", 6),
    ("Unspecified", 4),
)
_STREETS = (
    "Lindengracht",
    "Havenstraat",
    "Molenweg",
    "Kerkplein",
    "Stationsplein",
    "Weteringkade",
    "Sluisdijk",
    "Zonnelaan",
    "Parklaan",
    "Marktstraat",
    "Veemkade",
    "Noorderpad",
)
_OFFICE_HOURS = tuple(
    (day, "08:00", "18:00") for day in ("Mon", "Tue", "Wed", "Thu", "Fri")
)


def generate(seed: int) -> tuple[MapLocation, ...]:
    """Make the map: the two charge points everybody knows, then the others."""
    random = Random(f"map {seed}")
    others = (_some_location(random, index) for index in range(3, LOCATION_COUNT + 1))
    return (*_known_locations(), *others)


def age(evse: MapEvse) -> timedelta:
    """Tell how long ago the status of an EVSE came, when the world begins: some hours at the most."""
    return (evse.updated - _EPOCH) / _AGES_APART


def _known_locations() -> tuple[MapLocation, MapLocation]:
    shell = OPERATORS[0]
    slow = MapEvse(
        uid=1,
        external_id="02003451",
        evse_id="NL*TNM*E02003451*0",
        status="Available",
        connectors=_connectors(1, _TYPE2_22, PLANS[2]),
        authorization_methods=_AUTHORIZATION[1],
        physical_reference="A",
        updated=_EPOCH,
    )
    fast = MapEvse(
        uid=2,
        external_id="VIRTUALCP0002",
        evse_id="NL*TNM*EVIRTUALCP0002*0",
        status="Available",
        connectors=_connectors(2, _DC_150, PLANS[6]),
        authorization_methods=_AUTHORIZATION[2],
        physical_reference="B",
        updated=_EPOCH,
    )
    dam = MapLocation(
        uid=_FIRST_LOCATION_UID + 1,
        text_uid="NL*TNM*L0000001*0",
        external_id="01000001",
        latitude=52.3702,
        longitude=4.8952,
        operator=shell,
        street_and_number="Dam 1",
        postal_code="1012JS",
        city="Amsterdam",
        accessibility="FreePublic",
        evses=(slow,),
        opening_hours=(),
        updated=_EPOCH,
    )
    station = MapLocation(
        uid=_FIRST_LOCATION_UID + 2,
        text_uid="NL*TNM*L0000002*0",
        external_id="01000002",
        latitude=52.3791,
        longitude=4.9003,
        operator=shell,
        street_and_number="Stationsplein 9",
        postal_code="1012AB",
        city="Amsterdam",
        accessibility="PayingPublic",
        evses=(fast,),
        opening_hours=(),
        updated=_EPOCH,
    )
    return dam, station


def _some_location(random: Random, index: int) -> MapLocation:
    operator = random.choice(OPERATORS)
    updated = _EPOCH + timedelta(minutes=random.randrange(30 * 24 * 60))
    kit = _weighted(random, _KITS)
    # A site without known prices, of an operator that does not publish them, is part of life.
    plan = random.choice((*PLANS, None))
    evses = tuple(
        _evse(
            random,
            uid=index * _UIDS_A_LOCATION + number,
            evse_id=f"{operator.prefix}*E{index:08d}*{number}",
            kit=kit,
            plan=plan,
            updated=updated,
        )
        for number in range(random.choice((1, 2, 2, 2, 3, 4, 6)))
    )
    return MapLocation(
        uid=_FIRST_LOCATION_UID + index,
        text_uid=f"{operator.prefix}*L{index:07d}*0",
        external_id=f"{1_000_000 + index:08d}",
        latitude=round(random.gauss(CENTRE[0], _SPREAD_DEGREES[0]), 6),
        longitude=round(random.gauss(CENTRE[1], _SPREAD_DEGREES[1]), 6),
        operator=operator,
        street_and_number=f"{random.choice(_STREETS)} {random.randint(1, 240)}",
        postal_code=f"{random.randint(1011, 1109)}{random.choice('ABCEGHJK')}{random.choice('ABCEGHJK')}",
        city="Amsterdam",
        accessibility=_weighted(random, _ACCESS),
        evses=evses,
        opening_hours=_OFFICE_HOURS if random.random() < 0.15 else (),
        updated=updated,
    )


def _evse(
    random: Random,
    *,
    uid: int,
    evse_id: str,
    kit: tuple[Plug, ...],
    plan: TariffPlan | None,
    updated: datetime,
) -> MapEvse:
    return MapEvse(
        uid=uid,
        external_id=f"{uid:08d}",
        evse_id=evse_id,
        status=_weighted(random, _STATUSES),
        connectors=_connectors(uid, kit, plan),
        authorization_methods=random.choice(_AUTHORIZATION),
        physical_reference=str(uid % _UIDS_A_LOCATION + 1),
        updated=updated,
    )


def _connectors(
    evse_uid: int, kit: tuple[Plug, ...], plan: TariffPlan | None
) -> tuple[MapConnector, ...]:
    return tuple(
        MapConnector(
            uid=evse_uid * _UIDS_A_LOCATION + position,
            external_id=str(position),
            plug=plug,
            plan=plan,
        )
        for position, plug in enumerate(kit, start=1)
    )


def _weighted[T](random: Random, choices: Sequence[tuple[T, int]]) -> T:
    things, weights = zip(*choices, strict=True)
    picked: T = random.choices(things, weights)[0]
    return picked
