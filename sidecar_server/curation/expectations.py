"""Expectations: whether each comes true, and which ones a change would break."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidecar_server.curation.asking import ask, small_chat
from sidecar_server.curation.catalogue import Line
from sidecar_server.curation.desk import Desk
from sidecar_server.encoders.languages import ENGLISH, Encoders
from sidecar_server.errors import BadInput
from sidecar_server.library.checks import check
from sidecar_server.library.checks.form import matches
from sidecar_server.library.files import Located
from sidecar_server.library.rows import digest
from sidecar_server.library.search import Searchable
from sidecar_server.library.store import Store
from sidecar_server.model import Advice, Expectation, Note

_HERE = "here:0"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came for an expectation's message; `fault` says what is wrong and, after a dash, how."""

    expected: Expectation
    came: tuple[str, ...]
    fault: str

    @property
    def holds(self) -> bool:
        """Whether it comes true."""
        return not self.fault


def run(
    expected: Sequence[Expectation], searchable: Searchable, store: Store, encoders: Encoders
) -> list[Outcome]:
    """Ask each expectation's message of a library; their languages must be indexed.

    The messages are the library's own, so their vectors are kept.
    """
    chats = [small_chat([("customer", one.message)], one.locale) for one in expected]
    advices = ask(chats, searchable, store, encoders, keep=True)
    return [_outcome(one, advice) for one, advice in zip(expected, advices, strict=True)]


def now(expected: Sequence[Expectation], desk: Desk) -> list[Outcome]:
    """Ask what agents are served from; a language that nobody wrote yet is indexed first."""
    for language in {one.language for one in expected}:
        desk.served(language)
    return run(expected, desk.searchable(), desk.store, desk.encoders)


def broken_by(line: Line, desk: Desk) -> list[Outcome]:
    """Give the expectations that hold now and would not with this version, with what would come.

    Those of its language are asked; of a note, which has none, those of its locale's.
    """
    spoken = _spoken(line, desk)
    those = [one for one in desk.catalogue().library.expectations if one.language == spoken]
    if not those:
        return []
    served = desk.served(spoken)
    failing = [o for o in run(those, desk.trying(line), desk.store, desk.encoders) if not o.holds]
    before = run([one.expected for one in failing], served, desk.store, desk.encoders)
    return [after for after, was in zip(failing, before, strict=True) if was.holds]


def faults(one: Expectation, desk: Desk) -> list[str]:
    """Say what keeps an expectation from being kept."""
    catalogue = desk.catalogue()
    lines: tuple[Line, ...] = (*catalogue.library.phrases, *catalogue.library.notes)
    named = [line for line in lines if any(matches(wanted, line.id) for wanted in one.any_of)]
    known = [Located("note" if isinstance(x, Note) else "phrase", x, "(stored):0") for x in named]
    found = check([Located("expect", one, _HERE), *known])
    return [fault.removeprefix(f"{_HERE}: ") for fault in found if fault.startswith(_HERE)]


def made(message: str, language: str, any_of: str, nothing: bool, locale: str) -> Expectation:
    """Read what was typed; ids stand on lines of their own or between commas."""
    wanted = tuple(filter(None, any_of.replace(",", " ").split()))
    if nothing and wanted:
        raise BadInput("both lines and nothing are expected", fix="choose one of the two")
    return Expectation(" ".join(message.split()), language, wanted, nothing, locale.strip())


def _spoken(line: Line, desk: Desk) -> str:
    if not isinstance(line, Note):
        return line.language
    own = line.locale.partition("-")[0]
    return own if own in desk.catalogue().languages else ENGLISH


def _outcome(expected: Expectation, advice: Advice) -> Outcome:
    came = tuple(item.id for item in advice.items)
    return Outcome(expected, came, _fault(expected, came, advice))


def _fault(expected: Expectation, came: Sequence[str], advice: Advice) -> str:
    """Say what came instead, or nothing where the expectation holds."""
    read_as = advice.cues.language if advice.cues else ""
    if read_as != expected.language:
        return f"it is read as {read_as!r}, not {expected.language!r} — make the language plainer"
    if expected.nothing:
        fix = "give the silent situation it belongs to such an example"
        return f"{', '.join(came)} came, nothing was expected — {fix}" if came else ""
    if any(matches(wanted, id_) for wanted in expected.any_of for id_ in came):
        return ""
    fix = "give the situation examples in such words, or mend the expectation"
    return f"{', '.join(came) or 'nothing'} came, not {', '.join(expected.any_of)} — {fix}"


def consent(breaks: Sequence[Outcome]) -> str:
    """Give what a deliberate yes must say: a yes to one set of broken ones is none to another."""
    named = sorted(f"{one.expected.message}\n{one.expected.locale}\n{one.came}" for one in breaks)
    return digest("\n".join(named)).hex()
