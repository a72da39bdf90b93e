"""A team's server on another computer: reached by TLS alone, and said to be another."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from tests.extension.chromium import OURS, Chromium, type_code
from tests.extension.tls import NAME, Front, fronting
from tests.process import SidecarProcess, free_port

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SidecarProcess, Front]]:
    folder = tmp_path_factory.mktemp("team")
    port = free_port()
    named = {"SIDECAR_HOSTS": f"{NAME}:{port}"}
    with (
        SidecarProcess(folder / "home", "hashing", extra=named) as server,
        fronting(server.port, folder, port) as front,
    ):
        yield server, front


@pytest.fixture(scope="module")
def chromium(
    playwright: Playwright,
    team: tuple[SidecarProcess, Front],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Chromium]:
    profile, front = tmp_path_factory.mktemp("browser") / "profile", team[1]
    local = f"--ip-address-space-overrides=127.0.0.1:{front.port}=local"  # not loopback: a network
    with Chromium(playwright, profile, (*front.flags, local)) as running:
        yield running


def test_before_pairing_it_says_who_would_read_the_chats(
    chromium: Chromium, team: tuple[SidecarProcess, Front]
) -> None:
    page, elsewhere = chromium.pairing, chromium.pairing.locator("#elsewhere")
    expect(elsewhere).to_be_hidden()
    expect(page.locator("#pairing-box")).to_contain_text("on this computer")
    page.fill("#address", team[1].authority)
    expect(elsewhere).to_contain_text(f"sent to {NAME} and read there")
    expect(page.locator("#pairing-box")).not_to_contain_text("this computer")
    expect(page.locator("#pairing-box code:visible")).to_have_count(0)  # no command helps here
    page.fill("#address", "127.0.0.1:8765")
    expect(elsewhere).to_be_hidden()
    expect(page.locator("#pairing-box code").first).to_have_text("sidecar pair")


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
    chromium: Chromium, team: tuple[SidecarProcess, Front]
) -> None:
    plain, _ = team
    type_code(chromium.pairing, f"{NAME}:{plain.port}", plain.run("pair"))
    outcome = chromium.pairing.locator("#outcome:not([data-ok])")
    expect(outcome).to_contain_text(f"nothing answers at {NAME}:{plain.port}")
    expect(outcome.locator("code")).to_have_count(0)


def test_a_chat_is_answered_by_the_teams_server(
    chromium: Chromium, team: tuple[SidecarProcess, Front]
) -> None:
    server, front = team
    page = chromium.pairing
    chromium.pair_at(f"https://{front.authority}/console", server.run("pair"))
    expect(page.locator("#state")).to_have_text(f"Paired and connected to {front.authority}.")
    expect(page.locator("#elsewhere")).to_contain_text(f"sent to {NAME} and read there")
    expect(page.locator("[data-text=read_2]")).to_contain_text(f"another computer, {NAME}")
    expect(page.locator("#demo")).to_be_hidden()  # a helpdesk of this computer alone
    desk = chromium.context.new_page()
    desk.goto(f"http://{server.authority}/demo")
    panel = chromium.context.new_page()
    panel.goto(f"{OURS}/panel/panel.html?tab={chromium.tab(desk)}")
    expect(panel.locator("#lines [data-id]").first).to_be_visible()
    expect(panel.locator("#privacy")).to_contain_text(f"Sent to {NAME} alone.")
