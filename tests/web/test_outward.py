"""What counts as reaching another computer, and that this process's calls are heard."""

import socket
import sqlite3
import sys
from contextlib import closing, suppress

import pytest
from sqlalchemy import text

from sidecar_server.library.postgres import reach_postgres
from sidecar_server.web.outward import Outward, hosts, is_here, watching
from tests.databases import drop, fresh

DOCUMENTATION = "192.0.2.1"  # RFC 5737: nobody's


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", True),  # noqa: S104  (nobody binds it)
        ("::", True),
        ("localhost", True),
        ("", True),
        (DOCUMENTATION, False),
        ("10.0.0.7", False),
        ("::ffff:10.0.0.7", False),
        ("fe80::1%eth0", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
    ],
)
def test_only_loopback_is_this_computer(host: str, here: bool) -> None:
    assert is_here(host) is here


def reach(how: str) -> None:
    """Try to reach another computer; from a loopback address nothing can go out to one."""
    kind = socket.SOCK_STREAM if how == "connect" else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as one, suppress(OSError):
        one.bind(("127.0.0.1", 0))
        if how == "connect":
            one.connect((DOCUMENTATION, 9))
        elif how == "sendto":
            one.sendto(b"x", (DOCUMENTATION, 9))
        else:
            one.sendmsg([b"x"], [], 0, (DOCUMENTATION, 9))


@pytest.mark.skipif(sys.platform == "win32", reason="no sendmsg there")
@pytest.mark.parametrize("how", ["connect", "sendto", "sendmsg"])
def test_each_way_out_is_counted(how: str) -> None:
    before = watching().elsewhere
    reach(how)
    assert watching().elsewhere == before + 1


def test_what_stays_here_is_not_counted() -> None:
    outward = watching()
    before = outward.elsewhere
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    if hasattr(socket, "AF_UNIX"):
        with socket.socket(socket.AF_UNIX) as one, pytest.raises(OSError, match="No such file"):
            one.connect("/nowhere/at/all")
    socket.getaddrinfo(DOCUMENTATION, 9)  # asks nobody
    socket.getaddrinfo(None, 9)
    assert outward.elsewhere == before


def test_a_name_that_is_looked_up_goes_out() -> None:
    outward = Outward(team=frozenset({"db.example"}))
    outward.heard("socket.getaddrinfo", ("collect.example", 443, 0, 0, 0))
    outward.heard("socket.getaddrinfo", (b"collect.example", 443, 0, 0, 0))
    outward.heard("socket.gethostbyname", ("collect.example",))
    outward.heard("socket.gethostbyaddr", (DOCUMENTATION,))
    outward.heard("socket.getnameinfo", ((DOCUMENTATION, 9),))
    assert outward.elsewhere == 5
    outward.heard("socket.getaddrinfo", ("db.example", 5432, 0, 0, 0))
    outward.heard("socket.sendmsg", (None, None))  # to whom it was connected before
    outward.heard("open", ("collect.example",))
    assert outward.elsewhere == 5


@pytest.mark.parametrize(
    ("database", "named"),
    [
        ("", set()),
        ("db.example.com", set()),
        ("postgresql://ana:x@db.example.com:5432/team", {"db.example.com"}),
        ("postgresql://ana@/team?host=/run/postgresql", {"/run/postgresql"}),
        ("postgresql:///team?host=one.example&host=two.example", {"one.example", "two.example"}),
    ],
)
def test_a_teams_database_is_named_by_its_setting(database: str, named: set[str]) -> None:
    assert hosts(database) == named


def test_connections_to_a_teams_database_are_counted_apart() -> None:
    outward, url = watching(), fresh()
    elsewhere, before = outward.elsewhere, outward.database
    engine = reach_postgres(url)
    with engine.connect() as one, engine.connect() as two:
        one.execute(text("SELECT 1"))
        two.execute(text("SELECT 1"))
    assert (outward.elsewhere, outward.database) == (elsewhere, before + 2)
    engine.dispose()
    drop(url)


def test_a_file_of_our_own_is_no_connection() -> None:
    outward = Outward()
    with closing(sqlite3.connect(":memory:")) as connection:
        outward.connected(connection, None)
    assert outward.database == 0
