"""The console's pages by their address, and who may enter them."""

from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sidecar_server.web.access import Room
from sidecar_server.web.console import (
    bench,
    coverage,
    entry,
    exchange,
    expecting,
    finding,
    floor,
    history,
    languages,
    scenarios,
    sign_in,
    usage,
)
from sidecar_server.web.console.visit import LEAD, Console, Handler

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
    "/sign-out": (("POST",), sign_in.leave),
}


def routes(console: Console) -> list[BaseRoute]:
    """Give the console's routes."""
    made = [
        Route(f"{ROOM}{path}", console.endpoint(handler), methods=list(methods))
        for path, (methods, handler) in PAGES.items()
    ]
    return [
        Mount(f"{ROOM}/static", StaticFiles(directory=_STATIC)),
        Route(ROOM, sign_in.first(console), methods=["GET"]),
        Route(sign_in.PATH, sign_in.enter(console), methods=["POST"]),
        *made,
    ]


def room(console: Console) -> Room:
    """Let in who is signed in; the page that asks for the code is open to everyone here."""

    def may_enter(scope: Scope) -> bool:
        path: str = scope["path"]
        cookie = HTTPConnection(scope).cookies.get(console.cookie, "")
        lead = console.sessions.find(cookie) if cookie else None
        scope[LEAD] = lead
        return lead is not None or path in _OPEN or path.startswith(f"{ROOM}/static/")

    return may_enter
