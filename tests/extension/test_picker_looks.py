"""How the picker's card stands: what axe-core finds at each step, light and dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import expect

from tests.extension.chromium import Chromium
from tests.extension.picking import START
from tests.extension.test_options import AXE, SERIOUS
from tests.extension.test_picker_manners import ENTRY, SEMANTIC, browser, desk

__all__ = ["browser"]
pytestmark = pytest.mark.browser
# axe-core sees into open shadow roots alone: in this test's pages the card's is one.
OPEN_ROOTS = """() => {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    return attach.call(this, { ...options, mode: "open" });
  };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_any_step(
    browser: Chromium, scheme: Literal["light", "dark"]
) -> None:
    assert AXE.exists(), "run `npm ci` in tests/extension/axe"
    with desk(browser, SEMANTIC) as picking:
        page = picking.page
        page.emulate_media(color_scheme=scheme)
        picking.inject()
        picking.within(OPEN_ROOTS)
        picking.within(START)
        page.evaluate(Path(AXE).read_text())
        only_ours = SERIOUS.replace("axe.run()", "axe.run([['[data-sidecar-picker]']])")

        def check() -> None:
            expect(page.locator("[data-sidecar-picker]")).to_have_count(1)
            found: list[Any] = page.evaluate(only_ours)
            assert found == [], picking.card["title"]

        check()
        steps: list[Callable[[], None]] = [
            lambda: picking.press("Enter"),
            lambda: picking.click(f"{ENTRY}[1]"),
            lambda: picking.click(f"{ENTRY}[3]"),
            lambda: picking.press("s"),
            lambda: picking.click("document.querySelector('[name=reply]')"),
        ]
        for step in steps:
            step()
            check()
