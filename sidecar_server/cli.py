"""The `sidecar` command: options in, parts called, answers out; no logic."""

import sys
from collections.abc import Callable, Collection
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

import click
import orjson

from sidecar_server import __version__, people, upkeep
from sidecar_server.errors import LibraryProblem, SidecarError
from sidecar_server.saying import say
from sidecar_server.settings import load_settings


class Command(click.Group):
    """A group whose errors are sentences that name the fix."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run, and end with 1 and a sentence on an error a person can meet."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # Windows writes files in an old code page
        try:
            return super().invoke(ctx)
        except LibraryProblem as problem:
            click.echo("\n".join(problem.problems), err=True)
        except SidecarError as error:
            click.echo(f"sidecar: {error}\nTo fix it: {error.fix}", err=True)
        except BrokenPipeError:
            sys.stderr.close()
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(
                f"sidecar: {where}{error.strerror or error}\n"
                "To fix it: free the disk, name another place or give this one to this user",
                err=True,
            )
        return ctx.exit(1)


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sidecar")
def main() -> None:
    """Sincere lines and cultural notes beside any helpdesk, found on this computer."""


def _warn(text: str) -> None:
    say(sys.stderr, text)


_ENCODER_OPTIONS: tuple[Callable[..., Any], ...] = (
    click.option("--encoder", help="onnx (default), use, e5, sentence-transformer or hashing."),
    click.option("--model", help="A model's name or folder, for --encoder sentence-transformer."),
)


def _encoder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in _ENCODER_OPTIONS:
        command = option(command)
    return command


@main.command()
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (default 8765).")
@click.option("--home", help="Data folder (default SIDECAR_HOME, or the platform's).")
@_encoder_options
def serve(**flags: Any) -> None:
    """Run the server; data lies in SIDECAR_HOME."""
    from sidecar_server.web.server import run  # noqa: PLC0415  (only this command needs it)

    run(load_settings(flags))


def _database() -> Any:
    from sidecar_server.library.database import open_database  # noqa: PLC0415

    settings = load_settings()
    return open_database(settings.home, settings.database)


def _teams(command: Callable[..., Any]) -> Callable[..., Any]:
    about = "A team or brand whose lines are theirs too; may be given several times."
    return click.option("--team", "teams", multiple=True, help=about)(command)


@main.command()
@click.argument("name")
@click.option("--role", type=click.Choice(["agent", "lead", "admin", "monitor"]), default="agent")
@click.option("--days", type=int, help="How long it lasts (default: until it is revoked).")
@_teams
def token(name: str, role: str, days: int | None, teams: tuple[str, ...]) -> None:
    """Make a credential for a client that is not a browser; prints the token alone."""
    from sidecar_server.web.credentials import Credentials  # noqa: PLC0415

    click.echo(Credentials(_database()).create(name, role, teams, days))


@main.command()
@_teams
def pair(teams: tuple[str, ...]) -> None:
    """Make a one-time code for pairing a browser; good for two minutes."""
    from sidecar_server.web.pairing import Pairing, grouped  # noqa: PLC0415

    click.echo(grouped(Pairing(_database()).open("browser", teams)))
    _warn("Enter it on the extension's pairing page within two minutes; it works once.")


@main.command()
@_teams
def console(teams: tuple[str, ...]) -> None:
    """Make a one-time code for signing in to the console; good for two minutes.

    With --team, the lead changes these teams' lines alone and sees no other team's.
    """
    from sidecar_server.web.pairing import Pairing, grouped  # noqa: PLC0415

    settings = load_settings()
    click.echo(grouped(Pairing(_database()).open("console", teams)))
    _warn(
        f"Type it at http://{settings.host}:{settings.port}/console within two minutes; "
        "it works once."
    )


@main.command()
@click.argument("text")
@click.option("--locale", default="", help="The customer's locale, like en-GB.")
@click.option("--json", "as_json", is_flag=True, help="Write the contract's object.")
@_encoder_options
def suggest(text: str, locale: str, as_json: bool, **flags: Any) -> None:
    """Answer one message."""
    line = {"role": "customer", "text": _readable(text), "locale": _readable(locale)}
    _replay([orjson.dumps(line)], as_json, flags)


def _readable(argument: str) -> str:
    """Replace bytes that are no UTF-8, which Python hands over as halves of characters."""
    return argument.encode(errors="surrogateescape").decode(errors="replace")


@main.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object per line read.")
@_encoder_options
def replay(file: IO[bytes], as_json: bool, **flags: Any) -> None:
    """Replay whole chats from FILE (JSON lines; - for standard input); stores nothing."""
    _replay(file, as_json, flags)


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object per chat.")
@click.option("--page", type=click.Path(path_type=Path), help="Write a page to read and print.")
@_encoder_options
def review(path: Path, as_json: bool, page: Path | None, **flags: Any) -> None:
    """Review the chats of a file (replay format, Chatwoot, Zendesk Chat); stores nothing.

    Of a folder with the chats of five agents or more it prints totals alone.
    """
    from sidecar_server.practice.review import command, words  # noqa: PLC0415

    fresh = _fresh_replays(flags)
    if path.is_dir():
        found = command.folder_totals(path, fresh)
        click.echo(orjson.dumps(found) if as_json else words.render_totals(found))
        return
    found_here = command.reviews(path, fresh)
    if page:
        _write_page(page, path.name, found_here)
        return
    for one in found_here:
        if as_json:
            click.echo(orjson.dumps(command.as_json(one)))
        else:
            click.echo(words.render(one.name, one.review) + "\n")


def _write_page(to: Path, title: str, reviews: Any) -> None:
    from sidecar_server.web.practice.file import page  # noqa: PLC0415

    to.write_text(page(title, reviews), encoding="utf-8")
    _warn(f"{to} holds the chats themselves: it is for whoever wrote in them.")


def _fresh_replays(flags: dict[str, Any]) -> Callable[[], Any]:
    """Give what makes a replay whose agent has sent nothing yet; languages load as they come."""
    from sidecar_server.assistant import Assistant  # noqa: PLC0415
    from sidecar_server.encoders.languages import ENGLISH  # noqa: PLC0415
    from sidecar_server.library.search import Extent, Searchable  # noqa: PLC0415
    from sidecar_server.replay import Replay  # noqa: PLC0415
    from sidecar_server.startup import open_parts, say_progress  # noqa: PLC0415

    parts = open_parts(load_settings(flags), _warn)

    def load(languages: Collection[str]) -> Searchable:
        return parts.searchable(say_progress, Extent(languages=languages))

    assistant = Assistant(load([ENGLISH]))
    spoken = {ENGLISH}
    return lambda: Replay(assistant, parts.encoders, load, spoken=spoken)


def _replay(lines: Any, as_json: bool, flags: dict[str, Any]) -> None:
    from sidecar_server import transcript  # noqa: PLC0415
    from sidecar_server.replay import as_json as contract  # noqa: PLC0415

    for number, line, advice in _fresh_replays(flags)().run(lines):
        if as_json:
            click.echo(orjson.dumps(contract(number, line, advice)))
        else:
            click.echo(transcript.render(line, advice))


@main.group()
def library() -> None:
    """Check, import and export the phrase library."""


@library.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
def check(path: Path | None) -> None:
    """Check the library's files; names file, line and fix, and ends with 1 on a fault."""
    from sidecar_server.audit import audit  # noqa: PLC0415
    from sidecar_server.startup import library_folder, open_reading, say_progress  # noqa: PLC0415

    settings = load_settings()
    store, encoders = open_reading(settings)
    checked = audit(path or library_folder(settings), store, encoders, say_progress)
    click.echo(
        f"{len(checked.situations)} situations, {len(checked.phrases)} phrases, "
        f"{len(checked.notes)} notes, {len(checked.expectations)} expectations: no fault found"
    )


@library.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--situation", default="", help="Put another product's lines there, all of them.")
@click.option("--language", default="", help="The language of another product's lines.")
def import_(file: Path, situation: str, language: str) -> None:
    """Take a team's entries from FILE (or a folder); a running server has them within a second.

    FILE: TOML or a zip of it, a table (CSV), or what Chatwoot or Zendesk gives.
    """
    from sidecar_server.curation.exchange.command import take_file  # noqa: PLC0415
    from sidecar_server.curation.exchange.plan import Choice  # noqa: PLC0415
    from sidecar_server.startup import open_parts  # noqa: PLC0415

    parts = open_parts(load_settings(), _warn)
    click.echo(take_file(file, parts, Choice(all=situation), language))


@library.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the whole library as canonical files below FOLDER."""
    from sidecar_server.library.database import open_database  # noqa: PLC0415
    from sidecar_server.library.files import write  # noqa: PLC0415
    from sidecar_server.library.store import Store  # noqa: PLC0415
    from sidecar_server.startup import follow_files  # noqa: PLC0415

    settings = load_settings()
    store = Store(open_database(settings.home, settings.database))
    follow_files(store, settings, _warn)
    click.echo(f"{write(store.library(), folder)} files written below {folder}")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Write the findings as JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what is wrong on this computer, one line each with the fix."""
    from sidecar_server.doctor import examine  # noqa: PLC0415

    findings = examine()
    if as_json:
        click.echo(orjson.dumps(findings))
    else:
        marks = {"ok": "ok   ", "warn": "warn ", "wrong": "WRONG"}
        for one in findings:
            fix = f" — to fix it: {one.fix}" if one.fix else ""
            click.echo(f"{marks[one.level]} {one.name}: {one.detail}{fix}")
    ctx.exit(0 if all(one.ok for one in findings) else 1)


for _command in (*upkeep.COMMANDS, *people.COMMANDS):
    main.add_command(_command)

if __name__ == "__main__":
    main()
