"""`sidecar account` and `sidecar tokens`, run as commands beside a database."""

import re
import subprocess
from pathlib import Path

import pytest

from sidecar_server.library.database import open_database
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.handshake import id_of, key_of
from sidecar_server.web.pairing import Pairing, plain
from tests.process import SidecarProcess

CODE = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}")


@pytest.fixture
def sidecar(tmp_path: Path) -> SidecarProcess:
    return SidecarProcess(tmp_path / "home", "hashing")


def failed(done: "subprocess.CompletedProcess[str]", said: str) -> bool:
    return done.returncode != 0 and said in done.stderr and "Traceback" not in done.stderr


def test_an_account_is_added_changed_invited_and_removed(sidecar: SidecarProcess) -> None:
    code = sidecar.run("account", "add", "Ana", "--role", "lead", "--team", "sales")
    assert CODE.fullmatch(code)
    engine = open_database(sidecar.home)
    assert Pairing(engine).invited(key_of(plain(code))) == "ana"
    assert sidecar.run("account", "list") == "lead   Ana  [sales]  (invited)"
    sidecar.run("account", "change", "ana", "--role", "agent")
    sidecar.run("account", "change", "ana", "--team", "brand")
    Accounts(engine).set_password("Ana", "seven grey herons wait")
    assert sidecar.run("account", "list") == "agent  Ana  [brand]"
    sidecar.run("account", "change", "ana", "--no-team")
    assert sidecar.run("account", "list") == "agent  Ana"
    again = sidecar.run("account", "invite", "Ana")
    assert again != code
    assert Pairing(engine).invited(key_of(plain(code))) == ""
    assert Accounts(engine).knows("Ana", "seven grey herons wait") is None
    sidecar.run("account", "remove", "Ana")
    assert sidecar.run("account", "list") == ""


def test_what_cannot_be_is_a_sentence_with_the_fix(sidecar: SidecarProcess) -> None:
    sidecar.run("account", "add", "Ana", "--role", "admin")
    assert failed(sidecar.ask("account", "add", "ANA"), "there is an account")
    assert failed(sidecar.ask("account", "remove", "Ana"), "last admin")
    for command in (("change", "Ben", "--role", "lead"), ("invite", "Ben"), ("remove", "Ben")):
        assert failed(sidecar.ask("account", *command), "sidecar account list")
    assert failed(sidecar.ask("account", "add"), "--file")
    assert failed(sidecar.ask("tokens", "revoke", "0" * 16), "sidecar tokens list")
    assert failed(sidecar.ask("token", "Ana", "--days", "0"), "give 1 to")


def test_many_are_added_from_a_table(sidecar: SidecarProcess, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    rows = ("name,role,teams", "Ana,lead,sales;brand", "Ben,,", "\u00c5sa,agent,sales")
    table.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8")
    lines = sidecar.run("account", "add", "--file", str(table)).splitlines()
    assert [line[21:] for line in lines] == ["Ana", "Ben", "\u00c5sa"]
    assert all(CODE.fullmatch(line[:19]) for line in lines)
    assert len(set(lines)) == 3
    assert "lead   Ana  [brand, sales]  (invited)" in sidecar.run("account", "list")
    table.write_text("name,role\nCleo,agent\nAna,agent\n")
    assert failed(sidecar.ask("account", "add", "--file", str(table)), "there is an account")
    assert "Cleo" not in sidecar.run("account", "list")


def test_tokens_are_listed_and_revoked(sidecar: SidecarProcess) -> None:
    token = sidecar.run("token", "wall board", "--role", "monitor", "--days", "30")
    sidecar.run("token", "Ana", "--team", "sales")
    id_ = id_of(key_of(token))
    listed = sidecar.run("tokens", "list").splitlines()
    assert len(listed) == 2
    [line] = [one for one in listed if one.startswith(id_)]
    assert re.fullmatch(rf"{id_}  monitor  wall board  until \d{{4}}-\d\d-\d\d", line)
    assert token not in "".join(listed)
    sidecar.run("tokens", "revoke", id_)
    assert Credentials(open_database(sidecar.home)).find(id_) is None
    assert len(sidecar.run("tokens", "list").splitlines()) == 1
