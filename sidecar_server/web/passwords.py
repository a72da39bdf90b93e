"""Passwords: kept as Argon2id hashes, with the parameters that argon2-cffi recommends."""

from functools import cache
from threading import Semaphore
from typing import TYPE_CHECKING

from sidecar_server.errors import BadInput

if TYPE_CHECKING:  # slow to import, needed only where people sign in
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200  # characters
_AT_ONCE = Semaphore(2)  # each hash takes 64 MiB: many guesses at once must not take the memory


def hashed(password: str, name: str) -> str:
    """Hash a new password of an account; BadInput where it is too short, too long or the name."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(
            f"a password has {SHORTEST} to {LONGEST} characters",
            fix="take a few words that do not belong together",
        )
    if password.casefold() == name.casefold():
        raise BadInput("this password is the account's name", fix="choose another one")
    with _AT_ONCE:
        return _hasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Say whether a password is that of a hash; for "" none is, and it takes as long to say so."""
    from argon2.exceptions import VerificationError  # noqa: PLC0415  (see above)

    with _AT_ONCE:
        try:
            return _hasher().verify(kept or _nobodys(), password[: LONGEST + 1]) and bool(kept)
        except VerificationError:
            return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415  (see above)

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("of no account")
