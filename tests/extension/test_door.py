"""Which pages of a browser reach the socket: the extension's and the server's own, no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

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
REFUSED = 1006  # as if no server were there


@pytest.fixture
def foreign(chromium: Chromium) -> Iterator[Page]:
    with site("<!doctype html><title>Elsewhere</title>") as address:
        page = chromium.context.new_page()
        page.goto(address)
        yield page
        page.close()


def test_a_foreign_page_is_refused_and_our_own_are_not(
    foreign: Page, chromium: Chromium, server: SidecarProcess
) -> None:
    live = f"ws://{server.authority}/live"
    assert foreign.evaluate(DIAL, live) == REFUSED
    assert chromium.pairing.evaluate(DIAL, live) == "open"
    foreign.goto(f"http://{server.authority}/demo")
    assert foreign.evaluate(DIAL, live) == "open"


def test_a_content_script_in_a_foreign_page_is_refused_as_well(
    foreign: Page, chromium: Chromium, server: SidecarProcess
) -> None:
    arguments = [chromium.tab(foreign), f"ws://{server.authority}/live"]
    assert chromium.pairing.evaluate(DIAL_IN_CONTENT_SCRIPT, arguments) == REFUSED


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
