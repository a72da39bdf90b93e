"""What the server hears of pages that behave as helpdesks do, in Chromium with the extension."""

import json

import pytest
from playwright.sync_api import expect

from tests.extension.chromium import OURS
from tests.extension.helpdesk import AGAIN, DESK, LATE, LOOKING, Browser, browser, fresh

__all__ = ["browser", "fresh"]
pytestmark = pytest.mark.browser
VIRTUAL = """([rows, first]) => {
  const box = document.createElement("div");
  const made = document.querySelector(".lines");
  made.replaceWith(box);
  box.append(made);
  Object.assign(box.style, { height: "200px", overflow: "auto" });
  window.view = (at) => {  // ten rows are there at a time, in a list as high as all of them
    made.style.cssText = `padding-top: ${at * 40}px; padding-bottom: ${(30 - at) * 40}px`;
    show("one", ...rows.slice(at, at + 10));
    box.scrollTop = at * 40;
  };
  view(first);
  box.scrollTop = box.scrollHeight;
}"""


def test_lines_come_change_go_and_come_back_under_their_real_id(browser: Browser) -> None:
    page = browser.page(LATE)
    browser.hears(LATE)
    page.evaluate("(line) => say('one', line)", {**LOOKING, "id": "temporary"})
    browser.hears(LATE, LOOKING)
    page.evaluate("take('one', 'temporary')")
    browser.settles()
    page.evaluate("(line) => say('one', line)", LOOKING)
    browser.hears(LATE, LOOKING)
    assert list(browser.heard.chats[browser.id_of("one")]) == ["a", "b"]
    page.evaluate("(line) => show('one', ...line)", [LATE, LOOKING, AGAIN])  # drawn anew
    browser.hears(LATE, LOOKING, AGAIN)
    page.evaluate("document.querySelector('[data-line=c] p').textContent = 'edited'")
    browser.hears(LATE, LOOKING, {**AGAIN, "text": "edited"})
    page.evaluate("take('one', 'b')")
    browser.hears(LATE, {**AGAIN, "text": "edited"})


def test_notes_and_bots_are_told_apart_and_what_no_rule_names_is_not_read(
    browser: Browser,
) -> None:
    note = {"id": "n", "role": "note", "text": "he called twice"}
    bot = {"id": "r", "role": "bot", "text": "An agent will be with you."}
    browser.page(LATE, note, {"id": "x", "role": "stranger", "text": "who am I"}, bot, AGAIN)
    browser.hears(LATE, note, bot, AGAIN)


@pytest.mark.parametrize("first", ["name", "lines"])
def test_a_switch_in_the_same_nodes_never_puts_one_chats_lines_under_anothers_name(
    browser: Browser, first: str
) -> None:
    other = {"id": "z", "role": "customer", "text": "the invoice is wrong"}
    page = browser.page(LATE, LOOKING)
    browser.hears(LATE, LOOKING)
    rename = "document.querySelector('.chat').dataset.chat = 'two'"
    replace = f"list(document.querySelector('.chat').dataset.chat); {_show(other)}"
    steps = [rename, replace] if first == "name" else [replace, rename]
    page.evaluate(steps[0])
    browser.settles()
    page.evaluate(steps[1])
    browser.hears(other, chat="two")
    for frame in browser.heard.frames:
        texts = [m["text"] for m in frame.get("messages", [])] + [frame.get("text")]
        assert not (frame.get("conversation") == browser.id_of("two") and LATE["text"] in texts)
        assert not (frame.get("conversation") == browser.id_of("one") and other["text"] in texts)


def _show(line: dict[str, str]) -> str:
    chat = "document.querySelector('.chat').dataset.chat"
    return f"show({chat}, {json.dumps(line)})"


def test_several_chats_in_one_page_are_all_heard_and_the_touched_one_is_shown(
    browser: Browser,
) -> None:
    browser.use(chat=".chat", conversation={"attr": "data-chat"})
    page = browser.page(LATE)
    page.evaluate("add('two')")
    page.evaluate("(line) => say('two', line)", AGAIN)
    browser.hears(LATE)
    browser.hears(AGAIN, chat="two")
    panel = browser.chromium.context.new_page()
    panel.goto(f"{OURS}/panel/panel.html?tab={browser.chromium.tab(page)}")
    line = "#lines [data-id] .text"
    page.locator("[data-chat=two] .reply").click()
    expect(panel.locator("#lines")).to_contain_text("nobody answers")
    expect(panel.locator(line).first).to_be_visible()
    panel.wait_for_timeout(300)  # lines that have just changed take no key
    panel.locator("body").press("1")
    expect(page.locator("[data-chat=two] .reply")).not_to_have_value("")
    expect(page.locator("[data-chat=one] .reply")).to_have_value("")


def test_lines_without_ids_are_told_once_each(browser: Browser) -> None:
    browser.use(messageId=None)
    bare = [{"role": "customer", "text": "hello?"} for _ in range(3)]
    page = browser.page(bare[0], bare[1])
    browser.hears(*bare[:2])
    page.evaluate("(line) => say('one', line)", bare[2])
    browser.hears(*bare)
    page.evaluate("(lines) => show('one', ...lines)", bare)
    browser.settles()
    browser.hears(*bare)


def test_newest_first_lists_are_heard_in_the_order_they_were_written(browser: Browser) -> None:
    browser.use(order="newest-first")
    page = browser.page(LOOKING, LATE)
    browser.hears(LATE, LOOKING)
    page.evaluate("(one) => list('one').prepend(line(one))", AGAIN)
    browser.hears(LATE, LOOKING, AGAIN)


def test_hidden_templates_are_not_read_and_hidden_chats_are(browser: Browser) -> None:
    browser.use(chat=".chat", conversation={"attr": "data-chat"})
    page = browser.page(LATE)
    template = {"id": "t", "role": "customer", "text": "template"}
    hidden = "say('one', line); document.querySelector('[data-line=t]').style.display = 'none'"
    page.evaluate(f"(line) => {{ {hidden} }}", template)  # never in sight between two tasks
    page.evaluate("add('two'); box('two').hidden = true")
    page.evaluate("(line) => say('two', line)", AGAIN)
    browser.hears(LATE)
    browser.hears(AGAIN, chat="two")


def test_a_jump_up_a_virtual_list_takes_history_for_nothing_new(browser: Browser) -> None:
    rows = [{**AGAIN, "id": f"v{n}", "text": f"line {n} of many"} for n in range(40)]
    page = browser.page()
    page.evaluate(VIRTUAL, [rows, 30])
    browser.hears(*rows[30:])
    page.evaluate("(at) => view(at)", 0)
    browser.settles()
    page.evaluate("(at) => view(at)", 30)
    browser.settles()
    browser.hears(*rows[30:])
    assert not any(rows[0]["text"] in str(frame) for frame in browser.heard.frames)


@pytest.mark.parametrize("mode", ["open", "closed"])
def test_a_chat_in_a_shadow_root_is_read_and_answered(browser: Browser, mode: str) -> None:
    browser.use(shadowHost="desk-app")
    page = browser.page()
    page.evaluate("(mode) => into(mode)", mode)
    page.evaluate("(line) => say('one', line)", LATE)
    browser.hears(LATE)
    page.evaluate("(line) => say('one', line)", LOOKING)
    browser.hears(LATE, LOOKING)


@pytest.mark.parametrize("kind", ["srcdoc", "own origin"])
def test_a_chat_in_a_frame_is_read(browser: Browser, kind: str) -> None:
    page = browser.chromium.context.new_page()
    page.goto(f"{browser.origin}/around")
    page.evaluate("document.querySelector('#desk').remove()")
    page.evaluate(
        """([kind, html, address]) => new Promise((done) => {
          const frame = document.createElement("iframe");
          frame.onload = () => done();
          if (kind === "srcdoc") frame.srcdoc = html; else frame.src = address;
          document.body.append(frame);
        })""",
        [kind, DESK, browser.origin],
    )
    page.frames[1].evaluate("(line) => say('one', line)", LATE)
    browser.hears(LATE)
