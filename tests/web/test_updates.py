"""The extension that the server has for its team: whole, the newest, open to read and no more."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from starlette.testclient import TestClient
from websockets.asyncio.client import connect
from websockets.typing import Origin

from sidecar_server.crx import read
from sidecar_server.errors import StartProblem
from sidecar_server.package import admitted, load
from sidecar_server.settings import Settings
from sidecar_server.web import updates
from sidecar_server.web.address import origins
from sidecar_server.web.app import create_app
from tests.packages import extension_id, make_key, sign
from tests.process import SidecarProcess
from tests.web.desk import Desk

UPDATES, PACKAGE = "/extension/updates.xml", "/extension/sidecar.crx"
NAMESPACE = "{http://www.google.com/update2/response}"


@dataclass
class Made:
    """Packages that were made once: two versions of one key, and one of another."""

    key: Path
    first: Path
    second: Path
    foreign: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder, other = (tmp_path_factory.mktemp(name) for name in ("ours", "theirs"))
    key = make_key(folder)
    first, second = (sign(folder, key, version=version) for version in ("0.1.0", "0.2.0"))
    return Made(key, first, second, sign(other, make_key(other), version="0.3.0"))


@dataclass
class Shop:
    """The application around one package, as a browser asks it."""

    settings: Settings
    desk: Desk
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        pages, rooms = updates.places(self.settings)
        app = create_app(self.desk.settings, self.desk.live, pages, rooms)
        self.client = TestClient(app, base_url=f"http://{self.desk.authority}")

    @property
    def package(self) -> Path:
        return Path(self.settings.extension_package)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)

    def put(self, crx: Path) -> None:
        """Replace the package as the docs advise."""
        shutil.copy(crx, self.package.with_suffix(".new"))
        self.package.with_suffix(".new").replace(self.package)

    def offered(self, **headers: str) -> dict[str, str]:
        """Read the update manifest as a browser does."""
        answer = self.get(f"{UPDATES}?x=id%3Dabc%26v%3D0.0.0.0", **headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/xml")
        [app] = ElementTree.fromstring(answer.text)  # noqa: S314  (our own)
        [check] = app
        assert (app.tag, check.tag) == (f"{NAMESPACE}app", f"{NAMESPACE}updatecheck")
        return {"appid": app.attrib["appid"], **check.attrib}


@pytest.fixture
def shop(made: Made, tmp_path: Path) -> Iterator[Shop]:
    package = tmp_path / "sidecar.crx"
    shutil.copy(made.first, package)
    desk = Desk(tmp_path / "home")
    desk.listening.close()
    yield Shop(replace(desk.settings, extension_package=str(package)), desk)
    desk.engine.dispose()


def test_the_manifest_says_what_the_package_is(shop: Shop, made: Made) -> None:
    crx = read(made.first.read_bytes())
    assert shop.offered() == {
        "appid": extension_id(made.key),
        "status": "ok",
        "codebase": f"http://{shop.desk.authority}{PACKAGE}",
        "version": "0.1.0",
        "hash_sha256": crx.sha256,
        "size": str(len(crx.data)),
        "prodversionmin": "116",
    }
    answer = shop.get(PACKAGE)
    assert answer.content == crx.data
    assert answer.headers["content-type"] == "application/x-chrome-extension"
    assert answer.headers["cache-control"] == "no-cache"


def test_the_address_is_the_one_that_the_browser_asked(shop: Shop) -> None:
    local = shop.desk.authority.replace("127.0.0.1", "localhost")
    assert shop.offered(host=local)["codebase"] == f"http://{local}{PACKAGE}"
    named = replace(shop.desk.settings, hosts=("sidecar.example.com:8443",))
    shop.desk.settings = named
    there = Shop(shop.settings, shop.desk)
    at = there.offered(host="sidecar.example.com:8443")["codebase"]  # a proxy before it speaks TLS
    assert at == f"https://sidecar.example.com:8443{PACKAGE}"


def test_a_replaced_package_is_offered_with_the_next_request(shop: Shop, made: Made) -> None:
    shop.put(made.second)
    offered = shop.offered()
    assert offered["version"] == "0.2.0"
    crx = read(shop.get(PACKAGE).content)
    assert (crx.version, crx.sha256) == ("0.2.0", offered["hash_sha256"])


@pytest.mark.parametrize("fault", ["half", "gone", "foreign", "folder", "nonsense"])
def test_what_cannot_be_served_leaves_the_last_good_one(
    shop: Shop, made: Made, logged: io.StringIO, fault: str
) -> None:
    def damage() -> None:
        if fault == "foreign":
            return shop.put(made.foreign)
        shop.package.unlink()
        if fault == "folder":
            shop.package.mkdir()
        elif fault != "gone":
            whole = made.second.read_bytes()
            shop.package.write_bytes(whole[: len(whole) // 2] if fault == "half" else b"nonsense")
        return None

    damage()
    for _ in range(3):
        assert shop.offered()["version"] == "0.1.0"
        assert shop.get(PACKAGE).content == made.first.read_bytes()
    [line] = logged.getvalue().splitlines()  # once, not with every browser that asks
    assert "not served" in line
    assert str(shop.package) not in line
    if fault == "folder":
        shop.package.rmdir()
    shop.put(made.second)
    assert shop.offered()["version"] == "0.2.0"


def is_bare(answer: Any) -> bool:
    return (answer.status_code, answer.content) == (403, b"")


def test_only_reading_these_two_is_let_in(shop: Shop) -> None:
    own = {"origin": f"http://{shop.desk.authority}"}
    for path in (UPDATES, PACKAGE):
        head = shop.client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert shop.get(path, **own).status_code == 200
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            assert is_bare(shop.client.request(method, path, headers=own)), method
        for headers in (
            {"host": "evil.test"},
            {"origin": "https://evil.test"},
            {"origin": "null"},
            {"origin": f"chrome-extension://{'a' * 32}"},
        ):
            assert is_bare(shop.get(path, **headers)), headers
    for path in ("/extension", "/extension/", f"{UPDATES}/", f"{PACKAGE}.pem", "/extension/x"):
        assert is_bare(shop.get(path)), path


def test_without_a_package_there_is_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    desk.listening.close()
    shop = Shop(desk.settings, desk)
    for path in (UPDATES, PACKAGE, "/extension"):
        assert is_bare(shop.get(path))
    desk.engine.dispose()


def test_the_packages_own_extension_is_let_in_first(made: Made) -> None:
    own, other = extension_id(made.key), "b" * 32
    settings = Settings(extension_package=str(made.first), extension_ids=(other, own))
    assert admitted(settings).extension_ids == (own, other)
    assert f"chrome-extension://{own}" in origins(admitted(settings))
    assert admitted(Settings()) == Settings()


@pytest.mark.parametrize("what", ["missing", "half", "text", "folder"])
def test_a_package_that_cannot_be_served_stops_the_start(
    made: Made, tmp_path: Path, what: str
) -> None:
    package = tmp_path / "sidecar.crx"
    if what == "folder":
        package.mkdir()
    elif what != "missing":
        whole = made.first.read_bytes()
        package.write_bytes(whole[:-1] if what == "half" else b"PK")
    with pytest.raises(StartProblem) as problem:
        load(package)
    assert str(package) in str(problem.value)
    assert "extension_package" in problem.value.fix or "build-extension" in problem.value.fix


async def test_a_server_serves_the_package_below_its_data_folder_and_lets_it_in(
    made: Made, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    server = SidecarProcess(home, "hashing", extra={"SIDECAR_EXTENSION_PACKAGE": "our.crx"})
    refused = server.ask("serve", "--port", str(server.port))
    assert refused.returncode == 1
    assert f"{home / 'our.crx'}" in refused.stderr
    assert "To fix it: " in refused.stderr
    shutil.copy(made.first, home / "our.crx")
    with server:
        async with httpx.AsyncClient(base_url=f"http://{server.authority}") as client:
            assert (await client.get(PACKAGE)).content == made.first.read_bytes()
        origin = Origin(f"chrome-extension://{extension_id(made.key)}")
        async with connect(f"ws://{server.authority}/live", origin=origin, proxy=None):
            pass
