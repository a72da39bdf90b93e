"""What must hold in any database: made, kept, refused when newer, written by one at a time."""

import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from traceback import format_exception

import numpy as np
import pytest
from sqlalchemy import Engine, create_engine, inspect, make_url, text

from sidecar_server.errors import StoreProblem
from sidecar_server.library.changes import Changes
from sidecar_server.library.database import open_database
from sidecar_server.library.proposals import Proposals
from sidecar_server.library.store import Store
from sidecar_server.library.tables import metadata
from sidecar_server.practice.scenario import load
from sidecar_server.practice.scenarios import Scenarios
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.handshake import id_of, key_of
from sidecar_server.web.pairing import Pairing
from sidecar_server.web.sessions import Sessions
from tests.databases import drop, engine, fresh, migrated, place_of
from tests.sample import LIBRARY

__all__ = ["engine"]
LINE = next(one for one in LIBRARY.phrases if one.state == "published")


def test_the_tables_are_those_of_the_code(engine: Engine) -> None:
    found = inspect(engine)
    assert set(found.get_table_names()) == {*metadata.tables, "alembic_version"}
    for table in metadata.sorted_tables:
        stored = {column["name"] for column in found.get_columns(table.name)}
        assert stored == set(table.columns.keys())


def test_a_library_is_kept_changed_and_undone(engine: Engine) -> None:
    store, changes = Store(engine), Changes(engine)
    assert store.follow(LIBRARY, 7)
    assert not store.follow(LIBRARY, 7)
    assert store.follows(7)
    before = store.revision()
    vectors = {"enc": {"Other words.": np.ones(3, np.float32)}}
    changes.write([replace(LINE, text="Other words.")], "Ana", "published", vectors)
    assert store.revision() == before + 1
    assert "Other words." in {one.text for one in store.library().phrases}
    changes.write([replace(LINE, text="Other words.")], "Ana", "published", vectors)
    batch = changes.newest(1)[0].batch
    changes.undo("Ana", batch=batch)
    assert LINE in store.library().phrases
    assert [row.tolist() for row in store.vectors("enc").values()] == [[1, 1, 1]]


def test_what_else_is_kept_is_kept(engine: Engine) -> None:
    token = Credentials(engine).create("Ana", "lead", ["sales"])
    found = Credentials(engine).find(id_of(key_of(token)))
    assert found
    assert (found.name, found.role, found.teams) == ("Ana", "lead", ("sales",))
    code = Pairing(engine).open("console")
    assert Pairing(engine).newest("console") == key_of(code.replace("-", ""))
    cookie = Sessions(engine).open("Ana")
    assert Sessions(engine).find(cookie)
    Proposals(engine).keep("A line.", "when", "en", "")
    assert Proposals(engine).count() == 1
    one = load()[0]
    Scenarios(engine).keep(one, "Ana", served=True)
    kept = Scenarios(engine).get(one.id)
    assert kept
    assert kept.own


def test_a_newer_database_is_refused_and_unchanged(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreProblem, match="newer version") as refused:
        open_database(*place_of(engine))
    assert "upgrade" in refused.value.fix
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_writers_wait_for_each_other_and_no_change_is_lost(engine: Engine) -> None:
    Store(engine).follow(LIBRARY)
    barrier = threading.Barrier(4)

    def write(number: int) -> None:
        barrier.wait()
        for at in range(5):
            changed = replace(LINE, text=f"By {number}, {at}.")
            Changes(engine).write([changed], f"w{number}", "published")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    history = Changes(engine).newest(50)
    assert len(history) == 20
    for newer, older in pairwise(history):
        assert newer.before == older.after  # each began from what the one before it left


def test_copies_that_start_at_once_migrate_once() -> None:
    url = fresh()
    opened: list[Engine] = []
    threads = [
        threading.Thread(target=lambda: opened.append(open_database(Path("unused"), url)))
        for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(opened) == 4
    for made in opened:
        made.dispose()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://x", "no database that is known"),
        ("not an address", "no address"),
        ("postgresql://sidecar@127.0.0.1:hunter2/x", "no address"),
        ("postgresql://sidecar:hunter2@127.0.0.1:1/x", "does not answer"),
    ],
)
def test_a_wrong_address_is_said_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreProblem, match=said) as caught:
        open_database(Path("unused"), url)
    assert "hunter2" not in "".join(format_exception(caught.value))
    assert "hunter2" not in caught.value.fix
    assert "`database`" in caught.value.fix


def test_a_database_that_was_restarted_costs_a_reconnect_and_no_error() -> None:
    url = fresh(migrated())
    ours, other = (open_database(Path("unused"), url) for _ in range(2))
    store = Store(ours)
    before = store.revision()
    with other.connect() as connection:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        whose = "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        assert connection.execute(text(ended + whose)).all()
    assert store.revision() == before
    for made in (ours, other):
        made.dispose()
    drop(url)


def test_where_an_extension_has_the_place_of_our_table_the_way_out_is_named() -> None:
    url = fresh()
    owner = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with owner.begin() as connection:
        connection.execute(text("CREATE EXTENSION vector"))
    with pytest.raises(StoreProblem, match="our table `vector`") as refused:
        open_database(Path("unused"), url)
    with owner.begin() as connection:
        connection.execute(text(refused.value.fix.partition(": ")[2]))
    open_database(Path("unused"), url).dispose()
    owner.dispose()
    drop(url)
