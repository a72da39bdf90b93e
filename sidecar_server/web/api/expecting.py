"""Expectations: for this message one of these must come, or nothing may."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from sidecar_server.curation import expectations
from sidecar_server.curation.expectations import Outcome
from sidecar_server.library.rows import Key, key_of
from sidecar_server.library.tables import SHIPPED
from sidecar_server.model import Expectation
from sidecar_server.web.api.operation import Call, Operation, Reply
from sidecar_server.web.api.problems import Refusal, not_found

_Language = Annotated[str, Meta(max_length=35)]


class Spoken(msgspec.Struct, forbid_unknown_fields=True):
    """Of which language; empty: of all."""

    language: _Language = ""


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """What must come for a message: one of `any_of`, or `nothing`."""

    message: Annotated[str, Meta(min_length=1, max_length=2_000)]
    language: _Language = "en"
    any_of: Annotated[list[Annotated[str, Meta(max_length=200)]], Meta(max_length=50)] = []
    nothing: bool = False
    locale: Annotated[str, Meta(max_length=35)] = ""


class ExpectationName(msgspec.Struct, forbid_unknown_fields=True):
    """One expectation."""

    language: _Language
    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]


@dataclass(frozen=True, slots=True)
class Expected:
    """An expectation; one that is `shipped` can be changed and not taken away."""

    id: str
    language: str
    message: str
    any_of: Sequence[str]
    nothing: bool
    locale: str
    shipped: bool


@dataclass(frozen=True, slots=True)
class EveryExpected:
    """All expectations of a language, or of all."""

    expectations: Sequence[Expected]


@dataclass(frozen=True, slots=True)
class Failing:
    """What came for one of them; `fault` is empty where it comes true."""

    id: str
    language: str
    message: str
    came: Sequence[str]
    fault: str


@dataclass(frozen=True, slots=True)
class Ran:
    """How many were asked, and those that did not come true."""

    asked: int
    failing: Sequence[Failing]


def every(call: Call) -> Reply:
    """List them."""
    ours = call.desk.store.keys_of("expect", but=SHIPPED)
    return Reply(EveryExpected([_shown(one, key_of(one) not in ours) for one in _of(call)]))


def run(call: Call) -> Reply:
    """Ask each of what agents are served from."""
    outcomes = expectations.now(_of(call), call.desk)
    return Reply(Ran(len(outcomes), [_came(one) for one in outcomes if not one.holds]))


def keep(call: Call) -> Reply:
    """Keep one; of the same message and locale the old one goes."""
    wish: Wish = call.body
    made = expectations.made(
        wish.message, wish.language, " ".join(wish.any_of), wish.nothing, wish.locale
    )
    if faults := expectations.faults(made, call.desk):
        what, _, fix = faults[0].partition(" — ")
        raise Refusal(422, what, fix=fix or "mend it")
    call.desk.write([made], call.by, "expectation kept")
    return Reply(_shown(made, shipped=False))


def remove(call: Call) -> Reply:
    """Take one of the team's own away."""
    key = Key("expect", call.names.id, call.names.language)
    if key not in call.desk.store.keys_of("expect", but=SHIPPED):
        raise not_found("no expectation of the team's own is called that")
    call.desk.changes.remove([key], call.by, "expectation removed")
    return Reply()


def _of(call: Call) -> list[Expectation]:
    language = call.asked.language
    found = call.desk.catalogue().library.expectations
    return [one for one in found if not language or one.language == language]


def _shown(one: Expectation, shipped: bool) -> Expected:
    key = key_of(one)
    return Expected(key.id, one.language, one.message, one.any_of, one.nothing, one.locale, shipped)


def _came(one: Outcome) -> Failing:
    expected = one.expected
    return Failing(key_of(expected).id, expected.language, expected.message, one.came, one.fault)


OPERATIONS = (
    Operation(
        "listExpectations",
        "GET",
        "/expectations",
        "List the expectations.",
        every,
        asked=Spoken,
        gives=EveryExpected,
    ),
    Operation(
        "keepExpectation",
        "POST",
        "/expectations",
        "Keep an expectation; it is asked at every publish.",
        keep,
        takes=Wish,
        gives=Expected,
    ),
    Operation(
        "runExpectations",
        "POST",
        "/expectations/run",
        "Ask all expectations of what agents are served from now.",
        run,
        asked=Spoken,
        gives=Ran,
    ),
    Operation(
        "removeExpectation",
        "DELETE",
        "/expectations/{language}/{id}",
        "Take an expectation of the team's own away.",
        remove,
        names=ExpectationName,
        status=204,
        problems=(404,),
    ),
)
