"""Accounts: who may sign in on a team server, with which role and for which teams."""

import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from sidecar_server.errors import BadInput
from sidecar_server.library.scope import named
from sidecar_server.library.tables import ACCESS, account, bump, credential, pairing, session
from sidecar_server.library.writing import writing
from sidecar_server.web import passwords
from sidecar_server.web.roles import ADMIN, AGENT, LADDER

NAME_CHARS = 100


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in; `ready` once they have chosen a password."""

    id: str
    name: str
    role: str
    teams: tuple[str, ...]
    created_at: float  # Unix seconds
    ready: bool


class Accounts:
    """The accounts; each method is one short look or write, those with a password a longer one."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now

    def all(self) -> list[Account]:
        """Give every account, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(account).order_by(account.c.id)).all()
        return [_account(row) for row in rows]

    def find(self, name: str) -> Account | None:
        """Find an account by its name, in whatever letters it is written."""
        row = self._row(name)
        return _account(row) if row else None

    def add(self, name: str, role: str = AGENT, teams: Iterable[str] = ()) -> Account:
        """Make an account without a password yet; BadInput for a name or role that cannot be."""
        return self.add_all([(name, role, teams)])[0]

    def add_all(self, people: Iterable[tuple[str, str, Iterable[str]]]) -> list[Account]:
        """Make accounts of names, roles and teams: all of them or, with BadInput, none."""
        rows = [_row_of(*one) | {"created_at": self._now()} for one in people]
        with writing(self._engine) as connection:
            taken = set(connection.scalars(select(account.c.id)))
            for row in rows:
                if row["id"] in taken:
                    raise BadInput(
                        f"there is an account {row['name']!r}", fix="choose another name"
                    )
                taken.add(row["id"])
            if rows:
                connection.execute(insert(account), rows)
        return [self.known(row["name"]) for row in rows]

    def change(self, name: str, role: str, teams: Iterable[str]) -> Account:
        """Give an account another role and other teams; whoever is connected reconnects."""
        values = {"role": checked_role(role), "teams": _written(teams)}
        with self._changing(name, role) as connection:
            ours = update(account).where(account.c.id == folded(name))
            connection.execute(ours.values(**values))
        return self.known(name)

    def remove(self, name: str) -> None:
        """Take an account away, with its sessions and its browsers' credentials."""
        with self._changing(name, "") as connection:
            for table in (credential, session, pairing):
                connection.execute(delete(table).where(table.c.account == folded(name)))
            connection.execute(delete(account).where(account.c.id == folded(name)))

    def set_password(self, name: str, password: str) -> None:
        """Keep the hash of a new password and end the account's sessions."""
        self._keep(name, passwords.hashed(password, name))

    def forget_password(self, name: str) -> None:
        """Let nobody in by the old password, and end the account's sessions."""
        self._keep(self.known(name).name, "")

    def knows(self, name: str, password: str) -> Account | None:
        """Give the account whose name and password these are, None for any other."""
        row = self._row(name)
        right = passwords.matches(row.password if row else "", password)
        return _account(row) if row and right else None

    def _keep(self, name: str, password: str) -> None:
        with writing(self._engine) as connection:
            ours = update(account).where(account.c.id == folded(name))
            connection.execute(ours.values(password=password))
            connection.execute(delete(session).where(session.c.account == folded(name)))

    @contextmanager
    def _changing(self, name: str, role: str) -> Iterator[Connection]:
        """Begin what servers must notice; an account that is there, and not the last admin's."""
        with writing(self._engine) as connection:
            roles = {row.id: row.role for row in connection.execute(select(account))}
            if folded(name) not in roles:
                raise _unknown(name)
            others = [one for id_, one in roles.items() if id_ != folded(name)]
            if roles[folded(name)] == ADMIN != role and ADMIN not in others:
                raise BadInput(
                    f"{name!r} is the last {ADMIN}",
                    fix=f"make another account {ADMIN} first",
                )
            yield connection
            bump(connection, ACCESS)

    def _row(self, name: str) -> Row[Any] | None:
        with self._engine.connect() as connection:
            return connection.execute(select(account).where(account.c.id == folded(name))).first()

    def known(self, name: str) -> Account:
        """Find an account by its name; BadInput where there is none."""
        if found := self.find(name):
            return found
        raise _unknown(name)


@contextmanager
def writing_for(engine: Engine, id_: str) -> Iterator[Connection]:
    """Begin to write what is an account's, "" for nobody's; BadInput where it was removed.

    What were left would be the next one's who is called so.
    """
    with writing(engine) if id_ else engine.begin() as connection:
        if id_ and connection.scalar(select(account.c.id).where(account.c.id == id_)) is None:
            raise _unknown(id_)
        yield connection


def folded(name: str) -> str:
    """Give an account's id: its name without regard to how its letters are written."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def checked_name(name: str) -> str:
    """Give the name of an account or a credential; BadInput where it cannot be one."""
    plain = name.strip()
    if not 0 < len(plain) <= NAME_CHARS or not plain.isprintable():
        raise BadInput(
            "this name cannot be used", fix=f"give 1 to {NAME_CHARS} printable characters"
        )
    return plain


def checked_role(role: str, known: Iterable[str] = LADDER) -> str:
    """Give the role; BadInput where none is called so."""
    if role not in known:
        raise BadInput(f"no role is called {role!r}", fix=f"use one of: {', '.join(known)}")
    return role


def _unknown(name: str) -> BadInput:
    return BadInput(f"there is no account {name!r}", fix="see `sidecar account list`")


def _row_of(name: str, role: str, teams: Iterable[str]) -> dict[str, Any]:
    plain = checked_name(name)
    row = {"id": folded(plain), "name": plain, "password": "", "role": checked_role(role)}
    return row | {"teams": _written(teams)}


def _written(teams: Iterable[str]) -> str:
    return orjson.dumps(named(teams)).decode()


def _account(row: Row[Any]) -> Account:
    teams = tuple(orjson.loads(row.teams))
    return Account(row.id, row.name, row.role, teams, row.created_at, bool(row.password))
