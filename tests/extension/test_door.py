"""Which contexts of a browser reach the socket: the extension's and the server's own, no others."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.extension.chromium import OURS, Chromium
from tests.extension.sites import site
from tests.process import SidecarProcess

pytestmark = pytest.mark.browser
DIAL = """(url) => new Promise((done) => {
  const socket = new WebSocket(url);
  socket.onopen = () => done("open");
  socket.onclose = ({ code }) => done(code);
})"""
REACHES = "(url) => fetch(url, { mode: 'no-cors' }).then(() => true, () => false)"
DIAL_IN_CONTENT_SCRIPT = f"""async ([tabId, url]) => {{
  const [{{ result }}] = await chrome.scripting.executeScript({{
    target: {{ tabId }}, func: {DIAL}, args: [url],
  }});
  return result;
}}"""
HELPDESK = """<!doctype html><title>A helpdesk on the web</title>
<main data-desk data-conversation="7"><div data-desk-messages>
<article data-message-id="m1" data-role="customer"><p data-message-text>
my parcel was due monday and it is still not here</p></article>
</div></main><textarea data-desk-reply></textarea>"""
REBOUND = "--host-resolver-rules=MAP rebound.test 127.0.0.1"  # as if its name had been rebound
REFUSED = 1006  # as if no server were there


def other_extension(folder: Path) -> Path:
    """Write an extension of somebody else's, with every permission it could want."""
    folder.mkdir()
    manifest = {
        "manifest_version": 3,
        "name": "Another",
        "version": "1",
        "background": {"service_worker": "worker.js"},
        "host_permissions": ["<all_urls>"],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "worker.js").write_text("")
    (folder / "page.html").write_text("<!doctype html><title>Another</title>")
    return folder


@pytest.fixture(scope="module")
def door(
    playwright: Playwright, server: SidecarProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """A paired browser in which a name is rebound and another extension lives."""
    top = tmp_path_factory.mktemp("door")
    beside = other_extension(top / "another")
    with Chromium(playwright, top / "profile", (REBOUND,), beside=beside) as chromium:
        chromium.pair(server)
        yield chromium


def foreign(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def test_five_attackers_are_refused_and_our_own_are_not(
    door: Chromium, server: SidecarProcess
) -> None:
    """The sixth, a page on the public web, is below: there the browser itself keeps it off."""
    live = f"ws://{server.authority}/live"
    with site("<!doctype html><title>Elsewhere</title>") as address:
        local = foreign(door.context, address)
        assert local.evaluate(DIAL, live) == REFUSED
        arguments = [door.tab(local), live]
        assert door.pairing.evaluate(DIAL_IN_CONTENT_SCRIPT, arguments) == REFUSED
        sandboxed = "(html) => { const frame = document.createElement('iframe'); frame.sandbox = "
        sandboxed += "'allow-scripts'; frame.srcdoc = html; document.body.append(frame); }"
        local.evaluate(sandboxed, "<!doctype html>")
        local.wait_for_function("frames.length === 1")
        assert local.frames[1].evaluate("origin") == "null"
        assert local.frames[1].evaluate(DIAL, live) == REFUSED
        rebound = foreign(door.context, address.replace("127.0.0.1", "rebound.test"))
        for at in (live, live.replace("127.0.0.1", "rebound.test")):
            assert rebound.evaluate(DIAL, at) == REFUSED
    workers = {worker.url.split("/")[2]: worker for worker in door.context.service_workers}
    ours_ = workers.pop(OURS.split("/")[2])
    [(another, its_worker)] = workers.items()
    theirs = foreign(door.context, f"chrome-extension://{another}/page.html")
    assert theirs.evaluate(DIAL, live) == its_worker.evaluate(DIAL, live) == REFUSED

    assert [ours_.evaluate(DIAL, live) for _ in range(20)] == ["open"] * 20
    ours = foreign(door.context, f"http://{server.authority}/demo")
    assert ours.evaluate(DIAL, live) == "open"


def test_beside_a_helpdesk_on_the_public_web_the_socket_opens_all_the_same(
    playwright: Playwright, server: SidecarProcess, tmp_path: Path
) -> None:
    """Chromium keeps public pages off this computer; no document exempts an extension's worker."""
    with site(HELPDESK) as address, site("") as on_this_computer:
        public = f"--ip-address-space-overrides={address.removeprefix('http://')}=public"
        with Chromium(playwright, tmp_path / "profile", (public,)) as chromium:
            chromium.pair(server)
            desk = chromium.context.new_page()
            desk.goto(f"{address}/demo")
            panel = chromium.context.new_page()
            panel.goto(f"{OURS}/panel/panel.html?tab={chromium.tab(desk)}")
            expect(panel.locator("#lines [data-id]").first).to_be_visible()
            reached = [desk.evaluate(REACHES, to) for to in (address, on_this_computer)]
            assert reached == [True, False]  # the page itself is kept off
            assert desk.evaluate(DIAL, f"ws://{server.authority}/live") == REFUSED
