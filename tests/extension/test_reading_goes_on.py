"""What the server hears while tabs, workers and servers come and go, and reading is paused."""

import pytest

from tests.extension.chromium import Killer
from tests.extension.helpdesk import AGAIN, DESK, LATE, LOOKING, Browser, browser, fresh
from tests.extension.sites import site

__all__ = ["browser", "fresh"]
pytestmark = pytest.mark.browser
KILLS, RESTARTS = 8, 4  # S10 of scripts/soak has many more


def test_two_tabs_on_one_chat_are_one_chat(browser: Browser) -> None:
    first, second = browser.page(LATE), browser.page(LATE)
    browser.hears(LATE)
    for page in (first, second):
        page.evaluate("(line) => say('one', line)", AGAIN)
    browser.hears(LATE, AGAIN)
    first.close()
    browser.settles()
    assert not any(frame["type"] == "conversation.closed" for frame in browser.heard.frames[-3:])
    second.evaluate("(line) => say('one', line)", LOOKING)
    browser.hears(LATE, AGAIN, LOOKING)


def test_nothing_is_read_where_it_was_not_switched_on_nor_while_paused(browser: Browser) -> None:
    page = browser.page(LATE)
    browser.hears(LATE)
    browser.ask(type="helpdesk.pause", origin=browser.origin, paused=True)
    browser.settles()
    heard = len(browser.heard.frames)
    page.evaluate("(line) => say('one', line)", AGAIN)
    page.fill(".reply", "half a draft")
    with site(DESK) as never_switched_on:
        other = browser.chromium.context.new_page()
        other.goto(never_switched_on)
        other.evaluate("(line) => say('one', line)", LOOKING)
        browser.settles()
    told = [frame for frame in browser.heard.frames[heard:] if frame["type"] != "tick"]
    assert told == []
    browser.ask(type="helpdesk.pause", origin=browser.origin, paused=False)
    browser.hears(LATE, AGAIN)


def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(browser: Browser) -> None:
    page = browser.page(LATE)
    browser.hears(LATE)
    killer = Killer(browser.chromium.pairing)
    lines = [LATE]
    for number in range(KILLS):
        lines.append({**AGAIN, "id": f"k{number}", "text": f"still here, {number}"})
        before = number % 2
        if before:
            killer.kill()
        page.evaluate("(line) => say('one', line)", lines[-1])
        if not before:
            killer.kill()
        browser.hears(*lines)


def test_a_server_restarted_again_and_again_loses_and_doubles_nothing(browser: Browser) -> None:
    page = browser.page(LATE)
    browser.hears(LATE)
    lines = [LATE]
    for number in range(RESTARTS):
        lines.append({**AGAIN, "id": f"s{number}", "text": f"still waiting, {number}"})
        browser.server.stop(kill=number % 2 == 0)
        page.evaluate("(line) => say('one', line)", lines[-1])
        browser.server.start()
        browser.hears(*lines)
