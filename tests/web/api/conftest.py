"""One server a module, and a program with the token of a lead."""

from collections.abc import Iterator

import pytest

from tests.web.api.caller import Caller, caller
from tests.web.console.leads import House


@pytest.fixture(scope="module")
def ana(house: House) -> Iterator[Caller]:
    with caller(house, "Ana") as one:
        yield one
