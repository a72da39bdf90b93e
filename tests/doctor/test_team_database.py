"""A database in PostgreSQL: without an answer, a right, a driver, a schema we know, or an index."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from sidecar_server.library.database import open_database
from sidecar_server.library.indexes import extension
from sidecar_server.library.schema import SCHEMA
from sidecar_server.web.credentials import Credentials
from tests.databases import drop, fresh, migrated
from tests.doctor.setup import Computer
from tests.process import free_port
from tests.sample import store_of


@pytest.fixture
def owner(computer: Computer) -> Iterator[Engine]:
    """The database of a team, filled, and named in the settings."""
    url = fresh(migrated())
    computer.set(database=url)
    engine = open_database(Path("unused"), url)
    store_of(engine)
    Credentials(engine).create("Ana")
    yield engine
    engine.dispose()
    drop(url)


def run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_a_teams_database_is_looked_at_in_place_of_the_file(
    computer: Computer, owner: Engine
) -> None:
    (computer.home / "sidecar.db").write_bytes(b"left from before the team had a server" * 99)
    assert computer.wrong() == []
    assert computer.said("database") == f"schema {SCHEMA}, in PostgreSQL"
    assert "6 situation" in computer.said("library stored")
    assert computer.said("pairing") == "1 credential stored"
    assert computer.said("index") == "faiss"


def test_a_database_that_does_not_answer(computer: Computer) -> None:
    computer.set(database=f"postgresql://ana:hunter2@127.0.0.1:{free_port()}/team")
    said = computer.the_fault("database")
    assert "does not answer" in said
    assert "start the database" in said
    assert "hunter2" not in said
    computer.set(index="pgvector")
    assert [one.name for one in computer.wrong()] == ["database", "index"]


def test_a_setting_that_is_no_address(computer: Computer) -> None:
    computer.set(database="db.example.com")
    assert "no address" in computer.wrong()[0].detail


def test_a_driver_that_is_not_installed(
    computer: Computer, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [one for one in sys.modules if one.partition(".")[0] == "psycopg"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    found = computer.wrong()[0]
    assert "driver is not installed" in found.detail
    assert "empathy-sidecar[team]" in found.fix


def test_a_database_of_a_newer_version(computer: Computer, owner: Engine) -> None:
    run(owner, "UPDATE alembic_version SET version_num = '9999'")
    said = computer.the_fault("database")
    assert f"schema 9999, this one knows {SCHEMA}" in said
    assert "upgrade empathy-sidecar" in said


def test_a_database_of_an_older_version_is_fine_and_stays_so(
    computer: Computer, owner: Engine
) -> None:
    run(owner, "UPDATE alembic_version SET version_num = '0001'")
    assert computer.wrong() == []
    assert f"schema 0001, older; the next start brings it to {SCHEMA}" in computer.said("database")


def test_an_empty_database(computer: Computer) -> None:
    url = fresh()
    computer.set(database=url)
    assert "the first start fills it" in computer.said("database")
    assert "run `sidecar pair`" in computer.the_doubt("pairing")
    drop(url)


def test_an_extension_in_the_place_of_our_table(computer: Computer) -> None:
    url = fresh()
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    run(engine, "CREATE EXTENSION vector")
    engine.dispose()
    computer.set(database=url)
    assert "ALTER EXTENSION vector SET SCHEMA" in computer.the_fault("database")
    drop(url)


def test_a_database_that_follows_another(computer: Computer, owner: Engine) -> None:
    run(owner, f"ALTER DATABASE {owner.url.database} SET default_transaction_read_only = on")
    assert "takes writes" in computer.the_fault("database")


def test_a_user_who_may_only_read(computer: Computer, owner: Engine) -> None:
    run(owner, "CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    try:
        url = owner.url.set(username="reader", drivername="postgresql")
        computer.set(database=url.render_as_string(hide_password=False))
        assert "not written by this user" in computer.the_fault("database")
    finally:
        run(owner, "DROP OWNED BY reader; DROP ROLE reader")


def test_an_index_that_nobody_knows(computer: Computer) -> None:
    computer.set(index="annoy")
    assert "use one of: faiss, pgvector" in computer.the_fault("index")


def test_an_index_of_postgresql_beside_a_file(computer: Computer) -> None:
    computer.set(index="pgvector")
    assert "set `database` to a postgresql:// address" in computer.the_fault("index")


def test_an_index_that_can_be_had_is_not_made_by_looking(computer: Computer, owner: Engine) -> None:
    computer.set(index="pgvector")
    assert computer.wrong() == []
    assert computer.said("index") == "pgvector"
    with owner.connect() as connection:
        made = connection.scalar(text(f"SELECT to_regnamespace('{extension.SCHEMA}')"))
    assert made is None


def test_a_server_without_the_extension(
    computer: Computer, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.set(index="pgvector")
    monkeypatch.setattr(extension, "EXTENSION", "vector_that_nobody_wrote")
    said = computer.the_fault("index")
    assert "not installed on the database's server" in said
    assert "CREATE EXTENSION vector" in said


def test_a_package_that_is_not_installed(
    computer: Computer, owner: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.set(index="pgvector")
    monkeypatch.delitem(sys.modules, extension.__name__)
    monkeypatch.delattr("sidecar_server.library.indexes.extension")
    monkeypatch.setitem(sys.modules, "pgvector.psycopg", None)
    assert "empathy-sidecar[team]" in computer.the_fault("index")


@pytest.mark.parametrize("logged", ["log_statement = 'all'", "log_min_duration_statement = 500"])
def test_a_database_whose_log_keeps_what_it_is_asked(
    computer: Computer, owner: Engine, logged: str
) -> None:
    computer.set(index="pgvector")
    run(owner, f"ALTER DATABASE {owner.url.database} SET {logged}")
    assert "log_parameter_max_length = 0" in computer.the_doubt("index")
    run(owner, f"ALTER DATABASE {owner.url.database} SET log_parameter_max_length = 0")
    assert computer.said("index") == "pgvector"
