"""An agent whose copy of the team server dies is served by another one."""

import statistics
import time
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from sidecar_server.library.files import write
from sidecar_server.web.scripted import load_chats
from tests.copies.team import team
from tests.extension.chromium import Chromium
from tests.extension.conftest import Desk
from tests.sample import LIBRARY, SITUATIONS

pytestmark = pytest.mark.browser
GOAL_S = 3.0  # of the issue that asks for it: the one figure of time that a test holds


def prompts(folder: Path) -> str:
    """Write the small library with what the demo desk's first customer says, word for word."""
    [chat, *_] = load_chats()
    says = tuple(line.text for line in chat.line if line.role == "customer")
    late = replace(next(s for s in SITUATIONS if s.id == "delivery-late"), customer_says=says)
    others = (one for one in SITUATIONS if one.id != late.id)
    write(replace(LIBRARY, situations=(late, *others)), folder)
    return str(folder)


def test_an_agent_whose_copy_dies_is_served_by_another(
    playwright: Playwright, tmp_path: Path
) -> None:
    library = prompts(tmp_path / "prompts")
    with (
        team(tmp_path, SIDECAR_PROMPTS=library) as ours,
        Chromium(playwright, tmp_path / "profile") as browser,
    ):
        browser.pair_at(ours.balancer.authority, ours.run("pair"))
        panel, took = browser.side_panel(), list[float]()
        desk = Desk.opened(browser, panel, ours.balancer.authority)
        expect(desk.cards.first).to_be_visible()
        for copy in ours.copies:  # the one that serves the agent is among them
            desk.answer("One moment, I am looking.")
            expect(desk.cards).to_have_count(0)
            copy.stop(kill=True)
            began = time.monotonic()
            desk.customer_says_more()
            expect(desk.cards.first).to_be_visible()
            took.append(time.monotonic() - began)
            copy.start()
        assert statistics.median(took) < GOAL_S, took
        assert max(took) < 2 * GOAL_S, took
