"""The commands about accounts and tokens; no logic."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from sidecar_server.settings import load_settings

_ROLES = click.Choice(["agent", "lead", "admin"])
_TEAMS = "A team or brand whose lines are theirs too; may be given several times."


def _engine() -> Any:
    from sidecar_server.library.database import open_database  # noqa: PLC0415  (slow to import)

    settings = load_settings()
    return open_database(settings.home, settings.database)


def _accounts(engine: Any) -> Any:
    from sidecar_server.web.accounts import Accounts  # noqa: PLC0415

    return Accounts(engine)


def _invite(engine: Any, account: Any) -> str:
    from sidecar_server.web.pairing import Pairing, grouped  # noqa: PLC0415

    return grouped(Pairing(engine).invite(account.id))


@click.group()
def account() -> None:
    """Who may sign in: agents, leads and admins, each with a password of their own."""


@account.command()
@click.argument("name", required=False)
@click.option("--role", type=_ROLES, default="agent")
@click.option("--team", "teams", multiple=True, help=_TEAMS)
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Many at once: a table (CSV) with the columns name, role, teams (with ; between).",
)
def add(name: str | None, role: str, teams: tuple[str, ...], path: Path | None) -> None:
    """Add NAME and print their invitation: a code that signs in once within a week."""
    if (name is None) == (path is None):
        raise click.UsageError("give a NAME, or a table with --file")
    engine = _engine()
    accounts = _accounts(engine)
    if name is not None:
        click.echo(_invite(engine, accounts.add(name, role, teams)))
        return
    assert path is not None  # noqa: S101  (for the type checker)
    made = accounts.add_all(_people(path))
    for one in made:
        click.echo(f"{_invite(engine, one)}  {one.name}")


@account.command("list")
def list_accounts() -> None:
    """List everybody who may sign in."""
    for one in _accounts(_engine()).all():
        invited = "" if one.ready else "  (invited)"
        click.echo(f"{one.role:5}  {one.name}{_of(one.teams)}{invited}")


@account.command()
@click.argument("name")
@click.option("--role", type=_ROLES, help="Another role.")
@click.option("--team", "teams", multiple=True, help=_TEAMS)
@click.option("--no-team", is_flag=True, help="Of no team.")
def change(name: str, role: str | None, teams: tuple[str, ...], no_team: bool) -> None:
    """Give NAME another role or other teams; who is connected has them at once."""
    accounts = _accounts(_engine())
    before = accounts.known(name)
    kept = () if no_team else teams or before.teams
    accounts.change(name, role or before.role, kept)


@account.command()
@click.argument("name")
def invite(name: str) -> None:
    """Print a new invitation for NAME, whose password does not count any more."""
    engine = _engine()
    accounts = _accounts(engine)
    accounts.forget_password(name)
    click.echo(_invite(engine, accounts.known(name)))


@account.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove NAME: their sessions and their paired browsers end."""
    _accounts(_engine()).remove(name)


@click.group()
def tokens() -> None:
    """Every token that opens something: those of paired browsers, and of programs."""


@tokens.command("list")
def list_tokens() -> None:
    """List them, the newest first: id, role, name, of whom, until when."""
    from sidecar_server.web.credentials import Credentials  # noqa: PLC0415

    credentials = Credentials(_engine())
    for one in credentials.all():
        whose = f" of {one.account}" if one.account else ""
        until = f"  until {_day(one.expires_at)}" if one.expires_at else ""
        over = "" if credentials.holds(one) else "  (has run out)"
        click.echo(f"{one.id}  {one.role:7}  {one.name}{whose}{_of(one.teams)}{until}{over}")


@tokens.command()
@click.argument("id_", metavar="ID")
def revoke(id_: str) -> None:
    """Revoke the token ID; whoever is connected by it is not any more, within a second."""
    from sidecar_server.web.credentials import Credentials  # noqa: PLC0415

    Credentials(_engine()).revoke(id_)


def _of(teams: tuple[str, ...]) -> str:
    return f"  [{', '.join(teams)}]" if teams else ""


def _day(at: float) -> str:
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _people(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            teams = [team for team in (row.get("teams") or "").split(";") if team.strip()]
            yield row.get("name") or "", (row.get("role") or "agent").strip(), teams


COMMANDS: tuple[click.Command, ...] = (account, tokens)
