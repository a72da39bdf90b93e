"""P7: what the extension costs a helpdesk's page, in Chromium.

A page of 600 rows with 10 messages and 200 other mutations a second, read and not read in turn;
then from a message's appearance in the page to the painted card, and how long keys wait.
"""

import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import CDPSession, Page, Worker, sync_playwright

from tests.bench.plan import Plan
from tests.bench.rounds import percentile
from tests.extension import helpdesk
from tests.extension.chromium import Chromium
from tests.extension.sites import site
from tests.process import SidecarProcess

PAGE = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
ROUND_S = 3
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
# Of every key: how long it waited for the page's first listener, and until a frame was painted.
WATCH_KEYS = """() => {
  window.keys = [];
  window.frames = [];
  if (window.watched) return;
  window.watched = true;
  addEventListener("keydown", ({ timeStamp }) => {
    keys.push(performance.now() - timeStamp);
    requestAnimationFrame(() => setTimeout(() => frames.push(performance.now() - timeStamp)));
  }, true);
}"""
TYPED = "I am looking into it for you. " * 2


def measure(plan: Plan) -> dict[str, Any]:
    """Give the share of a core, the times to the card, and how long keys waited."""
    with ExitStack() as stack:
        server = stack.enter_context(SidecarProcess(plan.folder / "page"))
        playwright = stack.enter_context(sync_playwright())
        chromium = stack.enter_context(Chromium(playwright, plan.folder / "profile"))
        address = stack.enter_context(site(PAGE))
        chromium.pair(server)
        ask(chromium, type="helpdesk.add", origin=address)
        ask(chromium, type="profile.save", profile=PROFILE)
        page = chromium.context.new_page()
        page.goto(address)
        page.wait_for_timeout(2_000)
        return {
            "share_of_a_core": share(chromium, page, address, plan.of(15, 2)),
            "card_ms": cards(chromium, page, plan.of(40, 5)),
            "keys_ms": typing(chromium, page, address, plan.of(4, 2)),
        }


def ask(chromium: Chromium, **question: object) -> object:
    return chromium.pairing.evaluate("(m) => chrome.runtime.sendMessage(m)", question)


def pause(chromium: Chromium, address: str, paused: bool) -> None:
    ask(chromium, type="helpdesk.pause", origin=address, paused=paused)


def busy_s(session: CDPSession) -> float:
    """Give the processor's seconds that the page's main thread has taken so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float({one["name"]: one["value"] for one in metrics}["TaskDuration"])


def share(chromium: Chromium, page: Page, address: str, pairs: int) -> dict[str, float]:
    """Give the share of a core that reading takes: the page's main thread with it less without."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # other programs do not count
    page.evaluate("busy(10, 200)")
    shares: dict[bool, list[float]] = {False: [], True: []}
    for number in range(2 * pairs):
        paused = number % 4 in {0, 3}  # neighbours are compared, each first as often as last
        pause(chromium, address, paused)
        page.wait_for_timeout(700)
        before, start = busy_s(session), time.perf_counter()
        page.wait_for_timeout(ROUND_S * 1_000)
        shares[paused].append((busy_s(session) - before) / (time.perf_counter() - start))
    page.evaluate("busy(0, 0)")
    pause(chromium, address, False)
    more = [read - alone for alone, read in zip(shares[True], shares[False], strict=True)]
    return {"alone": round(median(shares[True]), 4), "reading_adds": round(median(more), 5)}


def cards(chromium: Chromium, page: Page, count: int) -> dict[str, float]:
    """Time a customer's message from the page to the painted card, in the real side panel."""
    panel = chromium.side_panel()
    page.bring_to_front()
    worker: Worker = chromium.context.service_workers[-1]
    worker.evaluate(WATCH_SOCKET)
    panel.evaluate(WATCH_CARDS)
    page.evaluate("busy(0, 200)")
    times, servers = [], []
    for number in range(count):
        page.evaluate("(chat) => fresh(chat)", f"c{number}")  # no line is offered twice in a chat
        page.wait_for_timeout(700)
        text = f"order {number}: my parcel was due monday and it is still not here"
        worker.evaluate("() => { took.length = 0; }")
        at = page.evaluate("(text) => { add('customer', text); return Date.now(); }", text)
        panel.wait_for_function(
            "(n) => painted.some(([, text]) => text.includes(`order ${n}:`))", arg=number
        )
        shown = panel.evaluate(
            "(n) => painted.find(([, text]) => text.includes(`order ${n}:`))[0]", number
        )
        times.append(shown - at)
        servers.append(worker.evaluate("took.at(-1)"))
    page.evaluate("busy(0, 0)")
    more = [whole - server for whole, server in zip(times, servers, strict=True)]
    parts = {"whole": times, "server": servers, "beside_the_server": more}
    return {
        f"{name}_{label}": round(percentile(each, share_), 1)
        for name, each in parts.items()
        for label, share_ in (("p50", 0.5), ("p95", 0.95))
    }


def typing(chromium: Chromium, page: Page, address: str, pairs: int) -> dict[str, float]:
    """Type while the page is at its busiest, read and not read in turn: how long keys waited.

    Medians over the rounds of each round's longest, from a key to the page's listeners, and to the
    next frame.
    """
    longest: dict[str, list[float]] = {}
    page.evaluate("busy(10, 200)")
    for number in range(2 * pairs):
        paused = number % 4 in {0, 3}
        pause(chromium, address, paused)
        page.wait_for_timeout(1_000)
        page.evaluate(WATCH_KEYS)
        page.locator(".reply").press_sequentially(TYPED, delay=30)
        page.wait_for_timeout(300)
        for what, waits in page.evaluate("({ key: keys, frame: frames })").items():
            name = f"{'alone' if paused else 'read'}_{what}"
            longest.setdefault(name, []).append(max(waits))
    page.evaluate("busy(0, 0)")
    return {name: round(median(each), 1) for name, each in longest.items()}
