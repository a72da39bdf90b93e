"""The panel beside the demo desk: the note's gist and three lines at once, and what it says."""

import json

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from sidecar_server.conversation import Conversation
from sidecar_server.model import Advice, Cues, Item
from tests.web import stub
from tests.web.desk import Desk
from tests.web.test_demo_browser import answer, browser, chat, page, panel, pass_time, server

__all__ = ["browser", "page", "server"]
pytestmark = pytest.mark.browser

LINE = (
    "Which amount did you expect, and which one do you see? With both figures and the date I can "
    "look for the spot where they part."
)
NOTE = (
    "A courtesy before a fair request or a reminder; nothing is being admitted.\n"
    "Wave it off in a few words and answer the request fully.\n"
    "Do not accept the apology as if it were owed to you.\n"
    "Not only British."
)
IN_SIGHT = """(all) => all.every((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return top >= 0 && bottom <= document.querySelector("footer").getBoundingClientRect().top;
})"""
ALONE = """async (view) => {
  const { port1, port2 } = new MessageChannel();
  const listens = new Promise((resolve) => (port1.onmessage = resolve));
  const offer = () => postMessage({ type: "sidecar.port" }, location.origin, [port2]);
  offer();
  await listens;
  port1.postMessage({ type: "view", view });
}"""
OVERHEAR = """() => {
  window.overheard = [];
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (frame) {
    overheard.push(frame);
    send.call(this, frame);
  };
}"""
CUES = {"heat": 0.9, "stakes": "high"}
CHAT = {"tab": 0, "waitingSince": 0, "heat": 0.5, "fresh": True}
VIEW = {
    "connection": {"status": "connected", "address": "127.0.0.1:8765"},
    "reading": {"state": "reading", "site": "demo-desk", "messages": 12},
    "conversation": {
        "id": "c",
        "customer": {"name": "Margaret Hollis", "locale": "en-GB", "timezone": "Europe/London"},
        "waitingSince": 0,
        "heats": [0.2, 0.9],
    },
    "chats": [
        CHAT | {"id": id_, "name": id_, "here": id_ == "Margaret"}
        for id_ in ("Margaret", "Keiko", "Dana")
    ],
    "settings": {"keysOn": True, "keys": {}, "badge": False, "warnSlots": True},
}


def phrase(name: str, why: str = "They wrote “charged twice” · A charge looks wrong") -> Item:
    return Item(name, "phrase", LINE, why, 0.5, strategy="own", insertable=True)


def note() -> Item:
    why = "They wrote “a pain”"
    return Item("n", "note", NOTE, why, 1, insertable=False, title="Apology", source="reported")


@pytest.fixture
def noted(page: Page, monkeypatch: pytest.MonkeyPatch) -> Frame:
    """The panel with three lines and, behind them on the wire, a note."""
    items = (phrase("a"), phrase("b"), phrase("c"), note())

    def advise(_: stub.Advisor, conversation: Conversation) -> Advice:
        left = tuple(item for item in items if item.id not in conversation.taken)
        return Advice(conversation.newest, Cues(heat=0.25), left)

    monkeypatch.setattr(stub.Advisor, "advise", advise)
    pass_time(page, 6)
    expect(panel(page).locator("#lines [data-id]")).to_have_count(4)
    pass_time(page, 2)
    page.keyboard.press("F6")
    return panel(page)


def test_the_note_comes_first_and_the_keys_mean_the_lines(noted: Frame, page: Page) -> None:
    assert noted.locator("#lines [data-id]").first.get_attribute("data-id") == "n"
    expect(noted.locator(".gist")).to_have_text(NOTE.splitlines()[0])
    noted.locator("body").press("Escape")
    expect(noted.locator("[data-id=a]")).to_have_count(0)
    expect(noted.locator("[data-id=n]")).to_be_visible()
    pass_time(page, 1)  # a line must have stood for a moment before its key works
    noted.locator("body").press("1")
    expect(page.locator("#reply")).to_have_value(LINE)


def test_the_note_opens_by_a_key_and_stays_open_when_a_line_goes(noted: Frame) -> None:
    limits = noted.get_by_text("Not only British.")
    expect(limits).not_to_be_visible()
    noted.locator("body").press("n")
    expect(limits).to_be_visible()
    expect(noted.locator(".source").last).to_contain_text("no published source")
    noted.locator("body").press("Escape")
    expect(noted.locator("#lines [data-id]")).to_have_count(3)
    expect(limits).to_be_visible()
    noted.locator("body").press("n")
    expect(limits).not_to_be_visible()


def test_arrows_reach_the_note_where_enter_opens_it(noted: Frame, page: Page) -> None:
    noted.locator("body").press("ArrowDown")
    page.keyboard.press("Enter")
    expect(noted.get_by_text("Not only British.")).to_be_visible()
    expect(page.locator("#reply")).to_have_value("")
    page.keyboard.press("Escape")
    expect(noted.locator("[data-id=n]")).to_have_count(0)
    expect(noted.locator("#lines [data-id]")).to_have_count(3)


def test_why_is_said_once_for_all_lines(noted: Frame) -> None:
    expect(noted.locator(".reason")).to_contain_text("They wrote “charged twice”")
    expect(noted.locator(".reason")).to_contain_text("A charge looks wrong")
    expect(noted.locator("[data-kind=phrase] .why")).to_have_count(0)


def test_what_was_said_of_one_chat_is_gone_in_the_next(noted: Frame, page: Page) -> None:
    noted.locator("body").press("1")
    expect(noted.locator("#said")).to_contain_text("Inserted")
    chat(page, 1)
    expect(noted.locator("#customer")).not_to_contain_text("Dana")
    assert noted.locator("#said").inner_text() == ""  # at once: it would go by itself in a while


def test_the_panel_goes_to_another_chat_and_keeps_the_keyboard(noted: Frame, page: Page) -> None:
    expect(noted.locator("#chats button")).to_have_count(10)
    first = noted.locator("#chats button").first
    name = first.locator(".name").inner_text()
    noted.locator("body").press("o")
    page.keyboard.press("Enter")
    expect(page.locator("[data-who]")).to_have_text(name)
    expect(noted.locator("h1")).to_have_text(name)
    expect(noted.locator("#chats")).to_contain_text("Dana")
    expect(page.locator("#reply")).not_to_be_focused()


def test_the_wait_ends_with_the_answer(noted: Frame, page: Page) -> None:
    expect(noted.locator("#customer .wait")).to_be_visible()
    expect(noted.locator(".heat")).to_contain_text("tense")
    answer(page, "I am looking for it now")
    expect(noted.locator("#customer .wait")).to_have_count(0)


def test_a_paused_desk_tells_the_server_nothing_and_shows_nothing(
    noted: Frame, page: Page, server: Desk
) -> None:
    noted.get_by_role("button", name="Pause").click()
    expect(noted.get_by_role("heading")).to_have_text("Paused on this site")
    expect(noted.locator("#lines [data-id]")).to_have_count(0)
    page.evaluate(OVERHEAR)
    answer(page, "Nobody hears this")
    pass_time(page, 30)
    types = {json.loads(frame)["type"] for frame in page.evaluate("overheard")}
    assert types <= {"tick"}
    assert not server.stub.conversations._open  # the server was told to forget them all
    noted.get_by_role("button", name="Resume").click()
    expect(noted.locator("#lines [data-id]")).to_have_count(4)


@pytest.mark.parametrize("font", ["system-ui", "DejaVu Sans"])
def test_three_lines_and_the_gist_are_in_sight_at_once(
    browser: Browser, server: Desk, font: str
) -> None:
    """The panel alone, as narrow as a browser's side panel, also with letters wider than most."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"http://{server.authority}/demo/extension/panel/panel.html")
    page.evaluate("font => document.documentElement.style.setProperty('--font', font)", font)
    page.evaluate(ALONE, VIEW | {"suggestions": {"offset": 1, "cues": CUES, "items": sent()}})
    seen = page.locator(".gist, [data-kind=phrase]")
    expect(seen).to_have_count(4)
    assert seen.evaluate_all(IN_SIGHT)
    page.close()


def sent() -> list[dict[str, object]]:
    kept = ("id", "kind", "text", "why", "title", "strategy", "source", "insertable")
    items = (phrase("a"), phrase("b"), phrase("c"), note())
    return [{name: getattr(item, name) for name in kept} for item in items]


def test_an_open_gap_is_sent_on_the_second_try_only(page: Page) -> None:
    sent = page.locator("[data-role=agent]")
    warning = page.locator("[data-gap-warning]")
    answer(page, "I am looking for {item} now, {item} first.")
    expect(warning).to_have_text(
        "There is an open gap: {item}. Fill it in, or send once more as it stands."
    )
    expect(sent).to_have_count(0)
    page.keyboard.type("it")
    expect(warning).to_contain_text("{item}")  # the second one is still open
    page.keyboard.press("Enter")
    expect(sent).to_have_count(1)
    expect(warning).not_to_be_visible()


def test_a_filled_gap_takes_its_warning_back(page: Page) -> None:
    answer(page, "I am looking for {item}.")
    page.keyboard.type("it")
    expect(page.locator("[data-gap-warning]")).not_to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-role=agent] [data-message-text]")).to_have_text(
        "I am looking for it."
    )


def test_a_gap_in_another_chat_is_warned_of_anew(page: Page) -> None:
    answer(page, "I am looking for {item}.")
    chat(page, 1)
    expect(page.locator("[data-gap-warning]")).not_to_be_visible()
    answer(page, "I am looking for {item}.")
    expect(page.locator("[data-gap-warning]")).to_be_visible()
    expect(page.locator("[data-role=agent]")).to_have_count(0)
