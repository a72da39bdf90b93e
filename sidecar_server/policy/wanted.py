"""What a policy is to say: read from what people type, or refused with the fix."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from sidecar_server.errors import BadInput
from sidecar_server.package import UPDATES, admitted
from sidecar_server.policy.address import Address, address
from sidecar_server.settings import EXTENSION_ID, Settings

# Browsers before 146 know the first alone; since then two others go before it, by where one asks.
# All list who may ask, not who is asked: the extension's worker, which opens the only socket.
ACCESS = "LocalNetworkAccessAllowedForUrls"
HERE, ELSEWHERE = "LoopbackNetworkAllowedForUrls", "LocalNetworkAllowedForUrls"
INSTALL, SETTINGS = "ExtensionInstallForcelist", "ExtensionSettings"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The browser's own policies (lists all), and the extension's by its managed schema."""

    extension: str
    lists: dict[str, list[str]]
    managed: dict[str, str | list[str]]

    @property
    def settings(self) -> dict[str, dict[str, dict[str, bool]]]:
        """Give the browser's own settings of one extension: what it installs, it also updates.

        Without it a browser takes updates from the address in the package's manifest, where ours
        has none: the address is the team's, and the package may move.
        """
        return {SETTINGS: {self.extension: {"override_update_url": True}}} if self.installs else {}

    @property
    def installs(self) -> str:
        """Give the address that browsers install from, "" where they do not."""
        return "".join(self.lists.get(INSTALL, ())).partition(";")[2]


def read(settings: Settings, server: str, update_url: str, sites: Sequence[str]) -> Wanted:
    """Read the options; an empty one is left out, but where the server has the extension's package
    it is also where browsers get it. BadInput names the option and the fix.
    """
    settings = admitted(settings)
    extension, place = _extension(settings), _place(server, "--server") if server else None
    if settings.extension_package and not update_url:
        update_url = f"{(place or _own(settings)).origin}{UPDATES}"
    install = {INSTALL: [f"{extension};{_update(update_url)}"]} if update_url else {}
    managed: dict[str, str | list[str]] = {"server": str(place)} if place else {}
    if sites:
        managed["sites"] = list(dict.fromkeys(map(_site, sites)))
    return Wanted(extension, install | _access(extension, place), managed)


def _access(extension: str, place: Address | None) -> dict[str, list[str]]:
    split = (HERE, ELSEWHERE) if place is None else (HERE if place.here else ELSEWHERE,)
    return {name: [f"chrome-extension://{extension}"] for name in (ACCESS, *split)}


def _own(settings: Settings) -> Address:
    """Name the server that these settings start, by the first name that others know it by."""
    return _place((*settings.hosts, f"127.0.0.1:{settings.port}")[0], "hosts")


def _extension(settings: Settings) -> str:
    found = (*settings.extension_ids, EXTENSION_ID)[0]
    if not re.fullmatch("[a-p]{32}", found):
        raise BadInput(
            f"{found!r} is no extension id",
            fix="put the id that `scripts/build-extension --key` prints first in extension_ids",
        )
    return found


def _place(given: str, named: str) -> Address:
    try:
        return address(given)
    except BadInput as error:
        raise BadInput(f"{named}: {error}", fix=error.fix) from error


def _update(given: str) -> str:
    parts = _split(given)
    whole = parts.hostname if parts.scheme in {"https", "http"} else parts.scheme == "file"
    if not whole or not parts.path.strip("/") or not re.fullmatch(r"[!-~]+", given) or ";" in given:
        raise BadInput(
            f"--update-url cannot be {given!r}",
            fix="give the whole address of your update manifest, "
            "like https://it.example.com/empathy-sidecar.xml",
        )
    return given


def _site(given: str) -> str:
    parts = _split(given)
    host = (parts.hostname or "").lower()
    name = re.fullmatch(r"[a-z0-9_.-]+|[0-9a-f:.]+", host)
    if parts.scheme not in {"https", "http"} or not name or "@" in parts.netloc or _port(parts) < 0:
        raise BadInput(
            f"--site cannot be {given!r}",
            fix="give scheme and host without wildcards, like https://desk.example.com "
            "(other scripts as xn--…, the way the address bar copies them)",
        )
    origin = f"{parts.scheme}://" + (f"[{host}]" if ":" in host else host)
    own = {"http": 80, "https": 443}[parts.scheme]
    origin += f":{_port(parts)}" if _port(parts) not in {0, own} else ""
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadInput(f"--site {given!r} holds more than an origin", fix=f"give {origin}")
    return origin


def _split(given: str) -> SplitResult:
    try:
        return urlsplit(given)
    except ValueError:  # brackets that hold no address
        return urlsplit("")


def _port(parts: SplitResult) -> int:
    """Give the port, 0 where none is named, -1 where it is none."""
    try:
        return parts.port if parts.port is not None else 0
    except ValueError:
        return -1
