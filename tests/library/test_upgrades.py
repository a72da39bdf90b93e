"""Upgrades from every earlier schema: a copy is kept, nothing is lost, even when killed."""

import multiprocessing
import random
import shutil
import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, LargeBinary, MetaData, create_engine, insert, select

from sidecar_server.errors import StoreProblem
from sidecar_server.library import database
from sidecar_server.library.database import open_database
from sidecar_server.library.schema import SCHEMA

CONFIG = Config()
CONFIG.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
STEPS = [step.revision for step in ScriptDirectory.from_config(CONFIG).walk_revisions()][::-1]
EARLIER = STEPS[:-1]
COPY = f"sidecar.db.before-{SCHEMA}"
STATES = ("published", "draft", "review", "retired")
TRIES = 12

Rows = dict[str, list[dict[str, Any]]]


def value(column: "Column[Any]", n: int, pad: int) -> Any:
    """Make the n-th row's value: different in each row, so that a lost or mixed one shows."""
    if column.name == "state":
        return STATES[n % len(STATES)]
    if column.name == "origin" and column.table.name == "entry":
        return "team"
    if isinstance(column.type, LargeBinary):
        return n.to_bytes(4, "big") * pad
    python_type = column.type.python_type
    if python_type is str:
        return f"{column.name} {n} ü " * pad
    return python_type(n)


def older(home: Path, step: str, rows: int = 5, pad: int = 1) -> Path:
    """Make a database as the version with that schema left it, with rows in every table."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "sidecar.db"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        CONFIG.attributes["connection"] = connection
        command.upgrade(CONFIG, step)
    tables = reflected(engine)
    with engine.begin() as connection:
        for table in tables.values():
            made = [{c.name: value(c, n, pad) for c in table.columns} for n in range(1, rows + 1)]
            connection.execute(insert(table), made)
    engine.dispose()
    return file


def reflected(engine: Engine) -> dict[str, Any]:
    metadata = MetaData()
    metadata.reflect(engine)
    return {name: table for name, table in metadata.tables.items() if name != "alembic_version"}


def contents(file: Path) -> Rows:
    """Read every row of every table."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in reflected(engine).items()
        }
    engine.dispose()
    return found


def columns(file: Path) -> dict[str, set[str]]:
    tables = reflected(create_engine(f"sqlite:///{file}"))
    return {name: {column.name for column in table.columns} for name, table in tables.items()}


def schema_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def carried(before: Rows, step: str) -> Rows:
    """Say what has to be there afterwards, in the columns that there were."""
    if step != "0001":
        return before
    entries = [  # versions in work were set apart by the next step
        {**row, "origin": "working"} if row["state"] in {"draft", "review"} else row
        for row in before["entry"]
    ]
    return {**before, "entry": entries}


def check_nothing_lost(before: Rows, file: Path, step: str) -> None:
    after = contents(file)
    assert schema_of(file) == SCHEMA
    for name, rows in carried(before, step).items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert sorted(kept, key=repr) == sorted(rows, key=repr), name


@pytest.mark.parametrize("step", EARLIER)
def test_every_earlier_schema_becomes_the_newest_and_nothing_is_lost(
    step: str, tmp_path: Path
) -> None:
    file = older(tmp_path, step)
    before = contents(file)
    assert all(len(rows) >= 5 for rows in before.values())
    open_database(tmp_path).dispose()
    check_nothing_lost(before, file, step)
    open_database(tmp_path / "fresh").dispose()
    assert columns(file) == columns(tmp_path / "fresh" / "sidecar.db")


@pytest.mark.parametrize("step", EARLIER)
def test_the_copy_is_private_and_the_older_version_opens_it(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(older(tmp_path / "home", step))
    open_database(tmp_path / "home").dispose()
    copy = tmp_path / "home" / COPY
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert (schema_of(copy), contents(copy)) == (step, before)
    (tmp_path / "back").mkdir()
    shutil.copy(copy, tmp_path / "back" / "sidecar.db")
    monkeypatch.setattr(database, "SCHEMA", step)  # as the version that wrote it
    open_database(tmp_path / "back").dispose()
    assert contents(tmp_path / "back" / "sidecar.db") == before


def test_what_is_new_or_current_is_not_copied(tmp_path: Path) -> None:
    for _ in range(2):
        open_database(tmp_path).dispose()
    assert [file.name for file in tmp_path.iterdir()] == ["sidecar.db"]


def test_the_newest_three_copies_are_kept(tmp_path: Path) -> None:
    older(tmp_path, EARLIER[-1])
    for name in ("0000", "0001", "0002"):
        (tmp_path / f"sidecar.db.before-{name}").write_text("")
    (tmp_path / "sidecar.db.before-0002.part").write_text("cut short")
    open_database(tmp_path).dispose()
    kept = sorted(file.name for file in tmp_path.glob("*.before-*"))
    assert kept == ["sidecar.db.before-0001", "sidecar.db.before-0002", COPY]


def test_a_step_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = older(tmp_path, EARLIER[0])
    before, upgrade = contents(file), command.upgrade

    def failing(config: Config, to: str) -> None:
        upgrade(config, to)
        raise RuntimeError("at the very end")

    monkeypatch.setattr(command, "upgrade", failing)
    with pytest.raises(RuntimeError, match="very end"):
        open_database(tmp_path)
    assert (schema_of(file), contents(file)) == (EARLIER[0], before)


def test_without_room_for_the_copy_nothing_is_changed_and_the_fix_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = older(tmp_path, EARLIER[0])
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreProblem, match="No space left") as raised:
        open_database(tmp_path)
    assert "free 1 MB" in raised.value.fix
    assert file.read_bytes() == before


def test_a_newer_database_is_refused_and_not_a_byte_of_it_is_changed(tmp_path: Path) -> None:
    file = older(tmp_path, STEPS[-1])
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.execute("CREATE TABLE of_tomorrow (id INTEGER)")
    before = file.read_bytes()
    with pytest.raises(StoreProblem, match="written by a newer version") as raised:
        open_database(tmp_path)
    assert "upgrade empathy-sidecar" in raised.value.fix
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["sidecar.db"]


class Upgrade:
    """An upgrade in a process of its own, to be waited for or killed."""

    def __init__(self, home: Path) -> None:
        # The parent has threads, so it is not what is forked.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["sidecar_server.library.database", "alembic.command"])
        self._child = context.Process(target=open_database, args=(home,))
        self._child.start()

    def kill_after(self, seconds: float) -> bool:
        """Send it SIGKILL; says whether it was still at work."""
        time.sleep(seconds)
        self._child.kill()
        return self.ended() != 0

    def ended(self) -> int | None:
        self._child.join(60)
        return self._child.exitcode


@pytest.fixture(scope="module")
def great(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """A database of the first schema of some megabytes, so that an upgrade takes its time."""
    file = older(tmp_path_factory.mktemp("great"), "0001", rows=300, pad=60)
    return file, contents(file)


def test_killed_at_any_moment_the_next_start_completes_it(
    great: tuple[Path, Rows], tmp_path: Path
) -> None:
    file, before = great
    moments, killed = random.Random(3), 0  # noqa: S311
    for name in ("warm", "whole"):  # undisturbed: the second says how long it takes
        (tmp_path / name).mkdir()
        shutil.copy(file, tmp_path / name / "sidecar.db")
        began = time.monotonic()
        assert Upgrade(tmp_path / name).ended() == 0
        whole = time.monotonic() - began
    for number in range(TRIES):
        home = tmp_path / str(number)
        home.mkdir()
        shutil.copy(file, home / "sidecar.db")
        killed += Upgrade(home).kill_after(moments.uniform(0.0, whole))
        open_database(home).dispose()
        check_nothing_lost(before, home / "sidecar.db", "0001")
        assert schema_of(home / COPY) == "0001"
        assert sorted(one.name for one in home.iterdir()) == ["sidecar.db", COPY]
    assert killed, f"not one of {TRIES} came in time"


def test_two_that_upgrade_at_once_both_find_it_done(
    great: tuple[Path, Rows], tmp_path: Path
) -> None:
    file, before = great
    shutil.copy(file, tmp_path / "sidecar.db")
    both = [Upgrade(tmp_path), Upgrade(tmp_path)]
    assert [one.ended() for one in both] == [0, 0]
    check_nothing_lost(before, tmp_path / "sidecar.db", "0001")
    assert (schema_of(tmp_path / COPY), contents(tmp_path / COPY)["pairing"]) == (
        "0001",
        before["pairing"],
    )
