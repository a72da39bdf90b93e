"""What every index keeps, whichever it is; a new one is added to KINDS and to this list."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sidecar_server.encoders.languages import load_encoders
from sidecar_server.errors import StartProblem
from sidecar_server.library.database import open_database
from sidecar_server.library.indexes import KINDS, open_indexes
from sidecar_server.library.search import Extent, Searchable, build
from tests.clustered import examples, queries, recall
from tests.indexed import MAKERS, Shop, shop, texts
from tests.sample import LIBRARY, store_of

COUNT = 6_000  # more than a database compares one by one
ROWS = examples(COUNT, 60)
QUERIES = queries(ROWS, 200)
SOME = 300


@pytest.fixture(params=[*KINDS, *MAKERS])
def shelves(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    with shop(request.param, tmp_path, ROWS) as made:
        yield made


@pytest.fixture(scope="module", params=[*KINDS, *MAKERS])
def many(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    with shop(request.param, tmp_path_factory.mktemp("many"), ROWS) as made:
        yield made


def rows_of(found: list[tuple[int, float]]) -> list[int]:
    return [row for row, _ in found]


def test_of_no_texts_nothing_is_near(shelves: Shop) -> None:
    index = shelves.index([])
    assert len(index) == 0
    assert index.search(QUERIES[0], 3) == []
    assert index.above(QUERIES[0], -1) == []


def test_the_nearest_come_first_with_their_cosines(shelves: Shop) -> None:
    index = shelves.index(texts(SOME))
    assert len(index) == SOME
    for query in QUERIES:
        cosines = ROWS[:SOME] @ query
        found = index.search(query, 10)
        assert rows_of(found) == np.argsort(-cosines)[:10].tolist()
        assert np.allclose([cosine for _, cosine in found], cosines[rows_of(found)], atol=1e-6)


def test_a_row_has_the_number_of_its_text(shelves: Shop) -> None:
    named = texts(SOME)[::-1]
    index = shelves.index(named)
    wanted = [17, 3, 3, 250]
    assert np.array_equal(index.vectors(wanted), ROWS[[int(named[row]) for row in wanted]])
    assert named[index.search(ROWS[40], 1)[0][0]] == "40"


def test_more_than_there_are_is_all_of_them_once(shelves: Shop) -> None:
    index = shelves.index(texts(SOME))
    for most in (SOME, SOME + 1, 10 * SOME):
        assert sorted(rows_of(index.search(QUERIES[1], most))) == list(range(SOME))


def test_other_words_with_the_same_vector_are_equally_near(shelves: Shop) -> None:
    index = shelves.index([*texts(20), "7: once more", "7: and again"])
    found = index.search(ROWS[7], 4)
    assert {row for row, _ in found[:3]} == {7, 20, 21}
    assert len({round(cosine, 6) for _, cosine in found[:3]}) == 1
    assert found[3][1] < found[0][1]


def test_a_text_in_two_places_is_found_in_both(shelves: Shop) -> None:
    index = shelves.index(["5", "9", "5", "11"])
    assert {row for row, _ in index.search(ROWS[5], 2)} == {0, 2}
    assert np.array_equal(index.vectors([0]), index.vectors([2]))
    assert rows_of(index.search(ROWS[5], 4, np.array([1, 2, 3])))[0] == 2


@pytest.mark.parametrize("share", [1, 3])  # of some hundreds, and of thousands
def test_only_those_that_may_come_do(many: Shop, share: int) -> None:
    index = many.index(texts(COUNT))
    for query in QUERIES[:20]:
        cosines = ROWS @ query
        may = np.sort(np.argsort(cosines)[: COUNT * share // 10])  # the farthest of all
        assert len(may) in {600, 1_800}
        found = index.search(query, 5, may)
        best = may[np.argsort(-cosines[may])]
        assert rows_of(found) == best[:5].tolist()
    assert index.search(QUERIES[0], 5, np.empty(0, np.int64)) == []
    assert rows_of(index.search(QUERIES[0], 5, np.array([3, 8]))) in ([3, 8], [8, 3])


def test_all_that_is_near_enough_comes(shelves: Shop) -> None:
    index = shelves.index([*texts(SOME), *(f"12: {number}" for number in range(200))])
    found = index.above(ROWS[12], 0.5)
    near = set(np.flatnonzero(ROWS[:SOME] @ ROWS[12] >= 0.5).tolist())
    assert set(rows_of(found)) == near | set(range(SOME, SOME + 200))
    assert [cosine for _, cosine in found] == sorted((c for _, c in found), reverse=True)
    assert index.above(ROWS[12], 1.1) == []


def test_the_middle_of_each_group_is_of_its_rows(shelves: Shop) -> None:
    named = [*texts(10), "4", "4"]
    groups = np.array([0, 2, 1, 0, 2, 1, 0, 2, 1, 0, 0, 2])
    made = shelves.index(named).centres(groups, 3)
    rows = ROWS[[int(one) for one in named]]
    sums = np.stack([rows[groups == group].sum(axis=0) for group in range(3)])
    assert np.allclose(made, sums / np.linalg.norm(sums, axis=1, keepdims=True), atol=1e-5)
    assert np.array_equal(made, shelves.index(named).centres(groups, 3))


def test_an_edited_library_has_another_index_and_the_former_stays(shelves: Shop) -> None:
    before = shelves.index(texts(50))
    after = shelves.index([*texts(30), *texts(30, first=60)])
    assert rows_of(after.search(ROWS[70], 1)) == [40]
    assert rows_of(after.search(ROWS[40], 60)) != [40]
    assert 40 in rows_of(before.search(ROWS[40], 1))
    assert len(before.search(ROWS[70], 90)) == 50


def test_of_two_libraries_in_one_database_each_finds_its_own(shelves: Shop) -> None:
    ours = shelves.index(texts(5))
    theirs = shelves.index([f"7: {number}" for number in range(2_000)])
    assert rows_of(ours.search(ROWS[7], 5)) == np.argsort(-(ROWS[:5] @ ROWS[7])).tolist()
    assert ours.above(ROWS[7], 0.99) == []
    assert len(theirs.above(ROWS[7], 0.99)) == 2_000


def test_another_encoder_or_part_of_the_same_texts_is_another_index(shelves: Shop) -> None:
    examples_, lines = shelves.index(texts(5)), shelves.index(texts(9)[::-1], part="lines")
    shelves.rows = ROWS[::-1]
    other = shelves.index(texts(5), encoder="another-2@y")
    assert np.array_equal(examples_.vectors([0]), ROWS[:1])
    assert np.array_equal(lines.vectors([8]), ROWS[:1])
    assert np.array_equal(other.vectors([0]), ROWS[-1:])


def test_three_of_three_are_nearly_always_found_among_thousands(many: Shop) -> None:
    index = many.index(texts(COUNT))
    found = [rows_of(index.search(query, 3)) for query in QUERIES]
    assert recall(found, ROWS, QUERIES) >= 0.99


def test_a_library_is_read_the_same_with_any_index(tmp_path: Path) -> None:
    told = []
    for kind in KINDS:
        with shop(kind, tmp_path / kind, ROWS) as made:
            store, encoders = store_of(made.engine), load_encoders("hashing")
            whole = build(store.library(), store, encoders, None, Extent(index=made.make))
            told.append([*_answers(whole), *_answers(whole.of(frozenset(["sales"])))])
    first, *others = told
    for other in others:
        for mine, theirs in zip(first, other, strict=True):
            assert [name for name, _ in mine] == [name for name, _ in theirs]
            assert np.allclose([s for _, s in mine], [s for _, s in theirs], atol=1e-5)


def _answers(searchable: Searchable) -> Iterator[list[tuple[str, float]]]:
    shelf = searchable.shelf("en")
    assert shelf
    asked = [*(one.text for one in LIBRARY.phrases), "my parcel is late", "block my card", "ok"]
    for vector in load_encoders("hashing").first.encode(asked):
        yield [(one.id, one.score) for one in shelf.likely(vector)]
        for found in (
            shelf.lines(vector, "en", 5),
            shelf.nearest(vector, "en", 5),
            shelf.alike(vector, "en"),
            shelf.nearest(vector, "de", 5),
        ):
            yield [(one.id, cosine) for one, cosine in found]
    first = LIBRARY.phrases[0]
    yield [(one.id, shelf.same(first, one)) for one in LIBRARY.phrases if one.state == "published"]


def test_every_kind_is_in_this_contract() -> None:
    assert set(KINDS) == {"faiss", "pgvector"}


def test_an_unknown_kind_is_refused_and_the_known_are_named(tmp_path: Path) -> None:
    with pytest.raises(StartProblem, match="annoy") as refused:
        open_indexes("annoy", open_database(tmp_path))
    assert all(kind in refused.value.fix for kind in KINDS)


def test_vectors_are_kept_by_postgresql_alone(tmp_path: Path) -> None:
    with pytest.raises(StartProblem) as refused:
        open_indexes("pgvector", open_database(tmp_path))
    assert "`database`" in refused.value.fix
