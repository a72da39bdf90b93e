"""What an import would do, drawn before it does anything: counts, differences, faults."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from sidecar_server.curation.differences import Difference, between
from sidecar_server.curation.exchange import work
from sidecar_server.curation.exchange.plan import Choice, Plan, Planned
from sidecar_server.curation.exchange.room import Import
from sidecar_server.library.files import Entry
from sidecar_server.library.rows import Key, key_of
from sidecar_server.model import Expectation, Note, Phrase, Situation
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit, whole

A_PAGE = 25
SHOWN = {"new": "New", "changed": "Changed", "same": "The same", "faulty": "Faulty"}
_UNSAID = ("state", "situation", "locale", "language", "id")  # of a difference


@dataclass(frozen=True)
class Shown:
    """One line of the preview."""

    place: str
    key: Key | None
    text: str
    title: str = ""  # of a line's situation
    fields: Sequence[Difference] = ()
    mend: Sequence[str] = ()


def choice_in(given: Mapping[str, str]) -> Choice:
    """Read what was chosen from an address or a form."""
    return Choice(given.get("all", ""), given.get("rest", ""), "also" in given, "good" in given)


def draw(visit: Visit, one: Import, choice: Choice, problem: str = "") -> Response:
    """Draw a page of the preview."""
    revision = visit.desk.catalogue().revision
    plan = work.planned(one, choice, visit.desk)
    counts = {name: len(getattr(plan, name)) for name in SHOWN}
    asked = visit.asked.get("show", "")
    show = asked if asked in SHOWN else next((n for n in SHOWN if counts[n]), "new")
    at = whole(visit.asked.get("from", ""))
    chosen = _stated(choice)
    return visit.page(
        "exchange-preview.html",
        status=UNPROCESSABLE if problem else 200,
        one=one,
        plan=plan,
        choice=choice,
        chosen=chosen,
        problem=problem,
        seen=revision,
        show=show,
        shown=SHOWN,
        counts=counts,
        rows=_rows(plan, show, at, visit.desk.catalogue().title),
        at=at,
        a_page=A_PAGE,
        situations=_situations(visit) if one.foreign else [],
        here=lambda **more: f"{visit.request.url.path}?{urlencode(chosen | more)}",
    )


def _stated(choice: Choice) -> dict[str, str]:
    """Write a choice as an address or a form has it."""
    named = {"all": choice.all, "rest": choice.rest}
    ticked = {name: "yes" for name in ("also", "good") if getattr(choice, name)}
    return {**{name: value for name, value in named.items() if value}, **ticked}


def _rows(plan: Plan, show: str, at: int, title: Callable[[str], str]) -> list[Shown]:
    if show == "faulty":
        return [Shown(place, None, what) for place, what in plan.faulty[at : at + A_PAGE]]
    found: Sequence[Planned] = getattr(plan, show)
    return [_row(one, show, title) for one in found[at : at + A_PAGE]]


def _row(one: Planned, show: str, title: Callable[[str], str]) -> Shown:
    fields = between(one.before, one.entry) if show == "changed" else []
    told = [field for field in fields if field.field not in _UNSAID]
    about = title(one.entry.situation) if isinstance(one.entry, Phrase) else ""
    return Shown(one.place, key_of(one.entry), _text(one.entry), about, told, one.mend)


def _text(entry: Entry) -> str:
    if isinstance(entry, Note):
        return entry.means
    if isinstance(entry, Expectation):
        return entry.message
    return entry.title if isinstance(entry, Situation) else entry.text


def _situations(visit: Visit) -> list[tuple[str, str]]:
    """Give the situations that take lines, by title."""
    catalogue = visit.desk.catalogue()
    ids = {one.id for one in catalogue.library.situations if not one.silent}
    return sorted(((id_, catalogue.title(id_)) for id_ in ids), key=lambda pair: pair[1].casefold())
