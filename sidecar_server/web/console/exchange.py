"""The page on which the library comes in and leaves: preview, confirmation, progress, download."""

from pathlib import PurePosixPath

from starlette.exceptions import HTTPException
from starlette.responses import Response

from sidecar_server.curation.exchange import FORMATS, work
from sidecar_server.curation.exchange.leaving import WAYS, of_language
from sidecar_server.curation.exchange.reading import Source
from sidecar_server.curation.exchange.room import Import
from sidecar_server.errors import SidecarError
from sidecar_server.web.console import preview
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit, whole

PATH = "/console/exchange"
NOT_FOUND = 404
_SOON_S = 1.5  # what is done by then is shown without a page between
_GONE = (
    "This import waits no longer: it was left, taken, or lay there for 15 minutes. "
    "Choose the file again."
)


def page(visit: Visit) -> Response:
    """Ask for a file; with POST, read it."""
    if visit.request.method == "GET":
        return _ask(visit)
    upload = visit.file("file")
    if upload is None:
        return _ask(visit, "No file was chosen. Choose one and read it again.", UNPROCESSABLE)
    name = PurePosixPath((upload.filename or "").replace("\\", "/")).name[-100:]
    catalogue = visit.desk.catalogue()
    language = visit.typed.get("language", "")
    if language not in catalogue.languages:
        language = ""
    one = visit.console.room.add(visit.who.form_key, name)
    source = Source(name, upload.file.read(), language, catalogue.standing)
    work.begin(one, source, visit.desk)
    one.settled.wait(_SOON_S)
    return visit.go(f"{PATH}/{one.id}")


def waiting(visit: Visit) -> Response:
    """Show an import: how far it is, what it would do, or what came of it."""
    room = visit.console.room
    one = room.find(visit.who.form_key, visit.request.path_params["id"])
    if one is None:
        return _ask(visit, _GONE, NOT_FOUND)
    if visit.request.method == "POST":
        return _do(visit, one)
    if one.busy:
        return visit.page("exchange-progress.html", one=one)
    return visit.go(f"{PATH}/{one.id}") if "poll" in visit.asked else _show(visit, one)


def _show(visit: Visit, one: Import) -> Response:
    """Show what was read, or what came of it."""
    if one.phase == "failed":
        visit.console.room.drop(one)
        return _ask(visit, one.problem)
    if one.phase == "done":
        return visit.page("exchange-done.html", one=one)
    return preview.draw(visit, one, preview.choice_in(dict(visit.asked)))


def export(visit: Visit) -> Response:
    """Give the library, or a language of it, as a file."""
    way = WAYS.get(visit.asked.get("format", "toml"))
    language = visit.asked.get("language", "")
    library = visit.desk.catalogue().library
    if way is None or (language and language not in visit.desk.catalogue().languages):
        raise HTTPException(NOT_FOUND, "nothing is exported like that")
    name = f"phrase-library{'-' + language if language else ''}.{way.ending}"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
    }
    return Response(way.write(of_language(library, language)), 200, headers, way.media)


def _do(visit: Visit, one: Import) -> Response:
    """Take what was previewed, or leave it."""
    room = visit.console.room
    if visit.typed.get("do") != "take":
        room.drop(one)
        return visit.go(PATH, "left")
    if one.phase != "ready":
        return visit.go(f"{PATH}/{one.id}")
    choice = preview.choice_in(visit.typed)
    try:
        entries = work.chosen(one, choice, whole(visit.typed.get("seen", "")), visit.desk)
    except SidecarError as error:
        return preview.draw(visit, one, choice, error.sentence())
    if room.begin(one):
        work.confirm(one, entries, visit.desk, visit.who.name)
        one.settled.wait(_SOON_S)
    return visit.go(f"{PATH}/{one.id}")


def _ask(visit: Visit, problem: str = "", status: int = 200) -> Response:
    catalogue = visit.desk.catalogue()
    return visit.page(
        "exchange.html",
        status=status,
        problem=problem,
        formats=[one.name for one in FORMATS],
        ways=WAYS,
        languages=catalogue.languages,
    )
