"""What the extension costs a helpdesk's page: P7, in Chromium, by `python -m tests.bench.page`.

A page of 600 rows with 10 messages and 200 other mutations a second, read and not read in turn;
then from a message's appearance in the page to the painted card, and how long keys wait.
"""

import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page, Worker, sync_playwright

from tests.bench.table import percentile
from tests.extension import helpdesk
from tests.extension.chromium import Chromium
from tests.extension.sites import site
from tests.process import SidecarProcess

PAGE = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
PAIRS = 15
ROUND_S = 3
CARDS = 20
PROFILE = helpdesk.PROFILE | {"id": "busy", "match": ["http://127.0.0.1/*"], "message": "li"}
WATCH_CARDS = """() => {
  window.painted = [];
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
    const text = document.querySelector("#lines .reason, #lines .why")?.textContent ?? "";
    painted.push([Date.now(), text]);
  }))).observe(document.querySelector("#lines"), { childList: true, subtree: true });
}"""
WATCH_SOCKET = """() => {
  self.asked = new Map();
  self.took = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const frame = JSON.parse(data);
    if (frame.type === "message.seen") asked.set(frame.message, performance.now());
    if (!this.watched) this.addEventListener("message", ({ data }) => {
      const { type, about } = JSON.parse(data);
      if (type === "suggestions" && asked.has(about?.message))
        took.push(performance.now() - asked.get(about.message));
    });
    this.watched = true;
    return send.call(this, data);
  };
}"""
WATCH_KEYS = """() => {
  window.keys = [];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    if (one.name === "keydown") keys.push(one.processingStart - one.startTime);
  })).observe({ type: "event", durationThreshold: 16 });
  window.tasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => tasks.push(one.duration)))
    .observe({ type: "longtask" });
}"""


def main() -> None:
    """Measure, and print the figures as one JSON object."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        server = stack.enter_context(SidecarProcess(home / "server"))
        playwright = stack.enter_context(sync_playwright())
        chromium = stack.enter_context(Chromium(playwright, home / "profile"))
        address = stack.enter_context(site(PAGE))
        chromium.pair(server)
        ask(chromium, type="helpdesk.add", origin=address)
        ask(chromium, type="profile.save", profile=PROFILE)
        page = chromium.context.new_page()
        page.goto(address)
        page.wait_for_timeout(2_000)
        found = share(chromium, page, address)
        found |= cards(chromium, page)
        found |= typing(chromium, page, address)
        sys.stdout.write(json.dumps(found, indent=2) + "\n")


def ask(chromium: Chromium, **question: object) -> object:
    return chromium.pairing.evaluate("(m) => chrome.runtime.sendMessage(m)", question)


def pause(chromium: Chromium, address: str, paused: bool) -> None:
    ask(chromium, type="helpdesk.pause", origin=address, paused=paused)


def busy_s(session: CDPSession) -> float:
    """Give the processor's seconds that the page's main thread has taken so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float({one["name"]: one["value"] for one in metrics}["TaskDuration"])


def share(chromium: Chromium, page: Page, address: str) -> dict[str, float]:
    """Give the share of a core that reading takes: the page's main thread with it less without."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # other programs do not count
    page.evaluate("busy(10, 200)")
    shares: dict[bool, list[float]] = {False: [], True: []}
    for number in range(2 * PAIRS):
        paused = number % 4 in {0, 3}  # neighbours are compared, each first as often as last
        pause(chromium, address, paused)
        page.wait_for_timeout(700)
        before, start = busy_s(session), time.perf_counter()
        page.wait_for_timeout(ROUND_S * 1_000)
        shares[paused].append((busy_s(session) - before) / (time.perf_counter() - start))
    page.evaluate("busy(0, 0)")
    pause(chromium, address, False)
    more = [read - alone for alone, read in zip(shares[True], shares[False], strict=True)]
    return {"page alone, share of a core": median(shares[True]), "reading it, more": median(more)}


def cards(chromium: Chromium, page: Page) -> dict[str, float]:
    """Time a customer's message from the page to the painted card, in the real side panel."""
    panel = chromium.side_panel()
    page.bring_to_front()
    worker: Worker = chromium.context.service_workers[-1]
    worker.evaluate(WATCH_SOCKET)
    panel.evaluate(WATCH_CARDS)
    page.evaluate("busy(0, 200)")
    times = []
    for number in range(CARDS):
        page.evaluate("(chat) => fresh(chat)", f"c{number}")  # no line is offered twice in a chat
        page.wait_for_timeout(700)
        text = f"order {number}: my parcel was due monday and it is still not here"
        at = page.evaluate("(text) => { add('customer', text); return Date.now(); }", text)
        panel.wait_for_function(
            "(n) => painted.some(([, text]) => text.includes(`order ${n}:`))", arg=number
        )
        shown = panel.evaluate(
            "(n) => painted.find(([, text]) => text.includes(`order ${n}:`))[0]", number
        )
        times.append(shown - at)
    page.evaluate("busy(0, 0)")
    took = worker.evaluate("took")
    return {
        "message in the page to card, p50 ms": percentile(times, 0.5),
        "message in the page to card, p95 ms": percentile(times, 0.95),
        "of it worker to server and back, p50 ms": percentile(took, 0.5),
    }


def typing(chromium: Chromium, page: Page, address: str) -> dict[str, float]:
    """Type while the page is at its busiest, read and not read: how long keys and tasks took."""
    found = {}
    page.evaluate("busy(10, 200)")
    for paused, name in ((True, "page alone"), (False, "read")):
        pause(chromium, address, paused)
        page.wait_for_timeout(1_000)
        page.evaluate(WATCH_KEYS)
        page.locator(".reply").press_sequentially("I am looking into it for you. " * 4, delay=30)
        page.wait_for_timeout(300)
        keys, tasks = page.evaluate("[keys, tasks]")
        found[f"longest wait of a key, {name}, ms"] = max(keys, default=0.0)
        found[f"longest task, {name}, ms (0: none over 50)"] = max(tasks, default=0.0)
    page.evaluate("busy(0, 0)")
    return found


if __name__ == "__main__":
    main()
