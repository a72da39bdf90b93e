"""Which passwords are taken, what is said of the others, and that nobody's opens nothing."""

import pytest
from sqlalchemy import Engine

from sidecar_server.errors import BadInput
from sidecar_server.web.accounts import Accounts
from tests.databases import engine

__all__ = ["engine"]

NAME = "anaanaanaana"
LENGTH = "a password has 12 to 200 characters — take a few words that do not belong together"


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    found = Accounts(engine)
    found.add(NAME)
    return found


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 201])
def test_one_of_another_length_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(BadInput) as refused:
        accounts.set_password(NAME, password)
    assert refused.value.sentence() == LENGTH


def test_the_name_is_no_password(accounts: Accounts) -> None:
    with pytest.raises(BadInput) as refused:
        accounts.set_password(NAME, "AnaAnaAnaAna")
    said = "this password is the account's name — choose another one"
    assert refused.value.sentence() == said


@pytest.mark.parametrize("password", ["x" * 12, "x" * 200])
def test_the_shortest_and_the_longest_are_taken(accounts: Accounts, password: str) -> None:
    accounts.set_password(NAME, password)
    assert accounts.knows(NAME, password)
    assert not accounts.knows(NAME, password + "x")
    assert not accounts.knows(NAME, password[:-1])


def test_what_nobodys_is_compared_with_opens_no_account(accounts: Accounts) -> None:
    """It stands in the code, for all to read."""
    assert not accounts.knows(NAME, "of no account")
    assert not accounts.knows("nobody", "of no account")
