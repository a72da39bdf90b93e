"""The pages of practice scenarios: the list, and one scenario's form."""

from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.responses import Response

from sidecar_server.errors import NotYours
from sidecar_server.library import terms
from sidecar_server.practice import form
from sidecar_server.practice.scenario import DETAILS, POINTS, SAYINGS, spoken
from sidecar_server.practice.scenarios import Kept, document
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit

_LIST = "/console/scenarios"
_ASK = "ask a lead of all teams: scenarios are everyone's"
_CHANGED = "Somebody changed this scenario while you wrote. Save again to put yours in its place."


@dataclass(frozen=True)
class Sheet:
    """What the form shows: the fields as typed, what is kept, and what is wrong with them."""

    fields: dict[str, str]
    id: str = ""
    kept: Kept | None = None
    faults: list[str] = field(default_factory=list)


def page(visit: Visit) -> Response:
    """List every scenario, the leads' own and those that come with the product."""
    return visit.page("scenarios.html", rows=visit.console.scenarios.all())


def new(visit: Visit) -> Response:
    """Begin a scenario; with POST, keep it."""
    if visit.request.method != "POST":
        return _draw(visit, Sheet(form.fields_of(form.blank())))
    id_ = form.slug(visit.typed.get("title", ""))
    if visit.console.scenarios.get(id_):
        said = f"There is a scenario {id_} already. Give this one another title."
        return _draw(visit, Sheet(_typed(visit), faults=[said]))
    return _do(visit, id_, None)


def one(visit: Visit) -> Response:
    """Show a scenario's form; with POST, do what the pressed button says."""
    id_ = visit.request.path_params["id"]
    kept = visit.console.scenarios.get(id_)
    if kept is None:
        raise HTTPException(404, "nothing is called that")
    if visit.request.method == "POST":
        return _do(visit, id_, kept)
    return _draw(visit, Sheet(form.fields_of(kept.scenario), id_, kept))


def download(visit: Visit) -> Response:
    """Give a scenario as the file that can be put into `prompts/scenarios`."""
    kept = visit.console.scenarios.get(visit.request.path_params["id"])
    if kept is None:
        raise HTTPException(404, "nothing is called that")
    name = f'attachment; filename="{kept.scenario.id}.toml"'
    headers = {"content-disposition": name, "cache-control": "no-store"}
    return Response(document(kept.scenario), headers=headers, media_type="application/toml")


def _do(visit: Visit, id_: str, kept: Kept | None) -> Response:
    if visit.who.teams:
        raise NotYours("leads of some teams do not change scenarios", fix=_ASK)
    pressed = visit.typed.get("do", "save")
    scenarios = visit.console.scenarios
    if pressed == "remove" and kept and kept.own:
        scenarios.remove(id_)
        return visit.go(_LIST, "away_scenario")
    if kept and visit.typed.get("seen", "") != _seen(kept):
        return _draw(visit, Sheet(_typed(visit), id_, kept, [_CHANGED]))
    made, faults = form.read(id_ or "new", _typed(visit))
    if not id_:
        faults = ["the title has no letters for a name — give it a title", *faults]
    if made is None or faults:
        return _draw(visit, Sheet(_typed(visit), id_ if kept else "", kept, faults))
    scenarios.keep(made, visit.who.name, served=pressed == "serve")
    if pressed == "try":
        return visit.go(f"/practice/desk/{id_}")
    return visit.go(f"{_LIST}/{id_}", "scenario_served" if pressed == "serve" else "scenario_kept")


def _seen(kept: Kept) -> str:
    return f"{kept.at:.6f}"


def _typed(visit: Visit) -> dict[str, str]:
    return {name: visit.typed.get(name, "") for name in form.NAMES}


def _draw(visit: Visit, sheet: Sheet) -> Response:
    id_, kept = sheet.id, sheet.kept
    return visit.page(
        "scenario.html",
        status=UNPROCESSABLE if sheet.faults else 200,
        id_=id_,
        fields=sheet.fields,
        kept=kept,
        seen=_seen(kept) if kept else "",
        faults=sheet.faults,
        terms=terms,
        languages=sorted(spoken()),
        sayings_of=SAYINGS,
        points=range(1, POINTS + 1),
        details=range(1, DETAILS + 1),
        is_shipped=bool(id_) and visit.console.scenarios.is_shipped(id_),
    )
