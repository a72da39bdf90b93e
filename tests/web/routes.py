"""Every route of the application with a real address, taken from the application itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.routing import BaseRoute, Mount, Route

from sidecar_server.web import api, console, monitor, practice
from tests.sample import NOTES, PHRASES

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
READING = ("GET", "HEAD")
# What stands for the parts of an address; a part that is not named here is an x.
PARTS = {"kind": "phrase", "language": "en", "id": PHRASES[0].id, "number": "1", "batch": "0" * 16}
# What a page or an operation is typically asked for.
ASKED: Sequence[dict[str, str]] = (
    {},
    {"words": "where is my parcel", "language": "en", "state": "published", "kind": "phrase"},
    {"kind": "phrase", "id": PHRASES[0].id, "language": "en", "before": "99999"},
    {"kind": "note", "id": NOTES[0].id, "language": ""},
    {"of": "delivery-late", "name": "x", "strategy": "own", "moment": "opening", "text": "x"},
    {"batch": "0" * 16, "number": "1", "do": "publish", "undo": "1", "said": "saved", "from": "2"},
)


@dataclass(frozen=True)
class Place:
    """An address and the methods that something there answers to."""

    path: str
    methods: frozenset[str]

    @property
    def least(self) -> str:
        """The least role of the console that may use it."""
        part = self.path.removeprefix(f"{console.ROOM}/").partition("/")[0]
        leasts = {"people": "admin", "tokens": "admin", "browsers": "agent", "sign-out": "agent"}
        return leasts.get(part, "lead")

    @property
    def room(self) -> str:
        """The room it lies in, "" for what is open."""
        rooms = (console.ROOM, api.ROOM, practice.ROOM, monitor.ROOM)
        return next((r for r in rooms if self.path == r or self.path.startswith(f"{r}/")), "")

    def is_open(self, method: str) -> bool:
        """Whether anyone on this computer may use it: these few, and no other."""
        below = ("/demo/", "/practice/", f"{console.ROOM}/static/")
        alone = {"/health", "/ready", "/demo", "/practice", console.ROOM}
        reads = self.room != practice.ROOM and (self.path in alone or self.path.startswith(below))
        return (method in READING and reads) or (
            method == "POST" and self.path == f"{console.ROOM}/sign-in"
        )


def places(app: Any) -> list[Place]:
    """Give every place of an application behind its door but the socket."""
    return list(_below(app._app.routes))


def _below(routes: Sequence[BaseRoute], before: str = "") -> Iterator[Place]:
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from _below(route.routes, before + route.path)
        elif isinstance(route, Mount):
            yield Place(f"{before}{route.path}/pages.css", frozenset(READING))
        elif isinstance(route, Route):
            path = before + route.path
            for name in route.param_convertors:
                path = path.replace(f"{{{name}}}", PARTS.get(name, "x"))
            yield Place(path, frozenset(route.methods or METHODS))
