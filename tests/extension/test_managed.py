"""A team's signed package, installed by policy in a real Chromium, with what IT has set."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from sidecar_server.resources import folder
from tests.command import sidecar
from tests.extension.managed import ROOT, managed, policy, settings_page
from tests.extension.sites import answering
from tests.packages import extension_id, make_key, sign

pytestmark = pytest.mark.browser
UPDATE = """<?xml version='1.0'?>
<gupdate xmlns='http://www.google.com/update2/response' protocol='2.0'>
<app appid='{id}'><updatecheck codebase='{at}/crx' version='{version}'/></app></gupdate>"""


@contextmanager
def served(crx: bytes, own: str) -> Iterator[str]:
    """Serve the package, and the update manifest that names it."""

    version = json.loads((folder("extension") / "manifest.json").read_text())["version"]

    def answer(path: str, at: str) -> bytes:
        update = UPDATE.format(id=own, at=at, version=version)
        return crx if path == "/crx" else update.encode()

    with answering(answer, "application/octet-stream") as address:
        yield address


@pytest.fixture
def package(tmp_path: Path) -> tuple[bytes, str]:
    """A package signed by a team's key, and its extension id."""
    key = make_key(tmp_path)
    return sign(tmp_path, key).read_bytes(), extension_id(key)


@ROOT
def test_a_signed_package_is_installed_by_policy_with_what_it_has_set(
    playwright: Playwright, package: tuple[bytes, str], tmp_path: Path
) -> None:
    crx, own = package
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
    with served(crx, own) as at:
        values: dict[str, Any] = {
            "ExtensionInstallForcelist": [f"{own};{at}/update"],
            "3rdparty": {"extensions": {own: given}},
        }
        with policy(values, own) as write, managed(playwright, tmp_path / "profile") as context:
            page = settings_page(context, own)
            is_set(page, {**given, "profiles": [profile]})
            given["features"] = {"badge": True, "keysOn": False, "quiet": True}
            given["rules"] = {"hint": False}
            write(values)  # while the browser runs
            keys = page.get_by_role("switch", name="Plain keys in the panel")
            expect(keys).to_be_disabled()
            expect(keys).not_to_be_checked()
            expect(page.get_by_role("switch", name="Quiet")).to_be_disabled()
            expect(page.get_by_role("switch", name="In common")).to_be_disabled()
            expect(page.get_by_role("switch", name="Heard")).to_be_enabled()


@ROOT
def test_the_browser_takes_all_that_sidecar_policy_writes(
    playwright: Playwright, package: tuple[bytes, str], tmp_path: Path
) -> None:
    crx, own = package
    with served(crx, own) as at:
        written = sidecar(
            tmp_path / "home", "policy", "--browser", "chromium", "--os", "linux",
            "--update-url", f"{at}/update", "--server", "https://sidecar.example.com",
            "--site", "https://desk.example.com", SIDECAR_EXTENSION_IDS=own,
        ).stdout  # fmt: skip
        values = json.loads(written)
        with policy(values, own), managed(playwright, tmp_path / "profile") as context:
            page = settings_page(context, own)
            expect(page.locator("#address")).to_have_value("sidecar.example.com:443")
            expect(page.locator("#elsewhere")).to_contain_text("sent to sidecar.example.com")
            arrived = page.evaluate("chrome.storage.managed.get()")
            assert arrived == values["3rdparty"]["extensions"][own]
            page.goto("chrome://policy")
            for name in {*values} - {"3rdparty"}:
                row = page.locator("policy-row", has_text=name).first
                expect(row).to_contain_text(own)
                expect(row.locator(".policy.row .messages")).to_have_text("OK")


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
