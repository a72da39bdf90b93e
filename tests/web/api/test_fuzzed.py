"""Calls made from the description alone: no server error, and every answer is as it says."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import count
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from sidecar_server.library.changes import Changes
from sidecar_server.library.proposals import Proposals
from sidecar_server.library.rows import key_of
from sidecar_server.library.tables import change
from sidecar_server.model import Expectation, Phrase
from sidecar_server.web.api import ROOM
from sidecar_server.web.api.expecting import ExpectationName
from sidecar_server.web.api.floor import ProposalId
from sidecar_server.web.api.history import BatchName, ChangeNumber
from sidecar_server.web.api.names import EntryName
from sidecar_server.web.api.operation import Nothing, Operation
from sidecar_server.web.api.registry import OPERATIONS, description
from tests.sample import PHRASES
from tests.web.console.leads import House

EXAMPLES, FEW = 20, 4  # of each operation, and of each thing that is there
LINES = PHRASES[:4]
FIELDS = {one.name for one in fields(Phrase)}
numbers = count()
# Bodies that can be taken: no drawn letters name a line that is there, or are a file.
BODIES: dict[str, list[dict[str, Any]]] = {
    "keepExpectation": [{"message": "where is it", "any_of": [LINES[0].id]}],
    "importFile": [
        {"file": "ours.csv", "content": b64encode(b"id;text\ndelivery-late.x;x y z\n").decode()}
    ],
}
SCHEMA = schemathesis.openapi.from_dict(dict(description()))
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
    checks.allow_header_conformance,
]
quick = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def session(house: House) -> Iterator[requests.Session]:
    token = house.credentials.create("Ana", "lead")
    with requests.Session() as one:
        one.trust_env = False
        one.headers.update({"authorization": f"Bearer {token}", "origin": house.address})
        yield one


def names(house: House) -> dict[type, list[dict[str, str]]]:
    """Write drafts, and give the names of what can be moved or undone: drawn letters hit none."""
    lines = [replace(one, text=f"{one.text} {next(numbers)}.", state="draft") for one in LINES]
    changes = Changes(house.parts.engine)
    batch = changes.write(lines, "Ana", "drafts")
    wishes = [Expectation(f"hello {next(numbers)}", "en", nothing=True) for _ in LINES]
    changes.write(wishes, "Ana", "expectations")
    proposals = Proposals(house.parts.engine)
    for _ in LINES:
        proposals.keep(f"I look now, {next(numbers)}.", "", "en", "")
    return {
        ExpectationName: [{"language": "en", "id": key_of(one).id} for one in wishes],
        ProposalId: [{"id": one.name} for one in proposals.newest(len(LINES))],
        EntryName: [{"kind": "phrase", "language": "en", "id": one.id} for one in LINES],
        ChangeNumber: [{"number": str(one.number)} for one in changes.newest(4)],
        BatchName: [{"batch": batch}],
    }


def cases(
    operation: Operation, known: dict[type, list[dict[str, str]]]
) -> list[st.SearchStrategy[Any]]:
    """Draw calls of an operation: of each that there really is, then as described and otherwise."""
    described = SCHEMA[operation.path][operation.method]
    anyhow = described.as_strategy(GenerationMode.POSITIVE)
    has = (operation.names, operation.asked, operation.takes or Nothing)
    if any(one.__struct_fields__ for one in has):
        anyhow |= described.as_strategy(GenerationMode.NEGATIVE)
    headers = {"If-Match": "*"} if operation.guarded else None
    real = [
        described.as_strategy(GenerationMode.POSITIVE, path_parameters=name, headers=headers).map(
            of_phrase
        )
        for name in known.get(operation.names, [])
    ]
    real += [
        described.as_strategy(GenerationMode.POSITIVE, body=body)
        for body in BODIES.get(operation.name, ())
    ]
    if operation.name == "createEntry":
        fresh = {"kind": "phrase", "language": "en", "id": f"delivery-late.fresh-{next(numbers)}"}
        body = {"text": "I look where it is."}
        real.append(
            described.as_strategy(GenerationMode.POSITIVE, path_parameters=fresh, body=body)
        )
    return [*real, anyhow]


def of_phrase(case: Any) -> Any:
    """Leave the fields of notes out of a draft: together with a phrase's no draft can have them."""
    if isinstance(case.body, dict):
        case.body = {name: value for name, value in case.body.items() if name in FIELDS}
    return case


def changed(house: House) -> int:
    with house.parts.engine.connect() as connection:
        return len(connection.execute(change.select()).all())


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_no_call_breaks_the_server_or_the_description(
    house: House, session: requests.Session, operation: Operation
) -> None:
    statuses: set[int] = set()

    def called(case: Any) -> None:
        answer = case.call(base_url=f"{house.address}{ROOM}", session=session)
        case.validate_response(answer, checks=CHECKS)
        statuses.add(answer.status_code)

    *real, anyhow = cases(operation, names(house))
    for drawn in real:
        settings(quick, max_examples=FEW)(given(case=drawn)(called))()
    quick(given(case=anyhow)(called))()
    assert operation.status in statuses


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.method != "GET"], ids=lambda one: one.name
)
@pytest.mark.parametrize("missing", ["authorization", "origin"])
def test_no_change_is_made_for_who_is_not_let_in(
    house: House, session: requests.Session, operation: Operation, missing: str
) -> None:
    known = names(house)
    before = changed(house), house.store.revision()
    with requests.Session() as other:
        other.trust_env = False
        other.headers.update({k: v for k, v in session.headers.items() if k != missing})

        @settings(quick, max_examples=5)
        @given(case=st.one_of(cases(operation, known)))
        def called(case: Any) -> None:
            answer = case.call(base_url=f"{house.address}{ROOM}", session=other)
            assert (answer.status_code, answer.content) == (403, b"")

        called()
    assert (changed(house), house.store.revision()) == before
