"""What is found in the archive by the time of its end, without a look through all of it."""

from datetime import UTC, datetime, timedelta

from custom_components.shell_ev.session.archive import Archive
from tests.store.records import ended

MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_what_ended_in_an_hour_around_the_end_of_a_month() -> None:
    """Both months are looked at, and both edges count."""
    archive = Archive()
    for number, minutes in enumerate((-31, -30, 0, 30, 31)):
        session = ended(number, MIDNIGHT + timedelta(minutes=minutes))
        archive.exchange(f"key-{number}", None, session)
    half = HOUR / 2
    found = archive.ended_between(MIDNIGHT - half, MIDNIGHT + half)
    assert [(at - MIDNIGHT, key) for at, key, _ in found] == [
        (-half, "key-1"),
        (timedelta(), "key-2"),
        (half, "key-3"),
    ]
    assert [session.session_id for _, _, session in found] == [
        "session-1",
        "session-2",
        "session-3",
    ]


def test_a_month_without_a_session() -> None:
    """There is nothing to find, and nothing is made up."""
    assert Archive().ended_between(MIDNIGHT, MIDNIGHT + HOUR) == []
