"""What could not be served safely is refused, with the fix."""

import subprocess
from pathlib import Path

import pytest

from sidecar_server.errors import StartProblem
from sidecar_server.library.database import open_database
from sidecar_server.settings import Settings
from sidecar_server.web import exposure
from sidecar_server.web.accounts import Accounts
from tests.web.test_shared import NAME, Pair, pair

__all__ = ["pair"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(host="0.0.0.0"), "no TLS"),  # noqa: S104
        (Settings(host="::"), "no TLS"),
        (Settings(host="192.168.1.10"), "no TLS"),
        (Settings(host="0.0.0.0", proxies=("10.0.0.5",)), "by a name"),  # noqa: S104
        (Settings(proxies=("10.0.0.5",)), "by a name"),
        (Settings(proxies=("10.0.0.5",), hosts=("not a name",)), "by a name"),
        (Settings(proxies=("proxy.test",), hosts=(NAME,)), "no address"),
        (Settings(proxies=("10.0.0.5/8",), hosts=(NAME,)), "no address"),
        (Settings(tls_certificate="/none.pem"), "belong together"),
        (Settings(tls_key="/none.pem"), "belong together"),
        (Settings(tls_certificate="/none.pem", tls_key="/none.key"), "cannot be used"),
    ],
)
def test_what_is_not_safe_is_refused_with_the_fix(settings: Settings, said: str) -> None:
    with pytest.raises(StartProblem, match=said) as problem:
        exposure.check(settings)
    assert problem.value.fix


def test_a_key_that_does_not_fit_or_has_a_password_is_refused(pair: Pair, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pem"
    lock = ["openssl", "rsa", "-aes256", "-passout", "pass:x", "-in", str(pair.key)]
    subprocess.run([*lock, "-out", str(locked)], check=True, capture_output=True)
    for certificate, key in ((pair.certificate, locked), (pair.key, pair.certificate)):
        settings = Settings(tls_certificate=str(certificate), tls_key=str(key))
        with pytest.raises(StartProblem, match="cannot be used"):
            exposure.check(settings)
    exposure.check(Settings(tls_certificate=str(pair.certificate), tls_key=str(pair.key)))


def test_others_reach_it_only_once_there_is_an_admin(tmp_path: Path) -> None:
    accounts = Accounts(open_database(tmp_path))
    shared = Settings(proxies=("10.0.0.5",), hosts=(NAME,))
    exposure.check_accounts(Settings(), accounts)
    for role in ("agent", "lead"):
        accounts.add(role, role)
        with pytest.raises(StartProblem, match="no account of an admin") as problem:
            exposure.check_accounts(shared, accounts)
        assert str(problem.value) == (
            "other computers can reach this server, and it has no account of an admin"
        )
        assert problem.value.fix == f"run `sidecar account add NAME --role admin` first{GUIDE}"
    accounts.add("Ana", "admin")
    exposure.check_accounts(shared, accounts)


def test_what_is_safe_is_let_be(pair: Pair) -> None:
    tls = {"tls_certificate": str(pair.certificate), "tls_key": str(pair.key)}
    exposure.check(Settings())
    exposure.check(Settings(host="192.0.2.1", hosts=(NAME,), **tls))  # type: ignore[arg-type]
    for proxy in ("10.0.0.5", "10.0.0.0/24", "2001:db8::/32"):
        exposure.check(Settings(proxies=(proxy,), hosts=(NAME, f"{NAME}:8443")))


GUIDE = "; docs/team-server.md leads through it"


@pytest.mark.parametrize(
    ("settings", "what", "fix"),
    [
        (
            Settings(host="192.0.2.1"),
            "192.0.2.1 can be reached from other computers, and there is no TLS",
            "use --host 127.0.0.1, or set `tls_certificate` and `tls_key`, or name the proxy that "
            f"ends TLS in `proxies`{GUIDE}",
        ),
        (
            Settings(proxies=("10.0.0.5",)),
            "nobody could reach this server by a name",
            f"name it in `hosts` as people type it, like sidecar.example.com{GUIDE}",
        ),
        (
            Settings(proxies=("proxy.test",)),
            "'proxy.test' in `proxies` is no address",
            "write addresses or networks, like 10.0.0.5 or 10.0.0.0/24",
        ),
        (
            Settings(tls_key="/none.pem"),
            "a certificate and its key belong together",
            "set both `tls_certificate` and `tls_key`, or none",
        ),
        (
            Settings(tls_certificate="/none.pem", tls_key="/none.key"),
            "the certificate /none.pem cannot be used with the key /none.key: "
            "No such file or directory",
            "give this user the right to read both; a PEM file with the whole chain, and its key "
            "without a password",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(
    settings: Settings, what: str, fix: str
) -> None:
    with pytest.raises(StartProblem) as problem:
        exposure.check(settings)
    assert (str(problem.value), problem.value.fix) == (what, fix)
