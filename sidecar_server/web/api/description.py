"""Writes the OpenAPI 3.1 description of operations, from the types that they take and give."""

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from sidecar_server.model import Note, Phrase
from sidecar_server.web.api.operation import Operation
from sidecar_server.web.api.problems import MEDIA, Problem
from sidecar_server.web.api.reading import JSON

REF = "#/components/schemas/{name}"
_NAME = re.compile(r"\{(\w+)\}")
_ALWAYS = (503,)  # the database cannot be read or written
_WHY = {
    400: "The body is not JSON.",
    404: "Nothing has that name.",
    409: "Something else stands in the way; nothing was done.",
    413: "The body is too big.",
    415: "The body is not declared as JSON.",
    422: "A value cannot be taken.",
    428: "If-Match is missing.",
    503: "The database cannot be read or written.",
}
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "The token of a lead."},
    "origin": {
        "type": "apiKey",
        "in": "header",
        "name": "Origin",
        "description": "The server's own address, like http://127.0.0.1:8765.",
    },
}
_ABOUT = (
    "All that a lead does in the console, for programs. Every call carries the token of a "
    "credential of role lead (`sidecar token NAME --role lead`); whatever changes something also "
    "carries `Origin` with the server's own address. Without them the answer is a bare 403. "
    "The name of the credential stands in the history of what it changed."
)


def describe(room: str, resources: Mapping[str, Sequence[Operation]]) -> Mapping[str, Any]:
    """Describe the operations of these resources below the path `room`."""
    paths: dict[str, dict[str, Any]] = {}
    for tag, operations in resources.items():
        for one in operations:
            paths.setdefault(one.path, {})[one.method.lower()] = _operation(tag, one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Empathy Sidecar: the leads' API", "version": "1", "description": _ABOUT},
        "servers": [{"url": room}],
        "tags": [{"name": tag} for tag in resources],
        "paths": paths,
        "components": {
            "securitySchemes": _SECURITY,
            "schemas": _schemas([one for some in resources.values() for one in some]),
        },
    }


def _operation(tag: str, one: Operation) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.name,
        "tags": [tag],
        "summary": one.does,
        "security": [{"token": []} if one.method == "GET" else {"token": [], "origin": []}],
        "parameters": list(_parameters(one)),
        "responses": _responses(one),
    }
    if one.takes:
        found["requestBody"] = {"required": True, "content": _content(JSON, one.takes)}
    return found


def _parameters(one: Operation) -> Iterator[Mapping[str, Any]]:
    for where, kind in (("path", one.names), ("query", one.asked)):
        (_, defs) = msgspec.json.schema_components([kind], ref_template=REF)
        described = defs[kind.__name__]
        for name, schema in described["properties"].items():
            yield {
                "name": name,
                "in": where,
                "required": name in described["required"],
                **({"description": said} if (said := schema.pop("description", "")) else {}),
                "schema": schema,
            }
    if one.guarded:
        yield {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "description": "The ETag of the entry as you read it, or * for whatever stands.",
            "schema": {"type": "string", "pattern": r'^("[0-9a-f]{16}"|\*)$'},
        }


def statuses(one: Operation) -> Sequence[int]:
    """Give the statuses of the problems that an operation can answer with."""
    found = {*_ALWAYS, *one.problems, 422}
    found |= {404} if _NAME.search(one.path) else set()
    found |= {400, 413, 415} if one.takes else set()
    found |= {409, 428} if one.guarded else set()
    return sorted(found)


def _responses(one: Operation) -> Mapping[str, Any]:
    done: dict[str, Any] = {"description": HTTPStatus(one.status).phrase}
    if one.gives:
        done["content"] = _content(JSON, one.gives)
    problems = {
        str(status): {"description": _WHY[status], "content": _content(MEDIA, Problem)}
        for status in statuses(one)
    }
    refused = {"description": "Not let in: an answer without a body."}
    return {str(one.status): done, "403": refused, **problems}


def _content(media: str, kind: type) -> Mapping[str, Any]:
    schema = {"type": "object"} if kind is dict else {"$ref": REF.format(name=kind.__name__)}
    return {media: {"schema": schema}}


def _schemas(operations: Sequence[Operation]) -> Mapping[str, Any]:
    taken = {one.takes for one in operations if one.takes}
    given = {one.gives for one in operations if one.gives and one.gives is not dict}
    _, read = msgspec.json.schema_components(_sorted(taken), ref_template=REF)
    _, written = msgspec.json.schema_components(
        _sorted({Problem, Phrase, Note, *given}), ref_template=REF
    )
    for schema in written.values():  # what is written is written whole, and nothing beside it
        schema |= {"required": list(schema["properties"]), "additionalProperties": False}
    for schema in (*written.values(), *read.values()):
        schema["description"] = inspect.cleandoc(schema["description"])
    return dict(sorted({**written, **read}.items()))


def _sorted(kinds: set[type]) -> list[type]:
    return sorted(kinds, key=lambda kind: kind.__name__)
