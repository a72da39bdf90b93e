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
        assert "sidecar account add" in problem.value.fix
    accounts.add("Ana", "admin")
    exposure.check_accounts(shared, accounts)
