"""A server whose routes are tried one by one, and what is asked of each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx
from sqlalchemy import select

from sidecar_server.library.tables import metadata
from sidecar_server.web import api, monitor, practice
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.pairing import Pairing
from tests.web.console.leads import Browser, House
from tests.web.routes import METHODS, READING, Place

BY_TOKEN = (api.ROOM, monitor.ROOM)
OWN = {"lead": api.ROOM, "monitor": monitor.ROOM, "demo": practice.ROOM}  # whose token opens which
UNSAFE = [one for one in METHODS if one not in READING]
# A session is renewed and a vector kept by reading; all else is written by what changes something.
WRITTEN = [one for one in metadata.sorted_tables if one.name not in {"session", "vector"}]


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
