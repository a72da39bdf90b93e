"""The extension, the browsers and their policies."""

import json
import sys
from pathlib import Path

import pytest

from sidecar_server import __version__
from sidecar_server.settings import EXTENSION_ID
from tests.doctor.setup import Computer

TEAM = "bffdgacollmadcjmjooeolegnddpkbne"
PLACES = ("etc/chromium", "etc/opt/chrome", "etc/opt/edge")


def test_no_browser_is_a_warning(computer: Computer) -> None:
    computer.answer(environment={"PATH": str(computer.folder)})
    assert "install one of them" in computer.the_doubt("browser")


@pytest.mark.parametrize(
    ("system", "place"),
    [
        ("linux", "opt/google/chrome/chrome"),
        ("linux", "snap/bin/chromium"),
        ("darwin", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("darwin", "me/Applications/Chromium.app/Contents/MacOS/Chromium"),
        ("win32", "Program Files/Google/Chrome/Application/chrome.exe"),
        ("win32", "Program Files (x86)/Microsoft/Edge/Application/msedge.exe"),
        ("win32", "me/AppData/Local/Chromium/Application/chrome.exe"),
    ],
)
def test_a_browser_in_each_systems_places(computer: Computer, system: str, place: str) -> None:
    folder, browser = computer.folder, computer.folder / place
    browser.parent.mkdir(parents=True)
    browser.write_text("")
    environment = {
        "HOME": str(folder / "me"),
        "ProgramFiles": str(folder / "Program Files"),
        "ProgramFiles(x86)": str(folder / "Program Files (x86)"),
        "LocalAppData": str(folder / "me" / "AppData" / "Local"),
    }
    computer.answer(system=system, environment=environment)
    assert computer.wrong() == []
    assert Path(computer.said("browser")) == browser


@pytest.mark.skipif(sys.platform == "win32", reason="there PATH wants a name with .exe")
def test_a_browser_on_the_path(computer: Computer) -> None:
    assert computer.said("browser").endswith("google-chrome")


def test_no_extension(computer: Computer) -> None:
    (computer.folder / "extension" / "manifest.json").unlink()
    assert "install empathy-sidecar again" in computer.the_fault("extension")


def test_an_extension_of_another_version(computer: Computer) -> None:
    manifest = computer.folder / "extension" / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"{__version__}"', '"0.0.9"'))
    said = computer.the_fault("extension")
    assert f"is of version 0.0.9, and the server of {__version__}" in said
    assert "reload the extension" in said


def test_a_manifest_that_is_not_json(computer: Computer) -> None:
    (computer.folder / "extension" / "manifest.json").write_text("{")
    assert "is not JSON" in computer.the_fault("extension")


def policy(computer: Computer, content: object, place: str = PLACES[0]) -> Path:
    folder = computer.folder / place / "policies" / "managed"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "sidecar.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


def naming(server: object, extension: str = EXTENSION_ID) -> dict[str, object]:
    return {"3rdparty": {"extensions": {extension: {"server": server}}}}


@pytest.mark.parametrize("place", PLACES)
def test_a_policy_that_names_another_port(computer: Computer, place: str) -> None:
    file = policy(computer, naming("127.0.0.1:1"), place)
    said = computer.the_fault("policy")
    assert str(file) in said
    assert f'set "server": "127.0.0.1:{computer.settings.port}"' in said


def test_a_policy_for_a_teams_own_extension(computer: Computer) -> None:
    policy(computer, naming(["127.0.0.1"], TEAM))
    assert computer.wrong() == []  # not let in, so none of ours
    computer.set(extension_ids=(TEAM,))
    assert "to another server" in computer.the_fault("policy")


def test_a_policy_that_names_this_server_is_fine(computer: Computer) -> None:
    policy(computer, naming(f"localhost:{computer.settings.port}"))
    assert computer.wrong() == []
    assert "names this server" in computer.said("policy")


@pytest.mark.parametrize(("content", "line"), [('{\n"3rdparty": {,}\n}', 2), ("[]", 1)])
def test_a_malformed_policy(computer: Computer, content: str, line: int) -> None:
    file = policy(computer, content)
    said = computer.the_fault("policy")
    assert f"{file}:{line}: not" in said
    assert "docs/install.md" in said


def test_a_policy_without_our_extension_is_no_matter(computer: Computer) -> None:
    policy(computer, {"3rdparty": [], "HomepageLocation": "https://example.com"})
    assert "none for this extension" in computer.said("policy")


def test_a_policy_that_cannot_be_read(computer: Computer) -> None:
    file = policy(computer, {})
    file.unlink()
    file.mkdir()  # not even root reads it as a file
    assert f"run `chmod 644 {file}`" in computer.the_fault("policy")
