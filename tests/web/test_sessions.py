"""A lead's session lasts while pages are asked for, and not when the clock was set back."""

import pytest
from sqlalchemy import Engine

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


def test_each_page_makes_it_last_longer(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("lead")
    for _ in range(4):
        clock.now += LASTS_S - 3_600
        assert sessions.find(cookie)


def test_a_clock_set_back_makes_none_last_longer(sessions: Sessions, clock: Clock) -> None:
    cookie = sessions.open("lead")
    clock.now = START - LASTS_S
    assert sessions.find(cookie) is None


def test_another_cookie_and_an_ended_one_open_nothing(sessions: Sessions) -> None:
    cookie = sessions.open("lead")
    assert sessions.find(f"{cookie}x") is None
    sessions.end(cookie)
    assert sessions.find(cookie) is None
