"""What pages do that could make one chat another's, an old line the newest, or reading go on."""

import pytest

from tests.extension.helpdesk import AGAIN, DESK, LATE, LOOKING, PROFILE, Browser, browser, fresh
from tests.extension.sites import site

__all__ = ["browser", "fresh"]
pytestmark = pytest.mark.browser
OTHER = {"id": "z", "role": "customer", "text": "the invoice is wrong"}
SCROLLING = """(rows) => {
  const box = document.querySelector(".lines");
  Object.assign(box.style, { height: "200px", overflow: "auto" });
  window.view = (at) => {  // twelve rows are there at a time, in a list as high as all of them
    const shown = rows.slice(at, at + 12).map(line);
    const gap = (rows) => Object.assign(document.createElement("li"),
      { style: `height: ${rows * 40}px` });
    shown.forEach((one) => Object.assign(one.style, { height: "40px", padding: 0 }));
    box.replaceChildren(gap(at), ...shown, gap(rows.length - at - shown.length));
    box.scrollTop = at * 40;
  };
  view(rows.length - 12);
}"""


def test_lines_that_stay_long_under_another_chats_name_are_not_told_as_its(
    browser: Browser,
) -> None:
    page = browser.page(LATE, LOOKING)
    browser.hears(LATE, LOOKING)
    page.evaluate("document.querySelector('.chat').dataset.chat = 'two'")
    page.fill(".reply", "a draft for the second")
    page.wait_for_timeout(2_600)
    page.evaluate("(line) => show('two', line)", OTHER)
    browser.hears(OTHER, chat="two")
    told = [frame for frame in browser.heard.frames if "conversation" in frame]
    under_two = [one for one in told if one["conversation"] == browser.id_of("two")]
    assert LATE["text"] not in str(under_two)
    drafts = [one for one in told if one["type"] == "draft.changed"]
    assert not any(one["conversation"] == browser.id_of("one") for one in drafts if one["text"])


def test_slowly_scrolled_history_never_becomes_the_chat(browser: Browser) -> None:
    rows = [{**AGAIN, "id": f"s{n}", "text": f"row {n} of many"} for n in range(60)]
    page = browser.page()
    page.evaluate(SCROLLING, rows)
    browser.hears(*rows[48:])
    for at in range(44, -1, -4):
        page.evaluate("(at) => view(at)", at)
        page.wait_for_timeout(250)
    heard = len(browser.heard.frames)
    browser.ask(type="settings.save", settings={})  # nothing of it disturbs what is read
    browser.settles()
    assert browser.heard.said(browser.id_of("one"))[-1] == ("customer", rows[59]["text"])
    assert not any("row 3 of" in str(frame) for frame in browser.heard.frames)
    page.evaluate("(at) => view(at)", 48)
    browser.settles()
    later = [frame for frame in browser.heard.frames[heard:] if frame["type"] != "tick"]
    assert later == []


def test_a_page_taken_back_from_the_browsers_memory_is_read_on(browser: Browser) -> None:
    page = browser.page(LATE)
    browser.hears(LATE)
    page.evaluate("window.kept = true")
    page.goto(browser.elsewhere)
    page.go_back(wait_until="commit")  # a page from memory does not load
    assert page.evaluate("window.kept"), "the browser loaded it anew"
    page.evaluate("(line) => say('one', line)", AGAIN)
    browser.until(lambda: ("customer", AGAIN["text"]) in browser.heard.said(browser.id_of("one")))


def test_two_rows_by_one_id_are_one_message_and_no_flood(browser: Browser) -> None:
    twin = {**AGAIN, "id": LATE["id"]}
    page = browser.page(LATE)
    browser.hears(LATE)
    page.evaluate("(line) => say('one', line)", twin)
    browser.hears(twin)
    heard = len(browser.heard.frames)
    for number in range(5):
        page.evaluate(
            "(n) => { document.querySelector('.lines').className = `lines x${n}`; }", number
        )
        page.wait_for_timeout(150)
    assert [one for one in browser.heard.frames[heard:] if one["type"] == "message.seen"] == []


def test_a_set_up_that_the_browser_cannot_follow_does_not_stop_another(browser: Browser) -> None:
    broken = {**PROFILE, "id": "broken", "match": [f"{browser.pattern}/*"], "list": ".a >> .b"}
    browser.ask(type="profile.save", profile=broken)
    browser.page(LATE)
    browser.hears(LATE)
    browser.ask(type="profile.remove", id="broken")


def test_a_chat_that_comes_late_into_a_shadow_root_is_noticed(browser: Browser) -> None:
    browser.use(shadowHost="desk-app")
    page = browser.page()
    page.evaluate("into('open'); window.kept = inside.querySelector('#desk'); kept.remove()")
    page.wait_for_timeout(1_500)
    page.evaluate("inside.append(kept)")
    page.evaluate("(line) => say('one', line)", LATE)
    browser.hears(LATE)


def test_two_hosts_of_one_product_keep_their_chats_apart(browser: Browser) -> None:
    browser.page(LATE)
    browser.hears(LATE)
    with site(DESK) as second:
        browser.ask(type="helpdesk.add", origin=second)
        page = browser.chromium.context.new_page()
        page.goto(second)
        page.evaluate("(line) => say('one', line)", OTHER)
        elsewhere = f"desk@{second.removeprefix('http://')}:one"
        browser.until(lambda: browser.heard.said(elsewhere) == [("customer", OTHER["text"])])
        browser.hears(LATE)
        browser.ask(type="helpdesk.remove", origin=second)


def test_a_site_that_was_taken_away_is_not_read_on(browser: Browser) -> None:
    page = browser.page(LATE)
    browser.hears(LATE)
    browser.ask(type="helpdesk.remove", origin=browser.origin)
    heard = len(browser.heard.frames)
    page.evaluate("(line) => say('one', line)", AGAIN)
    browser.settles()
    assert [one for one in browser.heard.frames[heard:] if one["type"] != "tick"] == []
    browser.ask(type="helpdesk.add", origin=browser.origin)
    browser.hears(LATE, AGAIN)
