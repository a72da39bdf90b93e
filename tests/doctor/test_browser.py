"""The extension, the browsers and their policies."""

import json
import sys
from pathlib import Path

import pytest

from sidecar_server import __version__
from sidecar_server.package import load
from sidecar_server.settings import EXTENSION_ID
from tests.doctor.setup import Computer
from tests.packages import make_key, sign

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


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    return sign(folder, make_key(folder))


def test_a_package_that_is_served_is_fine(computer: Computer, package: Path) -> None:
    assert computer.said("extension package") == "none is served"
    computer.set(extension_package=str(package))
    assert computer.wrong() == []
    assert str(package) in computer.said("extension package")


def test_a_package_that_is_not_there(computer: Computer) -> None:
    computer.set(extension_package="ours.crx")
    said = computer.the_fault("extension package")
    assert str(computer.home / "ours.crx") in said
    assert "extension_package" in said


def test_a_damaged_package(computer: Computer, package: Path) -> None:
    damaged = computer.home / "ours.crx"
    damaged.write_bytes(package.read_bytes()[:-9])
    computer.set(extension_package=str(damaged))
    assert "build-extension --key" in computer.the_fault("extension package")


def test_a_package_of_another_version(computer: Computer, tmp_path: Path) -> None:
    crx = sign(tmp_path, make_key(tmp_path), version="0.0.9")
    computer.set(extension_package=str(crx))
    said = computer.the_doubt("extension package")
    assert f"of version 0.0.9, and the server of {__version__}" in said


def installing(update: str, extension: str = TEAM) -> dict[str, object]:
    return {"ExtensionInstallForcelist": [7, "nonsense", f"{extension};{update}"]}


def test_a_policy_that_installs_what_this_server_does_not_have(
    computer: Computer, package: Path
) -> None:
    here = f"http://localhost:{computer.settings.port}/extension/updates.xml"
    policy(computer, installing(here))
    assert "name the signed package in extension_package" in computer.the_fault("policy")
    computer.set(extension_package=str(package))
    said = computer.the_fault("policy")
    assert f"installs {TEAM} from this server" in said
    assert "sidecar policy" in said
    own = load(package).extension_id
    policy(computer, installing(here, own) | naming(f"127.0.0.1:{computer.settings.port}", own))
    assert computer.wrong() == []


@pytest.mark.parametrize(
    "update", ["https://it.example.com/extension/updates.xml", "http://[", "http://a:b/c", ""]
)
def test_a_policy_that_installs_from_elsewhere_is_no_matter(
    computer: Computer, update: str
) -> None:
    policy(computer, installing(update))
    assert computer.wrong() == []


def test_a_policy_names_a_team_server_as_the_extension_reads_it(computer: Computer) -> None:
    computer.set(hosts=("sidecar.example.com:443",))
    policy(computer, naming("https://sidecar.example.com"))
    assert computer.wrong() == []
    policy(computer, naming("http://sidecar.example.com"))
    assert "to another server" in computer.the_fault("policy")
