"""The page on which the variants of lines stand side by side, with those that are missing."""

from urllib.parse import urlencode

from starlette.responses import Response

from sidecar_server.curation.variants import side, sides, titles, variants
from sidecar_server.web.console.visit import Visit, whole
from sidecar_server.web.console.ways import to_found, to_new

A_PAGE = 30


def page(visit: Visit) -> Response:
    """Show the lines of a situation in every language, or all situations by their counts."""
    catalogue = visit.desk.catalogue()
    every, gaps = titles(catalogue), bool(visit.asked.get("gaps"))
    situation = visit.asked.get("situation", "")
    chosen = side(catalogue, situation) if situation in every else None
    lines = [one for one in variants(catalogue, situation) if one.missing or not gaps]
    at = whole(visit.asked.get("from", ""))
    return visit.page(
        "languages.html",
        every=every,
        listed=[] if chosen else [o for o in sides(catalogue) if o.has_gaps or not gaps],
        chosen=chosen,
        lines=lines[at : at + A_PAGE],
        total=len(lines),
        at=at,
        a_page=A_PAGE,
        turned=lambda to: f"/console/languages?{urlencode({**visit.asked, 'from': to})}",
        languages=catalogue.languages,
        gaps=gaps,
        to_new=to_new,
        to_found=to_found,
    )
