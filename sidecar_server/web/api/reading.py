"""Reads what a call brings: values of the path, of the query, of If-Match, and a body of JSON."""

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request

from sidecar_server.web.api.operation import ROOM, Operation
from sidecar_server.web.api.problems import Refusal, not_found
from sidecar_server.web.body import read

JSON = "application/json"
_TAG = '"'


def names(operation: Operation, given: Mapping[str, Any]) -> Any:
    """Read the values in the path; one that cannot be the name of anything is not found."""
    try:
        return msgspec.convert(dict(given), operation.names, strict=False)
    except msgspec.ValidationError:
        raise not_found() from None


def asked(operation: Operation, request: Request) -> Any:
    """Read what stands after the question mark, each name once."""
    given = request.query_params.multi_items()
    if len(dict(given)) != len(given):
        raise Refusal(422, "a parameter is given twice", fix="give each of them once")
    try:
        return msgspec.convert(dict(given), operation.asked, strict=False)
    except msgspec.ValidationError as error:
        raise Refusal(422, f"the query: {error}", fix=_FIX) from None


def seen(operation: Operation, request: Request) -> str:
    """Read which version the caller looked at before it changes one."""
    if not operation.guarded:
        return ""
    given = request.headers.get("if-match", "").strip()
    if not given:
        raise Refusal(
            428,
            "without If-Match somebody else's change could be lost",
            fix="send the ETag of the entry as you read it, or * for whatever stands",
        )
    return given.removeprefix(_TAG).removesuffix(_TAG)


async def body(operation: Operation, request: Request) -> Any:
    """Read the body as the type that the operation takes."""
    if operation.takes is None:
        return None
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != JSON:
        raise Refusal(415, "only JSON is taken", fix=f"send it with Content-Type: {JSON}")
    raw = await _read(request, operation.most_bytes)
    try:
        return msgspec.json.decode(raw, type=operation.takes)
    except msgspec.ValidationError as error:
        raise Refusal(422, f"the body: {error}", fix=_FIX) from None
    except (ValueError, RecursionError):
        raise Refusal(400, "the body is not JSON", fix="send one JSON object in UTF-8") from None


_FIX = f"see this operation in {ROOM}/openapi.json"


async def _read(request: Request, most: int) -> bytes:
    found = await read(request, most)
    if found is None:
        raise Refusal(413, "the body is too big", fix=f"send at most {most} bytes")
    return found
