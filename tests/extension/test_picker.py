"""The picker maps helpdesks that nobody wrote a profile for, by mouse and by keys alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.extension.chromium import Chromium
from tests.extension.picking import PAGES, Picking
from tests.extension.sites import site

pytestmark = pytest.mark.browser
LONGEST_WALK = 40
ROLES = ["customer", "agent", "note", "bot", "system"]


@dataclass(frozen=True)
class Helpdesk:
    """A page, what to show in it (by expressions, and by texts to walk to), what must come."""

    page: str
    clicks: tuple[str, str, str, str | None, str]
    texts: tuple[str, str, str, str | None, str]
    conversation: str
    path: str = "/desk/conversations/4711"
    fixes: dict[str, str] = field(default_factory=dict)
    """What the preview gets wrong, and whose it is."""
    note_switch: str | None = None
    chats: int = 1
    name: str | None = None
    """The customer's, where the page states it beside the messages."""


SHADOW = "document.querySelector('lantern-app').shadowRoot.querySelector"
FRAME = "document.querySelector('iframe').contentDocument.querySelector"
WINDOW = "document.querySelectorAll('.window')[1].querySelector"
HELPDESKS = [
    Helpdesk(
        "semantic",
        (
            "document.querySelectorAll('.entry')[3]",
            "document.querySelector('[data-author-type=visitor] p')",
            "document.querySelector('[data-author-type=operator] p')",
            "document.querySelector('[data-author-type=internal] p')",
            "document.querySelector('[name=reply]')",
        ),
        ("oh that's kind", "so what happens", "You ordered blue", "Warehouse", "Write to Maya"),
        "4711",
        name="Maya Fernandes",
    ),
    Helpdesk(
        "soup",
        (
            "document.querySelectorAll('.css-ab12cd')[3]",
            "document.querySelectorAll('.css-ab12cd')[4]",
            "document.querySelectorAll('.css-ab12cd')[6]",
            None,
            "document.querySelector('textarea')",
        ),
        ("1 of", "android 14", "Please give me two", None, "1 of 1"),
        "/",
        path="/",
    ),
    Helpdesk(
        "shadow",
        (
            f"{SHADOW}All('.words')[5]",
            f"{SHADOW}All('.is-incoming:not(.is-robot) .words')[1]",
            f"{SHADOW}All('.is-outgoing .words')[1]",
            f"{SHADOW}('.is-private .words')",
            f"{SHADOW}('.editor')",
        ),
        ("1 of", "charged twice", "Yes. The second", "Second charge", "1 of"),
        "8f3a91c2",
        fixes={"Noor joined the chat": "system"},
        note_switch=f"{SHADOW}('.audience')",
    ),
    Helpdesk(
        "frame",
        (
            f"{FRAME}All('[id^=line]')[3]",
            f"{FRAME}All('.bg-slate-100')[1]",
            f"{FRAME}All('.bg-sky-600')[1]",
            f"{FRAME}('.bg-yellow-100')",
            f"{FRAME}('.ProseMirror')",
        ),
        (": yes please", "I need the 12th", "Give me one minute", "12th is full", "1 of"),
        "THR-90211",
    ),
    Helpdesk(
        "windows",
        (
            f"{WINDOW}All('dd')[1]",
            f"{WINDOW}All('dd')[2]",
            f"{WINDOW}All('dd')[3]",
            None,
            f"{WINDOW}('.pad')",
        ),
        (": Let me look at", "the small one", "Does it click", None, "Write to Sunita"),
        "1211",
        chats=3,
    ),
    Helpdesk(
        "table",
        (
            "inside('tr')[3]",
            "inside('tr')[2].children[2]",
            "inside('tr')[3].children[2]",
            None,
            "inside('textarea')[0]",
        ),
        ("1 of", "nice", "A letter with", None, "1 of"),
        "4711",
        fixes={"Jelena is typing from another device": "system"},
    ),
    Helpdesk(
        "grouped",
        (
            "document.querySelectorAll('.x6ikm8r')[1]",
            "document.querySelectorAll('.x6ikm8r')[3]",
            "document.querySelectorAll('.x6ikm8r')[2]",
            None,
            "document.querySelectorAll('input')[1]",
        ),
        (": ordering now", "haha ok", "So order both", None, "Answer"),
        "4711",
        fixes={"Femi here": "agent"},
    ),
]
EACH = pytest.mark.parametrize("helpdesk", HELPDESKS, ids=lambda one: one.page)
MORE = [("customer", "and one more thing"), ("agent", "Tell me."), ("customer", "ok")]


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(playwright, tmp_path_factory.mktemp("picker") / "profile") as running:
        yield running


@pytest.fixture
def picking(browser: Chromium, helpdesk: Helpdesk) -> Iterator[Picking]:
    with site((PAGES / f"{helpdesk.page}.html").read_text()) as address:
        page = browser.context.new_page()
        page.goto(address + helpdesk.path)
        opened = Picking(browser, page)
        opened.start()
        yield opened
        page.close()


@EACH
def test_by_mouse(picking: Picking, helpdesk: Helpdesk) -> None:
    for find in helpdesk.clicks:
        picking.click(find) if find else picking.button("s")
    if "private notes" in picking.card["title"]:
        if helpdesk.note_switch:
            picking.click(helpdesk.note_switch)
        picking.button("n" if helpdesk.note_switch else "s")
    for text, role in helpdesk.fixes.items():
        picking.row(text)
        picking.button(str(ROLES.index(role) + 1))
    picking.button("Enter")
    judge(picking, helpdesk, picking.outcome())


@EACH
def test_by_keys_alone(picking: Picking, helpdesk: Helpdesk) -> None:
    for text in helpdesk.texts:
        if text:
            walk(picking, text)
        picking.press("Enter" if text else "s")
    if "private notes" in picking.card["title"]:
        picking.press("s")
    for text, role in helpdesk.fixes.items():
        walk(picking, text)
        picking.press(str(ROLES.index(role) + 1))
    picking.press("Enter")
    judge(picking, helpdesk, picking.outcome())


def walk(picking: Picking, text: str) -> None:
    """Press the arrow until the card says this text."""
    for _ in range(LONGEST_WALK):
        if text in picking.card["said"]:
            return
        picking.press("ArrowUp")
    raise AssertionError(f"no way to {text}: {picking.card}")


def judge(picking: Picking, helpdesk: Helpdesk, profile: Any) -> None:
    """See that all is read with it, now and after more has been said, and the right box found."""
    assert profile["id"] == "my-127-0-0-1"
    assert picking.kept(profile) == {"profile": profile}
    assert read(picking, helpdesk, profile) == truth(picking)
    for role, text in MORE:
        picking.page.frames[-1].evaluate("([role, text]) => say(role, text)", [role, text])
    assert read(picking, helpdesk, profile) == truth(picking)
    assert [text for role, text in truth(picking)[-3:]] == [text for _, text in MORE]
    assert picking.is_box(profile, helpdesk.clicks[-1])


def read(picking: Picking, helpdesk: Helpdesk, profile: Any) -> list[tuple[str, str]]:
    chats = {chat["conversation"]: chat for chat in picking.read(profile)}
    assert len(chats) == helpdesk.chats
    chat = chats[f"my-127-0-0-1:{helpdesk.conversation}"]
    assert chat["customer"].get("name") == helpdesk.name
    return [(one["role"], one["text"]) for one in chat["messages"]]


def truth(picking: Picking) -> list[tuple[str, str]]:
    return [(one["role"], one["text"]) for one in picking.page.frames[-1].evaluate("window.truth")]
