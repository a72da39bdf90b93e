"""People, tokens and one's own browsers, as admins and agents meet them."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from sidecar_server.library.tables import account
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.handshake import id_of, key_of
from sidecar_server.web.pairing import Pairing, plain
from tests.web.console.leads import Browser, House, browser

PASSWORD = "seven grey herons wait"
_SHOWN = re.compile(r"<output[^>]*>([^<]+)</output>")


def shown(page: str) -> str:
    """Give the code or token that a page shows this once."""
    found = _SHOWN.search(page)
    assert found
    return found[1]


@pytest.fixture
def accounts(house: House) -> Iterator[Accounts]:
    """The accounts, none before and none after."""
    yield Accounts(house.parts.engine)
    with house.parts.engine.begin() as connection:
        connection.execute(delete(account))


def invited(house: House, lead: Browser, name: str, **fields: str) -> str:
    """Add somebody as an admin does and give their invitation."""
    page = lead.post("/console/people", name=name, **{"role": "agent", "teams": "", **fields})
    assert page.status_code == 200
    return shown(page.text)


def test_somebody_is_invited_chooses_a_password_and_comes_back(
    house: House, lead: Browser, stranger: Browser, accounts: Accounts
) -> None:
    code = invited(house, lead, "Ana", role="lead", teams="sales, brand")
    page = stranger.sign_in(code)
    assert page.url.path == "/console/browsers"
    assert "Choose a password" in page.text
    stranger.get("/console/browsers")
    for fields, said in [
        ({"password": "short", "again": "short"}, "12 to 200 characters"),
        ({"password": PASSWORD, "again": PASSWORD + "x"}, "not written the same way"),
    ]:
        again = stranger.post("/console/browsers/password", **fields)
        assert again.status_code == 422
        assert said in again.text
    kept = stranger.post("/console/browsers/password", password=PASSWORD, again=PASSWORD)
    assert kept.status_code == 200
    assert "Your password is kept" in kept.text
    stranger.get("/console/find")
    stranger.post("/console/sign-out")
    with browser(house) as other:
        other.get("/console")
        wrong = other.post("/console/sign-in", way="password", name="Ana", password="x" * 12)
        assert wrong.status_code == 422
        assert "no account with this name and this password" in wrong.text
        other.get("/console")
        other.post("/console/sign-in", way="password", name="ana", password=PASSWORD)
        assert other.get("/console").url.path == "/console/find"
        assert "brand, sales" in other.get("/console/find").text


def test_an_agent_pairs_their_browser_and_ends_it(
    house: House, lead: Browser, stranger: Browser, accounts: Accounts
) -> None:
    stranger.sign_in(invited(house, lead, "Ben"))
    page = stranger.get("/console/browsers")
    assert "Phrase library" not in page.text
    assert "/console/find" not in page.text
    code = shown(stranger.post("/console/browsers/pair").text)
    pairing = Pairing(house.parts.engine)
    assert pairing.meant_for(key_of(plain(code))) == ((), "ben")
    token = house.credentials.create("browser", account="ben")
    other = house.credentials.create("browser")
    page = stranger.get("/console/browsers")
    assert id_of(key_of(token)) in page.text
    assert id_of(key_of(other)) not in page.text
    refused = stranger.post("/console/browsers/revoke", id=id_of(key_of(other)))
    assert refused.status_code == 422
    assert house.credentials.find(id_of(key_of(other)))
    stranger.post("/console/browsers/revoke", id=id_of(key_of(token)))
    assert house.credentials.find(id_of(key_of(token))) is None


def test_an_admin_changes_invites_again_and_removes(
    house: House, lead: Browser, accounts: Accounts
) -> None:
    invited(house, lead, "Cleo", teams="sales")
    accounts.set_password("Cleo", PASSWORD)
    lead.post("/console/people/cleo", do="change", role="lead", teams="brand")
    found = accounts.find("cleo")
    assert found
    assert (found.role, found.teams) == ("lead", ("brand",))
    page = lead.post("/console/people/cleo", do="invite")
    assert Pairing(house.parts.engine).invited(key_of(plain(shown(page.text)))) == "cleo"
    assert accounts.knows("Cleo", PASSWORD) is None
    lead.post("/console/people/cleo", do="remove")
    assert accounts.find("cleo") is None
    assert lead.get("/console/people/cleo").status_code == 404


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    house: House, lead: Browser, accounts: Accounts
) -> None:
    invited(house, lead, "Dan", role="admin")
    page = lead.post("/console/people", name="dan", role="lead", teams="sales")
    assert page.status_code == 422
    assert "there is an account" in page.text
    assert 'value="dan"' in page.text
    assert 'value="sales"' in page.text
    for do in ("remove", "change"):
        kept = lead.post("/console/people/dan", do=do, role="agent", teams="")
        assert kept.status_code == 422
        assert "last admin" in kept.text
        assert accounts.find("dan")


def test_a_token_is_made_shown_once_and_revoked(house: House, lead: Browser) -> None:
    page = lead.post("/console/tokens", name="wall board", role="monitor", teams="", days="30")
    token = shown(page.text)
    found = house.credentials.find(id_of(key_of(token)))
    assert found
    assert (found.name, found.role) == ("wall board", "monitor")
    assert found.expires_at
    listed = lead.get("/console/tokens").text
    assert token not in listed
    assert "wall board" in listed
    assert "wall board" not in lead.get("/console/tokens", words="browser").text
    lead.post("/console/tokens/revoke", id=found.id)
    assert house.credentials.find(found.id) is None
    for fields in ({"name": ""}, {"name": "x", "days": "0"}, {"name": "x", "role": "boss"}):
        refused = lead.post("/console/tokens", **{"role": "agent", "teams": "", **fields})
        assert refused.status_code == 422


def test_a_lead_of_a_team_sees_no_people_and_no_tokens(house: House, sales: Browser) -> None:
    assert "/console/people" not in sales.get("/console/find").text
    for path in ("/console/people", "/console/tokens"):
        answer = sales.client.get(path)
        assert (answer.status_code, answer.content) == (403, b"")


def test_a_lead_without_an_account_ends_browsers_and_no_programs_token(
    house: House, sales: Browser
) -> None:
    token = id_of(key_of(house.credentials.create("import script", "admin")))
    sales.get("/console/browsers")
    assert sales.post("/console/browsers/revoke", id=token).status_code == 422
    assert house.credentials.find(token)


def test_without_accounts_no_password_is_asked_for(
    house: House, stranger: Browser, accounts: Accounts
) -> None:
    assert "Password" not in stranger.get("/console").text
    accounts.add("Eve")
    assert "Password" in stranger.get("/console").text
