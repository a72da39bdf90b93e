"""What the team's browsers ask for: the update manifest, and the signed extension it names.

A browser's updater has no credential, so whoever reaches the server may read both; they hold what
every browser of the team has. Without a package there are no such addresses.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from sidecar_server.crx import Crx
from sidecar_server.errors import StartProblem
from sidecar_server.package import PACKAGE, ROOM, UPDATES, load, place
from sidecar_server.settings import Settings
from sidecar_server.web.access import READING, Room
from sidecar_server.web.address import is_loopback

XML = """<?xml version='1.0' encoding='UTF-8'?>
<gupdate xmlns='http://www.google.com/update2/response' protocol='2.0'>
  <app appid={id}>
    <updatecheck status='ok' codebase={at} version={version} hash_sha256={sha256}
      size={size}{needs}/>
  </app>
</gupdate>
"""
log = structlog.get_logger("sidecar.updates")


class Shelf:
    """The newest whole package; a file that was replaced is looked at with the next request."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = self._now()
        self._crx = load(path)
        self._turn = Lock()

    def newest(self) -> Crx:
        """Give the package as it is now, or the last one that could be served."""
        with self._turn:
            now = self._now()
            if now != self._stamp:
                self._stamp = now
                self._take()
            return self._crx

    def _take(self) -> None:
        try:
            found = load(self._path)
        except StartProblem as error:  # half there, perhaps: the next change is looked at again
            log.error("extension package not served", exc_info=error)
            return
        if found.extension_id != self._crx.extension_id:  # no browser would take it as an update
            log.error("extension package of another key not served")
            return
        self._crx = found
        log.info("extension package served")

    def _now(self) -> tuple[int, int, int]:
        try:
            stat = self._path.stat()
        except OSError:
            return (0, 0, 0)
        return (stat.st_mtime_ns, stat.st_size, stat.st_ino)


def places(settings: Settings) -> tuple[Sequence[BaseRoute], Mapping[str, Room]]:
    """Give the routes and the room around them; StartProblem where the package is damaged."""
    if not settings.extension_package:
        return (), {}
    shelf = Shelf(place(settings))

    def updates(request: Request) -> Response:
        written = _manifest(shelf.newest(), f"{_origin(request)}{PACKAGE}")
        return _answer(written.encode(), "application/xml")

    def package(_: Request) -> Response:
        return _answer(shelf.newest().data, "application/x-chrome-extension")

    routes = (Route(UPDATES, updates), Route(PACKAGE, package))
    return routes, {ROOM: _may_read}


def _may_read(scope: Scope) -> bool:
    return scope["method"] in READING and scope["path"] in {UPDATES, PACKAGE}


def _origin(request: Request) -> str:
    """Name the server as the browser did, which the door has let in."""
    host: str = request.headers["host"]
    # Under any name but this computer's own, whoever asks came by TLS: here, or before a proxy.
    plain = request.scope["scheme"] == "http" and is_loopback(urlsplit(f"//{host}").hostname or "")
    return f"{'http' if plain else 'https'}://{host}"


def _answer(content: bytes, kind: str) -> Response:
    # Whatever keeps copies on the way asks again, or a browser may get an older half of the two.
    return Response(content, headers={"content-type": kind, "cache-control": "no-cache"})


def _manifest(crx: Crx, at: str) -> str:
    given = {"id": crx.extension_id, "at": at, "version": crx.version, "sha256": crx.sha256}
    quoted = {name: quoteattr(value) for name, value in given.items()}
    needs = f" prodversionmin={quoteattr(crx.oldest)}" if crx.oldest else ""
    return XML.format(**quoted, size=quoteattr(str(len(crx.data))), needs=needs)
