"""What `sidecar purge` takes away, and what it never touches."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from sidecar_server.purge import look, remove
from sidecar_server.running import answers
from sidecar_server.settings import Settings
from tests.command import sidecar
from tests.process import free_port


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder as commands and services leave it."""
    home = tmp_path / "home"
    assert sidecar(home, "token", "till").exit_code == 0
    for name in ("sidecar.toml", "service.log", "service.xml", "sidecar.db-journal"):
        (home / name).touch()
    return home


@pytest.fixture
def port() -> str:
    return str(free_port())


@contextmanager
def server(status: int, body: bytes) -> Iterator[int]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    listening = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield listening.server_port
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def test_nothing_of_ours_is_left(home: Path, port: str) -> None:
    names = {path.name for path in home.iterdir()}
    assert len(names) == 5
    done = sidecar(home, "purge", stdin="y\n", SIDECAR_PORT=port)
    assert done.exit_code == 0, done.output
    before_asking = done.stdout.partition("Remove it?")[0]
    assert all(str(home / name) in before_asking for name in names)
    assert list(home.parent.iterdir()) == []
    for step in ("sidecar service remove", "pip uninstall empathy-sidecar", "chrome://extensions"):
        assert step in done.stdout


def test_a_no_keeps_everything(home: Path, port: str) -> None:
    held = {path: path.read_bytes() for path in home.iterdir()}
    for answer in ("n\n", "\n", ""):
        done = sidecar(home, "purge", stdin=answer, SIDECAR_PORT=port)
        assert done.exit_code == 1
        assert {path: path.read_bytes() for path in home.iterdir()} == held


def test_yes_does_not_ask(home: Path, port: str) -> None:
    done = sidecar(home, "purge", "--yes", SIDECAR_PORT=port)
    assert "Remove it?" not in done.output
    assert not home.exists()


def test_a_folder_that_is_not_there_is_fine(tmp_path: Path, port: str) -> None:
    done = sidecar(tmp_path / "none", "purge", SIDECAR_PORT=port)
    assert done.exit_code == 0
    assert "nothing is kept" in done.stdout
    assert not (tmp_path / "none").exists()


def test_what_others_put_there_is_named_and_stays(home: Path, port: str) -> None:
    (home / "letters").mkdir()
    (home / "letters" / "sidecar.db").write_text("not ours, whatever its name")
    (home / "notes.txt").write_text("mine")
    (home / "sidecar.db-wal").mkdir()  # a folder is nothing that we write
    done = sidecar(home, "purge", "--yes", SIDECAR_PORT=port)
    assert done.exit_code == 0, done.output
    stay = {"letters", "notes.txt", "sidecar.db-wal"}
    assert {path.name for path in home.iterdir()} == stay
    listed = done.stdout.partition("these stay")[2]
    assert all(str(home / name) in listed for name in stay)
    assert (home / "letters" / "sidecar.db").read_text() == "not ours, whatever its name"


def test_a_folder_of_others_alone_is_left_unasked(tmp_path: Path, port: str) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = sidecar(tmp_path, "purge", SIDECAR_PORT=port)
    assert done.exit_code == 0
    assert "Removed" not in done.stdout
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_links_are_not_followed(home: Path, port: str, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.toml"
    target.write_text("port = 1")
    (home / "sidecar.toml").unlink()
    (home / "sidecar.toml").symlink_to(target)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "sidecar.db").write_text("kept")
    (home / "link").symlink_to(tmp_path / "folder")
    done = sidecar(home, "purge", "--yes", SIDECAR_PORT=port)
    assert done.exit_code == 0, done.output
    assert f"{target} stays" in done.stdout
    assert target.read_text() == "port = 1"
    assert (tmp_path / "folder" / "sidecar.db").read_text() == "kept"
    assert [path.name for path in home.iterdir()] == ["link"]


def test_a_data_folder_that_is_a_link_is_refused_with_the_fix(
    home: Path, port: str, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(home)
    done = sidecar(tmp_path / "link", "purge", "--yes", SIDECAR_PORT=port)
    assert done.exit_code == 1
    assert f"SIDECAR_HOME={home}" in done.stderr
    assert (home / "sidecar.db").exists()


@pytest.mark.parametrize(
    ("status", "body"), [(200, b'{"status":"ok"}'), (503, b'{"status":"starting"}')]
)
def test_a_server_that_answers_is_to_be_stopped_first(home: Path, status: int, body: bytes) -> None:
    with server(status, body) as at:
        done = sidecar(home, "purge", "--yes", SIDECAR_PORT=str(at))
    assert done.exit_code == 1
    assert "stop it" in done.stderr
    assert (home / "sidecar.db").exists()
    assert (home / "sidecar.toml").exists()


@pytest.mark.parametrize("status", [200, 503])
def test_another_program_on_the_port_is_no_reason(home: Path, status: int) -> None:
    with server(status, b"hello") as at:
        assert not answers(Settings(port=at))
        assert sidecar(home, "purge", "--yes", SIDECAR_PORT=str(at)).exit_code == 0
    assert not home.exists()


def test_logs_and_copies_of_the_database_go_too(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("sidecar.db.before-0003", "logs/sidecar.log", "logs/sidecar.log.1"):
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    settings = Settings(home=home, port=free_port())
    remove(look(settings))
    assert not home.exists()
    (home / "logs").mkdir(parents=True)
    (home / "logs" / "notes.txt").write_text("somebody's")
    remove(look(settings))
    assert (home / "logs" / "notes.txt").exists()
