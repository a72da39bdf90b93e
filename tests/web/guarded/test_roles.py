"""Every role, and every token and cookie that does not count, on every route."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from sidecar_server.library.database import open_database
from sidecar_server.web import console
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.handshake import id_of, key_of
from tests.web.console.leads import Browser, House, browser
from tests.web.guarded.guard import OWN, ask, is_bare, signed_in, unchanged
from tests.web.routes import METHODS, READING, places

FORM = "application/x-www-form-urlencoded"
# Ways to spell an address that a router and a door may read differently.
ENDS = ("%0A", "%0D", "%00", "/", "//", "/.", "%2F", "%20", ";x", "/%0A", "%0A%0A", "?x=y")


def tokens(house: House, tmp_path: Path) -> dict[str, str]:
    """Give tokens that open no room but, one of them, the practice desk's."""
    credentials = house.credentials
    elsewhere = Credentials(open_database(tmp_path / "elsewhere"))
    revoked, changed = credentials.create("Ana", "lead"), credentials.create("Ana", "lead")
    credentials.revoke(id_of(key_of(revoked)))
    past = Credentials(house.parts.engine, lambda: time.time() - 2 * 86_400)
    accounts = Accounts(house.parts.engine)
    accounts.add("Cleo", "lead")
    of_gone = credentials.create("script", "lead", account="cleo")
    accounts.remove("Cleo")
    accounts.add("Dan", "agent")
    return {
        "agent": credentials.create("Ben", "agent"),
        "monitor": credentials.create("scraper", "monitor"),
        "demo": credentials.demo(),
        "revoked": revoked,
        "expired": past.create("Ana", "lead", days=1),
        "forged": elsewhere.create("Ana", "admin"),
        "tampered": ("A" if changed[0] != "A" else "B") + changed[1:],
        "of a removed account": of_gone,
        "of an agent's account": credentials.create("script", "admin", account="dan"),
        "an id": id_of(key_of(changed)),
        "a key": key_of(changed).hex(),
        "nobody": "x" * 43,
    }


def test_another_token_is_refused_like_a_strangers(house: House, tmp_path: Path) -> None:
    for role, token in tokens(house, tmp_path).items():
        refused(house, role, token)


def refused(house: House, role: str, token: str) -> None:
    given = {"origin": house.address, "authorization": f"Bearer {token}"}
    with browser(house) as one, unchanged(house):
        for place in places(house.app):
            for method in METHODS if place.room else ():
                theirs = place.room == OWN.get(role)
                if not theirs and not place.is_open("GET") and not place.is_open("POST"):
                    assert is_bare(ask(one.client, method, place, given)), (role, method, place)


@pytest.mark.parametrize("role", ["agent", "lead", "admin"])
def test_a_role_opens_what_is_its_own(house: House, role: str) -> None:
    """Every page of the console, by every role: a bare refusal below the least, else an answer."""
    ladder, opened = ("agent", "lead", "admin"), 0
    with browser(house) as one:
        signed_in(house, one, role)
        for place in places(house.app):
            if place.room != console.ROOM or place.is_open("GET") or place.is_open("POST"):
                continue
            allowed = ladder.index(role) >= ladder.index(place.least)
            for method in METHODS if not allowed else READING:
                answer = ask(one.client, method, place, {"origin": house.address})
                assert is_bare(answer) != allowed, (role, method, place)
                opened += allowed
    assert opened >= {"agent": 8, "lead": 40, "admin": 48}[role]


def test_a_session_that_ended_opens_nothing(house: House) -> None:
    accounts = Accounts(house.parts.engine)
    ends: dict[str, Callable[[Browser, str], object]] = {
        "signed out": lambda one, _: one.post("/console/sign-out"),
        "removed": lambda _, name: accounts.remove(name),
        "invited again": lambda _, name: accounts.forget_password(name),
        "no lead any more": lambda _, name: accounts.change(name, "agent", ()),
    }
    for why, end in ends.items():
        with browser(house) as one:
            name = signed_in(house, one, "lead")
            assert one.client.get("/console/find").status_code == 200
            cookie = dict(one.client.cookies)
            end(one, name)
            one.client.cookies.update(cookie)
            for place in places(house.app):
                guarded = place.room == console.ROOM and place.least != "agent"
                if guarded and not place.is_open("GET") and not place.is_open("POST"):
                    assert is_bare(ask(one.client, "GET", place)), (why, place)


def test_a_forged_cookie_opens_nothing(house: House, lead: Browser) -> None:
    name, value = next(iter(lead.client.cookies.items()))
    with browser(house) as one:
        for forged in (("A" if value[0] != "A" else "B") + value[1:], "x" * 43, "", value * 2):
            own = {"cookie": f"{name}={forged}"}
            for place in places(house.app):
                if place.room == console.ROOM and not place.is_open("GET"):
                    answer = ask(one.client, "GET", place, own)
                    assert is_bare(answer) or place.is_open("POST"), (forged, place)


def spellings(path: str) -> Iterator[str]:
    part = path.removeprefix(console.ROOM)
    yield from (path + end for end in ENDS)
    for before in ("/", "//", "/./", "/find/../", "/find/..%2F", "/static/..", "/static/..%2F.."):
        yield f"{console.ROOM}{before}{part.removeprefix('/')}"
    yield from (f"/{path}", path.replace("/", "%2F"), path.upper(), f"http://x{path}")


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_no_spelling_of_an_address_opens_it_to_a_lesser_role(house: House, role: str) -> None:
    """A path is sent as it is spelt: no client of ours may tidy it up on the way."""
    ladder, tried = ("agent", "lead", "admin"), 0
    with browser(house) as one, calling(house, one, role) as status_of, unchanged(house):
        for place in places(house.app):
            below = ladder.index(role) < ladder.index(place.least)
            if place.room != console.ROOM or place.is_open("GET") or not below:
                continue
            for path in spellings(place.path):
                for method in sorted({"GET", "POST"} & place.methods):
                    assert status_of(method, path) in {307, 403, 404, 405}, (method, path)
                    tried += 1
    assert tried >= 80


@contextmanager
def calling(house: House, one: Browser, role: str) -> Iterator[Callable[[str, str], int]]:
    """Sign in with a role; gives what sends a form of theirs to a path and says the status."""
    signed_in(house, one, role)
    name, value = next(iter(one.client.cookies.items()))
    body = urlencode({"form_key": one.form_key, "name": "mallory", "role": "admin"})
    headers = {"cookie": f"{name}={value}", "origin": house.address, "content-type": FORM}
    with closing(HTTPConnection(house.address.removeprefix("http://"), timeout=20)) as caller:

        def status_of(method: str, path: str) -> int:
            caller.request(method, path, body if method == "POST" else None, headers)
            answer = caller.getresponse()
            answer.read()
            return answer.status

        yield status_of
