"""Which pages of a browser reach the socket: the extension's and the server's own, no others."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from tests.extension.chromium import Chromium
from tests.process import SidecarProcess

pytestmark = pytest.mark.browser
DIAL = """(url) => new Promise((done) => {
  const socket = new WebSocket(url);
  socket.onopen = () => done("open");
  socket.onclose = ({ code }) => done(code);
})"""
DIAL_IN_CONTENT_SCRIPT = f"""async ([tabId, url]) => {{
  const [{{ result }}] = await chrome.scripting.executeScript({{
    target: {{ tabId }}, func: {DIAL}, args: [url],
  }});
  return result;
}}"""
REFUSED = 1006  # as if no server were there


class Blank(BaseHTTPRequestHandler):
    """A site that has nothing to do with us."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title>")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def foreign(chromium: Chromium) -> Iterator[Page]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as site:
        threading.Thread(target=site.serve_forever).start()
        page = chromium.context.new_page()
        page.goto(f"http://127.0.0.1:{site.server_port}/")
        yield page
        page.close()
        site.shutdown()


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
