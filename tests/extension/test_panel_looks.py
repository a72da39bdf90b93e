"""How the side panel stands in a real Chromium: any width, long words, and what axe-core finds."""

from pathlib import Path
from typing import Any

import pytest

from tests.extension.alone import (
    HERE,
    NO_CHAT,
    NOTE,
    VIEW,
    Panel,
    browser,
    line,
    other,
    panel,
    reading,
)  # fmt: skip

__all__ = ["browser", "panel"]
pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SERIOUS = """async () => (await axe.run()).violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact))
  .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" "))"""
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlung"


@pytest.mark.parametrize("width", [180, 280, 360, 600])  # 180: 360 at twice the size
def test_long_names_and_words_stay_inside(panel: Panel, width: int) -> None:
    panel.page.set_viewport_size({"width": width, "height": 740})
    customer = {"name": LONG, "locale": "ja-JP", "timezone": "Asia/Tokyo"}
    panel.offer(
        line("a", LONG, slots=[{"name": LONG, "span": [0, 9]}]),
        NOTE | {"title": LONG, "text": LONG},
        conversation=VIEW["conversation"] | {"id": "k", "customer": customer},
        chats=[HERE, other("keiko", 4000, name=LONG), other("omar", None)],
        connection={"status": "connected", "address": f"{LONG}.example.com:443"},
    )
    assert panel.page.evaluate(OVERFLOW) <= 0
    sides = "(all) => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
    assert panel.page.locator("main *, footer *, header *").evaluate_all(sides) <= width
    panel.show(**NO_CHAT, **reading("unknown"))
    assert panel.page.evaluate(OVERFLOW) <= 0


LINES: dict[str, Any] = {
    "conversation": VIEW["conversation"] | {"id": "keiko"},
    "suggestions": VIEW["suggestions"]
    | {"items": [NOTE, line("a", "Where is {it}?", slots=[{"name": "it", "span": [9, 13]}])]},
    "chats": [HERE, other("keiko", 400, fresh=True, heat=0.9), other("omar", 100)],
}
STATES: dict[str, dict[str, Any]] = {
    "lines": {},
    "no lines": {"suggestions": None, "chats": [HERE]},
    "no chat": NO_CHAT,
    "paused": reading("paused"),
    "unknown": NO_CHAT | reading("unknown"),
    "off": NO_CHAT | reading("off"),
    "offline": {"connection": {"status": "offline", "address": "127.0.0.1:8765"}},
}


def problems(panel: Panel) -> list[str]:
    assert AXE.exists(), "run `npm ci` in tests/extension/axe"
    panel.page.evaluate(AXE.read_text())
    panel.page.clock.resume()  # axe waits for timers
    found: list[str] = panel.page.evaluate(SERIOUS)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious(panel: Panel, state: str, scheme: Any) -> None:
    panel.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    panel.show(**LINES | STATES[state])
    assert problems(panel) == []


def test_axe_finds_nothing_serious_in_the_sheet_of_keys_and_an_open_note(panel: Panel) -> None:
    panel.page.emulate_media(reduced_motion="reduce")
    panel.show(**LINES)
    panel.press("n")
    panel.press("?")
    assert problems(panel) == []
