"""The metrics at /metrics, for Prometheus and whoever else may read them."""

from prometheus_client import generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from sidecar_server.errors import StoreProblem
from sidecar_server.web.access import Room
from sidecar_server.web.bearer import Find, shown
from sidecar_server.web.credentials import Credential
from sidecar_server.web.metrics import Metrics
from sidecar_server.web.roles import ADMIN, MONITOR

ROOM = "/metrics"
READERS = frozenset({MONITOR, ADMIN})  # the roles that may enter
_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


def routes(metrics: Metrics) -> list[BaseRoute]:
    """Give the one route."""

    def scrape(_: Request) -> Response:
        return Response(generate_latest(metrics.registry), media_type=_FORMAT)

    return [Route(ROOM, scrape, methods=["GET"])]


def room(find: Find) -> Room:
    """Let in who shows the token of a credential that may read them.

    Credentials are in the database. While that does not answer, when there is most to see, those
    who were let in before still are.
    """
    known: dict[str, Credential] = {}

    def look_up(id_: str) -> Credential | None:
        try:
            found = find(id_)
        except StoreProblem:
            return known.get(id_)
        known.pop(id_, None)
        if found is None or found.role not in READERS:
            return None
        known[id_] = found
        return found

    def may_enter(scope: Scope) -> bool:
        return shown(scope, look_up) is not None

    return may_enter
