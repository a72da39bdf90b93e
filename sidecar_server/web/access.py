"""The door: one outermost layer that reads `scope` alone and lets in only who is named here."""

import asyncio
import ipaddress
from collections.abc import Callable, Mapping

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sidecar_server.errors import StoreProblem
from sidecar_server.settings import Settings
from sidecar_server.web.address import authorities, is_secure, local, origins, parsed

OPEN_DESKS = ("/demo", "/practice")
STATES = ("/health", "/ready")
OPEN_PATHS = (*STATES, *OPEN_DESKS)
OPEN_BELOW = tuple(f"{desk}/" for desk in OPEN_DESKS)
PANEL = "/demo/extension/panel"
SOCKET = "/live"
CONSOLE = "/console"
READING = ("GET", "HEAD")
log = structlog.get_logger("sidecar.access")
FORBIDDEN, UNAVAILABLE = 403, 503

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action {forms}; require-trusted-types-for 'script'; frame-ancestors {framers}"
)
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
_STRICT = b"max-age=31536000"

Room = Callable[[Scope], bool]  # whether a call for a path below it may enter; may look it up


class Access:
    """The ASGI layer; `admits` is asked about a Firefox origin that is not in the settings.

    `rooms` are the paths that need a credential, by their beginning, each with who may enter.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        admits: Callable[[str], bool] | None = None,
        rooms: Mapping[str, Room] | None = None,
    ) -> None:
        self._app, self._rooms = app, rooms or {}
        self._hosts, self._origins = authorities(settings), origins(settings)
        self._local, self._secure = local(settings), is_secure(settings)
        self._bound = settings.host
        self._proxies = [ipaddress.ip_network(one) for one in settings.proxies]
        self._admits = admits or (lambda _: False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a call through, or refuse it without a word about who refuses."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif status := await self._refusal(scope):
            await _refuse(scope, send, status)
        else:
            await self._app(scope, receive, _with_headers(scope, send, self._secure))

    async def _refusal(self, scope: Scope) -> int:
        """Give the status to refuse with, 0 for whoever may enter."""
        try:
            return 0 if await self._may_enter(scope) else FORBIDDEN
        except StoreProblem as error:
            log.error("nobody could be let in", exc_info=error)
            return UNAVAILABLE

    async def _may_enter(self, scope: Scope) -> bool:
        hosts, callers = _values(scope, b"host"), _values(scope, b"origin")
        host = parsed(hosts[0], self._secure) if len(hosts) == 1 else None
        if host not in self._hosts or len(callers) > 1 or not self._comes_by(scope, host):
            return False
        if scope["type"] == "http" and (room := self._room(scope["path"])):
            return self._may_do(scope, callers) and await asyncio.to_thread(room, scope)
        return _is_open(scope) and await self._knows(scope, callers)

    def _comes_by(self, scope: Scope, host: str | None) -> bool:
        """Say whether a call comes from this computer, or by TLS through a proxy that is named."""
        if not self._proxies:
            return True
        peer = _peer(scope)
        if host in self._local and (peer.is_loopback or str(peer) == self._bound):
            return True
        by_tls = _values(scope, b"x-forwarded-proto") in (["https"], ["wss"])
        return by_tls and any(peer in network for network in self._proxies)

    def _room(self, path: str) -> Room | None:
        below = (r for n, r in self._rooms.items() if path == n or path.startswith(f"{n}/"))
        return next(below, None)

    def _may_do(self, scope: Scope, callers: list[str]) -> bool:
        """What changes something comes from a page of ours, and says so."""
        own = callers and callers[0] in self._origins and callers[0].startswith("http")
        return bool(own) or (not callers and scope["method"] in READING)

    async def _knows(self, scope: Scope, callers: list[str]) -> bool:
        if not callers or callers[0] in self._origins:
            return True
        if scope["type"] != "websocket" or not callers[0].startswith("moz-extension://"):
            return False
        return await asyncio.to_thread(self._admits, callers[0])


def _peer(scope: Scope) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Give the address that calls; one of IPv4 as such, also where a socket of IPv6 took it."""
    found = ipaddress.ip_address((scope.get("client") or ("::",))[0])
    return getattr(found, "ipv4_mapped", None) or found


def _is_open(scope: Scope) -> bool:
    path: str = scope["path"]
    if scope["type"] == "websocket":
        return path == SOCKET
    return scope["method"] in READING and (path in OPEN_PATHS or path.startswith(OPEN_BELOW))


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


async def _refuse(scope: Scope, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close"})  # before accepting: the server answers 403
        return
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _with_headers(scope: Scope, send: Send, secure: bool) -> Send:
    if scope["type"] == "websocket":
        return send
    inside = scope["path"] == PANEL or scope["path"].startswith(f"{PANEL}/")
    forms = scope["path"].startswith(CONSOLE)
    policy = _CSP.format(
        framers="'self'" if inside else "'none'", forms="'self'" if forms else "'none'"
    ).encode()
    ours = {b"content-security-policy": policy, **_HEADERS}
    if secure:
        ours[b"strict-transport-security"] = _STRICT
    if forms:  # without a referrer a browser names no origin in a form of ours
        ours[b"referrer-policy"] = b"same-origin"

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in ours]
            message["headers"] = [*kept, *ours.items()]
        await send(message)

    return sending
