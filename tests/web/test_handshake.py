"""The handshake by handing it frames: no network, no clock."""

import hmac
from hashlib import sha256

import pytest

from sidecar_server.web.handshake import Refused, greet, id_of, key_of, nonce, proof
from sidecar_server.wire import Auth, Hello

AUTHORITY = "127.0.0.1:8765"
SERVED = frozenset({AUTHORITY, "localhost:8765"})
KEY = key_of("a token")
THEIRS, OURS = "a" * 64, "b" * 64


def hello(authority: str = AUTHORITY, protocol: int = 1) -> Hello:
    return Hello(protocol, "test", id_of(KEY), THEIRS, authority)


def test_key_id_and_proofs_are_those_of_the_contract() -> None:
    key = sha256(b"a token").digest()
    said = f"sidecar1|server|{AUTHORITY}|{THEIRS}|{OURS}".encode()
    assert key_of("a token") == key
    assert id_of(key) == sha256(key).hexdigest()[:16]
    assert proof(key, "server", AUTHORITY, THEIRS, OURS) == hmac.digest(key, said, "sha256").hex()


def test_the_server_proves_itself_and_takes_the_right_proof_only() -> None:
    greeted = greet(hello(), KEY, SERVED, lambda: OURS)
    assert greeted.challenge.nonce == OURS
    assert greeted.challenge.proof == proof(KEY, "server", AUTHORITY, THEIRS, OURS)
    assert greeted.accepts(Auth(proof(KEY, "client", AUTHORITY, THEIRS, OURS)))


@pytest.mark.parametrize(
    "wrong",
    [
        proof(KEY, "server", AUTHORITY, THEIRS, OURS),  # the server's own, sent back
        proof(KEY, "client", "localhost:8765", THEIRS, OURS),
        proof(KEY, "client", AUTHORITY, OURS, THEIRS),
        proof(key_of("another"), "client", AUTHORITY, THEIRS, OURS),
        "0" * 64,
    ],
)
def test_any_other_proof_is_refused(wrong: str) -> None:
    assert not greet(hello(), KEY, SERVED, lambda: OURS).accepts(Auth(wrong))


def test_an_unknown_id_gets_a_challenge_that_looks_like_any_other() -> None:
    challenges = [greet(hello(), key, SERVED).challenge for key in (None, KEY)]
    assert [len(c.nonce) for c in challenges] == [len(c.proof) for c in challenges] == [64, 64]
    greeted = greet(hello(), None, SERVED, lambda: OURS)
    assert not greeted.accepts(Auth(proof(KEY, "client", AUTHORITY, THEIRS, OURS)))


def test_nonces_are_fresh() -> None:
    assert len({nonce() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "authority", ["127.0.0.1:9999", "127.0.0.1", "evil.test:8765", "127.0.0.1:8765.evil.test", ""]
)
def test_an_authority_that_is_not_served_is_refused(authority: str) -> None:
    with pytest.raises(Refused) as refused:
        greet(hello(authority), KEY, SERVED)
    assert refused.value.code == 4401


def test_another_version_is_told_to_upgrade() -> None:
    with pytest.raises(Refused) as refused:
        greet(hello(protocol=2), KEY, SERVED)
    assert refused.value.code == 4426
