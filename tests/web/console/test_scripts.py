"""Scripts in what others wrote, on every page of a server: none runs, none is even tried to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from sidecar_server.library.files import write
from sidecar_server.library.proposals import Proposals
from sidecar_server.model import Library
from sidecar_server.web import console
from sidecar_server.web.accounts import Accounts
from tests.extension.test_scripts import AWAY, PAYLOADS
from tests.sample import LIBRARY, NOTES, PHRASES, SITUATIONS
from tests.web.console.leads import House
from tests.web.console.test_walk import chromium, signed_in
from tests.web.routes import places

__all__ = ["chromium"]
pytestmark = pytest.mark.browser
NAME = '<img src=x onerror="ran=1">'  # as long as a name may be
SOME = range(0, len(PAYLOADS), 5)  # of whom each has a page; the lists have all
LINE = next(one for one in PHRASES if one.situation == "delivery-late")


def poisoned() -> Library:
    """Give a library that has every payload in every field that is free text."""
    says = "where is my parcel"
    situations = [
        replace(SITUATIONS[1], id=f"made-{n}", title=one, customer_says=(f"{says} {n} {one}",))
        for n, one in enumerate(PAYLOADS)
    ]
    phrases = [
        replace(LINE, id=f"made-{n}.line", situation=f"made-{n}", text=f"{one} Line {n}.")
        for n, one in enumerate(PAYLOADS)
    ]
    notes = [
        replace(NOTES[0], id=f"en.made-{n}", means=one, advise=one, avoid=one, limits=one)
        for n, one in enumerate(PAYLOADS)
    ]
    return replace(
        LIBRARY,
        situations=(*LIBRARY.situations, *situations),
        phrases=(*LIBRARY.phrases, *phrases),
        notes=(*LIBRARY.notes, *notes),
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("scripts")
    write(poisoned(), folder / "prompts")
    with House(folder / "home", prompts=str(folder / "prompts")) as one:
        one.credentials.create(NAME, "agent")
        queue = Proposals(one.parts.engine)
        for payload in PAYLOADS:
            queue.keep(payload, payload, "en", "delivery-late")
        yield one


class Watch:
    """Hears what a page does: a script that ran, or was refused, or a word to somebody else."""

    def __init__(self, page: Page, own: str) -> None:
        self.heard: list[str] = []
        page.on("dialog", lambda one: self.heard.append(one.message))
        page.on("console", lambda one: self.heard.append(one.text) if _refused(one.text) else None)
        page.on(
            "request", lambda one: None if one.url.startswith((own, "data:")) else self._asked(one)
        )
        page.add_init_script("window.ran = undefined")

    def _asked(self, request: object) -> None:
        self.heard.append(str(request))


def _refused(text: str) -> bool:
    return "Content Security Policy" in text or "TrustedHTML" in text or AWAY in text


@pytest.fixture(scope="module")
def lead(chromium: Browser, house: House) -> Iterator[tuple[Page, Watch]]:
    """A page of somebody who is signed in, and what is heard of it."""
    with signed_in(chromium, house) as page:
        Accounts(house.parts.engine).add(NAME, "agent")
        yield page, Watch(page, house.address)


def pages(house: House) -> Sequence[str]:
    """Give every page that is there, and with each payload those that repeat what was asked."""
    found = [one.path for one in places(house.app) if one.room == console.ROOM]
    alone = ["/demo", "/practice", *(one for one in dict.fromkeys(found) if "static" not in one)]
    lines = [f"/console/entry/phrase/en/made-{n}.line" for n in SOME]
    notes = [f"/console/entry/note/en/en.made-{n}" for n in SOME]
    return alone + lines + notes


def test_no_payload_runs_on_any_page_of_a_lead(house: House, lead: tuple[Page, Watch]) -> None:
    page, watch = lead
    shown = 0
    for path in pages(house):
        answer = page.request.get(path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue  # it takes forms alone, or gives a file
        page.goto(path)
        shown += "onerror" in page.content()
        assert page.evaluate("window.ran") is None, path
    for payload in PAYLOADS[::5]:
        page.goto(f"/console/find?words={quote(payload, safe='')}")
        assert page.evaluate("window.ran") is None, payload
    assert watch.heard == []
    assert shown >= len(SOME), shown


def test_no_payload_runs_in_what_is_said_about_a_chat_or_a_mistake(
    lead: tuple[Page, Watch],
) -> None:
    page, watch = lead
    whole = "\n".join(f"Customer: where is my parcel {one}" for one in PAYLOADS)
    for chat in (whole, *(f'{{"role": "{one}"}}' for one in PAYLOADS[::5])):
        page.goto("/console/bench")
        page.locator("textarea[name=chat]").fill(chat)
        page.locator("form:has(textarea[name=chat]) button[type=submit]").first.click()
        expect(page.locator("textarea[name=chat]")).to_have_value(chat)
        assert page.evaluate("window.ran") is None, chat
    assert watch.heard == []
