"""Pairing on the extension's own page: a wrong code says what to do, the right one pairs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.extension.chromium import Chromium, Killer, type_code
from tests.process import SidecarProcess

pytestmark = pytest.mark.browser
STORED = "chrome.storage.local.get().then((all) => Object.keys(all).sort())"


@pytest.fixture
def page(unpaired: Chromium) -> Iterator[Page]:
    """The pairing page of a browser that knows of no pairing, before and after."""
    forget(unpaired.pairing)
    yield unpaired.pairing
    forget(unpaired.pairing)


def forget(page: Page) -> None:
    page.evaluate("chrome.storage.local.clear()")
    Killer(page).kill()  # it remembers whom it speaks with
    page.reload()
    expect(page.locator("#state")).to_have_attribute("data-status", "unpaired")


def test_a_wrong_code_says_what_to_do_and_the_right_one_pairs(
    page: Page, server: SidecarProcess
) -> None:
    expect(page.locator("#state")).to_have_attribute("data-status", "unpaired")
    code = server.run("pair")
    type_code(page, server.authority, "AAAA-AAAA-AAAA-AAAA")
    expect(page.locator("#outcome:not([data-ok])")).to_contain_text("run sidecar pair again")
    expect(page.locator("#outcome")).to_contain_text("Not paired")
    expect(page.locator("#pair-step")).to_have_attribute("data-state", "now")
    assert page.evaluate(STORED) == []
    type_code(page, server.authority, code.lower().replace("-", " "))
    expect(page.locator("#outcome[data-ok]")).to_contain_text("That worked")
    expect(page.locator("#state")).to_contain_text(f"Paired and connected to {server.authority}")
    expect(page.locator("#code")).to_have_value("")
    expect(page.locator("#code")).to_be_hidden()  # this step is done
    expect(page.locator("#pair-step")).to_have_attribute("data-state", "done")
    expect(page.locator("#site-step")).to_have_attribute("data-state", "now")
    expect(page.locator("#site")).to_be_focused()
    page.reload()
    expect(page.locator("#state[data-status=connected]")).to_contain_text(server.authority)
    assert page.evaluate(STORED) == ["address", "token"]
    page.get_by_role("button", name="Pair again").click()
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
    expect(page.locator("#outcome:not([data-ok])")).to_contain_text(
        "nothing answers at 127.0.0.1:9"
    )
    expect(page.locator("#outcome code")).to_have_text("sidecar serve")


def test_a_paired_server_that_stops_is_told_with_the_fix_and_noticed_when_it_is_back(
    page: Page, tmp_path: Path
) -> None:
    step, state = page.locator("#pair-step"), page.locator("#state")
    with SidecarProcess(tmp_path / "home") as passing:
        type_code(page, passing.authority, passing.run("pair"))
        expect(state).to_have_attribute("data-status", "connected")
        passing.stop()
        expect(step).to_have_attribute("data-state", "trouble")
        expect(state.locator("code")).to_have_text("sidecar serve")
        passing.start()
        expect(step).to_have_attribute("data-state", "done")


def test_forgetting_takes_the_key_away_and_leads_back_to_the_first_step(
    page: Page, server: SidecarProcess
) -> None:
    type_code(page, server.authority, server.run("pair"))
    page.get_by_role("button", name="Forget this pairing").click()
    expect(page.locator("#outcome[data-ok]")).to_contain_text("Nothing is sent")
    expect(page.locator("#pair-step")).to_have_attribute("data-state", "now")
    expect(page.locator("#code")).to_be_focused()
    assert page.evaluate(STORED) == ["address"]


def test_what_is_no_address_is_not_dialled(page: Page) -> None:
    type_code(page, "sidecar example:8765", "AAAA-AAAA-AAAA-AAAA")
    expect(page.locator("#outcome:not([data-ok])")).to_contain_text("127.0.0.1:8765")
