"""Who may do what, tried on every route and method that the application itself names."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from sidecar_server.library.database import open_database
from sidecar_server.library.tables import metadata
from sidecar_server.settings import EXTENSION_ID
from sidecar_server.web import api, console, monitor, practice
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.handshake import id_of, key_of
from sidecar_server.web.pairing import Pairing
from tests.web.console.leads import Browser, House, browser
from tests.web.routes import ASKED, METHODS, READING, Place, places

BY_TOKEN = (api.ROOM, monitor.ROOM)
OWN = {"lead": api.ROOM, "monitor": monitor.ROOM, "demo": practice.ROOM}  # whose token opens which
UNSAFE = [one for one in METHODS if one not in READING]
# A session is renewed and a vector kept by reading; all else is written by what changes something.
WRITTEN = [one for one in metadata.sorted_tables if one.name not in {"session", "vector"}]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house") / "home") as one:
        yield one


@pytest.fixture(scope="module")
def lead(house: House) -> Iterator[Browser]:
    with browser(house) as one:
        one.sign_in(house.code())
        yield one


@pytest.fixture(scope="module")
def token(house: House) -> str:
    return house.credentials.create("Ana", "lead")


@contextmanager
def unchanged(house: House) -> Iterator[None]:
    """Nothing is written meanwhile."""

    def kept() -> Mapping[str, list[str]]:
        with house.parts.engine.connect() as connection:
            rows = {one.name: connection.execute(select(one)).all() for one in WRITTEN}
        return {name: sorted(map(repr, found)) for name, found in rows.items()}

    before = kept()
    yield
    assert kept() == before


def signed_in(house: House, one: Browser, role: str) -> str:
    """Sign a browser in to a new account of a role; gives its name."""
    accounts = Accounts(house.parts.engine)
    name = f"{role} {len(accounts.all())}"
    accounts.add(name, role)
    one.sign_in(Pairing(house.parts.engine).invite(name))
    one.get("/console/browsers")
    return name


def headers(place: Place, token: str) -> dict[str, str]:
    """Give what lets a lead into a room; the cookie of the console is the client's own."""
    return {"authorization": f"Bearer {token}"} if place.room in BY_TOKEN else {}


def keys(place: Place, house: House, token: str) -> dict[str, str]:
    """Give what opens a place to whoever it is for: a practice desk's page plays, no lead does."""
    if place.room == practice.ROOM:
        return {
            "origin": house.address,
            "authorization": f"Bearer {house.credentials.demo()}",
        }
    if place.room == monitor.ROOM:
        return {"authorization": f"Bearer {house.credentials.create('Prometheus', 'monitor')}"}
    return headers(place, token)


def ask(
    client: httpx.Client, method: str, place: Place, given: Mapping[str, str] | None = None
) -> httpx.Response:
    return client.request(method, place.path, headers=given, follow_redirects=False)


def is_bare(answer: httpx.Response) -> bool:
    named = {"server", "content-type", "set-cookie", "allow", "etag", "www-authenticate"}
    return (answer.status_code, answer.content) == (403, b"") and not named & set(answer.headers)


def test_all_rooms_are_walked(house: House) -> None:
    found = places(house.app)
    for needed in (
        "/health",
        "/ready",
        "/demo",
        "/console/find",
        f"{api.ROOM}/entries",
        "/metrics",
    ):
        assert needed in {one.path for one in found}
    assert sum(one.room == console.ROOM for one in found) >= 8
    assert sum(one.room == api.ROOM for one in found) >= 12
    assert all(one.room for one in found if set(one.methods) - set(READING))
    assert "{" not in "".join(one.path for one in found)


def test_without_a_credential_there_is_a_bare_refusal(house: House) -> None:
    own = {"origin": house.address}
    with browser(house) as stranger, unchanged(house):
        for place in places(house.app):
            for method in METHODS:
                if place.is_open(method):
                    assert ask(stranger.client, "GET", place).status_code in {200, 404, 405}
                elif place.room != console.ROOM or not place.is_open("GET"):
                    answer = ask(stranger.client, method, place, own)
                    opens = place.is_open("POST")  # what its form is for, and not how
                    assert is_bare(answer) or (opens and answer.status_code == 405), (method, place)


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


def test_a_key_opens_its_own_room_alone(house: House, lead: Browser, token: str) -> None:
    """The API takes no cookie of the console, and the console no token of the API."""
    own, shown = {"origin": house.address}, {"authorization": f"Bearer {token}"}
    with browser(house) as other, unchanged(house):
        for place in places(house.app):
            for method in METHODS:
                if place.room in BY_TOKEN:
                    assert is_bare(ask(lead.client, method, place, own)), (method, place)
                elif place.room and not place.is_open("GET") and not place.is_open("POST"):
                    assert is_bare(ask(other.client, method, place, {**own, **shown}))


def test_the_token_is_a_bearers_alone(house: House, token: str) -> None:
    path = f"{api.ROOM}/entries"
    with httpx.Client(base_url=house.address, trust_env=False) as client:
        for scheme in ("Bearer", "bearer", "BEARER"):
            answer = client.get(path, headers={"authorization": f"{scheme} {token}"})
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
        for wrong in (
            token,
            f"Basic {token}",
            f"Bearer {token}x",
            "Bearer",
            f"Bearer{token}",
        ):
            assert is_bare(client.get(path, headers={"authorization": wrong}))
        twice = [("authorization", f"Bearer {token}"), ("authorization", f"Bearer {token}")]
        assert is_bare(client.get(path, headers=twice))
        assert is_bare(client.get(f"{path}?token={token}&access_token={token}"))
        assert is_bare(client.get(path, headers={"cookie": f"token={token}"}))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "https://evil.test",
        "http://127.0.0.1:1",
        "http://127.0.0.1",
        "https://{authority}",
        "http://{authority}/",
        "http://{authority}.evil.test",
        f"chrome-extension://{EXTENSION_ID}",
        "moz-extension://0f2a3b4c-1111-4222-8333-444455556666",
    ],
)
def test_a_change_comes_from_our_own_origin(
    house: House, lead: Browser, token: str, origin: str | None
) -> None:
    authority = house.address.removeprefix("http://")
    given = {} if origin is None else {"origin": origin.format(authority=authority)}
    with unchanged(house):
        for place in places(house.app):
            sent = {**given, **headers(place, token), "x-form-key": lead.form_key}
            for method in METHODS if origin is not None and place.room else UNSAFE:
                assert is_bare(ask(lead.client, method, place, sent)), (method, place)


@pytest.mark.parametrize("key", ["", "0" * 64, "wrong", "\u00e9"])
def test_a_form_without_its_sessions_key_is_refused(house: House, lead: Browser, key: str) -> None:
    own = {"origin": house.address}
    posts = [one for one in places(house.app) if one.room == console.ROOM and "POST" in one.methods]
    assert len(posts) >= 5
    with unchanged(house):
        for place in posts:
            data = {"form_key": key, "do": "retire"} if key else {"do": "retire"}
            answer = lead.client.post(place.path, data=data, headers=own)
            assert (answer.status_code, answer.content) == (403, b""), place


def test_reading_changes_nothing(house: House, lead: Browser, token: str) -> None:
    read = 0
    with unchanged(house):
        for place in places(house.app):
            for method in READING:
                if method not in place.methods:
                    continue
                for asked in ASKED:
                    answer = lead.client.request(
                        method, place.path, params=asked, headers=headers(place, token)
                    )
                    assert answer.status_code < 500, (place, asked)
                    read += answer.status_code == 200
    assert read > 100


def test_the_right_keys_open_every_room(house: House, lead: Browser, token: str) -> None:
    """The refusals above are refusals: with what is needed, the same calls are answered."""
    for place in places(house.app):
        answer = ask(lead.client, "GET", place, keys(place, house, token))
        assert answer.status_code != 403, place
        if place.room == api.ROOM:
            sent = {"origin": house.address, **headers(place, token)}
            assert ask(lead.client, "OPTIONS", place, sent).status_code == 405
