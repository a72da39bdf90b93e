"""A team's signed package, installed by policy in a real Chromium, with the settings IT gives it.

Chromium reads policies from one folder of the whole machine: this test needs the right to write
there, keeps to its own extension id, and takes its file away again.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from sidecar_server.resources import folder
from tests.command import sidecar
from tests.extension.sites import answering

pytestmark = pytest.mark.browser
POLICIES = Path("/etc/chromium/policies/managed")
TOP = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-sync",
    # What fetches the package would call home as well; nothing but this machine is found.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
KEPT_FROM = ["--disable-extensions", "--disable-background-networking"]
UPDATE = """<?xml version='1.0'?>
<gupdate xmlns='http://www.google.com/update2/response' protocol='2.0'>
<app appid='{id}'><updatecheck codebase='{at}/crx' version='{version}'/></app></gupdate>"""


@contextmanager
def served(crx: bytes, extension_id: str) -> Iterator[str]:
    """Serve the package, and the update manifest that names it."""

    version = json.loads((folder("extension") / "manifest.json").read_text())["version"]

    def answer(path: str, at: str) -> bytes:
        update = UPDATE.format(id=extension_id, at=at, version=version)
        return crx if path == "/crx" else update.encode()

    with answering(answer, "application/octet-stream") as address:
        yield address


@pytest.fixture
def package(tmp_path: Path) -> tuple[bytes, str]:
    """A package signed by a team's key, and its extension id."""
    pem = tmp_path / "team.pem"
    make = ["openssl", "genpkey", "-algorithm", "RSA", "-out", str(pem)]
    subprocess.run(make, capture_output=True, check=True)
    build = [str(TOP / "scripts" / "build-extension"), "--key", str(pem), "--to", str(tmp_path)]
    said = subprocess.run(build, capture_output=True, text=True, check=True).stdout
    [crx] = tmp_path.glob("*.crx")
    return crx.read_bytes(), said.split()[-1]


@contextmanager
def policy(values: dict[str, Any], name: str) -> Iterator[Path]:
    missing = [one for one in (POLICIES, *POLICIES.parents) if not one.exists()]
    POLICIES.mkdir(parents=True, exist_ok=True)
    file = POLICIES / f"{name}.json"
    file.write_text(json.dumps(values))
    try:
        yield file
    finally:
        file.unlink()
        for one in missing:
            one.rmdir()


def settings_page(context: BrowserContext, extension_id: str) -> Page:
    """Wait for the page that opens at the installation."""
    for _ in range(600):
        for page in context.pages:
            if page.url.startswith(f"chrome-extension://{extension_id}/options/"):
                return page
        context.pages[0].wait_for_timeout(100)
    raise AssertionError("the package was not installed")


ROOT = pytest.mark.skipif(
    not os.access("/etc", os.W_OK), reason="policies are root's to write: run as root"
)


@ROOT
def test_a_signed_package_is_installed_by_policy_with_what_it_has_set(
    playwright: Playwright, package: tuple[bytes, str], tmp_path: Path
) -> None:
    crx, extension_id = package
    shipped = json.loads((folder("extension") / "sites/demo-desk.json").read_text())
    profile = {**shipped, "id": "its-desk", "match": ["https://desk.example.com/*"]}
    given: dict[str, Any] = {
        "server": "localhost:9911",
        "sites": ["https://desk.example.com", "nonsense"],
        "profiles": [{**profile, "unknown": "dropped"}],
        "features": {"badge": False},
        "rules": {"heard": False, "nonsense": False},
        "token": "not in the schema, so it does not arrive",
    }
    with served(crx, extension_id) as at:
        values: dict[str, Any] = {
            "ExtensionInstallForcelist": [f"{extension_id};{at}/update"],
            "DeveloperToolsAvailability": 1,  # or nothing could drive the browser
            "3rdparty": {"extensions": {extension_id: given}},
        }
        with policy(values, f"sidecar-test-{extension_id}") as file:
            context = playwright.chromium.launch_persistent_context(
                str(tmp_path / "profile"), executable_path="/usr/bin/chromium",
                args=FLAGS, ignore_default_args=KEPT_FROM,
            )  # fmt: skip
            page = settings_page(context, extension_id)
            is_set(page, {**given, "profiles": [profile]})
            given["features"] = {"badge": True, "keysOn": False, "quiet": True}
            given["rules"] = {"hint": False}
            file.write_text(json.dumps(values))  # while the browser runs
            keys = page.get_by_role("switch", name="Plain keys in the panel")
            expect(keys).to_be_disabled()
            expect(keys).not_to_be_checked()
            expect(page.get_by_role("switch", name="Quiet")).to_be_disabled()
            expect(page.get_by_role("switch", name="In common")).to_be_disabled()
            expect(page.get_by_role("switch", name="Heard")).to_be_enabled()
            context.close()


@ROOT
def test_the_browser_takes_all_that_sidecar_policy_writes(
    playwright: Playwright, package: tuple[bytes, str], tmp_path: Path
) -> None:
    crx, extension_id = package
    with served(crx, extension_id) as at:
        written = sidecar(
            tmp_path / "home", "policy", "--browser", "chromium", "--os", "linux",
            "--update-url", f"{at}/update", "--server", "127.0.0.1:9912",
            "--site", "https://desk.example.com", SIDECAR_EXTENSION_IDS=extension_id,
        ).stdout  # fmt: skip
        values = json.loads(written)
        with policy({**values, "DeveloperToolsAvailability": 1}, f"sidecar-test-{extension_id}"):
            context = playwright.chromium.launch_persistent_context(
                str(tmp_path / "profile"), executable_path="/usr/bin/chromium",
                args=FLAGS, ignore_default_args=KEPT_FROM,
            )  # fmt: skip
            page = settings_page(context, extension_id)
            expect(page.locator("#address")).to_have_value("127.0.0.1:9912")
            arrived = page.evaluate("chrome.storage.managed.get()")
            assert arrived == values["3rdparty"]["extensions"][extension_id]
            page.goto("chrome://policy")
            for name in {*values} - {"3rdparty"}:
                row = page.locator("policy-row", has_text=name).first
                expect(row).to_contain_text(values[name][0])
                expect(row.locator(".policy.row .messages")).to_have_text("OK")
            context.close()


def is_set(page: Page, given: dict[str, Any]) -> None:
    """What IT has set is there, and locked, with its faults named."""
    desk = page.locator("#sites > [data-origin='https://desk.example.com']")
    expect(desk).to_contain_text("Set by your organisation")
    expect(desk.get_by_role("button", name="Remove")).to_have_count(0)
    expect(page.locator("#address")).to_have_value(given["server"])
    expect(page.locator("#address")).to_have_attribute("readonly", "")
    badge = page.get_by_role("switch", name="A small badge")
    expect(badge).to_be_disabled()
    expect(badge).not_to_be_checked()
    heard = page.get_by_role("switch", name="Heard")
    expect(heard).to_be_disabled()
    expect(heard).not_to_be_checked()
    expect(page.locator("#about-rule-heard")).to_contain_text("Set by your organisation")
    expect(page.locator("#faults")).to_contain_text("“sites[1]”")
    arrived = page.evaluate("chrome.storage.managed.get()")
    names = ("server", "sites", "profiles", "features")
    assert arrived == {name: given[name] for name in names} | {"rules": {"heard": False}}
