"""Counts what this process sends out by itself: whom it calls, and which names it looks up."""

import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv6Address, ip_address
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import ArgumentError


def is_here(host: str) -> bool:
    """Tell whether an address is this computer; a name other than `localhost` is not."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host in {"", "localhost"}
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified


@dataclass
class Outward:
    """`elsewhere`: tries to reach another computer; `database`: connections to a team's database.

    A try is a connection or a datagram, answered or not, or the question for a name's address.
    """

    here: Callable[[str], bool] = is_here
    team: frozenset[str] = frozenset()  # the hosts of the setting `database`
    elsewhere: int = 0
    database: int = 0
    # Its own, because a hook is called until the very end, when the names of modules are gone.
    calls: "Mapping[str, Callable[[tuple[Any, ...]], str]]" = field(default_factory=lambda: _CALLS)

    def heard(self, name: str, arguments: tuple[Any, ...]) -> None:
        """Take one of Python's audit events; called for all of them, so it is short."""
        if (host_of := self.calls.get(name)) is None:
            return
        host = host_of(arguments)
        if not self.here(host) and host not in self.team:
            self.elsewhere += 1

    def connected(self, connection: object, _: object) -> None:
        """Take a new connection of the database's pool: its driver is in C, which no hook sees."""
        if not isinstance(connection, sqlite3.Connection):
            self.database += 1


@cache
def watching() -> Outward:
    """Begin to count in this process, or give what was begun: a hook can never be taken out."""
    made = Outward()
    sys.addaudithook(made.heard)
    event.listen(Engine, "connect", made.connected)
    return made


def hosts(database: str) -> frozenset[str]:
    """Name the hosts of a database's address; none where it is no address."""
    try:
        url = make_url(database)
    except (ArgumentError, ValueError):
        return frozenset()
    named = url.query.get("host", ())
    listed = [url.host or "", *([named] if isinstance(named, str) else named)]
    return frozenset(one for many in listed for one in many.split(",") if one)


def _called(address: object) -> str:
    """Give the host of a socket's address; "" for what has none, such as a path."""
    return _text(address[0]) if isinstance(address, tuple) and address else ""


def _asked(name: object) -> str:
    """Give a name whose address is asked for; an address itself asks nobody."""
    text = _text(name)
    try:
        ip_address(text)
    except ValueError:
        return text
    return ""


def _text(host: object) -> str:
    if isinstance(host, bytes | bytearray):
        return bytes(host).decode("latin-1")
    return host if isinstance(host, str) else ""


_CALLS: Mapping[str, Callable[[tuple[Any, ...]], str]] = {
    "socket.connect": lambda given: _called(given[1]),
    "socket.sendto": lambda given: _called(given[1]),
    "socket.sendmsg": lambda given: _called(given[1]),
    "socket.getaddrinfo": lambda given: _asked(given[0]),
    "socket.gethostbyname": lambda given: _asked(given[0]),
    "socket.gethostbyaddr": lambda given: _text(given[0]),
    "socket.getnameinfo": lambda given: _called(given[0]),
}
