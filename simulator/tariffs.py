"""What charging costs on the generated map, in both shapes the API has for it (API.md section 8)."""

from dataclasses import dataclass
import uuid

_TARIFF_SPACE = uuid.UUID("1f0d8c1e-7c3a-4a7d-9d2b-3f4f5c6a7b80")

CURRENCY = "EUR"
_VAT_PERCENT = 21.0
_SECONDS_A_STEP = 60
_VALID_FROM = "2025-01-01T00:00:00Z"
_VALID_UNTIL = "2035-01-01T00:00:00Z"
_UPDATED = "2025-11-03T06:30:00Z"
_NO_LIMIT = 999.0
_DAY, _NIGHT = ("07:00", "23:00"), ("23:00", "07:00")
_WEEKDAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]


@dataclass(frozen=True, kw_only=True)
class TariffPlan:
    """Prices in euro. Parts that are None do not exist, which is not the same as a price of nothing."""

    name: str
    per_kwh: float | None = None
    night_per_kwh: float | None = None
    start_fee: float | None = None
    per_minute: float | None = None
    weekday_per_minute: float | None = None
    parking_per_minute: float | None = None
    parking_after_seconds: int = 4 * 60 * 60


PLANS: tuple[TariffPlan, ...] = (
    TariffPlan(name="energy", per_kwh=0.39),
    TariffPlan(name="energy and start fee", per_kwh=0.45, start_fee=0.35),
    TariffPlan(name="day and night", per_kwh=0.44, night_per_kwh=0.31, start_fee=0.25),
    TariffPlan(name="time", start_fee=0.5, per_minute=0.12),
    TariffPlan(name="energy, then parking", per_kwh=0.42, parking_per_minute=0.05),
    TariffPlan(name="weekday minutes", per_kwh=0.36, weekday_per_minute=0.03),
    TariffPlan(name="fast", per_kwh=0.69, start_fee=1.0),
    TariffPlan(name="free", per_kwh=0.0),
)


def tariff_v1(plan: TariffPlan) -> dict[str, object]:
    """Give the flat shape. It knows no times of day: the day's prices stand."""
    per_minute = plan.per_minute or plan.weekday_per_minute
    return {
        "startFee": plan.start_fee or 0.0,
        "perMinute": per_minute or 0.0,
        "perKWh": plan.per_kwh or 0.0,
        "currency": CURRENCY,
        "updated": _UPDATED,
        "updatedBy": "TariffService",
        "structure": "default",
    }


def tariff_v2(
    plan: TariffPlan, *, provider_id: str, operator_id: str, max_power: float
) -> dict[str, object]:
    """Give the shape with elements and restrictions."""
    elements = _elements(plan)
    return {
        "tariffId": str(uuid.uuid5(_TARIFF_SPACE, f"{plan.name}/{operator_id}")),
        "tariffType": "DRIVER",
        "powerRange": {"min": 0, "max": max(1, round(max_power))},
        "internalId": str(uuid.uuid5(_TARIFF_SPACE, plan.name)),
        "operatorId": operator_id,
        "providerId": provider_id,
        "currency": CURRENCY,
        "tariffAltText": [{"language": "en", "text": plan.name.capitalize()}],
        "minPrice": plan.start_fee or 0.0,
        "maxPrice": _NO_LIMIT,
        "elements": elements,
        "startDateTime": _VALID_FROM,
        "endDateTime": _VALID_UNTIL,
        "lastUpdated": _UPDATED,
        "createdBy": "TARIFF_SERVICE",
    }


def _elements(plan: TariffPlan) -> list[dict[str, object]]:
    elements: list[dict[str, object]] = []

    def add(kind: str, price: float | None, step: int, **restrictions: object) -> None:
        if price is None:
            return
        component = {
            "type": kind,
            "stepSize": step,
            "price": price,
            "vat": _VAT_PERCENT,
        }
        element: dict[str, object] = {"priceComponents": [component]}
        if restrictions:
            element["restrictions"] = restrictions
        elements.append(element)

    add("FLAT", plan.start_fee, 1)
    if plan.night_per_kwh is None:
        add("ENERGY", plan.per_kwh, 1)
    else:
        add("ENERGY", plan.per_kwh, 1, startTime=_DAY[0], endTime=_DAY[1])
        add("ENERGY", plan.night_per_kwh, 1, startTime=_NIGHT[0], endTime=_NIGHT[1])
    add("TIME", plan.per_minute, _SECONDS_A_STEP)
    add("TIME", plan.weekday_per_minute, _SECONDS_A_STEP, dayOfWeek=_WEEKDAYS)
    add(
        "PARKING_TIME",
        plan.parking_per_minute,
        _SECONDS_A_STEP,
        minDuration=plan.parking_after_seconds,
    )
    return elements
