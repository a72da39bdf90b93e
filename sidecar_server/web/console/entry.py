"""The page of one entry: write it, judge it, move it from draft to served."""

from dataclasses import dataclass, field, replace

from starlette.exceptions import HTTPException
from starlette.responses import Response

from sidecar_server.curation import expectations, floor, judge, publishing
from sidecar_server.curation.catalogue import Line, Row
from sidecar_server.curation.expectations import Outcome
from sidecar_server.curation.judge import Fault
from sidecar_server.curation.publishing import Saved, seen
from sidecar_server.curation.writing import LISTS, blank, entry_from, fields_of
from sidecar_server.errors import BadInput
from sidecar_server.library import terms
from sidecar_server.library.rows import Key, key_of
from sidecar_server.library.tables import SHIPPED
from sidecar_server.model import State
from sidecar_server.web.console.beside import Beside, beside, version
from sidecar_server.web.console.labels import NO_LANGUAGE, address
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit

_LONGEST = 4_000  # characters of a message
_SAID = {"draft": "saved", "review": "sent", "published": "published", "retired": "retired"}
_STATE_OF: dict[str, State] = {
    "save": "draft",
    "review": "review",
    "publish": "published",
    "retire": "retired",
}


@dataclass(frozen=True)
class Sheet:
    """What the page shows: the fields as typed, and what was found wrong with them."""

    key: Key
    fields: dict[str, str]
    row: Row | None
    faults: list[Fault] = field(default_factory=list)
    problem: str = ""
    new: bool = False
    breaks: list[Outcome] = field(default_factory=list)
    pressed: str = ""


def page(visit: Visit) -> Response:
    """Show an entry; with POST, do what the pressed button says."""
    path = visit.request.path_params
    language = "" if path["language"] == NO_LANGUAGE else path["language"]
    key = Key(path["kind"], path["id"], language)
    row = visit.desk.catalogue().by_key.get(key)
    if row is None:
        raise HTTPException(404, "nothing is called that")
    if visit.request.method == "POST":
        return _do(visit, key, row)
    return draw(visit, Sheet(key, fields_of(row.entry), row, judge.judge(row.entry, visit.desk)))


def new(visit: Visit) -> Response:
    """Begin an entry; with POST, keep it as a draft."""
    kind = visit.request.path_params["kind"]
    if kind not in {"phrase", "note"}:
        raise HTTPException(404, "nothing is called that")
    asked = visit.typed if visit.request.method == "POST" else visit.asked
    first, name = asked.get("of", ""), asked.get("name", "").strip()
    key = Key(kind, f"{first}.{name}", asked.get("language", "en") if kind == "phrase" else "")
    if visit.request.method != "POST":  # HEAD reads, too
        start = {n: asked[n] for n in ("strategy", "moment", "text", "slots") if n in asked}
        start["teams"] = ", ".join(sorted(visit.who.teams))
        return draw(visit, Sheet(key, fields_of(blank(kind)) | start, None, new=True))
    if key in visit.desk.catalogue().by_key:
        said = f"There is an entry {key.id} already. Give this one another name."
        return draw(
            visit, Sheet(key, _typed(visit, key, None), None, problem=said, new=True), UNPROCESSABLE
        )
    answer = _save(visit, key, None, "draft")
    if answer.status_code != UNPROCESSABLE and "put_away" in visit.typed:
        floor.queue(visit.desk).put_away([visit.typed.get("from", "")])
    return answer


def look(visit: Visit) -> Response:
    """Say what is wrong with what is typed and when it would be shown; nothing is kept."""
    typed = visit.typed
    kind, new_ = typed.get("kind", ""), "of" in typed
    if kind not in {"phrase", "note"}:
        raise HTTPException(404, "nothing is called that")
    id_ = f"{typed['of']}.{typed.get('name', '')}" if new_ else typed.get("id", "")
    key = Key(kind, id_, typed.get("language", "") if kind == "phrase" else "")
    row = None if new_ else visit.desk.catalogue().by_key.get(key)
    if row is None and not new_:
        raise HTTPException(404, "nothing is called that")
    fields = _typed(visit, key, row)
    line = version(key, fields, row.entry if row else None)
    sheet = Sheet(key, fields, row, _faults(visit, line), new=new_)
    if not visit.partly:
        return draw(visit, sheet)
    found = Beside() if isinstance(line, str) else beside(line, visit.desk, _own(visit), wait=True)
    return visit.page("beside.html", sheet=sheet, beside=found, is_phrase=kind == "phrase")


def _faults(visit: Visit, line: Line | str) -> list[Fault]:
    return [Fault(True, line)] if isinstance(line, str) else judge.judge(line, visit.desk)


def _own(visit: Visit) -> str:
    """Give the message that a lead tries an entry with."""
    return visit.typed.get("own_message", "")[:_LONGEST]


def _do(visit: Visit, key: Key, row: Row) -> Response:
    pressed = visit.typed.get("do", "save")
    if visit.typed.get("seen") != seen(row):
        said = (
            "Somebody changed this entry while you wrote. What you wrote is below; "
            "what stands now is in the history. Save again to put yours in its place."
        )
        return draw(visit, Sheet(key, _typed(visit, key, row), row, problem=said), UNPROCESSABLE)
    if pressed == "throw":
        publishing.throw_away(visit.desk, row, visit.who.name)
        return visit.go(address(key) if row.served else "/console/find", "thrown")
    if pressed == "shipped":
        done = publishing.to_shipped(visit.desk, row, visit.who.name, visit.typed.get("anyway", ""))
        if not done.done:
            return _asked(visit, key, fields_of(row.entry), row, done)
        return visit.go(address(key), "shipped")
    return _save(visit, key, row, _STATE_OF.get(pressed, "draft"))


def _save(visit: Visit, key: Key, row: Row | None, state: State) -> Response:
    """Write a version; one that would be served must have no fault that keeps it from it."""
    fields = _typed(visit, key, row)
    try:
        made = replace(entry_from(key, fields, row.entry if row else None), state=state)
    except BadInput as bad:
        sheet = Sheet(key, fields, row, problem=bad.sentence(), new=row is None)
        return draw(visit, sheet, UNPROCESSABLE)
    saved = publishing.save(visit.desk, made, row, visit.who.name, visit.typed.get("anyway", ""))
    if not saved.done:
        if saved.breaks:
            return _asked(visit, key_of(made), fields, row, saved)
        said = "It cannot be served yet: mend what is named below. What you wrote is kept here."
        sheet = Sheet(key, fields, row, list(saved.faults), said, row is None)
        return draw(visit, sheet, UNPROCESSABLE)
    return visit.go(address(key_of(made)), _SAID[state])


def _asked(
    visit: Visit, key: Key, fields: dict[str, str], row: Row | None, saved: Saved
) -> Response:
    """Ask for a deliberate yes where agents would get it and expectations would break."""
    pressed = visit.typed.get("do", "publish")
    faults, breaks = list(saved.faults), list(saved.breaks)
    return draw(
        visit, Sheet(key, fields, row, faults, breaks=breaks, pressed=pressed), UNPROCESSABLE
    )


def _typed(visit: Visit, key: Key, row: Row | None) -> dict[str, str]:
    """Give every field of the entry: as typed, else as it stands; ticked boxes are one list."""
    known = fields_of(row.entry if row else blank(key.kind))
    typed = {name: text for name, text in visit.typed.items() if name in known}
    ticked = {name: ", ".join(filter(None, visit.all(name))) for name in LISTS if name in typed}
    return known | typed | ticked


def draw(visit: Visit, sheet: Sheet, status: int = 200) -> Response:
    """Draw the page of a sheet."""
    catalogue, key = visit.desk.catalogue(), sheet.key
    versions = visit.desk.store.versions(key) if sheet.row else {}
    variants = catalogue.variants(key)
    one = sheet.row.entry if sheet.row else None
    line = version(key, sheet.fields, one)
    wait = visit.request.method == "POST"
    found = Beside() if isinstance(line, str) else beside(line, visit.desk, _own(visit), wait)
    return visit.page(
        "entry.html",
        status=status,
        sheet=sheet,
        came_from=visit.typed.get("from") or visit.asked.get("from", ""),
        catalogue=catalogue,
        terms=terms,
        seen=seen(sheet.row),
        overrides=SHIPPED in versions and len(versions) > 1,
        variants=variants,
        is_theirs=not sheet.row or visit.desk.changes.allows(key),
        is_phrase=key.kind == "phrase",
        one=one,
        beside=found,
        own=_own(visit),
        consent=expectations.consent(sheet.breaks),
        changes=visit.desk.changes.newest(6, key=key) if sheet.row else [],
    )
