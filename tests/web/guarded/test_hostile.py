"""Hostile Hosts and Origins on every route that there is, with the right keys and on the wire."""

import asyncio
import socket
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from starlette.types import Message

from sidecar_server.web import console
from tests.web.console.leads import Browser, House
from tests.web.guarded.guard import keys, unchanged
from tests.web.routes import places
from tests.web.test_access import HOSTILE_HOSTS, HOSTILE_ORIGINS, is_bare, scope_of

PORT = 8765  # of the tables; the house has another
UPGRADE = (
    "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)  # fmt: skip
# A server of another port is not hostile where the table says 8764, nor are spaces on the wire.
TRIMMED = ["127.0.0.1:8765 "]


def hostile(house: House, own: str) -> Iterator[tuple[list[str], list[str]]]:
    """Give the tables of tricks as they are played on this house; `own` is a good origin."""

    def at(values: list[str]) -> list[str]:
        return [one.replace(str(PORT), str(house.settings.port)) for one in values]

    authority = f"127.0.0.1:{house.settings.port}"
    hosts = [at(one) for one in HOSTILE_HOSTS if one != TRIMMED]
    yield from product(hosts, [[], [own], ["null"]])
    yield from product([[authority]], map(at, HOSTILE_ORIGINS))


async def refusal(house: House, scope: dict[str, Any]) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    await house.app(scope, receive, send)
    return sent


async def test_the_right_keys_open_nothing_under_a_hostile_name(
    house: House, lead: Browser, token: str
) -> None:
    """Whoever lures a browser with all its cookies and tokens here gets no further than others."""
    cookie = "; ".join(f"{name}={value}" for name, value in lead.client.cookies.items())
    ours, tried = {"cookie": cookie, "x-form-key": lead.form_key}, 0
    doors = [(one, ours | keys(one, house, token)) for one in places(house.app)]
    with unchanged(house):
        for place, given in doors:
            shown = [(n.encode(), v.encode()) for n, v in given.items() if n != "origin"]
            tricks = hostile(house, house.address)
            for method, (hosts, origins) in product(sorted(place.methods), tricks):
                scope = scope_of(place.path, hosts, origins, "http", method)
                scope["headers"] += shown
                said = await refusal(house, scope)
                assert is_bare(said), (method, place, hosts, origins)
                tried += 1
    assert tried >= 5_000


async def test_no_hostile_handshake_gets_past_the_door_on_the_wire(house: House) -> None:
    paths = ["/live", "/health", "/demo", "/practice", console.ROOM, "/api/v1/entries", "/metrics"]
    calls = [
        (path, hosts, origins)
        for path, (hosts, origins) in product(paths, hostile(house, house.address))
    ]
    assert len(calls) >= 600
    for start in range(0, len(calls), 50):
        asked = (answer(house, *one) for one in calls[start : start + 50])
        for one, said in zip(calls[start : start + 50], await asyncio.gather(*asked), strict=True):
            head, _, body = said.partition(b"\r\n\r\n")
            assert head.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400")), one
            assert not head.startswith(b"HTTP/1.1 403") or body == b"", one
            assert b"sidecar" not in said.lower(), one


async def answer(house: House, path: str, hosts: list[str], origins: list[str]) -> bytes:
    """Give what comes back of an upgrade with these headers, byte for byte as they are."""
    reader, writer = await asyncio.open_connection("127.0.0.1", house.settings.port)
    lines = [f"GET {path} HTTP/1.1", *(f"Host: {one}" for one in hosts)]
    lines += [*(f"Origin: {one}" for one in origins), *UPGRADE, "", ""]
    writer.write("\r\n".join(lines).encode("latin-1"))
    said = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    return said


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_with_a_good_name_and_origin_the_same_handshake_is_taken(house: House, host: str) -> None:
    with socket.create_connection(("127.0.0.1", house.settings.port)) as caller:
        lines = ["GET /live HTTP/1.1", f"Host: {host}:{house.settings.port}", *UPGRADE, "", ""]
        caller.sendall("\r\n".join(lines).encode())
        assert caller.recv(100).startswith(b"HTTP/1.1 101")
