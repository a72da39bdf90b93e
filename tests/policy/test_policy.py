"""The policy for every browser and system: what it says, in the format its system reads."""

import json
import plistlib
import re
from pathlib import Path
from typing import Any

import pytest

from sidecar_server.policy.browsers import BROWSERS
from sidecar_server.policy.systems import SYSTEMS
from sidecar_server.resources import folder
from sidecar_server.settings import EXTENSION_ID
from tests.command import sidecar

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
MANAGED = {"server": "localhost:8801", "sites": SITES}
EACH = pytest.mark.parametrize("browser", BROWSERS)


def policy(home: Path, browser: str, system: str, *options: str, **settings: str) -> Any:
    return sidecar(home, "policy", "--browser", browser, "--os", system, *options, **settings)


@EACH
def test_linux_reads_json(tmp_path: Path, browser: str) -> None:
    done = policy(tmp_path, browser, "linux", *FULL)
    assert done.exit_code == 0, done.output
    expected = {**LISTS, "3rdparty": {"extensions": {EXTENSION_ID: MANAGED}}}
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
        read[key] = dict(re.fullmatch('"(.*)"="(.*)"', value).groups() for value in values)  # type: ignore[union-attr,misc]
    key = rf"HKEY_LOCAL_MACHINE\{BROWSERS[browser].key}"
    own = rf"{key}\3rdparty\extensions\{EXTENSION_ID}\policy"
    assert read == {
        **{rf"[{key}\{name}]": {"8765": values[0]} for name, values in LISTS.items()},
        f"[{own}]": {"server": "localhost:8801"},
        rf"[{own}\sites]": {"1": SITES[0], "2": SITES[1]},
    }
    assert "reg import" in done.stderr


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
    assert found == {domain: LISTS, f"{domain}.extensions.{EXTENSION_ID}": MANAGED}
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
    for absent in ("3rdparty", "ExtensionInstallForcelist", ".extensions."):
        assert absent not in done.stdout
    assert ORIGIN in done.stdout
    assert "nothing is installed" in done.stderr


def test_a_teams_own_extension_goes_first(tmp_path: Path) -> None:
    own = "a" * 32
    done = policy(tmp_path, "edge", "linux", *FULL, SIDECAR_EXTENSION_IDS=f"{own},{'b' * 32}")
    assert json.loads(done.stdout)["ExtensionInstallForcelist"] == [f"{own};{UPDATE}"]
    assert EXTENSION_ID not in done.stdout


@pytest.mark.parametrize(
    ("options", "fix"),
    [
        (("--server", "desk.example.com:8765"), "127.0.0.1:8765"),
        (("--server", "127.0.0.1"), "127.0.0.1:PORT"),
        (("--server", "127.0.0.1:0"), "127.0.0.1:PORT"),
        (("--server", "127.0.0.1:65536"), "127.0.0.1:PORT"),
        (("--server", "http://127.0.0.1:8765"), "127.0.0.1:PORT"),
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
