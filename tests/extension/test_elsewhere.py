"""A team's server on another computer: reached by TLS alone, and said to be another."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from tests.extension.chromium import OURS, Chromium, type_code
from tests.extension.sites import site
from tests.extension.test_door import HELPDESK
from tests.extension.tls import NAME, Team, team
from tests.process import SidecarProcess

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = team(tmp_path_factory.mktemp("team"))
    with made.server:
        yield made


@pytest.fixture(scope="module")
def chromium(
    playwright: Playwright, ours: Team, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    profile = tmp_path_factory.mktemp("browser") / "profile"
    with Chromium(playwright, profile, ours.flags) as running:
        yield running


def test_before_pairing_it_says_who_would_read_the_chats_and_where_codes_are(
    chromium: Chromium,
) -> None:
    page, box = chromium.pairing, chromium.pairing.locator("#pairing-box")
    elsewhere = page.locator("#elsewhere")
    expect(elsewhere).to_be_hidden()
    expect(box).to_contain_text("on this computer")
    page.fill("#address", NAME)
    expect(elsewhere).to_contain_text(f"sent to {NAME} and read there")
    expect(box).not_to_contain_text("this computer")
    expect(box.locator("code:visible")).to_have_count(0)  # no command helps here
    expect(box.locator("a")).to_have_attribute("href", f"https://{NAME}/console")
    page.fill("#address", "127.0.0.1:8765")
    expect(elsewhere).to_be_hidden()
    expect(box.locator("code").first).to_have_text("sidecar pair")
    expect(box.locator("a")).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"http://{NAME}", "needs https"),
        ("ws://10.0.0.5:8765", "needs https"),
        ("our server", "not an address"),
    ],
)
def test_what_would_travel_in_the_clear_is_not_dialled(
    chromium: Chromium, address: str, said: str
) -> None:
    type_code(chromium.pairing, address, "AAAA-AAAA-AAAA-AAAA")
    expect(chromium.pairing.locator("#outcome:not([data-ok])")).to_contain_text(said)


def test_a_plain_server_is_not_spoken_to_under_another_name(
    chromium: Chromium, server: SidecarProcess
) -> None:
    type_code(chromium.pairing, f"{NAME}:{server.port}", server.run("pair"))
    outcome = chromium.pairing.locator("#outcome:not([data-ok])")
    expect(outcome).to_contain_text(f"nothing answers at {NAME}:{server.port}")
    expect(outcome.locator("code")).to_have_count(0)


def test_a_chat_is_answered_by_the_teams_server(chromium: Chromium, ours: Team) -> None:
    page = chromium.pairing
    chromium.pair_at(f"https://{NAME}/console", ours.server.run("pair"))
    expect(page.locator("#state")).to_have_text(f"Paired and connected to {NAME}:443.")
    expect(page.locator("#elsewhere")).to_contain_text(f"sent to {NAME} and read there")
    expect(page.locator("[data-text=read_2]")).to_contain_text(f"another computer, {NAME}")
    expect(page.locator("#demo")).to_be_hidden()  # a helpdesk of this computer alone
    with site(HELPDESK) as address:
        desk = chromium.context.new_page()
        desk.goto(f"{address}/demo")
        panel = chromium.context.new_page()
        panel.goto(f"{OURS}/panel/panel.html?tab={chromium.tab(desk)}")
        expect(panel.locator("#lines [data-id]").first).to_be_visible()
        expect(panel.locator("#privacy")).to_contain_text(f"Sent to {NAME} alone.")
