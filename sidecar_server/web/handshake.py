"""The handshake without a network: the server proves itself first, bound to the address dialled."""

import hmac
import secrets
from collections.abc import Callable, Container
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from sidecar_server.wire import PROTOCOL, Auth, Challenge, Hello

PAIR = "pair"  # the id under which a browser without a token calls
NOT_AUTHENTICATED = 4401
UPGRADE = 4426

Side = Literal["server", "client"]


class Refused(Exception):
    """The connection is to be closed with `code`; `reason` says what to do next."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def not_authenticated() -> Refused:
    """Give the one answer to every failed handshake, so that it tells nothing apart."""
    return Refused(NOT_AUTHENTICATED, "not authenticated: run `sidecar pair` or `sidecar token`")


def key_of(secret: str) -> bytes:
    """Derive the key of a token or a pairing code: 32 bytes."""
    return sha256(secret.encode()).digest()


def id_of(key: bytes) -> str:
    """Derive the id under which a key is known: 16 hex digits."""
    return sha256(key).hexdigest()[:16]


def proof(key: bytes, side: Side, authority: str, client_nonce: str, server_nonce: str) -> str:
    """Prove a key: lowercase hex of HMAC-SHA256 over who proves, the address and both nonces."""
    said = f"sidecar1|{side}|{authority}|{client_nonce}|{server_nonce}"
    return hmac.new(key, said.encode(), sha256).hexdigest()


def nonce() -> str:
    """Draw 64 lowercase hex digits."""
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class Greeted:
    """A `hello` that was taken and answered; it waits for the client's proof."""

    challenge: Challenge
    _expected: str

    def accepts(self, auth: Auth) -> bool:
        """Tell whether the proof holds; for an unknown id none does."""
        return hmac.compare_digest(self._expected, auth.proof)


def greet(
    hello: Hello,
    key: bytes | None,
    served: Container[str],
    draw: Callable[[], str] = nonce,
) -> Greeted:
    """Answer a `hello`; `key` is None for an unknown id, which gets a challenge like any other.

    Raises Refused for an authority that this server does not serve (a relay) and for another
    version of the protocol.
    """
    if hello.protocol != PROTOCOL:
        raise Refused(UPGRADE, f"this server speaks protocol {PROTOCOL}: upgrade the client")
    if hello.authority not in served:
        raise not_authenticated()
    used = secrets.token_bytes(32) if key is None else key  # a key that nobody holds
    ours = draw()
    return Greeted(
        Challenge(ours, proof(used, "server", hello.authority, hello.nonce, ours)),
        proof(used, "client", hello.authority, hello.nonce, ours),
    )
