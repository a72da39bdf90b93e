"""S10: the extension's worker is killed, the server restarted; how soon the right line is back.

In a real Chromium, in one running chat, as a panel would be told it.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.bench.rounds import percentile
from tests.extension.chromium import Chromium, Killer
from tests.extension.heard import Heard, listening
from tests.extension.helpdesk import AGAIN, DESK, LATE, Browser
from tests.extension.sites import site
from tests.process import SidecarProcess, free_port
from tests.soak.outcome import Outcome

KILLS, RESTARTS, WITHIN_S = 50, 20, 3.0
SLICE_KILLS, SLICE_RESTARTS = 5, 2
Line = dict[str, str]
# What a panel of the tab is told, kept in the extension's own page as `told`, and of which `chat`.
WATCH = """(tab) => {
  const join = () => {
    const port = chrome.runtime.connect({ name: `panel:tab:${tab}` });
    port.onMessage.addListener((message) => {
      if (message.type !== "view") return;
      window.told = message.view.suggestions;
      window.chat = message.view.conversation?.id;
    });
    port.onDisconnect.addListener(() => setTimeout(join, 50));
  };
  window.told = null;
  join();
}"""
_IS_BACK = (
    """(message) => window.told?.about?.message === message && window.told.items.length > 0"""
)


@contextmanager
def paired(home: Path, encoder: str = "onnx") -> Iterator[Browser]:
    """Give a browser whose extension reads a helpdesk, and a server that can be restarted."""
    heard = Heard(free_port())
    names = {"SIDECAR_HOSTS": f"127.0.0.1:{heard.port}"}
    with ExitStack() as stack:
        server = stack.enter_context(SidecarProcess(home / "server", encoder, extra=names))
        stack.enter_context(listening(heard, server.port))
        playwright = stack.enter_context(sync_playwright())
        chromium = stack.enter_context(Chromium(playwright, home / "profile"))
        origin = stack.enter_context(site(DESK))
        browser = Browser(chromium, heard, server, origin, origin)
        chromium.pair_at(f"127.0.0.1:{heard.port}", server.run("pair"))
        browser.ask(type="helpdesk.add", origin=origin)
        browser.use()
        yield browser


def measure(browser: Browser, kills: int, restarts: int) -> dict[str, Any]:
    """Break one thing before each line; seconds until the panel shows what is due to it."""
    page = browser.page(LATE)
    browser.hears(LATE)
    extension = browser.chromium.pairing
    extension.evaluate(WATCH, browser.chromium.tab(page))
    lines, killer = [LATE], Killer(extension)
    times: dict[str, list[float]] = {"kill": [], "restart": []}
    doubled = 0
    for number in range(kills + restarts):
        lines.append({**AGAIN, "id": f"r{number}", "text": f"{AGAIN['text']}, {number} times"})
        what = "kill" if number < kills else "restart"
        start = time.perf_counter()
        if what == "kill":
            killer.kill()
        else:
            browser.server.stop()
            browser.server.start()
            start = time.perf_counter()
        page.evaluate("(line) => say('one', line)", lines[-1])
        extension.wait_for_function(_IS_BACK, arg=lines[-1]["id"], polling=20)
        times[what].append(time.perf_counter() - start)
        doubled += _doubled(extension)
    browser.settles()
    return _figures(times) | _kept(browser, lines) | {"items_doubled": doubled}


def _doubled(extension: Page) -> int:
    """Count the lines that are shown twice."""
    ids: list[str] = extension.evaluate("window.told.items.map(({ id }) => id)")
    return len(ids) - len(set(ids))


def _figures(times: dict[str, list[float]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for what, took in times.items():
        found[f"{what}s"] = len(took)
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            found[f"{what}_{name}_s"] = round(percentile(took, share), 2)
    return found


def _kept(browser: Browser, lines: Sequence[Line]) -> dict[str, int]:
    """Count the lines that the server lacks or has twice; it keeps the newest fifty."""
    known = browser.heard.said(browser.id_of("one"))
    wanted = [(line["role"], line["text"]) for line in lines][-50:]
    lost = sum(line not in known for line in wanted)
    return {"lost": lost, "doubled": len(known) - len(set(known))}


def run(full: bool) -> Outcome:
    """Measure at full size, or a few of each."""
    counts = (KILLS, RESTARTS) if full else (SLICE_KILLS, SLICE_RESTARTS)
    with tempfile.TemporaryDirectory() as folder, paired(Path(folder)) as browser:
        found = measure(browser, *counts)
    figure = (
        f"{counts[0]} workers killed: the right line after {found['kill_p50_s']} s, p95 "
        f"{found['kill_p95_s']}; {counts[1]} restarts: {found['restart_p50_s']} s, p95 "
        f"{found['restart_p95_s']}; {found['lost']} lost, "
        f"{found['doubled'] + found['items_doubled']} doubled"
    )
    late = max(found["kill_p95_s"], found["restart_p95_s"]) > WITHIN_S
    wrong = found["lost"] or found["doubled"] or found["items_doubled"]
    return Outcome(figure, not late and not wrong, found)
