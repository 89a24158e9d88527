"""What the doctor found out: what answers, how scripts are told, and what to do next."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, override

from .documented import Finding
from .errors import (
    GenerationNotServedError,
    NotFoundError,
    NotSubscribedError,
    RateLimitedError,
    RequestRejectedError,
    ShellEvError,
)
from .exit_codes import CHARGING, LOCATIONS, PORTAL, ExitCode, verdict_of
from .generations import Generation
from .report import wrong_clock


class Outcome(StrEnum):
    """What became of a question, the best first, in words for a person."""

    ANSWERED = "answers"
    NOT_FOUND = "answers that there is none"
    WAIT = "asks to wait"
    NOT_SUBSCRIBED = "not subscribed"
    REFUSED = "refuses"
    NO_ANSWER = "no usable answer"
    NOT_SERVED = "not served here"

    @property
    def is_good(self) -> bool:
        """Whether the generation can be used."""
        return self in (Outcome.ANSWERED, Outcome.NOT_FOUND)


_BEST_FIRST: Final = list(Outcome)

_KEEP_IT: Final = "Keep the file: the place to send it is not open yet."
"""Until ``SEND_REPORTS_TO`` is published."""

_OUTCOMES: Final = (
    (NotFoundError, Outcome.NOT_FOUND),
    (RateLimitedError, Outcome.WAIT),
    (NotSubscribedError, Outcome.NOT_SUBSCRIBED),
    (RequestRejectedError, Outcome.REFUSED),
    (GenerationNotServedError, Outcome.NOT_SERVED),
)

_CONSEQUENCES: Final = {
    CHARGING: "nothing can be charged",
    LOCATIONS: "the map will be missing, and availability and prices with it",
}
"""Of a product that the application is not subscribed to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """One generation of one product.

    ``error`` is what its first question met, ``None`` for success. Of a directory ``is_empty``
    is whether it knows no charge point at the place, and ``lacks_evse`` whether it does not
    list the EVSE that was asked for.
    """

    product: str
    generation: Generation
    error: ShellEvError | None
    is_empty: bool = False
    lacks_evse: bool = False

    @property
    def outcome(self) -> Outcome:
        """What became of the first question."""
        if self.error is None:
            return Outcome.ANSWERED
        return next(
            (outcome for kind, outcome in _OUTCOMES if isinstance(self.error, kind)),
            Outcome.NO_ANSWER,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """An answer that is not as documented: of a generation, an operation and a status."""

    where: str
    finding: Finding

    @override
    def __str__(self) -> str:
        """Return it in a line."""
        detail = f" ({self.finding.detail})" if self.finding.detail else ""
        kind = self.finding.kind.replace("_", " ")
        return f"{self.where}: {kind}, {self.finding.path}{detail}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnosis:
    """All that was found out.

    ``token_paths`` are those that gave a token; ``tried_a_session`` is whether a session of the
    doctor's own could be looked at; ``unknown_fields`` is whether there was a field
    that no document names, which is no difference that matters.
    """

    token_error: ShellEvError | None = None
    token_paths: tuple[str, ...] = ()
    examined: tuple[Examined, ...] = ()
    active_sessions: int = 0
    tried_a_session: bool = False
    clock_ahead: timedelta | None = None
    differences: tuple[Difference, ...] = ()
    unknown_fields: bool = False

    def best(self, product: str) -> Examined | None:
        """Return the generation of a product that answers best, the newest of several."""
        return min(
            (each for each in self.examined if each.product == product),
            key=lambda each: _BEST_FIRST.index(each.outcome),
            default=None,
        )

    @property
    def generation(self) -> Generation | None:
        """The one to charge by, ``None`` where there is none."""
        best = self.best(CHARGING)
        return best.generation if best and best.outcome.is_good else None

    @property
    def code(self) -> ExitCode:
        """How it went, for scripts. Charging is well without the product EV Locations."""
        for product in (CHARGING, LOCATIONS):
            error = self._obstacle(product)
            if error is None:
                continue
            code = verdict_of(error, product=product).code
            if product == CHARGING or code is not ExitCode.NOT_SUBSCRIBED:
                return code
        return ExitCode.UNDOCUMENTED if self.differences else ExitCode.FINE

    def summary(self, *, verbose: bool = False) -> list[str]:
        """Return what works and then what answers, in lines for a person; ``verbose`` lists the differences."""
        return [
            self._on_what_works(),
            "Details (D is the newest version of Shell's API, the others are older versions; one is enough):",
            f"  Token: {' and '.join(self.token_paths) or 'none'}",
            *(
                f"  {each.product}, version {each.generation.key}: {each.outcome}"
                for each in self.examined
            ),
            *self._on_number_of_differences(verbose),
            *(f"  {each}" for each in self.differences if verbose),
        ]

    def advice(self) -> list[str]:
        """Return what to do next, in sentences that hold no id."""
        lines = (
            self._on_clock(),
            self._on_product(CHARGING),
            "" if self.token_error else self._on_product(LOCATIONS),
            self._on_charge_points(),
            self._on_sessions(),
            "Shell answers in a way that is not documented."
            if self.differences
            else "",
        )
        # What stands in the way of one product most often stands in that of the other.
        return list(dict.fromkeys(filter(None, lines)))

    def on_report(self, *, all_went_well: bool = True) -> list[str]:
        """Return what the report is good for; ``all_went_well`` is what else was tried."""
        if self.differences:
            return [_KEEP_IT]
        if not any(each.outcome.is_good for each in self.examined):
            return ["There is nothing to send yet."]
        lines = [
            f"A report without differences is welcome, too: it is the first proof. {_KEEP_IT}"
        ]
        if all_went_well and self.generation and not self._on_clock():
            lines.insert(0, self._on_all_being_well())
        return lines

    def _on_all_being_well(self) -> str:
        what = "Everything" if self._is_good(LOCATIONS) else "Charging"
        more = ", with more fields than documented" if self.unknown_fields else ""
        return f"{what} answers as documented{more}. You can set up Home Assistant now."

    def _on_what_works(self) -> str:
        charging = "works" if self._is_good(CHARGING) else "does not work"
        directory = "work" if self._is_good(LOCATIONS) else "do not work"
        return f"Charging: {charging}. Map and prices: {directory}."

    def _is_good(self, product: str) -> bool:
        best = self.best(product)
        return best is not None and best.outcome.is_good

    def _on_number_of_differences(self, verbose: bool) -> list[str]:
        count = len(self.differences)
        if not count:
            return []
        counted = "1 difference" if count == 1 else f"{count} differences, all"
        listed = ":" if verbose else " (--verbose lists them)."
        return [f"Not as documented: {counted} in the report{listed}"]

    def _obstacle(self, product: str) -> ShellEvError | None:
        """Return what keeps a product from being used."""
        if self.token_error:
            return self.token_error
        best = self.best(product)
        return best.error if best and not best.outcome.is_good else None

    def _waits(self) -> list[RateLimitedError]:
        """Return the refusals that ask to wait: the whole account waits, and for the longest."""
        errors = map(self._obstacle, (CHARGING, LOCATIONS))
        return [error for error in errors if isinstance(error, RateLimitedError)]

    def _on_clock(self) -> str:
        advice = wrong_clock(self.clock_ahead)
        if advice is None:
            return ""
        return f"{advice}: tokens and the times of sessions depend on it."

    def _on_product(self, product: str) -> str:
        error = self._obstacle(product)
        if error is None:
            return ""
        if isinstance(error, RateLimitedError):
            error = max(self._waits(), key=_wait_of)
        if isinstance(error, NotSubscribedError):
            return f"Not subscribed to {product}: {_CONSEQUENCES[product]}. Add the product in {PORTAL}."
        return verdict_of(error, product=product).text

    def _on_charge_points(self) -> str:
        directories = [
            each
            for each in self.examined
            if each.product == LOCATIONS and each.outcome.is_good
        ]
        if not directories:
            return ""
        if all(each.lacks_evse for each in directories):
            return (
                "Shell does not list the charge point that you gave. Check its EVSE ID."
            )
        if all(each.is_empty for each in directories):
            return "No charge point was found there, so the report does not show what one looks like: try --near or --evse."
        return ""

    def _on_sessions(self) -> str:
        best = self.best(CHARGING)
        if best is None or not best.outcome.is_good:
            return ""
        if self.active_sessions or self.tried_a_session:
            return ""
        if best.outcome is Outcome.NOT_FOUND:
            return "Shell finds no active session of the charge card. If one is running, check the EMA ID."
        return "No session is active, so the report does not show what one looks like. Run this again while the car charges."


def _wait_of(error: RateLimitedError) -> timedelta:
    return error.retry_after or timedelta()
