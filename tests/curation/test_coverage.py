"""Coverage counts what agents have, names the gaps, and what a language lacks altogether."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sidecar_server.curation.catalogue import Catalogue, read
from sidecar_server.curation.coverage import Coverage, Covered, Open, coverage
from sidecar_server.library.changes import Changes
from sidecar_server.library.checks.coverage import Gap
from sidecar_server.library.files import Entry
from sidecar_server.model import Library, Phrase, Situation
from tests.sample import PHRASES, SITUATIONS, phrase, store_in

LATE = next(one for one in SITUATIONS if one.id == "delivery-late")
BROAD = Situation("any-matter", "en", "Any matter", broad=True)
SHOP = Situation("parcel-lost", "en", "A lost parcel", ("lost",), industry="retail")
GERMAN = replace(LATE, language="de", title="Ein Paket ist spät")
LOST = phrase("parcel-lost.find", "own", "I look for it.")


def seen(
    folder: Path,
    situations: Sequence[Situation] = SITUATIONS,
    phrases: Sequence[Phrase] = PHRASES,
    ours: Sequence[Entry] = (),
) -> Catalogue:
    store = store_in(folder, Library(tuple(situations), tuple(phrases)))
    Changes(store.engine).write(ours, "Ana", "edited")
    return read(store)


def of(found: Coverage, id_: str) -> Covered:
    return next(one for one in found.situations if one.situation.id == id_)


def lacks(catalogue: Catalogue, id_: str) -> list[Gap]:
    return [one.gap for one in of(coverage(catalogue, "en"), id_).gaps]


def test_lines_are_counted_by_situation_and_strategy(tmp_path: Path) -> None:
    one = of(coverage(seen(tmp_path), "en"), "delivery-late")
    assert one.served["own"] == 1
    assert one.served["thank"] == 0
    assert one.count == len([p for p in PHRASES if p.situation == "delivery-late"])


def test_what_is_in_work_or_retired_is_not_what_agents_have(tmp_path: Path) -> None:
    find = next(p for p in PHRASES if p.id == "delivery-late.find")
    ours = [
        replace(find, id="delivery-late.new", state="draft"),
        replace(find, text="Better.", state="review"),  # beside the served one
        replace(next(p for p in PHRASES if p.id == "delivery-late.see"), state="retired"),
    ]
    one = of(coverage(seen(tmp_path, ours=ours), "en"), "delivery-late")
    assert (one.served["own"], one.working["own"]) == (1, 1)
    assert (one.served["acknowledge"], one.working["acknowledge"]) == (0, 0)


def test_a_situation_without_a_line_is_a_gap_and_a_silent_one_is_not(tmp_path: Path) -> None:
    catalogue = seen(tmp_path, [*SITUATIONS, SHOP])
    assert lacks(catalogue, SHOP.id) == [Gap("line")]
    assert lacks(catalogue, "acknowledgement") == []


def test_a_silent_situation_with_lines_is_named(tmp_path: Path) -> None:
    talk = phrase("acknowledgement.talk", "own", "Talking all the same.")
    assert lacks(seen(tmp_path, phrases=[talk]), "acknowledgement") == [Gap("silence")]


def test_a_broad_situation_needs_its_lines_as_any_other(tmp_path: Path) -> None:
    assert lacks(seen(tmp_path, [*SITUATIONS, BROAD]), BROAD.id) == [Gap("line")]


def test_moments_and_heats_without_a_line_are_named(tmp_path: Path) -> None:
    calm = replace(LOST, heat=(0.0, 0.3))
    shop = replace(SHOP, moments=("opening", "bad-news"))
    catalogue = seen(tmp_path, [shop], [calm])
    assert lacks(catalogue, SHOP.id) == [
        Gap("opening", "opening", "a hot one"),
        Gap("moment", "bad-news"),
    ]


def test_a_gap_says_when_a_line_for_it_is_in_work(tmp_path: Path) -> None:
    shop = replace(SHOP, moments=("opening", "waiting", "closing"))
    waits = replace(LOST, id="parcel-lost.wait", moment="waiting", state="draft")
    catalogue = seen(tmp_path, [shop], [LOST], [waits])
    assert list(of(coverage(catalogue, "en"), SHOP.id).gaps) == [
        Open(Gap("moment", "waiting"), in_work=True),
        Open(Gap("moment", "closing"), in_work=False),
    ]


def test_situations_without_any_line_come_first_among_the_gaps(tmp_path: Path) -> None:
    some = replace(SHOP, id="a-thing", title="A thing", moments=("opening", "waiting"))
    catalogue = seen(tmp_path, [some, SHOP], [phrase("a-thing.own", "own", "I see to it.")])
    assert [one.situation.id for one in coverage(catalogue, "en").open] == [SHOP.id, "a-thing"]


def test_a_language_lacks_what_others_have_and_lines_may_wait_there(tmp_path: Path) -> None:
    waiting = replace(LOST, language="de", text="Ich suche es.")
    catalogue = seen(tmp_path, [*SITUATIONS, SHOP, GERMAN], [*PHRASES, waiting])
    found = coverage(catalogue, "de")
    assert [one.situation.id for one in found.situations] == ["delivery-late"]
    assert [(one.id, one.lines) for one in found.lacking["retail"]] == [("parcel-lost", 1)]
    assert "says-hello" in {one.id for one in found.lacking["any"]}
    assert coverage(catalogue, "en").lacking == {}


def test_industries_stand_in_order_and_one_is_chosen(tmp_path: Path) -> None:
    catalogue = seen(tmp_path, [SHOP, *SITUATIONS])
    assert list(coverage(catalogue, "en").industries) == ["any", "retail"]
    [one] = coverage(catalogue, "en", "retail").situations
    assert one.situation == SHOP
