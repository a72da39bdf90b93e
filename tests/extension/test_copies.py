"""An agent whose copy of the team server dies is served by another one."""

import statistics
import time
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.copies.team import team
from tests.extension.chromium import Chromium
from tests.extension.conftest import Desk

pytestmark = pytest.mark.browser
GOAL_S = 3.0  # of the issue that asks for it: the one figure of time that a test holds
KILLS = 6  # two rounds: whichever copy serves the agent is among them


def test_an_agent_whose_copy_dies_is_served_by_another(
    playwright: Playwright, tmp_path: Path
) -> None:
    with team(tmp_path) as ours, Chromium(playwright, tmp_path / "profile") as browser:
        browser.pair_at(ours.balancer.authority, ours.run("pair"))
        panel, page = browser.side_panel(), browser.context.new_page()
        now = time.time()
        page.clock.install(time=now)
        page.clock.pause_at(now + 1)
        page.goto(f"http://{ours.balancer.authority}/demo")
        desk, took = Desk(page, panel), []
        desk.customer_says_more()
        expect(desk.cards.first).to_be_visible()
        for number in range(KILLS):
            copy = ours.copies[number % len(ours.copies)]
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
