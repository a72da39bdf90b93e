"""The example people of the demo desk: the visitor's card and colleagues, from a TOML file."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sidecar_server.card import refused
from sidecar_server.errors import LibraryProblem
from sidecar_server.model import Card
from sidecar_server.wire import CardStated

FILE = Path(__file__).parent / "colleagues.toml"
_MEND = "see the file that is shipped for the form"


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something true of a person: what it is about, and the sentence they would say."""

    about: str
    says: str


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One card, in the names of the wire."""

    name: str
    years: int = 0
    expertise: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who works at the demo desk: the visitor, and those who could take a chat over."""

    you: Person
    colleague: tuple[Person, ...] = ()


def load_people(path: Path = FILE) -> People:
    """Read the file; LibraryProblem lists the fault and fix of each card."""
    try:
        people = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), People)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise LibraryProblem([f"{path.name}: {error} — {_MEND}"]) from error
    everyone = [("you", people.you), *((one.name, one) for one in people.colleague)]
    problems = [f"{path.name}: {who}: {why}" for who, one in everyone for why in _faults(one)]
    if problems:
        raise LibraryProblem(problems)
    return people


def as_data(people: People) -> dict[str, Any]:
    """Give the people as JSON-ready data: `you` as the wire takes a card, `colleagues` likewise."""
    return {
        "you": msgspec.to_builtins(people.you),
        "colleagues": [msgspec.to_builtins(one) for one in people.colleague],
    }


def _faults(person: Person) -> Iterator[str]:
    """Say what the server would refuse of a card, were it sent."""
    plain = msgspec.to_builtins(person)
    if not person.name.strip():
        yield "name is empty — give it a value"
    if not person.languages:
        yield "languages is empty — give at least one code, such as en"
    try:
        msgspec.convert(plain, CardStated)
    except msgspec.ValidationError as error:
        yield f"{error} — shorten it"
        return
    if fault := refused(msgspec.convert(plain, Card)):
        yield f"{fault.what} — {fault.fix}"
