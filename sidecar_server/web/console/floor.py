"""The page of what agents proposed: read it, make it a draft, or put it away."""

from urllib.parse import urlencode

from starlette.responses import Response

from sidecar_server.curation import floor
from sidecar_server.library.proposals import Proposal
from sidecar_server.web.console.visit import Visit, whole

A_PAGE = 10


def page(visit: Visit) -> Response:
    """Show the queue, newest first."""
    at = whole(visit.asked.get("from", ""))
    queue = floor.queue(visit.desk)
    return visit.page(
        "floor.html",
        rows=floor.waiting(visit.desk, A_PAGE, at),
        count=queue.count(),
        at=at,
        a_page=A_PAGE,
        catalogue=visit.desk.catalogue(),
        draft=lambda one: _draft(visit, one),
    )


def put_away(visit: Visit) -> Response:
    """Take the line whose button was pressed off the queue, or else all that are ticked."""
    one = visit.typed.get("one")
    gone = floor.queue(visit.desk).put_away([one] if one else visit.all("name"))
    return visit.go("/console/floor", "away" if gone else "nothing")


def _draft(visit: Visit, one: Proposal) -> str:
    """Give the address at which a proposal becomes a draft."""
    fields = floor.draft_of(one, visit.desk) | {"from": one.name}
    return f"/console/new/phrase?{urlencode(fields)}"
