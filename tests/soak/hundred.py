"""A hundred chats and more in one page of a real Chromium: each is read, answered and shown.

They are told anew after a restart of the server, more of them than it takes at once. How fast the
page stays is held against the same page while the extension does not read it.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from tests.extension.helpdesk import AGAIN, LATE, Browser
from tests.soak.outcome import Outcome
from tests.soak.recovery import WATCH, paired

CHATS = 130  # more than the server takes frames at once
TURNS, SLICE_TURNS = 5, 1
LOOK_EVERY, SLICE_LOOK_EVERY = 1, 13
# To who waits long the clock has spoken meanwhile, which reads all that was said.
_IS_SHOWN = """([conversation, message]) => {
  const about = window.told?.about;
  return window.chat === conversation && (about?.message === message || about?.clock);
}"""
# A line to each chat, each in a task of its own; gives the milliseconds, and the longest task.
_TALK = """async ([chats, line]) => {
  let [longest, last] = [0, performance.now()];
  const start = last;
  for (const chat of chats) {
    say(chat, { ...line, id: `${line.id}-${chat}` });
    await new Promise((done) => setTimeout(done));
    const now = performance.now();
    [longest, last] = [Math.max(longest, now - last), now];
  }
  return { took: last - start, longest };
}"""


def _names(count: int) -> list[str]:
    return ["one", *(f"c{number}" for number in range(1, count))]


def _desk(browser: Browser, chats: list[str]) -> Page:
    """Open a page with so many chats."""
    page = browser.page()
    page.evaluate("(chats) => chats.slice(1).forEach((chat) => add(chat))", chats)
    return page


def _talk(page: Page, chats: list[str], id_: str) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(_TALK, [chats, {**AGAIN, "id": id_}])
    return found


def _alone(browser: Browser, chats: list[str], turns: int) -> dict[str, float]:
    """Talk in the page while the extension does not read it; the fastest turn."""
    browser.ask(type="helpdesk.pause", origin=browser.origin, paused=True)
    page = _desk(browser, chats)
    took = [_talk(page, chats, f"p{turn}") for turn in range(turns)]
    page.close()
    browser.ask(type="helpdesk.pause", origin=browser.origin, paused=False)
    return min(took, key=lambda one: one["took"])


def _read(browser: Browser, chats: list[str], last: str) -> int:
    """Wait until the server knows the last line of every chat; gives how many it lacks."""

    def lacking() -> int:
        known = (browser.heard.chats.get(browser.id_of(chat), {}) for chat in chats)
        return sum(f"{last}-{chat}" not in lines for chat, lines in zip(chats, known, strict=True))

    try:
        browser.until(lambda: not lacking())
    except AssertionError:
        return lacking()
    return 0


def _shown(browser: Browser, page: Page, chats: list[str], last: str) -> list[str]:
    """Turn to each chat; gives those for which a panel shows no answer to the last line."""
    missing = []
    for chat in chats:
        page.focus(f'[data-chat="{chat}"] .reply')
        wanted = [browser.id_of(chat), f"{last}-{chat}"]
        try:
            browser.chromium.pairing.wait_for_function(
                _IS_SHOWN, arg=wanted, polling=20, timeout=5_000
            )
        except Error:
            missing.append(chat)
    return missing


def measure(browser: Browser, count: int, turns: int, look_every: int) -> dict[str, Any]:
    """Talk in so many chats of a page, restart the server, and look at every so-manieth."""
    browser.use(chat=".chat", conversation={"attr": "data-chat"})
    chats = _names(count)
    alone = _alone(browser, chats, turns)
    page = _desk(browser, chats)
    page.evaluate("([chats, line]) => chats.forEach((chat) => say(chat, line))", [chats, LATE])
    browser.chromium.pairing.evaluate(WATCH, browser.chromium.tab(page))
    took = [_talk(page, chats, f"t{turn}") for turn in range(turns)]
    last = f"t{turns - 1}"
    found: dict[str, Any] = {"chats": count, "unread": _read(browser, chats, last)}
    found["unanswered"] = _shown(browser, page, chats[::look_every], last)
    browser.server.stop()
    page.evaluate(_TALK, [chats, {**AGAIN, "id": "again"}])
    browser.server.start()
    start = time.perf_counter()
    found["unread_after_restart"] = _read(browser, chats, "again")
    found["told_again_s"] = round(time.perf_counter() - start, 2)
    found["unanswered_after_restart"] = _shown(browser, page, chats[::-look_every], "again")
    read = min(took, key=lambda one: one["took"])
    for name in ("took", "longest"):
        found[f"{name}_ms"] = [round(one[name], 1) for one in (alone, read)]
    found["times"] = round(read["took"] / alone["took"], 2)
    return found


def _outcome(found: dict[str, Any]) -> Outcome:
    lost = sum(
        value if isinstance(value, int) else len(value)
        for name, value in found.items()
        if name.startswith("un")
    )
    figure = (
        f"{found['chats']} chats in a page, a restart: {lost} unread or unanswered, all told anew "
        f"after {found['told_again_s']} s; a line in each takes the page {found['times']} times "
        f"what it takes unread ({found['took_ms'][0]} and {found['took_ms'][1]} ms, the longest "
        f"task {found['longest_ms'][0]} and {found['longest_ms'][1]})"
    )
    return Outcome(figure, not lost, found)


def run(full: bool) -> Outcome:
    """Measure at full size, or look at a few chats."""
    size = (TURNS, LOOK_EVERY) if full else (SLICE_TURNS, SLICE_LOOK_EVERY)
    with tempfile.TemporaryDirectory() as folder, paired(Path(folder), "hashing") as browser:
        return _outcome(measure(browser, CHATS, *size))
