"""Where a line must not go: a note that has the focus, a chat that is another by now."""

import pytest
from playwright.sync_api import Page, expect

from tests.extension.chromium import OURS
from tests.extension.helpdesk import LATE, Browser, browser, fresh

__all__ = ["browser", "fresh"]
pytestmark = pytest.mark.browser
RICH = """() => {
  const box = Object.assign(document.createElement("div"), { className: "rich" });
  box.contentEditable = "true";
  document.querySelector(".reply").replaceWith(box);
}"""
NOTE = """() => {
  const dialog = document.createElement("dialog");
  dialog.append(Object.assign(document.createElement("textarea"), { className: "note" }));
  document.body.append(dialog);
  dialog.showModal();
}"""


def panel_of(browser: Browser, page: Page) -> Page:
    panel = browser.chromium.context.new_page()
    panel.goto(f"{OURS}/panel/panel.html?tab={browser.chromium.tab(page)}")
    expect(panel.locator("#lines [data-id]").first).to_be_visible()
    panel.wait_for_timeout(300)
    return panel


def test_no_line_goes_into_a_note_whose_dialog_keeps_the_focus(browser: Browser) -> None:
    page = browser.page(LATE)
    panel = panel_of(browser, page)
    page.evaluate(NOTE)
    panel.locator("body").press("1")
    expect(panel.locator("#said")).to_contain_text("Copy it")
    expect(page.locator(".note")).to_have_value("")
    expect(page.locator(".reply")).to_have_value("")


def test_no_line_goes_into_a_chat_that_is_another_by_then(browser: Browser) -> None:
    browser.use(composer={"selector": ".rich", "kind": "rich"})
    page = browser.page()
    page.evaluate(RICH)
    page.evaluate("(line) => say('one', line)", LATE)
    panel = panel_of(browser, page)
    page.evaluate("""() => document.addEventListener("focusin", () => setTimeout(() => {
      document.querySelector(".chat").dataset.chat = "two";
    }, 20))""")
    panel.locator("body").press("1")
    expect(panel.locator("#said")).to_contain_text("chat has changed")
    page.wait_for_timeout(600)
    expect(page.locator(".rich")).to_have_text("")
