"""`sidecar review`: a chat to read, as JSON, folders as totals; and nothing of it is kept."""

from pathlib import Path

import orjson
import pytest

from tests.process import SidecarProcess

CANARY = "canary9e4d77"
CHAT = (
    ("customer", f"my parcel {CANARY} is late and nobody answers. where is it?", 0),
    ("agent", f"I am looking for {CANARY} now, back in two minutes.", 30),
    ("agent", "It lies at the depot and comes tomorrow.", 80),
    ("customer", "ok thanks", 100),
)


def chat(practice: bool = False) -> bytes:
    rows = [{"role": role, "text": text, "at": at} for role, text, at in CHAT]
    if practice:
        rows[0]["practice"] = True
    return b"\n".join(map(orjson.dumps, rows))


@pytest.fixture
def sidecar(tmp_path: Path) -> SidecarProcess:
    return SidecarProcess(tmp_path / "home", encoder="hashing")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five agents: three with a file, two with a folder, each with practice and a real chat."""
    made = tmp_path / "shift"
    for number in range(5):
        theirs = made / f"agent-{number}-visible"
        theirs.mkdir(parents=True)
        (theirs / "practice.jsonl").write_bytes(chat(practice=True))
        (theirs / "real.jsonl").write_bytes(chat())
    return made


def test_a_review_is_read_by_a_person(sidecar: SidecarProcess, tmp_path: Path) -> None:
    file = tmp_path / "chat.jsonl"
    file.write_bytes(chat())
    said = sidecar.run("review", str(file))
    for title in ("of 100", "Points heard", "Promises kept", "1 of 1", "Heat"):
        assert title in said


def test_a_review_is_read_by_a_program(sidecar: SidecarProcess, tmp_path: Path) -> None:
    file = tmp_path / "chat.jsonl"
    file.write_bytes(chat(practice=True))
    found = orjson.loads(sidecar.run("review", "--json", str(file)))
    assert found["practice"] is True
    measures = {one["id"]: one for one in found["measures"]}
    assert measures["promises"]["value"] == "1 of 1"
    assert len(found["curve"]) == 2


def test_a_review_is_a_page_to_read_and_print(sidecar: SidecarProcess, tmp_path: Path) -> None:
    file, page = tmp_path / "chat.jsonl", tmp_path / "review.html"
    file.write_bytes(chat() + b"\n" + orjson.dumps({"role": "agent", "text": "<b>&", "at": 120}))
    done = sidecar.ask("review", "--page", str(page), str(file))
    assert (done.returncode, done.stdout) == (0, "")
    text = page.read_text()
    for part in ("of 100", "Promises kept", CANARY, "&lt;b&gt;&amp;", "default-src"):
        assert part in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_four_agents_are_refused_and_nothing_is_told(sidecar: SidecarProcess, folder: Path) -> None:
    for file in (folder / "agent-4-visible").iterdir():
        file.unlink()
    done = sidecar.ask("review", str(folder))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "4 agents" in done.stderr
    assert "five agents or more" in done.stderr


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_five_agents_give_totals_alone(
    sidecar: SidecarProcess, folder: Path, option: tuple[str, ...]
) -> None:
    done = sidecar.ask("review", *option, str(folder))
    assert done.returncode == 0, done.stderr
    assert "visible" not in done.stdout + done.stderr
    assert CANARY not in done.stdout + done.stderr
    if option:
        found = orjson.loads(done.stdout)
        assert found["practice"]["agents"] == found["real"]["agents"] == 5
        assert found["gap"]["total"] == 0
    else:
        assert "over 5 agents and 5 chats" in done.stdout
        assert "Practice less real" in done.stdout


def test_nothing_of_what_was_read_is_kept(
    sidecar: SidecarProcess, folder: Path, tmp_path: Path
) -> None:
    sidecar.run("review", str(folder))
    sidecar.run("review", str(folder / "agent-0-visible" / "real.jsonl"))
    files = [file for file in sidecar.home.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if CANARY.encode() in file.read_bytes()]


def test_what_cannot_be_read_is_said_without_its_text(
    sidecar: SidecarProcess, tmp_path: Path
) -> None:
    file = tmp_path / "other.json"
    file.write_text(f'{{"kind": "{CANARY}"}}')
    done = sidecar.ask("review", str(file))
    assert done.returncode == 1
    assert "JSON of a kind that is not known" in done.stderr
    assert "Chatwoot" in done.stderr
    assert CANARY not in done.stderr
