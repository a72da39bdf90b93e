"""The practice desk's routes, and who may play: a page of ours, with the token it was given."""

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sidecar_server.web.access import Room
from sidecar_server.web.bearer import shown
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.practice import pages, play
from sidecar_server.web.practice.house import OWNER, STATIC, House

ROOM = "/practice/runs"  # what plays; the pages are open like the demo desk's


def routes(house: House) -> list[BaseRoute]:
    """Give the desk's routes."""
    return [
        Route("/practice", pages.start(house), methods=["GET"]),
        Route("/practice/desk/{scenario}", pages.desk(house), methods=["GET"]),
        Route("/practice/review/{run}", pages.review(house), methods=["GET"]),
        Route("/practice/review/{run}/chat.jsonl", pages.chat(house), methods=["GET"]),
        Mount("/practice/static", StaticFiles(directory=STATIC)),
        Route(ROOM, play.begin(house), methods=["POST"]),
        Route(f"{ROOM}/{{run}}/say", play.say(house), methods=["POST"]),
        Route(f"{ROOM}/{{run}}/wait", play.wait(house), methods=["POST"]),
    ]


def room(credentials: Credentials) -> Room:
    """Let in who shows the token of a desk's page."""

    def may_enter(scope: Scope) -> bool:
        found = shown(scope, credentials.find_demo)
        scope[OWNER] = found.id if found else ""
        return found is not None

    return may_enter
