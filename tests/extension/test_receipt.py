"""The privacy receipt in the panel: reached by keys, the promises first, and true figures."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.extension.alone import Panel, browser
from tests.extension.alone import panel as alone  # `panel` is the real one here
from tests.extension.conftest import Desk
from tests.extension.test_panel_looks import LONG, OVERFLOW, problems

__all__ = ["alone", "browser"]
pytestmark = pytest.mark.browser

RECEIPT: dict[str, Any] = {
    "type": "receipt",
    "read": {
        "since": "2026-09-21T13:02:00+00:00",
        **{"customer": 41, "desk": 38, "others": 6, "drafts": 212, "searches": 3},
    },
    "held": {"chats": 3, "messages": 29, "remembered": 47},
    "kept": {"chat_texts": 0, "usage": 1284, "proposals": 2},
    "sent": {"since": "2026-09-21T06:00:00+00:00", "elsewhere": 0, "database": 0},
}
BROKEN = RECEIPT | {
    "kept": RECEIPT["kept"] | {"chat_texts": 1},
    "sent": RECEIPT["sent"] | {"elsewhere": 2, "database": 12},
}


def open_by_keys(panel: Panel, **changes: object) -> None:
    """Go there by Tab, however many places lie before it."""
    panel.show(receipts=True, **changes)
    button = panel.page.locator("#receipt-button")
    expect(button).to_be_visible()
    for _ in range(40):
        panel.press("Tab")
        if button.evaluate("(one) => one === document.activeElement"):
            break
    panel.press("Enter")
    expect(panel.page.locator("#receipt")).to_be_focused()


def tell(panel: Panel, receipt: dict[str, Any]) -> None:
    panel.all_sent()  # the sheet has asked by then
    panel.page.evaluate("(receipt) => tell(receipt)", receipt)


def figures(page: Page) -> dict[str, str]:
    rows = "(all) => all.map((one) => [one.textContent, one.nextElementSibling.textContent])"
    return dict(page.locator("#receipt dt").evaluate_all(rows))


def test_it_opens_and_closes_by_keys_alone(alone: Panel) -> None:
    open_by_keys(alone)
    sheet = alone.page.locator("#receipt")
    expect(sheet).to_contain_text("One moment.")
    assert alone.sent("receipt.asked") == [{"type": "receipt.asked"}]
    tell(alone, RECEIPT)
    expect(sheet).to_contain_text("Counted on this computer.")
    alone.press("Escape")
    expect(sheet).to_be_hidden()
    button = alone.page.locator("#receipt-button")
    expect(button).to_be_focused()
    again = "(one) => { one.click(); return document.querySelector('#receipt').textContent; }"
    assert "Counted on this computer." not in button.evaluate(again)  # those figures are old
    assert len(alone.sent("receipt.asked")) == 2  # anew each time
    alone.page.evaluate("tell({ type: 'receipt.asked.failed' })")
    expect(sheet).to_contain_text("No answer came")


def test_each_figure_stands_beside_its_name(alone: Panel) -> None:
    open_by_keys(alone)
    tell(alone, RECEIPT)
    found = figures(alone.page)
    assert list(found.values()) == [
        *("0", "0 bytes"),
        *("41", "38", "6", "212", "3"),
        *("3", "29", "47"),
        *("1,284", "2"),
    ]
    assert found["Texts from your chats on disk"] == "0"
    assert found["Customers’ messages"] == "41"
    assert found["Lines suggested to leads"] == "2"
    expect(alone.page.locator("#receipt .broken")).to_have_count(0)


def test_a_promise_that_is_not_kept_is_said_plainly(alone: Panel) -> None:
    open_by_keys(alone)
    tell(alone, BROKEN)
    sheet = alone.page.locator("#receipt")
    expect(sheet.locator("[data-kept=false] dd")).to_have_text(["1", "tries: 2"])
    expect(sheet.locator(".broken")).to_contain_text("This should be 0.")
    expect(sheet).not_to_contain_text("0 bytes")
    assert figures(alone.page)["Connections to the team’s database"] == "12"


def test_a_teams_server_is_named(alone: Panel) -> None:
    elsewhere = {"status": "connected", "address": "sidecar.example.com:443"}
    open_by_keys(alone, connection=elsewhere)
    tell(alone, RECEIPT)
    sheet = alone.page.locator("#receipt")
    expect(sheet).to_contain_text("Counted by sidecar.example.com, your team’s server.")
    expect(sheet).to_contain_text("From there to anyone else since")


def test_a_server_that_writes_none_is_not_asked(alone: Panel) -> None:
    expect(alone.page.locator("#receipt-button")).to_be_hidden()
    alone.show(receipts=True)
    expect(alone.page.locator("#receipt-button")).to_be_visible()


def test_another_day_is_named(alone: Panel) -> None:
    open_by_keys(alone)
    tell(alone, RECEIPT | {"sent": RECEIPT["sent"] | {"since": "2026-09-18T06:00:00+00:00"}})
    expect(alone.page.locator("#receipt")).to_contain_text("since Sep 18, ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("receipt", [RECEIPT, BROKEN], ids=["kept", "broken"])
def test_axe_finds_nothing_serious(alone: Panel, scheme: Any, receipt: dict[str, Any]) -> None:
    alone.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_by_keys(alone)
    tell(alone, receipt)
    assert problems(alone) == []


@pytest.mark.parametrize("width", [180, 280, 360, 600])  # 180: 360 at twice the size
def test_long_words_stay_inside(alone: Panel, width: int) -> None:
    alone.page.set_viewport_size({"width": width, "height": 740})
    address = {"status": "connected", "address": f"{LONG}.example.com:443"}
    alone.show(receipts=True, proposes=True, connection=address)
    alone.page.locator("#receipt-button").press("Enter")
    many = dict.fromkeys(("customer", "desk", "others", "drafts", "searches"), 10**12)
    tell(alone, BROKEN | {"read": RECEIPT["read"] | many})
    assert alone.page.evaluate(OVERFLOW) <= 0
    sides = "(all) => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
    assert alone.page.locator("footer *, #receipt *").evaluate_all(sides) <= width
    last = alone.page.get_by_role("button", name="Close")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()


def asked(desk: Desk) -> dict[str, str]:
    """Open the receipt by keys, read it, and close it."""
    button, sheet = desk.panel.locator("#receipt-button"), desk.panel.locator("#receipt")
    button.press("Enter")
    expect(sheet).to_contain_text("Read since")
    found = figures(desk.panel)
    desk.panel.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    return found


def test_from_the_helpdesk_to_the_figures(desk: Desk) -> None:
    """The whole way: page, worker, server and back; each message moves its figure by one."""
    desk.line(1)
    before = asked(desk)
    assert before["Texts from your chats on disk"] == "0"
    assert next(iter(before.values())) == "0"
    assert "0 bytes" in before.values()
    desk.customer_says_more()
    desk.line(1)
    desk.answer("I have your order before me and am calling the depot now, canary90b2.")
    more = {"Customers’ messages": 1, "Agents’ messages": 1}
    for _ in range(50):  # what was said is on its way to the server
        after = asked(desk)
        if all(after[name] != before[name] for name in more):
            break
    assert {name: int(after[name]) - int(before[name]) for name in more} == more
    assert after["Texts from your chats on disk"] == "0"
