"""What this server is called: the names it answers to, and the origins of its own pages."""

import ipaddress
import re

from sidecar_server.settings import EXTENSION_ID, Settings

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::([1-9][0-9]{0,4}))?")
_LOCALHOST = ("127.0.0.1", "localhost", "[::1]")
_HERE = ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::")  # noqa: S104
_PORTS = {"http": 80, "https": 443}


def is_loopback(host: str) -> bool:
    """Say whether an address or name is this computer's own and no other's."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_secure(settings: Settings) -> bool:
    """Say whether browsers come by TLS, ended here or by a proxy that is named."""
    return bool(settings.tls_certificate or settings.proxies)


def is_shared(settings: Settings) -> bool:
    """Say whether other computers reach this server, so that everybody must sign in."""
    return not is_loopback(settings.host) or bool(settings.proxies)


def local(settings: Settings) -> frozenset[str]:
    """Name every host:port by which this computer reaches what is listened on, and nobody else's.

    Under a name where somebody else may listen, a relay there could hand on both sides' proofs.
    """
    host = settings.host.lower()
    bound = f"[{host}]" if ":" in host else host
    names = _LOCALHOST if host in _HERE else ()
    return frozenset(f"{name}:{settings.port}" for name in (*names, bound))


def authorities(settings: Settings) -> frozenset[str]:
    """Name every host:port this server answers to."""
    named = (parsed(host, is_secure(settings)) for host in settings.hosts)
    return local(settings) | {name for name in named if name}


def parsed(host: str, secure: bool = False) -> str | None:
    """Read a Host as host:port, in small letters and with the port; None when it is not one."""
    found = _AUTHORITY.fullmatch(host.lower()) if host.isascii() else None
    return f"{found[1]}:{int(found[2] or _PORTS[_scheme(secure)])}" if found else None


def origins(settings: Settings) -> frozenset[str]:
    """Name every origin that may always call: our own pages and our own extension."""
    here = _origins(local(settings), bool(settings.tls_certificate))
    elsewhere = _origins(authorities(settings) - local(settings), is_secure(settings))
    ids = (EXTENSION_ID, *settings.extension_ids)
    return here | elsewhere | {f"chrome-extension://{known}" for known in ids if known}


def own_page(settings: Settings) -> str:
    """Give the address of the page to begin with: the demo desk, or where all sign in."""
    if is_shared(settings):
        return f"https://{settings.hosts[0].lower().removesuffix(':443')}/console"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{_scheme(bool(settings.tls_certificate))}://{host}:{settings.port}/demo"


def _origins(names: frozenset[str], secure: bool) -> frozenset[str]:
    scheme = _scheme(secure)
    default = f":{_PORTS[scheme]}"
    own = {f"{scheme}://{name}" for name in names}
    return frozenset(own | {name.removesuffix(default) for name in own if name.endswith(default)})


def _scheme(secure: bool) -> str:
    return "https" if secure else "http"
