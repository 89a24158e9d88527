"""What is told of an account's calls, and whether it is honest about its mark."""

import pytest

from benchmarks import account


@pytest.mark.parametrize(("active", "reached"), [(71, True), (77, False)])
def test_a_session_of_more_than_sixty_calls_an_hour_is_told_as_missed(
    active: int, reached: bool
) -> None:
    """They are of an hour and a quarter: 75 calls are 60 an hour."""
    idle = {"active": 288, "location": 144, "token": 96}
    told = {
        "plain idle calls": idle,
        "ten points idle calls": idle,
        "plain hour calls": {"active": active, "start": 1, "stop": 1, "token": 2},
        "error one": 43,
    }
    (session,) = (
        each for each in account._calls(told) if each.row.startswith("calls: a session")
    )
    assert session.reached is reached
    assert session.missed_by == ("" if reached else "4.8 calls an hour")
