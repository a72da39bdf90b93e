"""What strangers may cost: endless forms and floods of passwords are cut off, and pages go on."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from sqlalchemy import Engine

from sidecar_server.errors import BadInput
from sidecar_server.web import passwords
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.sign_in import TRIES, WITHIN_S, ByPassword
from tests.databases import engine
from tests.web.console.leads import Browser, House, browser
from tests.web.guarded.guard import signed_in

__all__ = ["engine"]
PATIENCE_S = 30
FILE = b'--b\r\nContent-Disposition: form-data; name="file%d"; filename="x"\r\n\r\n'


def endless(house: House, path: str, cookies: str, length: str = "") -> bytes:
    """Send files without an end until something is answered; gives the first line of that."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {house.address.removeprefix('http://')}",
        f"Origin: {house.address}",
        f"Cookie: {cookies}",
        "Content-Type: multipart/form-data; boundary=b",
        "Transfer-Encoding: chunked",
    ]
    lines += [f"Content-Length: {length}"] if length else []
    with socket.create_connection(("127.0.0.1", house.settings.port)) as caller:
        caller.settimeout(PATIENCE_S)
        caller.sendall("\r\n".join([*lines, "", ""]).encode())
        answered = Event()
        sending = Thread(target=_pour, args=(caller, answered))
        sending.start()
        try:
            return caller.recv(4096).partition(b"\r\n")[0]
        finally:
            answered.set()
            sending.join()


def _pour(caller: socket.socket, answered: Event) -> None:
    most, number = 4 * 1024 * 1024, 0
    try:
        while not answered.is_set() and number * 64 * 1024 < most:
            piece = FILE % number + b"x" * 64 * 1024 + b"\r\n"
            caller.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
            number += 1
    except OSError:
        pass  # it was hung up on


def test_who_is_not_signed_in_hands_in_no_files(house: House) -> None:
    with browser(house) as stranger:
        stranger.get("/console")
        cookies = "; ".join(f"{name}={value}" for name, value in stranger.client.cookies.items())
    assert endless(house, "/console/sign-in", cookies).startswith(b"HTTP/1.1 403")


def test_a_form_is_counted_whatever_its_headers_say(house: House) -> None:
    with browser(house) as agent:
        signed_in(house, agent, "agent")
        cookies = "; ".join(f"{name}={value}" for name, value in agent.client.cookies.items())
    for length in ("", "5"):
        answer = endless(house, "/console/browsers/pair", cookies, length)
        assert answer.startswith((b"HTTP/1.1 413", b"HTTP/1.1 400")), answer


def test_a_long_form_of_ours_is_taken(house: House, lead: Browser) -> None:
    page = lead.post("/console/bench", chat="Customer: hello\n" * 2_000)
    assert page.status_code in {200, 422}


@contextmanager
def flooded(house: House, calls: int) -> Iterator[None]:
    """Keep both places for a password's hash taken, and as many as that waiting for one."""
    with browser(house) as stranger, ThreadPoolExecutor(calls) as pool:
        stranger.get("/console")
        for _ in range(2):
            passwords._AT_ONCE.acquire()
        typed = {"way": "password", "name": "nobody", "password": "x" * 12}
        sent = [
            pool.submit(stranger.post, "/console/sign-in", **{**typed, "name": f"nobody {number}"})
            for number in range(calls)
        ]
        try:
            yield
            assert not any(one.done() for one in sent)
        finally:
            for _ in range(2):
                passwords._AT_ONCE.release()
        assert {one.result().status_code for one in sent} == {422}


def test_a_flood_of_passwords_holds_up_no_page(house: House, lead: Browser) -> None:
    lead.client.timeout = PATIENCE_S
    with flooded(house, 60):
        for _ in range(40):  # they arrive one by one
            assert lead.client.get("/console/history").status_code == 200


def test_many_passwords_at_once_are_many_tries(engine: Engine) -> None:
    accounts = Accounts(engine)
    accounts.add("Ana")
    way = ByPassword(accounts)

    def guess(number: int) -> bool:
        """Say whether the guess was looked at."""
        try:
            assert way.identify({"name": "Ana", "password": f"wrong {number}"}) is None
        except BadInput:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(guess, range(20))) == TRIES


def test_who_is_signed_in_does_not_guess_at_their_password_either(
    house: House, lead: Browser
) -> None:
    with browser(house) as one:
        name = signed_in(house, one, "agent")
        Accounts(house.parts.engine).set_password(name, "seven grey herons wait")
        one.get("/console")
        one.post("/console/sign-in", way="password", name=name, password="seven grey herons wait")
        one.get("/console/browsers")
        new = {"password": "another long password", "again": "another long password"}
        for number in range(TRIES):
            page = one.post("/console/browsers/password", before=f"wrong {number}", **new)
            assert "is another one" in page.text
        page = one.post("/console/browsers/password", before="seven grey herons wait", **new)
        assert "Too many wrong passwords" in page.text


@pytest.mark.parametrize("name", ["x" * 5_000, "\ufdfa" * 1_000])
def test_no_long_name_is_remembered(engine: Engine, name: str) -> None:
    way = ByPassword(Accounts(engine))
    assert way.identify({"name": name, "password": "x" * 12}) is None
    assert {len(one) for one in way._tried} == {100}


class NobodyKnown(Accounts):
    """Says no at once: a real comparison of ten thousand passwords takes minutes."""

    def knows(self, name: str, password: str) -> None:
        return None


def test_names_without_end_take_no_memory_without_end(engine: Engine) -> None:
    now = 0.0
    way = ByPassword(NobodyKnown(engine), clock=lambda: now)
    for number in range(10_001):
        way.identify({"name": f"n{number}", "password": "x"})
    now = WITHIN_S
    way.identify({"name": "Ana", "password": "x"})
    assert set(way._tried) == {"ana"}


def test_a_flood_of_names_gives_nobody_more_tries(engine: Engine) -> None:
    way = ByPassword(NobodyKnown(engine), clock=lambda: 0.0)
    for _ in range(TRIES):
        way.identify({"name": "Ana", "password": "x"})
    for number in range(10_001):
        way.identify({"name": f"n{number}", "password": "x"})
    with pytest.raises(BadInput, match="too many"):
        way.identify({"name": "Ana", "password": "x"})
