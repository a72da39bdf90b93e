"""Real editors in pages of their own, and the extension's content scripts injected beside them."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Locator, Page

from tests.extension.chromium import Chromium

HERE = Path(__file__).parent
NAMES = ("profile", "chat", "changes", "caret", "spacing", "typing", "composer", "replace")
BESIDE = ("draft", "notice", "slots")
SCRIPTS = [f"content/{name}.js" for name in (*NAMES, *BESIDE)]
PAGE = """<!doctype html><meta charset="utf-8"><title>{name}</title>
<style>.ql-editor, .ProseMirror, [data-lexical-editor] {{ white-space: pre-wrap }}
[contenteditable] {{ min-height: 3em }} .tox-tinymce {{ visibility: visible !important }}</style>
<form id="desk"></form><button id="send">Send</button><input id="elsewhere">
<script type="module" src="/{name}.js"></script>
<script>
  // Sends as helpdesks do: at Enter, at a button, or with the form. Counts, and sends nothing.
  window.sent = 0;
  const send = (event) => {{ event.preventDefault(); window.sent += 1; }};
  document.querySelector("#desk").addEventListener("submit", send);
  document.querySelector("#send").addEventListener("click", send);
  document.querySelector("#desk").addEventListener("keydown", (event) => {{
    if (event.key === "Enter" && !event.shiftKey && document.title === "sends") send(event);
  }}, true);
</script>"""
INJECT = """async ([tabId, files]) => { await chrome.scripting.executeScript({
  target: { tabId }, files }); }"""
# Trusted Types keep strings from becoming code, so each deed is a function of this list.
INSERT = """async ([tabId, profile, text, gap]) => (await chrome.scripting.executeScript({
  target: { tabId }, args: [profile, text, gap],
  func: (profile, text, gap) =>
    sidecar.insertText(sidecar.scopes(document, profile)[0], profile, text, gap),
}))[0].result"""
REPLACE = """async ([tabId, profile, wanted]) => (await chrome.scripting.executeScript({
  target: { tabId }, args: [profile, wanted],
  func: (profile, wanted) =>
    sidecar.replaceWords(sidecar.scopes(document, profile)[0], profile, wanted),
}))[0].result"""
WATCH = """async ([tabId, profile]) => { await chrome.scripting.executeScript({
  target: { tabId }, args: [profile],
  func: (profile) => void sidecar.watchCaret(document, profile),
}); }"""
SLOTS = """async ([tabId, profile]) => { await chrome.scripting.executeScript({
  target: { tabId }, args: [profile],
  func: (profile) => {
    const texts = (names) => `Still open: ${names}. Fill it in, or press again to send.`;
    globalThis.slots = sidecar.watchSlots(document, profile, texts);
  },
}); }"""
ADD = """async ([tabId, slots]) => { await chrome.scripting.executeScript({
  target: { tabId }, args: [slots], func: (texts) => globalThis.slots.add(texts),
}); }"""
NOTICE = """async ([tabId]) => (await chrome.scripting.executeScript({
  target: { tabId },
  func: () => [...document.querySelectorAll("div")]
    .map((host) => chrome.dom.openOrClosedShadowRoot(host)?.querySelector("[role=status]"))
    .map((status) => status?.textContent ?? "").join(""),
}))[0].result"""
UNFOCUSED = """async ([tabId]) => { await chrome.scripting.executeScript({
  target: { tabId }, func: () => void (document.hasFocus = () => false),
}); }"""
BLUR = """(box) => { for (const type of ["blur", "focusout"])
  box.dispatchEvent(new FocusEvent(type, { bubbles: type === "focusout" })); }"""
READY = "window.model?.() === ''"
DRAFT = """async ([tabId, profile]) => (await chrome.scripting.executeScript({
  target: { tabId }, args: [profile],
  func: (profile) =>
    sidecar.composerText(sidecar.composerOf(sidecar.scopes(document, profile)[0], profile)),
}))[0].result"""
DRAFTS = """async ([tabId, profile]) => { await chrome.scripting.executeScript({
  target: { tabId }, args: [profile],
  func: (profile) => {
    globalThis.told = [];
    const active = () => ({ conversation: "7", scope: sidecar.scopes(document, profile)[0] });
    sidecar.watchDraft(document, profile, ({ text }) => globalThis.told.push(text), active);
  },
}); }"""
TOLD = """async ([tabId]) => (await chrome.scripting.executeScript({
  target: { tabId }, func: () => globalThis.told,
}))[0].result"""


@dataclass(frozen=True)
class Kind:
    """One editor: its page, and how a profile names its box."""

    name: str
    selector: str = "#box"
    kind: str = "rich"
    frame: str = ""
    query: str = ""
    send: str = "#send"
    host: str = ""

    def __str__(self) -> str:
        return "-".join([self.name, *re.findall(r"=(\w+)", self.query)])

    @property
    def profile(self) -> dict[str, Any]:
        composer = {"selector": self.selector, "kind": self.kind, "noteMode": "#note-mode"}
        optional = {"frame": self.frame, "send": self.send}
        composer |= {name: value for name, value in optional.items() if value}
        profile = {"id": "desk", "conversation": {"from": "url"}, "composer": composer}
        return profile | ({"shadowHost": self.host} if self.host else {})


@dataclass
class Editor:
    """An open page with the editor, as an agent and as the extension see it."""

    page: Page
    kind: Kind
    chromium: Chromium
    tab: int = field(init=False)

    def __post_init__(self) -> None:
        self.tab = self.chromium.tab(self.page)
        self._ours(INJECT, SCRIPTS)
        self._ours(WATCH, self.kind.profile)

    def _ours(self, script: str, *arguments: Any) -> Any:
        return self.chromium.pairing.evaluate(script, [self.tab, *arguments])

    @property
    def box(self) -> Locator:
        inside = self.page.frame_locator(self.kind.frame) if self.kind.frame else self.page
        return inside.locator(self.kind.selector)

    def anew(self) -> "Editor":
        """Load the same page again, with nothing in it."""
        self.page.reload()
        self.page.wait_for_function(READY)
        return Editor(self.page, self.kind, self.chromium)

    def write(self, *lines: str) -> None:
        """Type as an agent does."""
        self.box.click()
        for number, line in enumerate(lines):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)
        self.reads("\n".join(lines))

    def rewrite(self, text: str) -> None:
        """Type over all that is there."""
        self.box.press("Control+a")
        self.page.wait_for_timeout(200)
        self.page.keyboard.type(text)
        self.reads(text)

    def insert(self, text: str, gap: tuple[int, int] | None = None) -> dict[str, Any]:
        outcome = self._ours(INSERT, self.kind.profile, text, gap and list(gap))
        assert isinstance(outcome, dict)
        return outcome

    def replace(self, text: str, by: str, at: int) -> dict[str, Any]:
        """Put `by` in the place of `text`, told to stand at this code point of the draft."""
        wanted = {"span": [at, at + len(text)], "text": text, "with": by}
        outcome = self._ours(REPLACE, self.kind.profile, wanted)
        assert isinstance(outcome, dict)
        return outcome

    def draft(self) -> str:
        return str(self._ours(DRAFT, self.kind.profile))

    def lose_the_focus(self) -> None:
        """To the panel: the box stays the page's active element, but the page is not in front.

        A page driven by Playwright always has the focus, so it is only told that it lost it.
        """
        self.box.evaluate(BLUR)
        self._ours(UNFOCUSED)

    def watch_slots(self) -> None:
        """Begin what the page's own script begins with a chat."""
        self._ours(SLOTS, self.kind.profile)

    def add_slots(self, *slots: str) -> None:
        self._ours(ADD, list(slots))

    def watch_drafts(self) -> None:
        self._ours(DRAFTS, self.kind.profile)

    def drafts(self) -> list[str]:
        """What was told of the draft since, in order."""
        told = self._ours(TOLD)
        assert isinstance(told, list)
        return told

    def notice(self) -> str:
        """What the notice says; only the extension sees into its closed shadow root."""
        return str(self._ours(NOTICE))

    def sent(self) -> int:
        return int(self.page.evaluate("window.sent"))

    def left(self, letters: str) -> None:
        """Go back over these letters, and let the editor take that in."""
        for _ in letters:
            self.page.keyboard.press("ArrowLeft")
        self.page.wait_for_timeout(200)

    def model(self) -> str:
        return str(self.page.evaluate("window.model()"))

    def reads(self, text: str) -> None:
        """Wait until the editor's own model holds this text; some work it out a moment later."""
        for _ in range(40):
            if self.model() == text:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{self.kind.name} holds {self.model()!r}, not {text!r}")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Bundle the pages into the folder and serve them."""
    bundle = ["node", str(HERE / "bundle.mjs"), str(folder)]
    done = subprocess.run(bundle, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"npm ci --prefix {HERE} first\n{done.stderr}"
    for script in HERE.glob("pages/*.js"):
        (folder / f"{script.stem}.html").write_text(PAGE.format(name=script.stem))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        Thread(target=serving.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{serving.server_port}"
        finally:
            serving.shutdown()


@contextmanager
def at(address: str, kind: Kind, chromium: Chromium) -> Iterator[Editor]:
    """Open the editor's page in a tab of its own."""
    page = chromium.context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{address}/{kind.name}.html{kind.query}")
    page.wait_for_function(READY)
    try:
        yield Editor(page, kind, chromium)
    finally:
        page.close()
