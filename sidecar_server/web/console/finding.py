"""The page on which entries are found."""

from dataclasses import fields
from urllib.parse import urlencode

from starlette.responses import Response

from sidecar_server.curation.catalogue import Catalogue
from sidecar_server.curation.facets import FILTERS
from sidecar_server.curation.find import Found, Wanted, find
from sidecar_server.curation.meaning import near
from sidecar_server.web.console.labels import label
from sidecar_server.web.console.visit import Visit, whole

A_PAGE = 40
CHIPS = ("kind", "state", "language")  # filters whose values are all shown; the others unfold


def page(visit: Visit) -> Response:
    """Show what was found, the filters with their numbers beside it."""
    wanted = Wanted(**{f.name: visit.asked.get(f.name, "").strip() for f in fields(Wanted)})
    catalogue = visit.desk.catalogue()
    found = find(catalogue, wanted, near(visit.desk, wanted))
    at = whole(visit.asked.get("from", ""))
    filters = {name: _values(name, found, wanted, catalogue) for name in FILTERS}
    return visit.page(
        "find.html",
        wanted=wanted,
        filters=filters,
        names=list(FILTERS),
        chips=CHIPS,
        found=found,
        rows=found.rows[at : at + A_PAGE],
        at=at,
        a_page=A_PAGE,
        catalogue=catalogue,
        turned=lambda to: f"/console/find?{urlencode({**visit.asked, 'from': to})}",
    )


def _values(
    name: str, found: Found, wanted: Wanted, catalogue: Catalogue
) -> list[tuple[str, str, int]]:
    """Give a filter's values with label and count, and the chosen one even where nothing has it."""
    counts = dict(found.counts[name])
    if chosen := getattr(wanted, name):
        counts.setdefault(chosen, 0)
    shown = [(value, label(name, value, catalogue), count) for value, count in counts.items()]
    return sorted(shown, key=lambda one: (-one[2], one[1]))
