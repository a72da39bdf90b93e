"""The API's routes, made from its operations, and who may enter them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Receive, Scope, Send

from sidecar_server.curation.desk import Desk
from sidecar_server.errors import SidecarError
from sidecar_server.web.access import Room
from sidecar_server.web.api import problems, reading
from sidecar_server.web.api.operation import ROOM, Call, Operation, Reply
from sidecar_server.web.api.registry import OPERATIONS
from sidecar_server.web.bearer import shown
from sidecar_server.web.credentials import Credential, Credentials

_BY = "sidecar.by"  # where the door leaves whose credential it is, in the scope


def routes(desk: Desk) -> list[BaseRoute]:
    """Give the API's routes, one for each path."""
    by_path = sorted(OPERATIONS, key=lambda one: one.path)
    made = [
        Route(path, _Path({one.method: one for one in group}, desk))
        for path, group in groupby(by_path, key=lambda one: one.path)
    ]
    app = Starlette(routes=made, exception_handlers={HTTPException: _refused})
    app.router.redirect_slashes = False
    below = Mount(ROOM, app)
    below.path_regex = re.compile(below.path_regex.pattern, re.DOTALL)  # a path may hold line ends
    return [below]


def room(credentials: Credentials) -> Room:
    """Let in who shows the token of a lead's credential."""

    def may_enter(scope: Scope) -> bool:
        found = shown(scope, credentials.find)
        scope[_BY] = found
        return found is not None and found.role == "lead"

    return may_enter


@dataclass(frozen=True)
class _Path:
    """What answers at one path, an operation for each method.

    No function, so that the router sends every method here.
    """

    operations: Mapping[str, Operation]
    desk: Desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        operation = self._operation(request.method)
        try:
            response = _answered(operation, await _reply(operation, request, self.desk))
        except SidecarError as error:
            response = problems.of_error(error)
        await response(scope, receive, send)

    def _operation(self, method: str) -> Operation:
        found = self.operations.get("GET" if method == "HEAD" else method)
        if found is None:
            reads = ["HEAD"] if "GET" in self.operations else []
            allowed = ", ".join(sorted([*self.operations, *reads]))
            raise HTTPException(405, "nothing here answers to this method", {"allow": allowed})
        return found


async def _reply(operation: Operation, request: Request, desk: Desk) -> Reply:
    credential: Credential = request.scope[_BY]
    call = Call(
        desk.seen_by(credential.teams),
        credential.name,
        reading.names(operation, request.path_params),
        reading.asked(operation, request),
        await reading.body(operation, request),
        reading.seen(operation, request),
    )
    return await run_in_threadpool(operation.answer, call)


def _answered(operation: Operation, reply: Reply) -> Response:
    headers = {**problems.FRESH, **reply.headers}
    if reply.seen:
        headers["etag"] = f'"{reply.seen}"'
    if operation.gives is None:
        return Response(status_code=operation.status, headers=headers)
    return Response(orjson.dumps(reply.body), operation.status, headers, media_type=reading.JSON)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for nothing else)
    return problems.of_http(error)
