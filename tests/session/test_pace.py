"""When Shell is asked next: holds, back-off and intervals (DESIGN.md, The way of the data, 4)."""

from datetime import UTC, datetime, timedelta
import itertools

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.shell_ev.session.pace import (
    CHARGING,
    COMMAND,
    IDLE,
    LONGEST_HOLD,
    Failing,
    Hold,
    Pace,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
YEARS = timedelta(days=3650)


def after(seconds: float) -> datetime:
    """Return a time after NOW."""
    return NOW + timedelta(seconds=seconds)


def seconds(number: float) -> timedelta:
    """Return a duration."""
    return timedelta(seconds=number)


def steady(**known: Hold | Failing | None) -> Pace:
    """Return a pace without jitter."""
    return Pace(
        hold=known.get("hold"),  # type: ignore[arg-type]
        failing=known.get("failing"),  # type: ignore[arg-type]
        vary=lambda low, high: (low + high) / 2,
    )


def next_poll(
    pace: Pace,
    now: datetime = NOW,
    *,
    pending_since: datetime | None = None,
    let_go_at: datetime | None = None,
    charging: bool = False,
) -> timedelta:
    """Return the wait for the next poll, in an idle account where nothing else is said."""
    return pace.next_poll(
        now, pending_since=pending_since, let_go_at=let_go_at, charging=charging
    )


def test_idle_and_charging() -> None:
    """Five minutes, and one."""
    assert next_poll(steady()) == IDLE
    assert next_poll(steady(), charging=True) == CHARGING


def test_after_a_command() -> None:
    """Every 2 s up to 8 s, then when the time since has grown by a fifth, for three minutes."""
    pace, since, looks = steady(), timedelta(), []
    while since < COMMAND:
        since += next_poll(
            pace,
            NOW + since,
            pending_since=NOW,
            let_go_at=NOW + COMMAND,
            charging=True,
        )
        looks.append(since)
    assert looks[:4] == [seconds(each) for each in (2, 4, 6, 8)]
    assert all(
        later - each <= max(each * 0.2, seconds(2)) + seconds(0.001)
        for each, later in itertools.pairwise(looks)
    )
    assert 18 <= len(looks) <= 24
    assert COMMAND <= looks[-1] <= COMMAND + seconds(1)
    assert next_poll(pace, NOW + COMMAND, pending_since=NOW, charging=True) == CHARGING


@pytest.mark.parametrize("before", [True, False])
def test_a_poll_that_failed_does_not_stretch_that(before: bool) -> None:
    """Before the command, or after it."""
    pace = steady()
    pace.poll_failed(after(-5 if before else 2), 1)
    assert next_poll(pace, after(4), pending_since=NOW) == seconds(2)
    assert pace.may_poll(after(4), NOW)


def test_a_command_is_not_followed_closely_on_and_on_where_nothing_can_be_read() -> (
    None
):
    """Calls that only fail are counted."""
    pace = steady()
    for number in range(7):
        assert pace.may_poll(after(number * 2), NOW)
        pace.poll_failed(after(number * 2), 4)
    assert not pace.may_poll(after(15), NOW)
    assert next_poll(pace, after(15), pending_since=NOW) > seconds(500)


@pytest.mark.parametrize("held", [True, False])
def test_what_is_unconfirmed_is_looked_at_when_it_is_let_go(held: bool) -> None:
    """Not at the next poll, be it an hour later; in a hold nothing is asked for that."""
    pace = steady()
    if held:
        pace.wait(HOUR, NOW)
    wait = next_poll(
        pace, after(170), pending_since=NOW, let_go_at=NOW + COMMAND, charging=False
    )
    assert wait == seconds(10)
    assert pace.may_poll(NOW + COMMAND, NOW) is not held


def test_a_hold_is_what_shell_asks_for() -> None:
    """No more, and no less."""
    pace = steady()
    pace.wait(seconds(120), NOW)
    assert pace.hold_left(after(20)) == seconds(100)
    assert next_poll(pace, after(20), charging=True) == seconds(100)
    assert pace.hold_left(after(120)) is None


def test_a_hold_is_capped_at_an_hour() -> None:
    """A server that is out of its mind must not stop us for years."""
    pace = steady()
    pace.wait(YEARS, NOW)
    assert pace.hold_left(NOW) == HOUR
    pace.wait(YEARS, after(1800))
    assert pace.hold_left(after(1800)) == HOUR


def test_a_hold_without_a_time_is_the_back_off_s() -> None:
    """And grows with it."""
    pace = steady()
    pace.wait(None, NOW)
    assert pace.hold_left(NOW) == seconds(30)
    pace.poll_failed(NOW, 1)
    pace.wait(None, after(40))
    assert pace.hold_left(after(40)) == seconds(60)


def test_a_shorter_wait_does_not_shorten_a_hold() -> None:
    """What was asked for first stands."""
    pace = steady()
    pace.wait(seconds(600), NOW)
    pace.wait(seconds(5), after(10))
    assert pace.hold_left(after(10)) == seconds(590)


def test_a_hold_is_not_forgotten_because_another_card_was_read() -> None:
    """A poll that succeeded in part ends none; one that is over is forgotten then."""
    pace = steady()
    pace.wait(seconds(120), NOW)
    pace.poll_succeeded(after(1))
    assert pace.hold_left(after(1)) == seconds(119)
    pace.poll_succeeded(after(121))
    assert pace.hold is None


def test_an_account_that_is_held_for_long() -> None:
    """Hold after hold, for an hour: a person is told."""
    pace = steady()
    for minute in range(0, 60, 10):
        pace.wait(seconds(600), after(minute * 60))
        assert not pace.is_held_too_long()
    pace.wait(seconds(600), after(3600))
    assert pace.is_held_too_long()
    assert not steady().is_held_too_long()


@pytest.mark.parametrize("ahead", [seconds(1800), timedelta(days=1), YEARS])
def test_what_a_clock_that_was_ahead_has_set_blocks_nothing(ahead: timedelta) -> None:
    """Hold, back-off and reads are over as soon as the clock is right."""
    pace, wrong = steady(), NOW + ahead
    pace.wait(HOUR, wrong)
    for _ in range(9):
        pace.poll_failed(wrong, 9)
        pace.read_failed("read", wrong, 9)
    assert pace.hold_left(NOW) is None
    assert pace.may_set_up(NOW)
    assert pace.may_poll(NOW, None)
    assert pace.may_read("read", NOW)
    assert next_poll(pace) == seconds(2)
    assert next_poll(pace, pending_since=wrong) == seconds(2)


def test_a_failing_read_backs_off_by_itself() -> None:
    """It is tried at the next poll, then seldom; another is not kept from anything."""
    pace = steady()
    pace.read_failed("read", NOW, 1)
    assert pace.may_read("read", after(60))
    pace.read_failed("read", after(60), 1)
    assert not pace.may_read("read", after(120))
    assert pace.may_read("read", after(60 + 360))
    assert pace.may_read("other", after(120))
    pace.read_succeeded("read")
    assert pace.may_read("read", after(120))


def test_who_is_in_a_hurry() -> None:
    """A person asks: what is backed off is tried, what is held is not."""
    pace = steady()
    pace.hurry(NOW)
    pace.read_failed("read", NOW, 3)
    for _ in range(5):
        pace.poll_failed(NOW, 3)
    pace.wait(seconds(60), NOW)
    pace.hurry(after(1))
    assert pace.may_read("read", after(1))
    assert not pace.may_poll(after(1), None)
    assert pace.may_poll(after(61), None)
    assert next_poll(pace, after(61)) == seconds(2)


def test_asking_again_and_again_is_no_answer() -> None:
    """How often a read has failed is known, however often a person asks in between."""
    pace = steady()
    for minute in range(3):
        pace.read_failed("read", after(60 * minute), 1)
        pace.hurry(after(60 * minute + 1))
    failing = pace.failing_read("read")
    assert failing is not None
    assert (failing.times, failing.since) == (3, NOW)
    assert pace.failing_read("other") is None
    pace.read_succeeded("read")
    assert pace.failing_read("read") is None


def test_what_is_asked_anew_is_asked_at_once() -> None:
    """With other credentials nothing has failed yet."""
    pace = steady(
        failing=Failing(times=9, since=NOW, at=NOW, again_at=after(600), calls=40)
    )
    assert not pace.may_set_up(NOW)
    pace.start_over()
    assert pace.may_set_up(NOW)
    assert pace.failing is None


@pytest.mark.parametrize(("calls", "tries"), [(1, 3), (2, 3), (5, 3), (13, 1)])
def test_a_set_up_is_tried_a_few_times_at_home_assistant_s_pace(
    calls: int, tries: int
) -> None:
    """Then at this one's; what takes many calls is tried less often."""
    pace = steady()
    for number in range(tries):
        assert pace.may_set_up(after(number))
        pace.poll_failed(after(number), calls)
    assert not pace.may_set_up(after(tries))
    assert pace.may_set_up(after(3600))


CALLS = st.integers(1, 9)
"""Of one try: a token, the question, once more after a 401, and three generations."""
OUTCOMES = st.lists(
    st.tuples(st.sampled_from(["failed", "held", "held_unsaid"]), CALLS),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(
    outcomes=OUTCOMES,
    charging=st.booleans(),
    command_at=st.none() | st.integers(0, 3599),
    restarts=st.sets(st.integers(0, 120)),
    jitter=st.floats(0, 1),
    retry_after=st.integers(-5, 10**9),
)
def test_all_errors_and_all_states_make_no_more_than_sixty_calls_an_hour(
    outcomes: list[tuple[str, int]],
    charging: bool,
    command_at: int | None,
    restarts: set[int],
    jitter: float,
    retry_after: int,
) -> None:
    """Whatever fails, in whichever state, with a command in between and set-ups that fail."""

    def vary(low: float, high: float) -> float:
        return low + (high - low) * jitter

    pace, now, calls, tries = Pace(vary=vary), NOW, 0, 0
    given = None if command_at is None else after(command_at)
    while now < NOW + HOUR:
        pending = given if given and given <= now < given + COMMAND else None
        if tries in restarts:
            # The set-up fails, and is tried by Home Assistant at its own pace.
            pace = Pace(hold=pace.hold, failing=pace.failing, vary=vary)
            may_ask = pace.may_set_up(now) and not pace.hold_left(now)
            wait = min(5 * 2 ** min(tries, 4), 80)
        else:
            may_ask, wait = pace.may_poll(now, pending), 0
        if may_ask:
            outcome, used = outcomes[tries % len(outcomes)]
            calls += used
            if outcome != "failed":
                held = seconds(retry_after) if outcome == "held" else None
                pace.wait(held, now)
            pace.poll_failed(now, used)
        tries += 1
        step = next_poll(
            pace,
            now,
            pending_since=pending,
            let_go_at=pending and pending + COMMAND,
            charging=charging,
        )
        assert seconds(1) <= step <= LONGEST_HOLD
        now += max(seconds(wait), step) if not wait else seconds(wait)
    assert calls <= 60


@settings(deadline=None)
@given(used=st.integers(1, 4), jitter=st.floats(0, 1), charging=st.booleans())
def test_one_failing_read_adds_no_more_than_twelve_calls_an_hour(
    used: int, jitter: float, charging: bool
) -> None:
    """However many calls a try takes, and however often it is polled."""
    pace = Pace(vary=lambda low, high: low + (high - low) * jitter)
    now, calls = NOW, 0
    while now < NOW + HOUR:
        if pace.may_read("read", now):
            calls += used
            pace.read_failed("read", now, used)
        pace.poll_succeeded(now)
        now += next_poll(pace, now, charging=charging)
    assert calls <= 12
