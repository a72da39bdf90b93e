"""Addresses that are taken, foreign or impossible."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sidecar_server.doctor import port
from tests.doctor.setup import Computer


@contextmanager
def answering(status: int, body: bytes) -> Iterator[int]:
    """A web server that answers everything alike."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_our_own_server_is_fine(computer: Computer) -> None:
    with answering(200, port.HEALTHY) as number:
        computer.set(port=number)
        assert computer.wrong() == []
        assert "the server answers at" in computer.said("port")


def test_another_web_server_on_the_port(computer: Computer) -> None:
    with answering(404, b"not here") as number:
        computer.set(port=number)
        said = computer.the_fault("port")
    assert f"another program holds 127.0.0.1:{number}" in said
    assert "sidecar serve --port" in said


def test_a_silent_program_on_the_port(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "WAIT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as other:
        computer.set(port=other.getsockname()[1])
        assert "another program holds" in computer.the_fault("port")


def test_a_program_that_talks_otherwise(computer: Computer) -> None:
    def greet(listening: socket.socket) -> None:
        for _ in range(2):
            caller, _ = listening.accept()
            caller.sendall(b"220 mail.example ready\r\n")
            caller.close()

    with socket.create_server(("127.0.0.1", 0)) as other:
        thread = threading.Thread(target=greet, args=(other,))
        thread.start()
        computer.set(port=other.getsockname()[1])
        assert "another program holds" in computer.the_fault("port")
        thread.join()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example.com"])  # noqa: S104
def test_an_address_that_other_computers_reach(computer: Computer, host: str) -> None:
    computer.set(host=host)
    assert "use --host 127.0.0.1" in computer.the_fault("port")


@pytest.mark.parametrize("number", [65_536, 99_999, -1])
def test_a_port_that_is_none(computer: Computer, number: int) -> None:
    computer.set(port=number)
    assert f"there is no port {number} — set a port from" in computer.the_fault("port")


def test_a_port_that_changes_is_a_warning(computer: Computer) -> None:
    computer.set(port=0)
    assert "set one, so that browsers stay paired" in computer.the_doubt("port")
