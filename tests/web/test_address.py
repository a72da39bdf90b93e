"""What a server is called, and which origins are its own pages."""

import pytest

from sidecar_server.settings import EXTENSION_ID, Settings
from sidecar_server.web.address import (
    authorities,
    is_loopback,
    is_secure,
    is_shared,
    local,
    origins,
    own_page,
    parsed,
)

TLS = Settings(tls_certificate="cert.pem", tls_key="key.pem")


def test_loopback_is_this_computer_alone() -> None:
    for here in ("localhost", "LocalHost", "127.0.0.1", "127.8.9.1", "::1"):
        assert is_loopback(here) is True
        assert is_shared(Settings(host=here)) is False
    for elsewhere in ("0.0.0.0", "::", "192.168.1.10", "sidecar.test", ""):  # noqa: S104
        assert is_loopback(elsewhere) is False
        assert is_shared(Settings(host=elsewhere)) is True
    assert is_shared(Settings(proxies=("10.0.0.5",))) is True


def test_browsers_come_by_tls_that_ends_here_or_at_a_proxy() -> None:
    assert is_secure(Settings()) is False
    assert is_secure(TLS) is is_secure(Settings(proxies=("10.0.0.5",))) is True


@pytest.mark.parametrize(
    ("host", "plain", "secure"),
    [
        ("sidecar.test", "sidecar.test:80", "sidecar.test:443"),
        ("Sidecar.TEST:8765", "sidecar.test:8765", "sidecar.test:8765"),
        ("[::1]", "[::1]:80", "[::1]:443"),
        ("[FE80::1]:9", "[fe80::1]:9", "[fe80::1]:9"),
        *((wrong, None, None) for wrong in ("", ":80", "a:", "a:0", "a:080", "a:100000", "ü.test")),
        *((wrong, None, None) for wrong in ("a b", "a/b", "::1", "[g]", "a:8765 ", "\u212aelvin")),
    ],
)
def test_a_host_is_read_with_its_port(host: str, plain: str | None, secure: str | None) -> None:
    assert parsed(host) == plain
    assert parsed(host, secure=True) == secure


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::"])  # noqa: S104
def test_this_computer_dials_any_of_its_names(host: str) -> None:
    bound = f"[{host}]" if ":" in host else host
    names = {"127.0.0.1", "localhost", "[::1]", bound}
    assert local(Settings(host=host, port=99)) == {f"{name}:99" for name in names}


def test_another_address_is_called_by_itself_alone() -> None:
    assert local(Settings(host="127.0.0.2", port=99)) == {"127.0.0.2:99"}
    assert authorities(Settings(host="127.0.0.2", port=99, hosts=("a.test", "not a name"))) == {
        "127.0.0.2:99",
        "a.test:80",
    }


def test_origins_are_our_pages_and_extensions_and_leave_out_the_default_port() -> None:
    settings = Settings(
        host="127.0.0.2", port=80, hosts=("a.test:81",), extension_ids=("x" * 32, "")
    )
    extensions = {f"chrome-extension://{EXTENSION_ID}", f"chrome-extension://{'x' * 32}"}
    here = {"http://127.0.0.2", "http://127.0.0.2:80"}
    assert origins(settings) == {*here, "http://a.test:81", *extensions}


@pytest.mark.parametrize(
    ("settings", "page"),
    [
        (Settings(), "http://127.0.0.1:8765/demo"),
        (Settings(host="::1", port=9), "http://[::1]:9/demo"),
        (TLS, "https://127.0.0.1:8765/demo"),
        (Settings(proxies=("10.0.0.5",), hosts=("A.test:443",)), "https://a.test/console"),
        (Settings(proxies=("10.0.0.5",), hosts=("a.test:8443",)), "https://a.test:8443/console"),
    ],
)
def test_the_page_to_begin_with(settings: Settings, page: str) -> None:
    assert own_page(settings) == page
