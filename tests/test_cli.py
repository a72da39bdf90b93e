"""The commands, as a person at a terminal meets them."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sidecar_server.library import database
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.handshake import id_of, key_of
from sidecar_server.web.pairing import Pairing, Purpose, plain
from tests.command import sidecar

CANARY = "zanzibarquartz"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def lines(*rows: Mapping[str, object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


CHAT = lines(
    {"role": "system", "text": "Chat started", "locale": "en-GB", "name": "Ana"},
    {"role": "customer", "text": "where is my parcel? it was due monday", "at": 3},
    {"role": "agent", "text": "let me look", "draft": True},
    {"role": "agent", "text": "Let me look.", "at": 20},
    {"role": "clock", "at": 300},
    {"role": "customer", "text": "my card was stolen", "conversation": "other", "at": 1},
)


def test_replay_writes_one_object_per_line_and_nothing_else(home: Path) -> None:
    done = sidecar(home, "replay", "-", "--json", stdin=CHAT)
    assert done.exit_code == 0
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["line"] for row in out] == [1, 2, 3, 4, 5, 6]
    assert [row["conversation"] for row in out] == ["1"] * 5 + ["other"]
    keys = {"line", "conversation", "cues", "suggestions", "findings", "nudges"}
    assert all(set(row) == keys for row in out)
    assert out[4]["cues"] is None
    item = out[1]["suggestions"][0]
    assert {"id", "kind", "text", "why", "score", "insertable"} <= set(item)


def test_replay_without_json_is_for_people(home: Path) -> None:
    done = sidecar(home, "replay", "-", stdin=CHAT)
    assert "customer: where is my parcel?" in done.stdout
    assert "why: They wrote" in done.stdout


def test_a_transcript_does_not_steer_the_terminal(home: Path) -> None:
    said = lines({"role": "customer", "text": "\x1b]0;title\x07 hi\x9b2J\r"})
    shown = sidecar(home, "replay", "-", stdin=said).stdout
    assert not {"\x1b", "\x07", "\x9b", "\r"} & set(shown)
    assert "hi" in shown


def test_suggest_answers_one_message(home: Path) -> None:
    done = sidecar(home, "suggest", "--json", "where is my parcel? it was due monday")
    assert json.loads(done.stdout)["line"] == 1


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ('{"role":"customer","text":"' + CANARY, "not JSON"),
        ('{"role":"' + CANARY + '","text":"hi"}', "role"),
        ('{"role":"customer","text":["' + CANARY + '"]}', "text"),
        ('{"text":"' + CANARY + '"}', "missing"),
        ('{"role":"customer","text":"' + CANARY + "\\ud83d" + '"}', "not JSON"),
    ],
)
def test_a_bad_line_is_named_with_the_fix_and_never_quoted(home: Path, bad: str, said: str) -> None:
    good = lines({"role": "customer", "text": "hi"})
    done = sidecar(home, "replay", "-", "--json", stdin=good + bad + "\n")
    assert done.exit_code == 1
    assert "line 2" in done.stderr
    assert said in done.stderr
    assert "one JSON object a line" in done.stderr
    assert CANARY not in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_what_editors_and_other_programs_leave_in_a_file_is_no_fault(home: Path) -> None:
    nulls = {"role": "customer", "text": "hi", "at": None, "locale": None, "conversation": None}
    written = "\ufeff" + lines(nulls).replace("\n", "\r\n") + "\n" + lines(nulls) + "\n\n"
    done = sidecar(home, "replay", "-", "--json", stdin=written)
    assert done.exit_code == 0, done.stderr
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()] == [1, 3]


def test_bytes_that_are_no_text_are_answered(home: Path) -> None:
    done = sidecar(home, "suggest", "--json", "my card \udcff was stolen")
    assert done.exit_code == 0, done.exception
    assert json.loads(done.stdout)["line"] == 1


def test_an_old_code_page_gets_what_it_can_hold(home: Path) -> None:
    command = [sys.executable, "-m", "sidecar_server.cli", "suggest", "荷物がまだ届きません"]
    old = {"SIDECAR_HOME": str(home), "SIDECAR_ENCODER": "hashing", "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, env=os.environ | old, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_commands_on_a_fresh_folder_at_once_all_succeed(home: Path) -> None:
    environment = os.environ | {"SIDECAR_HOME": str(home)}
    command = [sys.executable, "-m", "sidecar_server.cli", "token", "till"]
    running = [subprocess.Popen(command, env=environment) for _ in range(8)]
    assert [one.wait() for one in running] == [0] * 8


def test_a_team_goes_with_the_credential_the_code_and_the_session(home: Path) -> None:
    teams = ("--team", "sales", "--team", "Brand X")
    token = sidecar(home, "token", "Ana", "--role", "lead", *teams).stdout.strip()
    engine = database.open_database(home)
    made = Credentials(engine).find(id_of(key_of(token)))
    assert made
    assert (made.role, made.teams) == ("lead", ("Brand X", "sales"))
    pairing = Pairing(engine)
    purposes: dict[str, Purpose] = {"pair": "browser", "console": "console"}
    for command, purpose in purposes.items():
        code = sidecar(home, command, *teams).stdout.strip()
        assert pairing.newest(purpose) == key_of(plain(code))
        assert pairing.meant_for(key_of(plain(code))) == (("Brand X", "sales"), "")
        sidecar(home, command)
        assert pairing.meant_for(pairing.newest(purpose) or b"") == ((), "")
    engine.dispose()


@pytest.mark.parametrize("command", [("token", "Ana"), ("pair",), ("console",)])
@pytest.mark.parametrize("team", ["", "a,b", "x" * 61, "bell\x07"])
def test_a_team_that_cannot_be_called_so_is_refused_with_the_fix(
    home: Path, command: tuple[str, ...], team: str
) -> None:
    done = sidecar(home, *command, "--team", team)
    assert done.exit_code == 1
    assert not done.stdout
    assert "1 to 60 printable characters without a comma" in done.stderr


def test_a_folder_that_cannot_take_an_export_is_named_with_the_fix(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    done = sidecar(home, "library", "export", str(tmp_path / "file" / "out"))
    assert done.exit_code == 1
    assert str(tmp_path / "file") in done.stderr
    assert "To fix it" in done.stderr


def test_a_full_disk_is_said_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sidecar(home, "token", "one")
    full = sqlite3.connect(home / "sidecar.db").execute("PRAGMA page_count").fetchone()[0]
    safe = database._safe

    def tight(connection: sqlite3.Connection, record: object) -> None:
        safe(connection, record)  # type: ignore[arg-type]
        connection.execute(f"PRAGMA max_page_count={full}")

    monkeypatch.setattr(database, "_safe", tight)
    done = sidecar(home, "suggest", CANARY)
    assert done.exit_code == 1
    assert "disk is full" in done.stderr
    assert "To fix it: free the disk" in done.stderr


def test_a_token_is_printed_alone_and_stored_as_its_hash(home: Path) -> None:
    done = sidecar(home, "token", "till one")
    token = done.stdout.strip()
    assert done.stdout.count("\n") == 1
    assert len(token) >= 32
    assert token.encode() not in (home / "sidecar.db").read_bytes()


def test_a_pairing_code_is_sixteen_characters_in_four_groups(home: Path) -> None:
    code = sidecar(home, "pair").stdout.strip()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert code.replace("-", "").encode() not in (home / "sidecar.db").read_bytes()


def test_a_folder_without_entries_leaves_the_stored_library_serving(
    home: Path, tmp_path: Path
) -> None:
    sidecar(home, "suggest", "--json", "x")
    (tmp_path / "prompts").mkdir()
    done = sidecar(home, "suggest", "--json", "hello", SIDECAR_PROMPTS=str(tmp_path / "prompts"))
    assert done.exit_code == 0, done.exception
    assert "holds no entries" in done.stderr


def test_bad_library_files_leave_the_stored_library_serving(home: Path, tmp_path: Path) -> None:
    sidecar(home, "suggest", "--json", "x")
    broken = tmp_path / "prompts"
    broken.mkdir()
    (broken / "bad.toml").write_text("[[phrase")
    done = sidecar(home, "suggest", "--json", "where is it", SIDECAR_PROMPTS=str(broken))
    assert done.exit_code == 0, done.stderr
    assert "bad.toml:1" in done.stderr


def test_doctor_says_what_is_wrong_and_how_to_mend_it(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = sidecar(tmp_path / "file" / "home", "doctor", "--json")
    assert done.exit_code == 1
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert not found["data folder"]["ok"]
    assert "SIDECAR_HOME" in found["data folder"]["fix"]
    assert found["model"]["ok"]


def test_an_unknown_encoder_is_refused_with_the_known_ones(home: Path) -> None:
    done = sidecar(home, "suggest", "--encoder", "magic", "hi")
    assert done.exit_code == 1
    assert "hashing" in done.stderr


def test_nothing_the_customer_wrote_reaches_the_disk(home: Path) -> None:
    said = f"my {CANARY} card was stolen"
    sidecar(home, "replay", "-", stdin=lines({"role": "customer", "text": said}))
    sidecar(home, "suggest", said)
    held = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert CANARY.encode() not in held
