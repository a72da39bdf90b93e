"""The policy for every browser and system: what it says, in the format its system reads."""

import json
import plistlib
import re
from pathlib import Path
from typing import Any

import pytest

from sidecar_server.crx import read
from sidecar_server.errors import BadInput
from sidecar_server.policy.address import address
from sidecar_server.policy.browsers import BROWSERS
from sidecar_server.policy.systems import SYSTEMS
from sidecar_server.resources import folder
from sidecar_server.settings import EXTENSION_ID
from tests.command import sidecar
from tests.packages import make_key, sign

UPDATE = "https://it.example.com/empathy-sidecar.xml"
SITES = ["https://desk.example.com", "http://localhost:3000"]
FULL = (
    "--server", "LOCALHOST:8801", "--update-url", UPDATE,
    "--site", SITES[0] + "/", "--site", SITES[1], "--site", "https://DESK.example.com:443",
)  # fmt: skip
ORIGIN = f"chrome-extension://{EXTENSION_ID}"
LISTS = {
    "ExtensionInstallForcelist": [f"{EXTENSION_ID};{UPDATE}"],
    "LocalNetworkAccessAllowedForUrls": [ORIGIN],
    "LoopbackNetworkAllowedForUrls": [ORIGIN],
}
UPDATES = {"ExtensionSettings": {EXTENSION_ID: {"override_update_url": True}}}
MANAGED = {"server": "localhost:8801", "sites": SITES}
EACH = pytest.mark.parametrize("browser", BROWSERS)


def policy(home: Path, browser: str, system: str, *options: str, **settings: str) -> Any:
    return sidecar(home, "policy", "--browser", browser, "--os", system, *options, **settings)


@EACH
def test_linux_reads_json(tmp_path: Path, browser: str) -> None:
    done = policy(tmp_path, browser, "linux", *FULL)
    assert done.exit_code == 0, done.output
    expected = {**LISTS, **UPDATES, "3rdparty": {"extensions": {EXTENSION_ID: MANAGED}}}
    assert json.loads(done.stdout) == expected
    assert BROWSERS[browser].folder in done.stderr


@EACH
def test_windows_reads_a_reg_file_whatever_shell_wrote_it(tmp_path: Path, browser: str) -> None:
    done = policy(tmp_path, browser, "windows", *FULL)
    written = done.stdout_bytes
    written.decode("ascii")
    assert written.count(b"\n") == written.count(b"\r\n")
    top, *sections = written.decode().split("\r\n\r\n")
    assert top == "Windows Registry Editor Version 5.00"
    read = {}
    for section in sections:
        key, *values = section.strip().splitlines()
        read[key] = dict(re.fullmatch('"(.*)"="?(.*?)"?', value).groups() for value in values)  # type: ignore[union-attr,misc]
    key = rf"HKEY_LOCAL_MACHINE\{BROWSERS[browser].key}"
    own = rf"{key}\3rdparty\extensions\{EXTENSION_ID}\policy"
    assert read == {
        **{rf"[{key}\{name}]": {"8765": values[0]} for name, values in LISTS.items()},
        rf"[{key}\ExtensionSettings\{EXTENSION_ID}]": {"override_update_url": "dword:00000001"},
        f"[{own}]": {"server": "localhost:8801"},
        rf"[{own}\sites]": {"1": SITES[0], "2": SITES[1]},
    }
    assert "reg import" in done.stderr
    assert "a key would outdo the text" in done.stderr  # a company's own ExtensionSettings


@EACH
def test_macos_reads_a_profile_with_a_domain_for_the_extension(
    tmp_path: Path, browser: str
) -> None:
    done = policy(tmp_path, browser, "mac", *FULL)
    profile = plistlib.loads(done.stdout_bytes)
    assert (profile["PayloadType"], profile["PayloadScope"]) == ("Configuration", "System")
    found = {}
    for payload in profile["PayloadContent"]:
        assert payload["PayloadType"] == "com.apple.ManagedClient.preferences"
        for domain, content in payload["PayloadContent"].items():
            found[domain] = content["Forced"][0]["mcx_preference_settings"]
    domain = BROWSERS[browser].domain
    assert found == {domain: LISTS | UPDATES, f"{domain}.extensions.{EXTENSION_ID}": MANAGED}
    ids = {one["PayloadUUID"] for one in (profile, *profile["PayloadContent"])}
    assert len(ids) == 3
    assert policy(tmp_path, browser, "mac", *FULL).stdout == done.stdout
    assert ".mobileconfig" in done.stderr


def test_what_is_set_is_named_as_the_managed_schema_names_it() -> None:
    schema = json.loads((folder("extension") / "managed_schema.json").read_text())
    assert schema["properties"]["server"]["type"] == "string"
    assert schema["properties"]["sites"]["items"]["type"] == "string"
    assert set(MANAGED) <= set(schema["properties"])


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_is_not_asked_for_is_left_to_the_agent(tmp_path: Path, system: str) -> None:
    done = policy(tmp_path, "chrome", system)
    assert done.exit_code == 0, done.output
    for absent in ("3rdparty", "ExtensionInstallForcelist", "ExtensionSettings", ".extensions."):
        assert absent not in done.stdout
    assert ORIGIN in done.stdout
    assert "nothing is installed" in done.stderr


def test_a_teams_own_extension_goes_first(tmp_path: Path) -> None:
    own = "a" * 32
    done = policy(tmp_path, "edge", "linux", *FULL, SIDECAR_EXTENSION_IDS=f"{own},{'b' * 32}")
    assert json.loads(done.stdout)["ExtensionInstallForcelist"] == [f"{own};{UPDATE}"]
    assert EXTENSION_ID not in done.stdout


def test_an_address_is_read_as_the_extension_reads_it() -> None:
    cases = json.loads((Path(__file__).parents[1] / "addresses.json").read_text())
    for typed, wanted in cases.items():
        try:
            read = str(address(typed))
        except BadInput as refused:
            read = "needs_https" if "needs https" in str(refused) else "bad_address"
        assert read == wanted, typed


@pytest.mark.parametrize(
    ("server", "named", "update", "access"),
    [
        ("", None, "http://127.0.0.1:8899", {"Loopback", "Local"}),
        ("localhost:8801", "localhost:8801", "http://localhost:8801", {"Loopback"}),
        ("10.0.0.5:8443", "10.0.0.5:8443", "https://10.0.0.5:8443", {"Local"}),
        (
            "https://sidecar.example.com",
            "sidecar.example.com:443",
            "https://sidecar.example.com",
            {"Local"},
        ),
    ],
)
def test_the_server_itself_has_the_package_where_nothing_else_is_said(
    package: Path, tmp_path: Path, server: str, named: str | None, update: str, access: set[str]
) -> None:
    own = read(package.read_bytes()).extension_id
    options = ("--server", server) if server else ()
    settings = {"SIDECAR_EXTENSION_PACKAGE": str(package), "SIDECAR_PORT": "8899"}
    done = policy(tmp_path, "chrome", "linux", *options, **settings)
    assert done.exit_code == 0, done.output
    written = json.loads(done.stdout)
    at = f"{update}/extension/updates.xml"
    assert written["ExtensionInstallForcelist"] == [f"{own};{at}"]
    assert f"install and update it from {at}\n" in done.stderr
    managed = written.get("3rdparty", {"extensions": {own: {}}})["extensions"][own]
    assert managed.get("server") == named
    lists = {f"{one}NetworkAllowedForUrls" for one in access}
    lists |= {"LocalNetworkAccessAllowedForUrls"}
    assert {name for name in written if "Network" in name} == lists
    assert all(written[name] == [f"chrome-extension://{own}"] for name in lists)


def test_a_team_server_is_known_by_its_first_name(package: Path, tmp_path: Path) -> None:
    settings = {
        "SIDECAR_EXTENSION_PACKAGE": str(package),
        "SIDECAR_HOSTS": "sidecar.example.com:443,10.0.0.5:443",
    }
    done = policy(tmp_path, "edge", "windows", **settings)
    assert ";https://sidecar.example.com/extension/updates.xml" in done.stdout
    done = policy(tmp_path, "edge", "windows", "--update-url", UPDATE, **settings)
    assert f";{UPDATE}" in done.stdout
    assert "sidecar.example.com" not in done.stdout


def test_a_package_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = policy(tmp_path, "chrome", "linux", SIDECAR_EXTENSION_PACKAGE="missing.crx")
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{tmp_path / 'missing.crx'}" in done.stderr


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    return sign(folder, make_key(folder))


@pytest.mark.parametrize(
    ("options", "fix"),
    [
        (("--server", "http://desk.example.com"), "https://desk.example.com"),
        (("--server", "desk example.com"), "127.0.0.1:8765"),
        (("--server", "127.0.0.1:0"), "127.0.0.1:8765"),
        (("--server", "127.0.0.1:65536"), "127.0.0.1:8765"),
        (("--update-url", "it.example.com/x.xml"), "whole address"),
        (("--update-url", "https://it.example.com"), "whole address"),
        (("--update-url", "https:///x.xml"), "whole address"),
        (("--update-url", "https://it.example.com/a;b"), "whole address"),
        (("--update-url", 'https://it.example.com/"\r\n[x]'), "whole address"),
        (("--site", "desk.example.com"), "https://desk.example.com"),
        (("--site", "https://*.example.com"), "without wildcards"),
        (("--site", "https://büro.example.com"), "xn--"),
        (("--site", "https://ada@desk.example.com"), "scheme and host"),
        (("--site", "https://desk.example.com:99999"), "scheme and host"),
        (("--site", "https://[desk"), "scheme and host"),
        (("--site", "ftp://desk.example.com"), "scheme and host"),
        (("--site", "https://desk.example.com:8443/inbox/7"), "give https://desk.example.com:8443"),
    ],
)
def test_what_cannot_be_is_refused_with_the_fix(
    tmp_path: Path, options: tuple[str, ...], fix: str
) -> None:
    done = policy(tmp_path, "chrome", "linux", *options)
    assert (done.exit_code, done.stdout) == (1, "")
    assert options[0] in done.stderr
    assert fix in done.stderr.partition("To fix it:")[2]


def test_an_id_that_is_none_is_refused_with_the_fix(tmp_path: Path) -> None:
    done = policy(tmp_path, "chrome", "linux", SIDECAR_EXTENSION_IDS="sidecar")
    assert done.exit_code == 1
    assert "extension_ids" in done.stderr


def test_an_unknown_browser_is_told_the_known_ones(tmp_path: Path) -> None:
    done = policy(tmp_path, "netscape", "linux")
    assert done.exit_code == 2
    assert all(name in done.stderr for name in BROWSERS)
