"""Refuses to be reached from other computers without TLS or a named proxy, names, and accounts."""

import ipaddress
import ssl

from sidecar_server.errors import StartProblem
from sidecar_server.settings import Settings
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.address import is_loopback, is_shared, parsed
from sidecar_server.web.roles import ADMIN

_GUIDE = "; docs/team-server.md leads through it"


def check(settings: Settings) -> None:
    """Raise StartProblem for an address, certificate or proxy that cannot be served safely."""
    _check_certificate(settings)
    for one in settings.proxies:
        _check_proxy(one)
    if is_loopback(settings.host) and not settings.proxies:
        return
    if not (settings.tls_certificate or settings.proxies):
        raise StartProblem(
            f"{settings.host} can be reached from other computers, and there is no TLS",
            fix="use --host 127.0.0.1, or set `tls_certificate` and `tls_key`, or name the proxy "
            f"that ends TLS in `proxies`{_GUIDE}",
        )
    if not settings.hosts or any(parsed(host) is None for host in settings.hosts):
        raise StartProblem(
            "nobody could reach this server by a name",
            fix=f"name it in `hosts` as people type it, like sidecar.example.com{_GUIDE}",
        )


def check_accounts(settings: Settings, accounts: Accounts) -> None:
    """Raise StartProblem where others reach this server and nobody could sign in to it."""
    if is_shared(settings) and not any(one.role == ADMIN for one in accounts.all()):
        raise StartProblem(
            "other computers can reach this server, and it has no account of an admin",
            fix=f"run `sidecar account add NAME --role {ADMIN}` first{_GUIDE}",
        )


def _check_certificate(settings: Settings) -> None:
    certificate, key = settings.tls_certificate, settings.tls_key
    if bool(certificate) != bool(key):
        raise StartProblem(
            "a certificate and its key belong together",
            fix="set both `tls_certificate` and `tls_key`, or none",
        )
    if not certificate:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            certificate, key, password=_no_password
        )
    except (OSError, ssl.SSLError, ValueError) as error:
        raise StartProblem(
            f"the certificate {certificate} cannot be used with the key {key}: "
            f"{getattr(error, 'strerror', None) or error}",
            fix="give this user the right to read both; a PEM file with the whole chain, and its "
            "key without a password",
        ) from error


def _no_password() -> str:
    raise ValueError("the key has a password")


def _check_proxy(name: str) -> None:
    try:
        ipaddress.ip_network(name)
    except ValueError as error:
        raise StartProblem(
            f"{name!r} in `proxies` is no address",
            fix="write addresses or networks, like 10.0.0.5 or 10.0.0.0/24",
        ) from error
