"""The demo desk at /demo: a helpdesk's agent view, scripted customers, the panel beside it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import jinja2
import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from sidecar_server import resources
from sidecar_server.customs import country_name, language_name
from sidecar_server.settings import Settings
from sidecar_server.web import colleagues, scripted
from sidecar_server.web.access import FORBIDDEN

_HERE = Path(__file__).parent
# The parts of the extension that a page may read: the panel, the socket, words and pictures.
# The worker and the content scripts are of no use without an extension around them.
_BACKGROUND = ("socket", "handshake", "pace", "proof", "closing", "newest")
_SHARED = ("panel/", "_locales/", "icons/", *(f"background/{name}.js" for name in _BACKGROUND))


class Mint(Protocol):
    """What the desk asks of the credentials: a token of role demo, kept in memory alone."""

    def demo(self) -> str:
        """Mint one token."""


def routes(settings: Settings, credentials: Mint) -> list[BaseRoute]:
    """Give the routes of the desk; LibraryProblem when a scripted chat or a card is malformed."""
    chats = scripted.as_data(scripted.load_chats())
    people = colleagues.load_people()
    template = templates().get_template("demo.html")

    def page(request: Request) -> Response:
        if not is_visited(request.headers):
            return Response(status_code=FORBIDDEN)
        desk = {
            "token": credentials.demo(),
            "text_chars": settings.limits.text_chars,
            "chats": chats,
            **colleagues.as_data(people),
        }
        headers = {"Cache-Control": "no-store"}  # the token in it is this page's alone
        html = template.render(desk=for_script(desk), card=people.you)
        return HTMLResponse(html, headers=headers)

    return [
        Route("/demo", page, methods=["GET"]),
        Mount("/demo/static", Files(_HERE / "static" / "demo", ("",))),
        Mount("/demo/extension", Files(resources.folder("extension"), _SHARED)),
    ]


def is_visited(headers: Mapping[str, str]) -> bool:
    """Tell a visit from a load behind somebody's back, which would cost another desk its token."""
    ours = headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
    return ours or headers.get("sec-fetch-dest") == "document"


def for_script(data: Mapping[str, Any]) -> str:
    """Write JSON that cannot end the script element which carries it."""
    text = orjson.dumps(data).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def templates() -> jinja2.Environment:
    """Give the desks' templates."""
    loader = jinja2.FileSystemLoader(_HERE / "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    made.filters |= {"language": language_name, "country": country_name}
    return made


class Files:
    """A folder's files under the given prefixes; a browser asks each time if they changed."""

    def __init__(self, folder: Path, prefixes: tuple[str, ...]) -> None:
        self._files = StaticFiles(directory=folder)
        self._prefixes = prefixes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file, or that it is not found."""
        path = self._files.get_path(scope).replace("\\", "/")
        response: Response = PlainTextResponse("not found", status_code=404)
        if scope["type"] == "http" and path.startswith(self._prefixes):
            response = await self._files.get_response(path, scope)
            response.headers["Cache-Control"] = "no-cache"
        await response(scope, receive, send)
