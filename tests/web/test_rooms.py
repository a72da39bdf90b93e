"""A room behind the door: who may read there, who may change something, and by which way."""

import io
from dataclasses import replace
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from sidecar_server.errors import StoreProblem
from sidecar_server.web.access import Access, Room
from tests.web.test_access import GOOD_HOSTS, MOZ, OURS, SETTINGS, Inside, call, is_bare, scope_of

PAGE = "http://127.0.0.1:8765"
HERE = GOOD_HOSTS[:1]
NAME, PROXY = "sidecar.test", "10.0.0.5"


def door(inside: Inside, room: Room = lambda _: True, **changed: Any) -> Access:
    return Access(inside, replace(SETTINGS, **changed), rooms={"/console": room})


@pytest.mark.parametrize("path", ["/console", "/console/find"])
@pytest.mark.parametrize(
    ("method", "origins", "enters"),
    [
        ("GET", [], True),
        ("HEAD", [], True),
        ("GET", [PAGE], True),
        ("POST", [PAGE], True),
        ("POST", [], False),
        ("POST", [OURS], False),
        ("GET", [OURS], False),
        ("GET", ["http://evil.test"], False),
        ("DELETE", ["http://evil.test"], False),
        ("POST", [PAGE, PAGE], False),
    ],
)
def test_a_change_is_asked_for_by_a_page_of_ours(
    path: str, method: str, origins: list[str], enters: bool
) -> None:
    inside = Inside()
    sent = call(door(inside), scope_of(path, HERE, origins, method=method))
    assert (inside.entered == 1) is enters
    assert is_bare(sent) is not enters


def test_a_room_is_asked_about_the_call_and_its_word_stands() -> None:
    asked: list[str] = []

    def room(scope: Scope) -> bool:
        asked.append(scope["path"])
        return asked[-1] == "/console/open"

    inside = Inside()
    assert not is_bare(call(door(inside, room), scope_of("/console/open", HERE, [])))
    assert is_bare(call(door(inside, room), scope_of("/console/shut", HERE, [])))
    assert is_bare(call(door(inside, room), scope_of("/consoles", HERE, [])))  # another path
    assert asked == ["/console/open", "/console/shut"]
    assert inside.entered == 1


def test_what_is_open_is_open_to_readers_alone() -> None:
    inside = Inside()
    for path in ("/health", "/ready", "/demo", "/demo/page.js", "/practice", "/practice/x"):
        assert not is_bare(call(door(inside), scope_of(path, HERE, [])))
        assert is_bare(call(door(inside), scope_of(path, HERE, [PAGE], method="POST")))
    for path in ("/", "/live", "/healthy", "/demos"):
        assert is_bare(call(door(inside), scope_of(path, HERE, [])))
    assert is_bare(call(door(inside), scope_of("/demo", HERE, [], "websocket")))
    assert not is_bare(call(door(inside), scope_of("/live", HERE, [], "websocket")))


def test_a_browser_that_is_learnt_reaches_the_socket_and_nothing_else() -> None:
    asked: list[str] = []

    def admits(origin: str) -> bool:
        asked.append(origin)
        return origin == MOZ

    inside = Inside()
    one = Access(inside, SETTINGS, admits)
    assert not is_bare(call(one, scope_of("/live", HERE, [MOZ], "websocket")))
    assert is_bare(call(one, scope_of("/live", HERE, [MOZ[:-1] + "7"], "websocket")))
    assert is_bare(call(one, scope_of("/health", HERE, [MOZ])))
    assert is_bare(call(one, scope_of("/live", HERE, ["http://evil.test"], "websocket")))
    assert asked == [MOZ, MOZ[:-1] + "7"]


@pytest.mark.parametrize(
    ("host", "client", "by", "enters"),
    [
        ("127.0.0.1:8765", "127.0.0.1", None, True),
        ("127.0.0.1:8765", PROXY, None, False),
        ("192.0.2.1:8765", "192.0.2.1", None, True),  # itself, where it listens
        ("192.0.2.1:8765", "192.0.2.2", None, False),
        ("sidecar.test", PROXY, "https", True),
        ("sidecar.test", PROXY, "wss", True),
        ("sidecar.test", PROXY, "http", False),
        ("sidecar.test", PROXY, None, False),
        ("sidecar.test", "::ffff:10.0.0.5", "https", True),
        ("sidecar.test", "10.0.0.6", "https", False),
        ("sidecar.test", "127.0.0.1", None, False),
        ("sidecar.test", None, "https", False),
    ],
)
def test_others_come_by_tls_through_the_proxy_that_is_named(
    host: str, client: str | None, by: str | None, enters: bool
) -> None:
    inside = Inside()
    scope = scope_of("/health", [host], [])
    scope["client"] = (client, 50_000) if client else None
    scope["headers"] += [(b"x-forwarded-proto", by.encode())] if by else []
    bound = "192.0.2.1" if host.startswith("192") else "127.0.0.1"
    call(door(inside, host=bound, hosts=(NAME,), proxies=(PROXY,)), scope)
    assert (inside.entered == 1) is enters


def headers(path: str, **changed: Any) -> dict[bytes, bytes]:
    """Answer with headers of the application's own, which the door's take the place of."""
    inside = Inside(headers=[(b"Referrer-Policy", b"unsafe-url"), (b"x-own", b"1")])
    scope = scope_of(path, ["127.0.0.1:8765"], [])
    start = call(door(inside, **changed), scope)[0]
    names = [name.lower() for name, _ in start["headers"]]
    assert len(names) == len(set(names))
    return dict(start["headers"])


def test_every_page_says_what_it_may_load_and_who_may_frame_it() -> None:
    page, panel, form = headers("/demo"), headers("/demo/extension/panel/x"), headers("/console")
    assert page[b"x-own"] == b"1"
    assert page[b"x-content-type-options"] == b"nosniff"
    assert page[b"cross-origin-opener-policy"] == b"same-origin"
    assert page[b"cross-origin-resource-policy"] == b"same-origin"
    assert page[b"referrer-policy"] == panel[b"referrer-policy"] == b"no-referrer"
    assert form[b"referrer-policy"] == b"same-origin"
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
        "form-action {}; require-trusted-types-for 'script'; frame-ancestors {}"
    )
    assert page[b"content-security-policy"].decode() == policy.format("'none'", "'none'")
    assert panel[b"content-security-policy"].decode() == policy.format("'none'", "'self'")
    assert form[b"content-security-policy"].decode() == policy.format("'self'", "'none'")
    whole = headers("/demo/extension/panel")[b"content-security-policy"]
    assert whole == panel[b"content-security-policy"]
    beside = headers("/demo/extension/panels")[b"content-security-policy"]
    assert beside == page[b"content-security-policy"]
    assert b"strict-transport-security" not in page


def test_by_tls_a_browser_is_told_to_come_by_tls_only() -> None:
    scope = scope_of("/health", ["sidecar.test"], [])
    scope["client"] = (PROXY, 50_000)
    scope["headers"].append((b"x-forwarded-proto", b"https"))
    start = call(door(Inside(), hosts=(NAME,), proxies=(PROXY,)), scope)[0]
    assert dict(start["headers"])[b"strict-transport-security"] == b"max-age=31536000"


def test_starting_and_stopping_reach_the_application() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "lifespan.startup.complete", "of": scope["type"]})

    told = call(Access(app, SETTINGS), {"type": "lifespan"})
    assert told == [{"type": "lifespan.startup.complete", "of": "lifespan"}]


def test_that_nobody_can_be_let_in_is_logged_without_the_call(logged: io.StringIO) -> None:
    def away(_: Scope) -> bool:
        raise StoreProblem("the database does not answer", fix="start it")

    scope = scope_of("/console/find", HERE, [])
    start = call(door(Inside(), away), scope)[0]
    assert start["status"] == 503
    assert 'event="nobody could be let in"' in logged.getvalue()
    assert "error=StoreProblem" in logged.getvalue()
    away_socket = Access(Inside(), SETTINGS, lambda origin: away({"path": origin}))
    assert is_bare(call(away_socket, scope_of("/live", HERE, [MOZ], "websocket")))
