"""The page of lines that are never shown, never used or often dismissed; nothing by agent."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from sidecar_server.curation.usage import Report, Tally, report, weekly
from sidecar_server.web.console.visit import Visit, whole

A_PAGE = 40
LISTS = {
    "unused": "Shown, never used",
    "dismissed": "Dismissed often",
    "never": "Never shown",
}


def page(visit: Visit) -> Response:
    """Show one of the lists, where enough agents are in scope to show any."""
    desk, asked = visit.desk, visit.asked
    catalogue, engine = desk.catalogue(), desk.store.engine
    language = asked["language"] if asked.get("language") in catalogue.languages else ""
    found = report(engine, catalogue, visit.who.teams, date.today(), language)
    if found is None or not found.weeks:
        return visit.page("usage.html", found=found)
    chosen = asked["list"] if asked.get("list") in LISTS else next(iter(LISTS))
    listed = of(found, chosen)
    at = whole(asked.get("from", ""))
    shown = listed[at : at + A_PAGE]
    return visit.page(
        "usage.html",
        found=found,
        chosen=chosen,
        lists=[(name, said, len(of(found, name))) for name, said in LISTS.items()],
        total=len(listed),
        shown=shown,
        numbers=weekly(engine, found.weeks, [one.row.key for one in shown]),
        at=at,
        a_page=A_PAGE,
        languages=catalogue.languages,
        language=language,
        catalogue=catalogue,
        turned=lambda **to: f"/console/usage?{urlencode({**asked, 'from': 0, **to})}",
    )


def of(found: Report, name: str) -> Sequence[Tally]:
    """Give one of a report's lists."""
    return {"unused": found.unused, "dismissed": found.dismissed, "never": found.never}[name]
