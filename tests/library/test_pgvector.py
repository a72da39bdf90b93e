"""The index in PostgreSQL: shared by copies, written once, swept late, and plain about faults."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from sidecar_server.errors import StoreProblem
from sidecar_server.library.database import open_database
from sidecar_server.library.indexes import extension, open_indexes
from sidecar_server.library.indexes.tables import COMPARED, name_of
from tests.clustered import examples, queries
from tests.databases import drop, fresh, migrated
from tests.indexed import ENCODER, Shop, shop, texts

ROWS = examples(COMPARED + 1_000, 60)
HOME = Path("unused")
TABLE = f"{extension.SCHEMA}.{name_of(ENCODER, 'examples')}"


@pytest.fixture
def url() -> Iterator[str]:
    made = fresh(migrated())
    yield made
    drop(made)


@pytest.fixture
def copies(url: str) -> Iterator[tuple[Shop, Shop]]:
    """Two copies of the server on one database."""
    with ExitStack() as stack:
        one, other = (stack.enter_context(shop("pgvector", HOME, ROWS, url)) for _ in range(2))
        yield one, other


def run(engine: Engine, statement: str) -> list[str]:
    with engine.begin() as connection:
        found = connection.execute(text(statement))
        return [str(row[0]) for row in found] if found.returns_rows else []


def kept(engine: Engine) -> int:
    return len(run(engine, f"TABLE {TABLE}"))


def test_only_what_is_new_is_written_whoever_wrote_the_rest(copies: tuple[Shop, Shop]) -> None:
    one, other = copies
    one.index(texts(40))
    other.index(texts(43))
    assert sorted(one.read, key=int) == texts(40)
    assert sorted(other.read, key=int) == texts(3, first=40)
    assert one.index(texts(43)).search(ROWS[41], 1)[0][0] == 41
    assert len(one.read) == 40


def test_what_is_no_longer_wanted_stays_for_who_still_serves_it(copies: tuple[Shop, Shop]) -> None:
    one, other = copies
    former = one.index(texts(40))
    other.index(texts(20))
    assert former.search(ROWS[30], 1)[0][0] == 30
    assert kept(one.engine) == 40


def age(engine: Engine, days: int) -> None:
    run(engine, f"UPDATE {TABLE}_unused SET since = since - interval '{days} days'")  # noqa: S608


def test_what_nobody_wanted_for_a_week_goes_and_comes_back_when_it_is_wanted(
    copies: tuple[Shop, Shop],
) -> None:
    one, other = copies
    one.index(texts(40))
    other.index(texts(20))
    age(one.engine, 6)
    other.index(texts(20))
    assert kept(one.engine) == 40
    age(one.engine, 2)
    other.index(texts(20))
    assert kept(one.engine) == 20
    assert one.index(texts(40)).search(ROWS[30], 1)[0][0] == 30


def test_what_is_wanted_again_is_not_swept(copies: tuple[Shop, Shop]) -> None:
    one, other = copies
    one.index(texts(40))
    other.index(texts(20))
    age(one.engine, 8)
    again = one.index(texts(40))
    other.index(texts(20))
    assert again.search(ROWS[30], 1)[0][0] == 30
    assert kept(one.engine) == 40


def test_copies_that_start_at_once_fill_it_once(url: str) -> None:
    engines = [open_database(HOME, url) for _ in range(4)]
    barrier, shops, failed = threading.Barrier(4), [], []

    def start(engine: Engine) -> None:
        barrier.wait()
        try:
            one = Shop(engine, open_indexes("pgvector", engine), ROWS)
            shops.append(one)
            assert one.index(texts(3_000)).search(ROWS[2_999], 1)[0][0] == 2_999
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=start, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(int(one) for each in shops for one in each.read) == list(range(3_000))
    for engine in engines:
        engine.dispose()


def test_a_database_that_was_restarted_costs_nothing(copies: tuple[Shop, Shop]) -> None:
    one, other = copies
    index = one.index(texts(20))
    index.search(ROWS[3], 1)
    run(
        other.engine,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    assert index.search(ROWS[3], 1)[0][0] == 3
    one.engine.dispose()
    assert index.search(ROWS[4], 1)[0][0] == 4


def test_many_rows_are_found_by_a_graph_and_it_grows_with_them(copies: tuple[Shop, Shop]) -> None:
    one, _ = copies
    one.index(texts(COMPARED))
    assert "hnsw" not in " ".join(plan(one.engine))
    one.index(texts(COMPARED + 900))
    assert f"{name_of(ENCODER, 'examples')}_graph" in " ".join(plan(one.engine))
    graph = run(one.engine, f"SELECT '{TABLE}_graph'::regclass::oid")
    index = one.index(texts(COMPARED + 1_000))
    near = [index.search(ROWS[row], 1)[0][0] for row in range(COMPARED + 900, COMPARED + 1_000)]
    assert near == list(range(COMPARED + 900, COMPARED + 1_000))
    assert run(one.engine, f"SELECT '{TABLE}_graph'::regclass::oid") == graph


def plan(engine: Engine) -> list[str]:
    """Say how PostgreSQL finds the nearest."""
    half, to = f"{extension.SCHEMA}.halfvec(384)", "[" + ",".join(["0.05"] * 384) + "]"
    near = f"embedding::{half} OPERATOR({extension.SCHEMA}.<#>) '{to}'::{half}"
    return run(engine, f"EXPLAIN TABLE {TABLE} ORDER BY {near} LIMIT 24")


def test_what_lies_behind_thousands_of_others_is_found(copies: tuple[Shop, Shop]) -> None:
    one, other = copies
    one.index([f"7: {number}" for number in range(COMPARED + 500)])
    index = other.index(texts(5))
    expected = np.argsort(-(ROWS[:5] @ ROWS[7])).tolist()
    assert [row for row, _ in index.search(ROWS[7], 5)] == expected


def test_a_schema_that_was_dropped_is_made_again_by_who_starts(
    copies: tuple[Shop, Shop], url: str
) -> None:
    one, other = copies
    index = one.index(texts(20))
    run(other.engine, f"DROP SCHEMA {extension.SCHEMA} CASCADE")
    with pytest.raises(StoreProblem, match="UndefinedTable") as refused:
        index.search(ROWS[3], 1)
    assert "sidecar doctor" in refused.value.fix
    with shop("pgvector", HOME, ROWS, url) as new:
        assert new.index(texts(20)).search(ROWS[3], 1)[0][0] == 3


def test_no_vector_stands_in_an_error(copies: tuple[Shop, Shop]) -> None:
    one, _ = copies
    index = one.index(texts(5))
    with pytest.raises(StoreProblem) as refused:
        index.search(queries(ROWS, 1)[0][:7], 1)
    said = repr(refused.value) + refused.value.fix + repr(refused.value.__context__)
    assert "0.0" not in said
    assert refused.value.__suppress_context__


def test_an_index_is_closed_with_its_database(url: str) -> None:
    engine = open_database(HOME, url)
    Shop(engine, open_indexes("pgvector", engine), ROWS).index(texts(3)).search(ROWS[0], 1)
    engine.dispose()
    other = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    for _ in range(200):  # its server learns of it a moment later
        if (connected := run(other, count)) == ["1"]:
            break
        time.sleep(0.05)
    other.dispose()
    assert connected == ["1"]


def test_a_server_without_the_extension_is_refused_with_the_fix(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_database(HOME, url)
    monkeypatch.setattr(extension, "EXTENSION", "vector_that_nobody_wrote")
    with pytest.raises(StoreProblem, match="not installed on the database's server") as refused:
        open_indexes("pgvector", engine)
    assert "CREATE EXTENSION vector" in refused.value.fix
    engine.dispose()


def test_a_user_who_may_not_create_it_is_told_what_to_run(url: str) -> None:
    engine = open_database(HOME, url)
    run(engine, "CREATE ROLE clerk LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk")
    run(engine, f"REVOKE CREATE ON DATABASE {engine.url.database} FROM PUBLIC")
    clerk = create_engine(engine.url.set(username="clerk"))
    try:
        with pytest.raises(StoreProblem, match="may not create it"):
            open_indexes("pgvector", clerk)
        run(engine, f"CREATE SCHEMA {extension.SCHEMA} AUTHORIZATION clerk")
        run(engine, f"CREATE EXTENSION vector SCHEMA {extension.SCHEMA}")
        made = Shop(clerk, open_indexes("pgvector", clerk), ROWS)
        assert made.index(texts(5)).search(ROWS[2], 1)[0][0] == 2
    finally:
        clerk.dispose()
        run(engine, f"DROP SCHEMA {extension.SCHEMA} CASCADE; DROP OWNED BY clerk; DROP ROLE clerk")
        engine.dispose()


def test_an_extension_that_stands_elsewhere_is_used_there(url: str) -> None:
    engine = open_database(HOME, url)
    run(engine, 'CREATE SCHEMA "Their Own"; CREATE EXTENSION vector SCHEMA "Their Own"')
    made = Shop(engine, open_indexes("pgvector", engine), ROWS)
    assert made.index(texts(5)).search(ROWS[2], 1)[0][0] == 2
    engine.dispose()
