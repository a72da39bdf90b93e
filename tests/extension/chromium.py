"""A real Chromium with the unpacked extension in it: its pages, its side panel, its worker."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, expect

from sidecar_server.resources import folder
from sidecar_server.settings import EXTENSION_ID
from tests.process import SidecarProcess

OURS = f"chrome-extension://{EXTENSION_ID}"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-unsafe-extension-debugging "
    "--remote-debugging-port=0"
)
PATIENCE_MS = 60_000


@dataclass
class Chromium:
    """One browser with a fresh profile; `flags` are further options of its command line.

    `beside` is another extension to load, `unpacked` where ours lies when it is not the checkout's.
    """

    playwright: Playwright
    profile: Path
    flags: tuple[str, ...] = ()
    beside: Path | None = None
    unpacked: Path = field(default_factory=lambda: folder("extension"))
    context: BrowserContext = field(init=False)
    pairing: Page = field(init=False)  # the extension's own page, open from its installation on

    def __enter__(self) -> "Chromium":
        paths = [self.unpacked, *([self.beside] if self.beside else [])]
        all_ = ",".join(map(str, paths))
        load = f"--load-extension={all_} --disable-extensions-except={all_}"
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path="/usr/bin/chromium",
            ignore_default_args=["--disable-back-forward-cache"],
            args=[*FLAGS.split(), *load.split(), *self.flags],
            viewport={"width": 1200, "height": 800},
        )
        self.context.set_default_timeout(PATIENCE_MS)
        while len(self.context.service_workers) < len(paths):
            self.context.wait_for_event("serviceworker")
        self.pairing = self._greeted()
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def _greeted(self) -> Page:
        """Wait for the page that the extension opens at its installation, maybe in a tab we had."""
        for _ in range(PATIENCE_MS // 50):
            for page in self.context.pages:
                if page.url.startswith(f"{OURS}/options/"):
                    expect(page.locator("#state")).not_to_be_empty()
                    return page
            self.context.pages[0].wait_for_timeout(50)
        raise AssertionError("the extension did not open its pairing page")

    def pair(self, server: SidecarProcess) -> None:
        """Pair as an agent does, on the extension's own page."""
        self.pair_at(server.authority, server.run("pair"))

    def pair_at(self, authority: str, code: str) -> None:
        """Pair by this code with whoever answers at this address."""
        type_code(self.pairing, authority, code)
        expect(self.pairing.locator("#outcome[data-ok]")).to_be_visible()

    def tab(self, page: Page) -> int:
        """Give the browser's number of a page's tab."""
        find = """async ([url, query]) => (await chrome.tabs.query(query))
          .filter((tab) => tab.url === url).map((tab) => tab.id)"""
        found = self.pairing.evaluate(find, [page.url, {}])
        if len(found) > 1:  # pages with one address
            page.bring_to_front()
            found = self.pairing.evaluate(find, [page.url, {"active": True}])
        [tab] = found
        return int(tab)

    def side_panel(self) -> Page:
        """Open the real side panel as a click on the extension's button does; it follows the tabs.

        Playwright does not list the panel, but a second connection made afterwards does.
        """
        assert self.context.browser
        self.pairing.bring_to_front()
        whole = self.context.browser.new_browser_cdp_session()
        tabs = whole.send("Target.getTargets", {"filter": [{"type": "tab"}]})["targetInfos"]
        [tab] = [tab["targetId"] for tab in tabs if tab["url"] == self.pairing.url]
        whole.send("Extensions.triggerAction", {"id": EXTENSION_ID, "targetId": tab})
        port = (self.profile / "DevToolsActivePort").read_text().split()[0]
        return self._second_look(f"http://127.0.0.1:{port}")

    def _second_look(self, address: str) -> Page:
        for _ in range(PATIENCE_MS // 100):
            second = self.playwright.chromium.connect_over_cdp(address)
            pages = [page for context in second.contexts for page in context.pages]
            for page in pages:
                if page.url.startswith(f"{OURS}/panel/panel.html"):
                    page.set_default_timeout(PATIENCE_MS)
                    return page
            second.close()
            self.pairing.wait_for_timeout(100)
        raise AssertionError("the side panel did not open")


def copied(to: Path, permitted: bool = False, **fields: object) -> Path:
    """Copy the extension, with other fields in its manifest; `permitted`: it may read every site.

    No test can say yes to the browser's own question for a site.
    """
    shutil.copytree(folder("extension"), to)
    manifest = json.loads((to / "manifest.json").read_text()) | fields
    if permitted:
        manifest["host_permissions"] += manifest.pop("optional_host_permissions")
    (to / "manifest.json").write_text(json.dumps(manifest))
    return to


def type_code(page: Page, authority: str, code: str) -> None:
    page.fill("#address", authority)
    page.fill("#code", code)
    page.click("#pair")
    expect(page.locator("#outcome")).to_be_visible()


@dataclass
class Killer:
    """Stops the extension's worker as the browser does, and sees that it has stopped."""

    page: Page
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session: CDPSession = self.page.context.new_cdp_session(self.page)
        self.session.on("ServiceWorker.workerVersionUpdated", self._note)
        self.session.send("ServiceWorker.enable")

    def kill(self) -> None:
        self.seen.clear()
        self.session.send("ServiceWorker.stopAllWorkers")
        while "stopped" not in self.seen:
            self.page.wait_for_timeout(20)

    def _note(self, event: dict[str, list[dict[str, str]]]) -> None:
        self.seen.extend(version["runningStatus"] for version in event["versions"])
