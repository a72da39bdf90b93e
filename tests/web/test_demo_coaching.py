"""The demo desk in the live coaching: what it tells server and panel, what a visitor may try."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sidecar_server.conversation import Conversation
from sidecar_server.model import Advice, Card, Colleague, Cues, Finding, Item
from tests.extension.test_panel_looks import AXE, SERIOUS
from tests.web import stub
from tests.web.desk import Desk
from tests.web.test_demo_browser import answer, browser, card, panel, server

__all__ = ["browser", "server"]
pytestmark = pytest.mark.browser

# What the desk tells the server and its panel, and the panel's own line to the desk.
TAPPED = """(() => {
  Object.assign(window, { told: [], sent: [] });
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (message?.type) {
      window.line = this;
      told.push(structuredClone(message));
    }
    postMessage.call(this, message, ...rest);
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (frame) {
    sent.push(JSON.parse(frame));
    send.call(this, frame);
  };
})()"""
RUDE = Finding("tone", (2, 11), "calm down", "Say what you do.", ("bear with me",))


@pytest.fixture
def page(browser: Browser, server: Desk) -> Iterator[Page]:
    """A desk that is overheard, whose clock stands still until the test moves it."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.add_init_script(TAPPED)
    opened.clock.install()
    opened.goto(f"http://{server.authority}/demo")
    expect(panel(opened).locator("#privacy")).to_have_attribute("data-status", "connected")
    opened.clock.pause_at(opened.evaluate("Date.now()") / 1000 + 1)
    yield opened
    opened.close()


def until(found: Callable[[], Any], within_s: float = 10.0) -> Any:
    """Wait for something to be there, without moving the page's clock."""
    end = time.monotonic() + within_s
    while not (here := found()) and time.monotonic() < end:
        time.sleep(0.02)
    return here


def view(page: Page) -> dict[str, Any]:
    shown: dict[str, Any] = page.evaluate("told.findLast(({ type }) => type === 'view').view")
    return shown


def kinds(page: Page) -> list[str]:
    return [item["kind"] for item in view(page)["suggestions"]["items"]]


def told(page: Page, type_: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("type => told.filter(m => m.type === type)", type_)
    return found


def sent(page: Page, type_: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("type => sent.filter(m => m.type === type)", type_)
    return found


def say(page: Page, **message: Any) -> None:
    """Say something in the panel's place."""
    panel(page).evaluate("message => line.postMessage(message)", message)


def draft(page: Page, text: str) -> None:
    page.locator("#reply").fill(text)
    page.clock.run_for(400)


@pytest.fixture
def rude(page: Page, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A draft with one finding, which the panel has been told."""

    def check(_: stub.Advisor, __: Conversation, text: str) -> tuple[Finding, ...]:
        return (RUDE,) if RUDE.text in text else ()

    monkeypatch.setattr(stub.Advisor, "check", check)
    draft(page, "😀 calm down, please")
    assert until(lambda: view(page)["findings"])
    return page


def test_the_server_hears_the_card_before_any_chat(page: Page) -> None:
    types = page.evaluate("sent.map(({ type }) => type)")
    assert types.index("settings") < types.index("conversation.opened")
    [settings] = sent(page, "settings")
    assert settings["card"]["name"] == "Sam"
    assert (settings["rules"], settings["quiet"]) == ({}, False)
    today = until(lambda: view(page)["today"])
    assert set(today) == {"shown", "used", "hostile", "thanks", "off", "locked"}


def test_the_counts_of_the_day_reach_the_panel(page: Page) -> None:
    card(page)
    panel(page).locator("[data-act=insert]").first.click()
    assert until(lambda: view(page)["today"]["used"] == 1)
    assert view(page)["today"]["shown"] >= 1


def test_findings_are_gone_as_soon_as_the_reply_is_empty(rude: Page) -> None:
    [finding] = view(rude)["findings"]
    assert finding["span"] == [2, 11]
    assert finding["replacements"] == ["bear with me"]
    rude.locator("#reply").fill("")
    assert view(rude)["findings"] == []
    rude.clock.run_for(400)
    assert sent(rude, "draft.changed")[-1]["text"] == ""


def test_words_are_replaced_as_if_typed_and_the_caret_stays_at_its_words(rude: Page) -> None:
    reply = rude.locator("#reply")
    say(rude, type="replace", span=[2, 11], text="calm down", **{"with": "bear with me"})
    expect(reply).to_have_value("😀 bear with me, please")
    assert view(rude)["findings"] == []
    assert until(lambda: told(rude, "replaced"))[-1]["ok"] is True
    rude.keyboard.type("!")
    expect(reply).to_have_value("😀 bear with me, please!")
    rude.keyboard.press("Control+z")
    rude.keyboard.press("Control+z")
    expect(reply).to_have_value("😀 calm down, please")


def test_words_that_stand_there_no_more_are_left_alone(rude: Page) -> None:
    rude.locator("#reply").fill("😀 one moment, please")
    say(rude, type="replace", span=[2, 11], text="calm down", **{"with": "bear with me"})
    assert until(lambda: told(rude, "replaced"))[-1]["ok"] is False
    expect(rude.locator("#reply")).to_have_value("😀 one moment, please")


def test_a_rule_that_was_waved_away_stays_quiet_in_this_chat(rude: Page) -> None:
    say(rude, type="dismiss", id="finding:tone")
    assert until(lambda: not view(rude)["findings"])
    waved = sent(rude, "feedback")[-1]
    assert (waved["suggestion"], waved["event"]) == ("finding:tone", "dismissed")
    before = len(told(rude, "view"))
    draft(rude, "Please 😀 calm down")
    until(lambda: len(told(rude, "view")) > before, 1.0)
    assert view(rude)["findings"] == []
    rude.locator(".chat-row").nth(1).click()
    draft(rude, "😀 calm down")
    assert until(lambda: view(rude)["findings"])


def test_findings_and_half_written_replies_stay_with_their_chat(rude: Page) -> None:
    rude.locator(".chat-row").nth(1).click()
    assert view(rude)["findings"] == []
    rude.locator(".chat-row").nth(0).click()
    assert [one["rule"] for one in view(rude)["findings"]] == ["tone"]


def test_after_a_new_connection_the_reply_is_checked_again(rude: Page) -> None:
    say(rude, type="pause", paused=True)
    assert until(lambda: view(rude)["reading"]["state"] == "paused")
    assert view(rude)["findings"] == []
    say(rude, type="pause", paused=False)
    assert until(lambda: view(rude)["findings"])
    assert sent(rude, "draft.changed")[-1]["text"] == "😀 calm down, please"


def test_the_chats_come_in_the_order_of_their_need(page: Page) -> None:
    """The stub says so of each chat with "wait" in its id."""
    first = until(lambda: view(page)["chats"][0]["id"] == "left-waiting" and view(page)["chats"][0])
    assert first["why"] == "waiting"
    assert {one["why"] for one in view(page)["chats"][1:]} == {""}
    assert view(page)["chats"][1]["name"] == "Dana Whitfield"


def test_where_nobody_is_found_labelled_examples_stand_in(page: Page) -> None:
    card(page)
    say(page, type="match", request="r1")
    [answered] = until(lambda: told(page, "colleagues"))
    assert answered["request"] == "r1"
    names = [one["name"] for one in answered["people"]]
    assert names == ["Jonas (example)", "Amara (example)", "Haruka (example)"]
    assert {tuple(one["languages"]) for one in answered["people"]} == {("en",)}
    assert sent(page, "match")[-1]["conversation"] == "late-parcel"


def test_real_colleagues_are_given_as_they_are(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def match(_: stub.Advisor, __: Conversation, ___: list[Card]) -> list[Colleague]:
        return [Colleague("Ana", ("en",), ("deliveries",))]

    monkeypatch.setattr(stub.Advisor, "match", match)
    say(page, type="match", request="r1")
    [answered] = until(lambda: told(page, "colleagues"))
    assert [one["name"] for one in answered["people"]] == ["Ana"]


def test_the_reel_of_grateful_lines_is_answered(page: Page, server: Desk) -> None:
    [(_, shift)] = server.stub.conversations.shifts._open.values()
    shift.thanks.append("You made my day")
    say(page, type="reel", request="r2")
    assert until(lambda: told(page, "thanks")) == [
        {"type": "thanks", "request": "r2", "lines": ["You made my day"]}
    ]


def test_a_nudge_waits_until_three_seconds_after_the_last_key(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advise(_: stub.Advisor, conversation: Conversation) -> Advice:
        items = tuple(Item(one, one, "Line", "", 0.5, True) for one in ("phrase", "nudge"))
        return Advice(conversation.newest, Cues(), items)

    card(page)
    monkeypatch.setattr(stub.Advisor, "advise", advise)
    answer(page, "One moment")
    assert until(lambda: view(page)["suggestions"]["items"][0]["id"] == "phrase")
    page.clock.run_for(2_000)
    page.locator("#reply").press("x")
    page.clock.run_for(2_900)
    assert kinds(page) == ["phrase"]
    page.clock.run_for(100)
    assert kinds(page) == ["phrase", "nudge"]


def test_a_draft_to_try_fills_the_reply_and_undo_brings_back_what_stood_there(page: Page) -> None:
    reply = page.locator("#reply")
    reply.press_sequentially("half a reply")
    tries = page.locator("[data-try]")
    expect(tries).to_have_text(["Waves it off", "A sure promise", "An open gap"])
    text = tries.first.get_attribute("title")
    tries.first.click()
    assert text
    expect(reply).to_have_value(text)
    expect(reply).to_be_focused()
    page.clock.run_for(400)
    assert sent(page, "draft.changed")[-1]["text"] == text
    page.keyboard.press("Control+z")
    expect(reply).to_have_value("half a reply")


def test_each_chat_has_its_own_drafts_and_the_private_note_none(page: Page) -> None:
    expect(page.locator("[data-try]")).to_have_count(3)
    page.locator(".chat-row", has_text="Katrin").click()
    expect(page.locator("[data-try]")).to_have_text(["An idiom", "A date"])
    page.click("#tab-note")
    expect(page.locator("[data-tries]")).not_to_be_visible()


def test_the_card_opens_by_keyboard_and_escape_closes_it(page: Page) -> None:
    shown = page.locator("#card")
    expect(shown).not_to_be_visible()
    page.locator("#your-card").press("Enter")
    expect(shown).to_contain_text("I share my flat with two cats.")
    expect(shown).to_contain_text("In the extension this is yours to write, export and delete.")
    page.keyboard.press("Escape")
    expect(shown).not_to_be_visible()
    expect(page.locator("#your-card")).to_be_focused()


def test_starting_over_signs_off(page: Page, server: Desk) -> None:
    chats = server.stub.conversations._open
    assert until(lambda: len(chats) == 11)
    [old] = {owner for owner, _ in chats}
    page.click("#start-over")
    assert until(lambda: chats and all(owner != old for owner, _ in chats))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_serious(page: Page, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.click("#your-card")
    page.evaluate(AXE.read_text())
    page.clock.resume()  # axe waits for timers
    assert page.evaluate(SERIOUS) == []
