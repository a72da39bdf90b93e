"""A server that other computers reach has TLS or a named proxy, a name and accounts."""

import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from starlette.types import Scope

from sidecar_server.errors import StoreProblem
from sidecar_server.settings import Settings
from sidecar_server.web.access import Access
from sidecar_server.web.address import authorities, is_shared, origins, own_page
from tests.process import SidecarProcess
from tests.web.desk import Client
from tests.web.test_access import GOOD_HOSTS, SETTINGS, Inside, call, is_bare, scope_of

NAME = "sidecar.test"
ELSEWHERE = "203.0.113.9"  # an address for documentation
PROXY = "198.51.100.7"


@dataclass(frozen=True)
class Pair:
    """A certificate for NAME and this computer, and its key."""

    certificate: Path
    key: Path


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tmp_path_factory.mktemp("tls")
    made = Pair(folder / "cert.pem", folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"]
    names = ["-addext", f"subjectAltName=DNS:{NAME},DNS:localhost,IP:127.0.0.1"]
    out = ["-keyout", str(made.key), "-out", str(made.certificate)]
    subprocess.run([*command, f"/CN={NAME}", *names, *out], check=True, capture_output=True)
    return made


def test_names_and_origins_follow_the_way_browsers_come(pair: Pair) -> None:
    plain = Settings(hosts=(f"{NAME}:8765",))
    assert f"http://{NAME}:8765" in origins(plain)
    proxied = Settings(hosts=(NAME,), proxies=(PROXY,))
    assert f"{NAME}:443" in authorities(proxied)
    assert {f"https://{NAME}", f"https://{NAME}:443", "http://127.0.0.1:8765"} <= origins(proxied)
    assert not [one for one in origins(proxied) if one.startswith("http://sidecar")]
    assert own_page(proxied) == f"https://{NAME}/console"
    ended_here = replace(proxied, proxies=(), tls_certificate=str(pair.certificate))
    assert "https://127.0.0.1:8765" in origins(ended_here)
    assert not [one for one in origins(ended_here) if one.startswith("http://")]


def test_a_name_that_is_typed_in_capitals_is_the_same_name() -> None:
    typed = Settings(hosts=("Sidecar.Example.TEST:443",), proxies=(PROXY,))
    assert "sidecar.example.test:443" in authorities(typed)
    assert "https://sidecar.example.test" in origins(typed)
    assert own_page(typed) == "https://sidecar.example.test/console"
    assert not is_shared(Settings(host="LocalHost"))
    assert authorities(Settings(host="LocalHost")) == authorities(Settings(host="localhost"))


@dataclass
class Door:
    """The door of a server behind a proxy."""

    inside: Inside = field(default_factory=Inside)
    host: str = "127.0.0.1"

    def __post_init__(self) -> None:
        settings = Settings(host=self.host, hosts=(NAME,), proxies=(PROXY, "10.0.0.0/24"))
        self._access = Access(self.inside, settings)

    def lets_in(
        self, host: str, peer: str, proto: str | None = "https", path: str = "/demo"
    ) -> bool:
        scope = scope_of(path, [host], [])
        scope["client"] = (peer, 40_000)
        if proto is not None:
            scope["headers"] = [*scope["headers"], (b"x-forwarded-proto", proto.encode())]
        return not is_bare(call(self._access, scope))


def test_only_a_named_proxy_may_call_by_the_servers_name() -> None:
    door = Door()
    for path in ("/demo", "/health"):
        for peer in (PROXY, "10.0.0.77"):
            assert door.lets_in(NAME, peer, path=path)
            assert door.lets_in(f"{NAME}:443", peer, path=path)
        for peer in (ELSEWHERE, "127.0.0.1", "10.0.1.1", "::1"):
            assert not door.lets_in(NAME, peer, path=path)
    for proto in ("http", "", None, "https, http", "HTTPS"):
        assert not door.lets_in(NAME, PROXY, proto)
    assert door.lets_in("127.0.0.1:8765", "127.0.0.1", None)
    assert not door.lets_in("127.0.0.1:8765", ELSEWHERE, None)
    assert not door.lets_in(f"{NAME}:8765", PROXY)
    assert door.inside.entered


def test_a_proxy_is_known_by_its_address_also_on_a_socket_of_ipv6() -> None:
    door = Door()
    assert door.lets_in(NAME, f"::ffff:{PROXY}")
    assert not door.lets_in(NAME, f"::ffff:{ELSEWHERE}")


def test_the_server_itself_may_call_by_the_address_that_it_listens_on() -> None:
    door = Door(host="192.0.2.20")
    assert door.lets_in("192.0.2.20:8765", "192.0.2.20", None, "/health")
    assert not door.lets_in("192.0.2.20:8765", ELSEWHERE, None, "/health")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, pair: Pair) -> Iterator[SidecarProcess]:
    """A server on all addresses of this computer, with TLS and an admin."""
    home = tmp_path_factory.mktemp("team")
    extra = {
        "SIDECAR_HOST": "0.0.0.0",  # noqa: S104
        "SIDECAR_TLS_CERTIFICATE": str(pair.certificate),
        "SIDECAR_TLS_KEY": str(pair.key),
        "SIDECAR_HOSTS": NAME,
    }
    one = SidecarProcess(home, "hashing", extra=extra)
    one.run("account", "add", "Ana", "--role", "admin")
    with one:
        yield one


def test_without_tls_nothing_answers_and_with_it_strangers_see_the_sign_in_alone(
    team: SidecarProcess, pair: Pair
) -> None:
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"http://{team.authority}/health", trust_env=False)
    trusted = ssl.create_default_context(cafile=str(pair.certificate))
    address = f"https://{team.authority}"
    with httpx.Client(base_url=address, trust_env=False, verify=trusted) as client:
        assert client.get("/health").json() == {"status": "ok"}
        page = client.get("/console")
        assert page.status_code == 200
        assert "strict-transport-security" in page.headers
        for path in ("/demo", "/practice", "/demo/extension/panel/panel.html", "/console/find"):
            answer = client.get(path)
            assert (answer.status_code, answer.content) == (403, b""), path


def test_who_is_signed_in_has_the_desks_and_the_cookie_goes_by_tls_alone(
    team: SidecarProcess, pair: Pair
) -> None:
    code = team.run("account", "add", "Ben").strip()
    trusted = ssl.create_default_context(cafile=str(pair.certificate))
    address = f"https://{team.authority}"
    with httpx.Client(
        base_url=address, trust_env=False, verify=trusted, follow_redirects=True
    ) as client:
        page = client.get("/console")
        key = page.text.split('name="form_key" value="')[1][:64]
        typed = {"form_key": key, "way": "code", "code": code}
        page = client.post("/console/sign-in", data=typed, headers={"origin": address})
        assert page.url.path == "/console/browsers"
        [cookie] = [one for one in client.cookies.jar if one.name == "__Host-sidecar_console_443"]
        assert cookie.secure
        for path in ("/demo", "/practice"):
            assert client.get(path).status_code == 200


async def test_an_agent_connects_by_tls(team: SidecarProcess, pair: Pair) -> None:
    from websockets.asyncio.client import connect

    token = team.run("token", "Ana")
    trusted = ssl.create_default_context(cafile=str(pair.certificate))
    async with connect(
        f"wss://{team.authority}/live", ssl=trusted, compression=None, proxy=None
    ) as socket:
        client = Client(socket)
        await client.greet(token, team.authority)
        assert (await client.get("welcome"))["protocol"] == 1
        assert await client.is_answered()


def test_while_the_database_is_away_a_room_is_closed_for_now_and_says_no_more() -> None:
    def away(_: Scope) -> bool:
        raise StoreProblem("the database does not answer", fix="start it")

    door = Access(Inside(), SETTINGS, rooms={"/console": away})
    start, body = call(door, scope_of("/console/find", GOOD_HOSTS[:1], []))
    assert (start["status"], body["body"]) == (503, b"")
    assert start["headers"] == [(b"content-length", b"0")]
