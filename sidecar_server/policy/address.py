"""A server's address as people type it, read as the extension reads it."""

import ipaddress
import re
from dataclasses import dataclass

from sidecar_server.errors import BadInput

HERE = ("127.0.0.1", "localhost")
PORT, PORT_ELSEWHERE = 8765, 443
LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"(?:{LABEL}\.)*{LABEL}")
NUMBER = re.compile("[0-9]+|0x[0-9a-f]*")  # what browsers take for a part of an IP address
ADDRESS = re.compile(
    r"(?:(?P<scheme>https?|wss?)://)?(?P<host>\[[0-9a-f:.]+\]|[a-z0-9.-]*)"
    r"(?::(?P<port>[0-9]{1,5}))?(?:[/?#].*)?"
)
FIX = "give a host, or host:port, like sidecar.example.com, 10.0.0.5:8443 or 127.0.0.1:8765"


@dataclass(frozen=True, slots=True)
class Address:
    """A host, which is spoken to plainly where it is this computer and by TLS elsewhere."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def here(self) -> bool:
        """Say whether it is this computer."""
        return self.host in HERE

    @property
    def origin(self) -> str:
        """Give scheme, host and port as browsers write them."""
        scheme, own = ("http", 80) if self.here else ("https", PORT_ELSEWHERE)
        return f"{scheme}://{self.host}" + (f":{self.port}" if self.port != own else "")


def address(typed: str) -> Address:
    """Read an address; BadInput where it is none, or would be spoken to in the clear."""
    found = ADDRESS.fullmatch(typed.strip().lower())
    host = _host(found["host"] or HERE[0]) if found else ""
    port = int((found and found["port"]) or (PORT if host in HERE else PORT_ELSEWHERE))
    if not found or not host or not 1 <= port <= 65_535 or (found["port"] and not found["host"]):
        raise BadInput(f"a server's address cannot be {typed!r}", fix=FIX)
    read = Address(host, port)
    if not read.here and found["scheme"] in {"http", "ws"}:
        raise BadInput(
            f"{read.host} is another computer, which needs https: chats would travel in the clear",
            fix=f"give {read.origin}, and let the server speak TLS",
        )
    return read


def _host(given: str) -> str:
    """Give the host as browsers write it, "" where it is none."""
    if not given.startswith("["):
        number = NUMBER.fullmatch(given.rpartition(".")[2])
        return given if NAME.fullmatch(given) and (not number or _is_ip(given)) else ""
    return f"[{ipaddress.ip_address(given[1:-1])}]" if _is_ip(given[1:-1]) else ""


def _is_ip(given: str) -> bool:
    try:
        ipaddress.ip_address(given)
    except ValueError:
        return False
    return True
