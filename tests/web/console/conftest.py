"""One server a module, a signed-in lead a test."""

from collections.abc import Iterator

import pytest

from tests.web.console.leads import Browser, House, browser


@pytest.fixture
def lead(house: House) -> Iterator[Browser]:
    with browser(house) as one:
        one.sign_in(house.code())
        yield one


@pytest.fixture
def stranger(house: House) -> Iterator[Browser]:
    with browser(house) as one:
        yield one


@pytest.fixture
def sales(house: House) -> Iterator[Browser]:
    """A lead of the team sales."""
    with browser(house) as one:
        one.sign_in(house.code("sales"))
        yield one
