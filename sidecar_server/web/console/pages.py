"""The console's pages by their address, and who may enter them."""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sidecar_server.web.access import Room
from sidecar_server.web.console import (
    bench,
    browsers,
    coverage,
    entry,
    exchange,
    expecting,
    finding,
    floor,
    history,
    languages,
    people,
    scenarios,
    sign_in,
    tokens,
    usage,
)
from sidecar_server.web.console.visit import (
    MOST_BYTES,
    MOST_BYTES_OF_FILES,
    WHO,
    Console,
    Handler,
)
from sidecar_server.web.roles import ADMIN, AGENT, LEAD
from sidecar_server.web.sessions import SignedIn

ROOM = "/console"
_OPEN = (ROOM, sign_in.PATH)
_STATIC = Path(__file__).parents[1] / "static" / "console"

# Address -> methods and who answers. To add a page: a module, a template, a line here.
PAGES: dict[str, tuple[tuple[str, ...], Handler]] = {
    "/find": (("GET",), finding.page),
    "/new/{kind}": (("GET", "POST"), entry.new),
    "/entry/{kind}/{language}/{id}": (("GET", "POST"), entry.page),
    "/bench": (("GET", "POST"), bench.page),
    "/bench/entry": (("POST",), entry.look),
    "/expectations": (("GET", "POST"), expecting.page),
    "/expectations/run": (("POST",), expecting.run),
    "/expectations/remove": (("POST",), expecting.remove),
    "/exchange": (("GET", "POST"), exchange.page),
    "/exchange/export": (("GET",), exchange.export),
    "/exchange/{id}": (("GET", "POST"), exchange.waiting),
    "/coverage": (("GET",), coverage.page),
    "/languages": (("GET",), languages.page),
    "/usage": (("GET",), usage.page),
    "/floor": (("GET",), floor.page),
    "/floor/away": (("POST",), floor.put_away),
    "/scenarios": (("GET",), scenarios.page),
    "/scenarios/new": (("GET", "POST"), scenarios.new),
    "/scenarios/{id}": (("GET", "POST"), scenarios.one),
    "/scenarios/{id}/file": (("GET",), scenarios.download),
    "/history": (("GET",), history.page),
    "/history/undo": (("POST",), history.undo),
    "/browsers": (("GET",), browsers.page),
    "/browsers/pair": (("POST",), browsers.pair),
    "/browsers/revoke": (("POST",), browsers.revoke),
    "/browsers/password": (("POST",), browsers.password),
    "/people": (("GET", "POST"), people.page),
    "/people/{id}": (("GET", "POST"), people.one),
    "/tokens": (("GET", "POST"), tokens.page),
    "/tokens/revoke": (("POST",), tokens.revoke),
    "/sign-out": (("POST",), sign_in.leave),
}
_FILES = "/exchange"  # where a form may bring a file
# The least role of a part of the console; of what is not named here, a lead's.
_LEAST = {"browsers": AGENT, "sign-out": AGENT, "people": ADMIN, "tokens": ADMIN}


def routes(console: Console) -> list[BaseRoute]:
    """Give the console's routes."""
    made = []
    for path, (methods, handler) in PAGES.items():
        most = MOST_BYTES_OF_FILES if path == _FILES else MOST_BYTES
        endpoint = console.endpoint(handler, _least(path), most)
        made.append(Route(f"{ROOM}{path}", endpoint, methods=list(methods)))
    return [
        Mount(f"{ROOM}/static", StaticFiles(directory=_STATIC)),
        Route(ROOM, sign_in.first(console), methods=["GET"]),
        Route(sign_in.PATH, sign_in.enter(console), methods=["POST"]),
        *made,
    ]


def room(console: Console) -> Room:
    """Let in whose role allows it; the page that asks who it is is open to everyone."""
    known = signed_in(console)

    def may_enter(scope: Scope) -> bool:
        path: str = scope["path"]
        who = known(scope)
        is_open = path in _OPEN or path.startswith(f"{ROOM}/static/")
        return is_open or (who is not None and who.may(_least(path.removeprefix(ROOM))))

    return may_enter


def _least(path: str) -> str:
    """Give the least role of an address below the room.

    Asked at the door of the address as it was called, and once more of the route that it led to:
    a router may take another spelling for the same address.
    """
    return _LEAST.get(path.removeprefix("/").partition("/")[0], LEAD)


def signed_in(console: Console) -> Callable[[Scope], SignedIn | None]:
    """Give what says who calls, by the cookie, and leaves it in the scope."""

    def who(scope: Scope) -> SignedIn | None:
        cookie = HTTPConnection(scope).cookies.get(console.cookie, "")
        found = console.doors.sessions.find(cookie) if cookie else None
        scope[WHO] = found
        return found

    return who
