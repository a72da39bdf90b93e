"""One server for a module, a lead who is signed in to it, and a lead's token."""

from collections.abc import Iterator

import pytest

from tests.web.console.leads import Browser, House, browser


@pytest.fixture(scope="module")
def lead(house: House) -> Iterator[Browser]:
    with browser(house) as one:
        one.sign_in(house.code())
        yield one


@pytest.fixture(scope="module")
def token(house: House) -> str:
    return house.credentials.create("Ana", "lead")
