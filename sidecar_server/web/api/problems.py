"""What the API answers when it does not do what it is asked: a problem with a fix (RFC 9457)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from sidecar_server.curation.expectations import Outcome, consent
from sidecar_server.curation.judge import Fault
from sidecar_server.errors import Conflict, NotYours, SidecarError, StoreProblem
from sidecar_server.web.api.operation import ROOM

MEDIA = "application/problem+json"
FRESH = {"cache-control": "no-store"}
# What the HTTP layer itself refuses, and how to ask instead.
_FIXES = {
    404: f"look at {ROOM}/openapi.json for what there is",
    405: "use one of the methods that Allow names",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """An expectation that would not come true: its message, what would come, and what to do."""

    message: str
    came: Sequence[str]
    fault: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why it was not done: `detail` says what is wrong, `fix` what to do next.

    `faults` are those of a version that cannot be served as it is. `breaks` are the expectations
    that it would break; it is done all the same with `?anyway=` and this `consent`.
    """

    title: str
    status: int
    detail: str
    fix: str
    faults: Sequence[Fault] = ()
    breaks: Sequence[Broken] = ()
    consent: str = ""


class Refusal(SidecarError):
    """A call that is answered with a problem of this status."""

    def __init__(self, status: int, what: str, *, fix: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(what, fix=fix)
        self.status, self.faults = status, faults


class Breaks(SidecarError):
    """A change that would break expectations, and was not consented to."""

    def __init__(self, breaks: Sequence[Outcome]) -> None:
        fix = "mend the line or the expectations, or ask again with ?anyway= and this consent"
        super().__init__("it would break expectations", fix=fix)
        self.breaks = breaks


def not_found(what: str = "nothing is called that") -> Refusal:
    """Refuse a name that nothing has."""
    return Refusal(404, what, fix=f"look for it with GET {ROOM}/entries")


def of_error(error: SidecarError) -> Response:
    """Answer an error that a person can meet."""
    if isinstance(error, Refusal):
        return _answer(error.status, str(error), error.fix, faults=error.faults)
    if isinstance(error, Breaks):
        broken = [Broken(one.expected.message, one.came, one.fault) for one in error.breaks]
        agreed = consent(error.breaks)
        return _answer(409, str(error), error.fix, breaks=broken, consent=agreed)
    known = {Conflict: 409, NotYours: 403, StoreProblem: 503}
    status = next((code for kind, code in known.items() if isinstance(error, kind)), 422)
    return _answer(status, str(error), error.fix)


def of_http(error: HTTPException) -> Response:
    """Answer what no operation was reached for."""
    fix = _FIXES.get(error.status_code, "ask in another way")
    return _answer(error.status_code, error.detail, fix, headers=error.headers)


def _answer(
    status: int,
    detail: str,
    fix: str,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    problem = Problem(HTTPStatus(status).phrase, status, detail, fix, **more)
    return Response(orjson.dumps(problem), status, {**FRESH, **(headers or {})}, media_type=MEDIA)
