"""Ways to sign in: each one answers who somebody is; to add one: a class, a line in `ways`."""

import hmac
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from sidecar_server.errors import BadInput
from sidecar_server.web.accounts import NAME_CHARS, Account, Accounts, folded
from sidecar_server.web.handshake import key_of
from sidecar_server.web.pairing import Pairing, plain

HERE = "lead"  # the name of who signs in on the own machine, without an account
TRIES, WITHIN_S = 5, 60.0  # wrong passwords for one name, then a pause
_MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is: for the history a name, and their account or, without one, their teams."""

    name: str
    account: str = ""
    teams: tuple[str, ...] = ()


class SignIn(Protocol):
    """One way to show who one is.

    The console offers it where `offered` says so, and hands it what came back: the fields of its
    form or, where a way leads to a provider elsewhere, what that one sent along.
    """

    name: str

    def offered(self) -> bool:
        """Say whether there is anybody who could sign in so."""
        ...

    def identify(self, given: Mapping[str, str]) -> Identity | None:
        """Say who shows this, None for nobody; BadInput says what to do otherwise."""
        ...


@dataclass
class ByPassword:
    """With the name and the password of an account."""

    accounts: Accounts
    clock: Callable[[], float] = time.monotonic
    name: str = "password"
    _tried: dict[str, deque[float]] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    def offered(self) -> bool:
        """Say whether there is an account."""
        return bool(self.accounts.all())

    def identify(self, given: Mapping[str, str]) -> Identity | None:
        """Compare the password with the account's; after five wrong ones a minute is waited.

        A try counts from its beginning, so that many at once are many tries.
        """
        name = given.get("name", "")
        counted = folded(name)[:NAME_CHARS]
        if not self._may_try(counted):
            raise BadInput(
                "too many wrong passwords for this name",
                fix=f"wait {WITHIN_S:.0f} seconds, then try again",
            )
        found = self.accounts.knows(name, given.get("password", ""))
        if found is None:
            return None
        with self._turn:
            self._tried.pop(counted, None)
        return _of(found)

    def _may_try(self, name: str) -> bool:
        now = self.clock()
        with self._turn:
            if len(self._tried) > _MOST_NAMES:
                recent = self._tried.items()
                self._tried = {one: at for one, at in recent if at[-1] > now - WITHIN_S}
            times = self._tried.setdefault(name, deque(maxlen=TRIES))
            if len(times) == TRIES and times[0] > now - WITHIN_S:
                return False
            times.append(now)
            return True


@dataclass
class ByCode:
    """With a one-time code: of `sidecar console`, or an invitation to an account."""

    accounts: Accounts
    pairing: Pairing
    name: str = "code"

    def offered(self) -> bool:
        """Say that whoever may run commands here can always get in."""
        return True

    def identify(self, given: Mapping[str, str]) -> Identity | None:
        """Use a code up; a wrong one spoils none, or any stranger could."""
        key = key_of(plain(given.get("code", "")))
        if invited := self.accounts.find(self.pairing.invited(key)):
            return _of(invited) if self.pairing.burn(key) else None
        open_ = self.pairing.newest("console")
        if open_ is not None and hmac.compare_digest(open_, key):
            teams, _ = self.pairing.meant_for(key)
            return Identity(HERE, teams=teams) if self.pairing.burn(key) else None
        return None


def ways(accounts: Accounts, pairing: Pairing) -> Sequence[SignIn]:
    """Give every way there is, the one that most people use first."""
    return (ByPassword(accounts), ByCode(accounts, pairing))


def _of(account: Account) -> Identity:
    return Identity(account.name, account.id)
