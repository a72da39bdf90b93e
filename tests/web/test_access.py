"""The door: a table of hostile calls made from the application's own routes, and who may enter."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import Message, Receive, Scope, Send

from sidecar_server.settings import Settings
from sidecar_server.web import demo
from sidecar_server.web.access import Access
from sidecar_server.web.address import authorities
from sidecar_server.web.app import create_app
from tests.web.desk import Desk

OURS = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
SETTINGS = Settings(
    hosts=("sidecar.test:8765",), extension_ids=(OURS.removeprefix("chrome-extension://"),)
)
MOZ = "moz-extension://0f2a3b4c-1111-4222-8333-444455556666"
GOOD_HOSTS = ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "sidecar.test:8765"]
GOOD_HOSTS += [host.upper() for host in GOOD_HOSTS]  # names know no case
GOOD_ORIGINS = [None, "http://127.0.0.1:8765", "http://localhost:8765", "http://[::1]:8765", OURS]
HOSTILE_HOSTS: list[list[str]] = [
    [],
    [""],
    ["evil.test"],
    ["evil.test:8765"],
    ["127.0.0.1"],
    ["127.0.0.1:80"],
    ["127.0.0.1:8764"],
    ["127.0.0.1:87650"],
    ["127.0.0.1:08765"],
    ["127.0.0.1:8765 "],
    ["127.0.0.1:8765.evil.test"],
    ["127.0.0.1:8765@evil.test"],
    ["user@127.0.0.1:8765"],
    ["127.0.0.1.nip.io:8765"],
    ["localhost.:8765"],
    ["localhost.evil.test:8765"],
    ["xlocalhost:8765"],
    ["LOCALHOST\u00e9:8765"],
    ["0.0.0.0:8765"],
    ["[::]:8765"],
    ["[::ffff:127.0.0.1]:8765"],
    ["2130706433:8765"],
    ["127.1:8765"],
    ["http://127.0.0.1:8765"],
    ["127.0.0.1:8765", "evil.test"],
    ["evil.test", "127.0.0.1:8765"],
    ["127.0.0.1:8765", "127.0.0.1:8765"],
]
HOSTILE_ORIGINS: list[list[str]] = [
    [""],
    ["null"],
    ["https://evil.test"],
    ["http://evil.test:8765"],
    ["http://127.0.0.1"],
    ["http://127.0.0.1:3000"],
    ["https://127.0.0.1:8765"],
    ["http://127.0.0.1:8765/"],
    ["http://127.0.0.1:8765.evil.test"],
    ["http://LOCALHOST:8765"],
    ["http://localhost:8765@evil.test"],
    ["chrome-extension://" + "b" * 32],
    [OURS + "/"],
    [OURS + ".evil.test"],
    ["chrome-extension://"],
    ["file://"],
    [MOZ],
    ["moz-extension://"],
    ["moz-extension://not-a-uuid"],
    ["http://127.0.0.1:8765", "https://evil.test"],
    ["http://127.0.0.1:8765", "http://127.0.0.1:8765"],
    ["ws://127.0.0.1:8765"],
]


@dataclass
class Inside:
    """Stands where the application would: whoever reaches it got past the door."""

    entered: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.entered += 1
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": self.headers})
            await send({"type": "http.response.body", "body": b"inside"})
        else:
            await send({"type": "websocket.accept"})


def call(door: Any, scope: dict[str, Any]) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    asyncio.run(door(scope, receive, send))
    return sent


def scope_of(
    path: str, hosts: list[str], origins: list[str], type_: str = "http", method: str = "GET"
) -> dict[str, Any]:
    headers = [(b"host", host.encode("latin-1")) for host in hosts]
    headers += [(b"Origin", origin.encode("latin-1")) for origin in origins]
    found: dict[str, Any] = {"type": type_, "path": path, "headers": headers}
    return {**found, "method": method} if type_ == "http" else found


def is_bare(sent: list[Message]) -> bool:
    if len(sent) == 1:
        return sent[0] == {"type": "websocket.close"}
    headers = [(b"content-length", b"0")]
    return sent == [
        {"type": "http.response.start", "status": 403, "headers": headers},
        {"type": "http.response.body", "body": b""},
    ]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Every route of the application, as (path, scope type)."""
    desk = Desk(tmp_path_factory.mktemp("routes"))
    desk.listening.close()
    pages = demo.routes(desk.settings, desk.credentials)
    app: Any = create_app(desk.settings, desk.live, pages)
    found = []
    for route in app._app.routes:
        if isinstance(route, WebSocketRoute):
            found.append((route.path, "websocket"))
        elif isinstance(route, Mount):
            found.append((f"{route.path}/file", "http"))
        else:
            assert isinstance(route, Route)
            found.append((route.path, "http"))
    desk.engine.dispose()
    return found


def hostile() -> Iterator[tuple[list[str], list[str]]]:
    yield from product(HOSTILE_HOSTS, [[], ["http://127.0.0.1:8765"], [OURS], ["null"]])
    yield from product([[host] for host in GOOD_HOSTS], HOSTILE_ORIGINS)


def test_no_hostile_call_gets_past_the_door_on_any_route(paths: list[tuple[str, str]]) -> None:
    assert {"/health", "/live", "/demo"} <= {path for path, _ in paths}
    inside, tried = Inside(), 0
    door = Access(inside, SETTINGS)
    for (path, type_), (hosts, origins) in product(paths, hostile()):
        assert is_bare(call(door, scope_of(path, hosts, origins, type_))), (path, hosts, origins)
        tried += 1
    assert tried >= 300
    assert inside.entered == 0


def test_friends_get_in_on_every_route(paths: list[tuple[str, str]]) -> None:
    inside = Inside()
    door = Access(inside, SETTINGS)
    friends = list(product(paths, GOOD_HOSTS, GOOD_ORIGINS))
    for (path, type_), host, origin in friends:
        assert not is_bare(call(door, scope_of(path, [host], [origin] if origin else [], type_)))
    assert inside.entered == len(friends)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get"])
@pytest.mark.parametrize("path", ["/health", "/demo", "/console", "/live"])
def test_no_method_that_could_change_anything_is_let_in(method: str, path: str) -> None:
    inside = Inside()
    sent = call(Access(inside, SETTINGS), scope_of(path, GOOD_HOSTS[:1], [], "http", method))
    assert is_bare(sent)
    assert inside.entered == 0


@pytest.mark.parametrize(
    "path",
    ["/", "", "/console", "/live", "/demonstration", "/health/", "/healthz", "//health", "/Demo"],
)
def test_every_other_path_is_a_bare_refusal(path: str) -> None:
    assert is_bare(call(Access(Inside(), SETTINGS), scope_of(path, GOOD_HOSTS[:1], [])))


@pytest.mark.parametrize("path", ["/", "/demo", "/health", "/live/", "/live/x"])
def test_a_socket_opens_on_one_path_only(path: str) -> None:
    sent = call(Access(Inside(), SETTINGS), scope_of(path, GOOD_HOSTS[:1], [], "websocket"))
    assert is_bare(sent)


def test_a_known_firefox_reaches_the_socket_and_nothing_else() -> None:
    door = Access(Inside(), SETTINGS, lambda origin: origin == MOZ)
    host = GOOD_HOSTS[:1]
    assert not is_bare(call(door, scope_of("/live", host, [MOZ], "websocket")))
    assert is_bare(call(door, scope_of("/live", host, [MOZ + "x"], "websocket")))
    assert is_bare(call(door, scope_of("/demo", host, [MOZ])))


def test_a_server_on_the_default_port_knows_its_name_without_it() -> None:
    inside = Inside()
    door = Access(inside, replace(Settings(), port=80))
    assert not is_bare(call(door, scope_of("/demo", ["localhost"], ["http://localhost"])))
    assert is_bare(call(door, scope_of("/demo", ["localhost:8765"], [])))
    assert "localhost:80" in authorities(replace(Settings(), port=80))


def test_a_server_answers_to_no_address_where_another_may_listen() -> None:
    assert authorities(Settings(host="127.0.0.5")) == {"127.0.0.5:8765"}
    for host in ("127.0.0.1", "::1", "localhost"):
        assert authorities(Settings(host=host)) == set(GOOD_HOSTS[:3])


def headers_of(path: str) -> dict[bytes, bytes]:
    inside = Inside(headers=[(b"Content-Security-Policy", b"default-src *")])
    start = call(Access(inside, SETTINGS), scope_of(path, GOOD_HOSTS[:1], []))[0]
    names = [name.lower() for name, _ in start["headers"]]
    assert len(names) == len(set(names))
    return dict(start["headers"])


def test_pages_carry_strict_headers() -> None:
    headers = headers_of("/demo")
    policy = headers[b"content-security-policy"].decode()
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert headers[b"cross-origin-opener-policy"] == b"same-origin"
    assert not any(name.startswith(b"access-control") for name in headers)


def test_only_the_panel_may_be_framed_and_only_by_us() -> None:
    panel = headers_of("/demo/extension/panel/panel.html")[b"content-security-policy"]
    assert b"frame-ancestors 'self'" in panel
    other = headers_of("/demo/extension/panels.html")[b"content-security-policy"]
    assert b"frame-ancestors 'none'" in other


async def raw(desk: Desk, request: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.settings.port)
    writer.write(request.replace("\n", "\r\n").encode())
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


UPGRADE = (
    "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
)


@pytest.mark.parametrize(
    "request_",
    [
        "GET /demo HTTP/1.1\nHost: evil.test\nConnection: close\n\n",
        "GET /secret HTTP/1.1\nHost: {host}\nConnection: close\n\n",
        "POST /demo HTTP/1.1\nHost: {host}\nContent-Length: 0\nConnection: close\n\n",
        f"GET /live HTTP/1.1\nHost: {{host}}\nOrigin: https://evil.test\n{UPGRADE}\n",
        f"GET /live HTTP/1.1\nHost: evil.test\n{UPGRADE}\n",
        f"GET /other HTTP/1.1\nHost: {{host}}\n{UPGRADE}\n",
        "GET /live HTTP/1.1\nHost: {host}\nConnection: close\n\n",
    ],
)
async def test_a_refusal_on_the_wire_names_nobody(desk: Desk, request_: str) -> None:
    answer = await raw(desk, request_.format(host=desk.authority))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 403")
    assert body == b""
    for name in (b"server:", b"uvicorn", b"sidecar", b"python", b"access-control"):
        assert name not in head.lower()


async def test_health_says_ok_and_no_more(desk: Desk) -> None:
    request = f"GET /health HTTP/1.1\nHost: {desk.authority}\nConnection: close\n\n"
    head, _, body = (await raw(desk, request)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert body == b'{"status":"ok"}'
    assert b"uvicorn" not in head


def test_health_says_starting_until_a_message_would_be_answered(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.listening.close()
    app = create_app(desk.settings, desk.live)
    sent = call(app, {**scope_of("/health", [desk.authority], []), "query_string": b""})
    assert sent[0]["status"] == 503
    assert sent[1]["body"] == b'{"status":"starting"}'
    desk.engine.dispose()
