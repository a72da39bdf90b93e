"""An edited library is what one made anew would be, whatever was edited, with little read again."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sidecar_server.encoders.languages import load_encoders
from sidecar_server.library.changes import Changes
from sidecar_server.library.files import Entry
from sidecar_server.library.indexes.flat import flat
from sidecar_server.library.indexes.protocol import Maker, Source
from sidecar_server.library.indexes.quantised import Quantised
from sidecar_server.library.rows import key_of
from sidecar_server.library.search import Extent, Searchable, build
from sidecar_server.library.store import Store
from sidecar_server.model import Library, Note, Situation, Triggers
from tests.sample import LIBRARY, NOTES, PHRASES, SITUATIONS, phrase, store_in

ENCODERS = load_encoders("hashing")
MORE = tuple(
    Situation(f"more-{n}", "en", f"Matter {n}", (f"it is about matter {n}", f"{n} does not work"))
    for n in range(20)
)
LINES = tuple(phrase(f"more-{n}.own", "own", f"I see to matter {n} at once.") for n in range(20))
BASE = replace(LIBRARY, situations=SITUATIONS + MORE, phrases=PHRASES + LINES)
ASKED = [
    *(one.text for one in PHRASES),
    *(text for one in (*SITUATIONS, *MORE[:3]) for text in one.customer_says),
    "please do the needful, it is about my parcel and the door",
    "block my card", "nothing of the kind", "a new line about the door", "7 does not work",
]  # fmt: skip


def quantised(source: Source) -> Quantised:
    return Quantised(source.reader.read(source.texts)).settled()


@pytest.fixture(params=[flat, quantised])
def index(request: pytest.FixtureRequest) -> Maker:
    made: Maker = request.param
    return made


def made_of(library: Library, store: Store, index: Maker, before: Searchable | None) -> Searchable:
    return build(library, store, ENCODERS, None, Extent(index=index, before=before))


def answers(searchable: Searchable) -> dict[str, Any]:
    """Ask all that a library answers; what is equally near stands in any order."""
    shelf = searchable.shelf("en")
    assert shelf
    found: dict[str, Any] = {
        "ids": set(searchable.situations),
        "words": {one: dict(searchable.vocabularies[one]) for one in searchable.vocabularies},
        "nouns": searchable.vocabularies.nouns,
        "lines": {id_: set(some) for id_, some in searchable.by_situation.items()},
        "notes": set(searchable.notes),
    }
    for text, vector in zip(ASKED, ENCODERS.first.encode(ASKED), strict=True):
        found[text] = (
            {one.id: round(one.score, 4) for one in shelf.likely(vector, 100)},
            {one.id: round(score, 4) for one, score in shelf.lines(vector, "en", 100)},
            {one.id: round(score, 4) for one, score in shelf.alike(vector, "en")},
        )
    return found


def put(*entries: Entry) -> Callable[[Changes], object]:
    return lambda changes: changes.write(entries, "Ana", "edited")


def take(*entries: Entry) -> Callable[[Changes], object]:
    return lambda changes: changes.remove([key_of(one) for one in entries], "Ana", "gone")


LINE = phrase("delivery-late.door", "own", "A new line about the door: I look where it was left.")
DOOR = Situation("left-at-door", "en", "Left at the door", ("it was left at the door", "my door"))
NOTE = Note("en-AU.arvo", "en-AU", "idiom", "Afternoon.", "Name the hour.", Triggers(("arvo",)))
LATE = SITUATIONS[1]
EDITS: dict[str, Sequence[Callable[[Changes], object]]] = {
    "a new line": [put(LINE)],
    "other words": [put(replace(PHRASES[5], text="I look at the tracking first of all."))],
    "a line retired": [put(replace(PHRASES[5], state="retired"))],
    "a line in draft": [put(replace(LINE, state="draft"))],
    "a line that comes and goes": [put(LINE), take(LINE)],
    "an example more": [put(replace(LATE, customer_says=(*LATE.customer_says, "by the door")))],
    "an example less": [put(replace(LATE, customer_says=LATE.customer_says[:1]))],
    "examples twice": [
        put(replace(MORE[7], customer_says=(*MORE[7].customer_says, "my door squeaks"))),
        put(replace(MORE[7], customer_says=("the door, again",)), replace(MORE[2], title="Door")),
    ],
    "a new situation": [put(DOOR, replace(LINE, id="left-at-door.a", situation="left-at-door"))],
    "a situation that comes and goes": [put(DOOR), put(LINE), take(DOOR)],
    "a flag": [put(replace(LATE, silent=True))],
    "a situation without examples": [put(replace(MORE[4], broad=True, customer_says=()))],
    "a note": [put(NOTE), put(replace(NOTES[0], state="retired"))],
    "nothing": [],
}


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS.keys())
def test_an_edited_library_answers_as_one_made_anew(
    edits: Sequence[Callable[[Changes], object]], index: Maker, tmp_path: Path
) -> None:
    store = store_in(tmp_path, BASE)
    served = made_of(store.library(), store, index, None)
    before = answers(served)
    former = served
    for edit in edits:
        edit(Changes(store.engine))
        served = made_of(store.library(served.library), store, index, served)
    assert answers(served) == answers(made_of(store.library(), store, index, None))
    assert answers(former) == before


@pytest.mark.parametrize("seed", range(3))
def test_many_edits_one_after_the_other_add_up(seed: int, index: Maker, tmp_path: Path) -> None:
    drawn = random.Random(seed)  # noqa: S311  (nothing secret)
    store = store_in(tmp_path, BASE)
    served = made_of(store.library(), store, index, None)
    for number in range(25):
        several = [_any(drawn, number) for _ in range(drawn.randint(1, 3))]
        for one in {key_of(one): one for one in several}.values():
            (put(one) if drawn.random() < 0.8 else take(one))(Changes(store.engine))
        served = made_of(store.library(served.library), store, index, served)
    assert answers(served) == answers(made_of(store.library(), store, index, None))


def _any(drawn: random.Random, number: int) -> Entry:
    if drawn.random() < 0.5:
        state: Any = drawn.choice(["published", "published", "retired", "draft"])
        return replace(drawn.choice(PHRASES), text=f"Other words, number {number}.", state=state)
    said = tuple(f"door {number} and {n}" for n in range(drawn.randint(1, 4)))
    return replace(drawn.choice([*MORE, DOOR]), customer_says=said)


def test_what_stayed_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_in(tmp_path, BASE)
    served = made_of(store.library(), store, flat, None)
    put(LINE)(Changes(store.engine))
    read: list[int] = []
    ask = store.some_vectors

    def some(encoder: str, digests: Any) -> Any:
        wanted = list(digests)
        read.append(len(wanted))
        return ask(encoder, wanted)

    monkeypatch.setattr(store, "some_vectors", some)
    monkeypatch.setattr(store, "_best", lambda: pytest.fail("all entries were read"))
    monkeypatch.setattr(store, "digests", lambda _: pytest.fail("all texts were looked up"))
    edited = made_of(store.library(served.library), store, flat, served)
    assert LINE in edited.library.phrases
    assert read == [1]
    assert edited.wordings is served.wordings


def test_files_that_changed_are_read_whole(tmp_path: Path) -> None:
    store = store_in(tmp_path, BASE)
    before = store.library()
    store.follow(replace(BASE, phrases=(*BASE.phrases, LINE)))
    assert LINE in store.library(before).phrases
    assert store.library(before) == store.library()


def test_an_index_that_was_edited_much_says_that_it_is_worn() -> None:
    rows = ENCODERS.first.encode([f"row {n}" for n in range(100)])
    index = Quantised(rows).settled()
    kept = np.arange(100)
    little = index.edited(np.where(kept < 2, -1, kept), rows[:2])
    assert not index.worn
    assert not little.worn
    assert little.edited(np.where(kept > 90, -1, kept), rows[:9]).worn
