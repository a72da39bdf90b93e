"""How soon a line is heard after the extension's worker was killed or the server restarted: S10.

By `python -m tests.bench.recovery`: 50 kills and 20 restarts in one running chat; what is lost or
doubled is counted too.
"""

import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.table import percentile
from tests.extension.chromium import Chromium, Killer
from tests.extension.heard import Heard, listening
from tests.extension.helpdesk import AGAIN, DESK, LATE, Browser
from tests.extension.sites import site
from tests.process import SidecarProcess, free_port

KILLS, RESTARTS = 50, 20


def main() -> None:
    """Measure, and print the figures as one JSON object."""
    heard = Heard(free_port())
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        names = {"SIDECAR_HOSTS": f"127.0.0.1:{heard.port}"}
        server = stack.enter_context(SidecarProcess(home / "server", extra=names))
        stack.enter_context(listening(heard, server.port))
        playwright = stack.enter_context(sync_playwright())
        chromium = stack.enter_context(Chromium(playwright, home / "profile"))
        origin = stack.enter_context(site(DESK))
        browser = Browser(chromium, heard, server, origin, origin)
        chromium.pair_at(f"127.0.0.1:{heard.port}", server.run("pair"))
        browser.ask(type="helpdesk.add", origin=origin)
        browser.use()
        found = measure(browser)
        sys.stdout.write(json.dumps(found, indent=2) + "\n")


def measure(browser: Browser) -> dict[str, float]:
    """Break one thing before each line; seconds until the server knows the chat up to it."""
    page = browser.page(LATE)
    browser.hears(LATE)
    lines = [LATE]
    killer = Killer(browser.chromium.pairing)
    times: dict[str, list[float]] = {"kill": [], "restart": []}
    for number in range(KILLS + RESTARTS):
        lines.append({**AGAIN, "id": f"r{number}", "text": f"still here, {number}"})
        what = "kill" if number < KILLS else "restart"
        if what == "kill":
            killer.kill()
        else:
            browser.server.stop()
            browser.server.start()
        start = time.perf_counter()
        page.evaluate("(line) => say('one', line)", lines[-1])
        newest = (lines[-1]["role"], lines[-1]["text"])
        browser.until(lambda newest=newest: newest in heard_of(browser))  # type: ignore[misc]
        times[what].append(time.perf_counter() - start)
    browser.settles()
    known = heard_of(browser)
    want = [(line["role"], line["text"]) for line in lines][-50:]
    return {
        f"{what}, {name} s": percentile(times[what], share)
        for what in times
        for name, share in (("p50", 0.5), ("p95", 0.95))
    } | {
        "lost": float(sum(line not in known for line in want)),
        "doubled": float(len(known) - len(set(known))),
    }


def heard_of(browser: Browser) -> list[tuple[str, str]]:
    return browser.heard.said(browser.id_of("one"))


if __name__ == "__main__":
    main()
