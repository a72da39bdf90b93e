"""A lead's session lasts while pages are asked for, and not when the clock was set back."""

import pytest
from sqlalchemy import Engine, select

from sidecar_server.library.tables import session
from sidecar_server.web.sessions import LASTS_S, Sessions
from tests.databases import engine

__all__ = ["engine"]

START = 1_700_000_000.0


class Clock:
    now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(engine: Engine, clock: Clock) -> Sessions:
    return Sessions(engine, now=clock)


def test_it_ends_when_no_page_was_asked_for_long_enough(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("lead", ["sales"])
    found = sessions.find(cookie)
    assert found
    assert (found.name, found.teams) == ("lead", ("sales",))
    clock.now = START + LASTS_S
    assert sessions.find(cookie) is None
    assert LASTS_S == 12 * 60 * 60
    assert len(cookie) == 43  # 32 random bytes


@pytest.mark.parametrize(("asked_after_s", "longer"), [(600.0, False), (601.0, True)])
def test_it_is_written_anew_every_ten_minutes_at_most(
    sessions: Sessions, clock: Clock, asked_after_s: float, longer: bool
) -> None:
    cookie = sessions.open("lead")
    clock.now = START + asked_after_s
    assert sessions.find(cookie)
    clock.now = START + LASTS_S
    assert (sessions.find(cookie) is not None) is longer


def test_those_that_ended_are_not_kept(engine: Engine, sessions: Sessions, clock: Clock) -> None:
    for _ in range(3):
        sessions.open("lead")
        clock.now += LASTS_S
    with engine.connect() as connection:
        assert len(connection.execute(select(session)).all()) == 1


@pytest.mark.parametrize(("teams", "role"), [((), "admin"), (("sales",), "lead")])
def test_without_an_account_who_is_of_a_team_is_its_lead_and_no_admin(
    sessions: Sessions, teams: tuple[str, ...], role: str
) -> None:
    found = sessions.find(sessions.open("lead", teams))
    assert found
    assert (found.role, found.account, found.ready) == (role, "", True)


def test_each_page_makes_it_last_longer(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("lead")
    for _ in range(4):
        clock.now += LASTS_S - 3_600
        assert sessions.find(cookie)


def test_a_clock_set_back_makes_none_last_longer(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("lead")
    clock.now = START - LASTS_S
    assert sessions.find(cookie) is None
    clock.now = START - 601
    assert sessions.find(cookie) is None
    clock.now = START - 600
    assert sessions.find(cookie)


def test_another_cookie_and_an_ended_one_open_nothing(sessions: Sessions) -> None:
    cookie = sessions.open("lead")
    for other in (f"{cookie}x", f"{cookie}\udc80", ""):
        assert sessions.find(other) is None
    sessions.end(cookie)
    assert sessions.find(cookie) is None
