"""Pairing on the extension's own page: a wrong code says what to do, the right one pairs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.extension.chromium import Chromium, Killer, type_code
from tests.process import SidecarProcess

pytestmark = pytest.mark.browser
STORED = "chrome.storage.local.get().then((all) => Object.keys(all).sort())"


@pytest.fixture
def page(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """The pairing page of a browser that was never paired."""
    with Chromium(playwright, tmp_path / "profile") as fresh:
        yield fresh.pairing


def test_a_wrong_code_says_what_to_do_and_the_right_one_pairs(
    page: Page, server: SidecarProcess
) -> None:
    expect(page.locator("#state")).to_have_attribute("data-status", "unpaired")
    code = server.run("pair")
    type_code(page, server.authority, "AAAA-AAAA-AAAA-AAAA")
    expect(page.locator("#outcome:not([data-ok])")).to_contain_text("run sidecar pair again")
    expect(page.locator("#outcome")).to_contain_text("Not paired")
    assert page.evaluate(STORED) == []
    type_code(page, server.authority, code.lower().replace("-", " "))
    expect(page.locator("#outcome[data-ok]")).to_contain_text(f"Paired with {server.authority}")
    expect(page.locator("#code")).to_have_value("")
    page.reload()
    expect(page.locator("#state[data-status=connected]")).to_contain_text(server.authority)
    assert page.evaluate(STORED) == ["address", "token"]
    type_code(page, server.authority, code)
    expect(page.locator("#outcome:not([data-ok])")).to_contain_text("pairing you have still holds")
    expect(page.locator("#outcome")).not_to_contain_text("Not paired")
    expect(page.locator("#state[data-status=connected]")).to_be_visible()


def test_pairing_wakes_a_stopped_worker(page: Page, server: SidecarProcess) -> None:
    code = server.run("pair")
    Killer(page).kill()
    type_code(page, server.authority, code)
    expect(page.locator("#outcome[data-ok]")).to_be_visible()


def test_no_server_at_the_address_says_how_to_start_one(page: Page) -> None:
    type_code(page, "127.0.0.1:9", "AAAA-AAAA-AAAA-AAAA")
    expect(page.locator("#outcome:not([data-ok])")).to_contain_text("sidecar serve")


def test_an_address_elsewhere_is_not_dialled(page: Page) -> None:
    type_code(page, "sidecar.example:8765", "AAAA-AAAA-AAAA-AAAA")
    expect(page.locator("#outcome:not([data-ok])")).to_contain_text("127.0.0.1:8765")
