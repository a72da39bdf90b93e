"""The ASGI application: the door, /health, /ready, /live and the pages it is given."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from sidecar_server.library.proposals import Proposals
from sidecar_server.library.usage import Usage
from sidecar_server.settings import Settings
from sidecar_server.web.access import SOCKET, Access, Room
from sidecar_server.web.address import authorities
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.floor import Floor
from sidecar_server.web.greeting import Greeting
from sidecar_server.web.live import Live
from sidecar_server.web.pairing import Pairing
from sidecar_server.web.receipt import Receipts


def create_live(settings: Settings, engine: Engine, credentials: Credentials) -> Live:
    """Make the socket's end; it answers once `start` has given it a mind."""
    pairing = Pairing(engine)
    greeting = Greeting(credentials, pairing, authorities(settings), settings.limits)
    usage, floor = Usage(engine), Floor(Proposals(engine))
    live = Live(greeting, settings.limits, usage, floor, Receipts(engine, settings.home))
    live.metrics.show(live)
    return live


def create_app(
    settings: Settings,
    live: Live,
    pages: Sequence[BaseRoute] = (),
    rooms: Mapping[str, Room] | None = None,
) -> Access:
    """Make the application; nothing in it is reached except through the door."""

    async def health(_: Request) -> Response:
        answers = live.readiness.answers
        body = {"status": "ok" if answers else live.readiness.word}
        return JSONResponse(body, status_code=200 if answers else 503)

    async def ready(_: Request) -> Response:
        word = live.readiness.word
        if word == "ready":
            return JSONResponse({"status": word})
        # A line kept open to ask again would keep a copy from stopping.
        return JSONResponse({"status": word}, 503, {"connection": "close"})

    routes = [
        Route("/health", health, methods=["GET"]),
        Route("/ready", ready, methods=["GET"]),
        WebSocketRoute(SOCKET, live),
        *pages,
    ]
    return Access(Starlette(routes=routes), settings, live.greeting.pairing.admits, rooms)
