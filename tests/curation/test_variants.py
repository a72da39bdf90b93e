"""Variants of a line stand side by side in the order of languages, and what is missing is named."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.curation.catalogue import Catalogue, read
from sidecar_server.curation.variants import side, sides, titles, variants
from sidecar_server.library.changes import Changes
from sidecar_server.model import Library
from tests.sample import PHRASES, SITUATIONS, store_in

LATE = next(one for one in SITUATIONS if one.id == "delivery-late")
FIND = next(one for one in PHRASES if one.id == "delivery-late.find")
GERMAN = replace(FIND, language="de", text="Ich öffne die Sendungsverfolgung.")
ONLY = replace(GERMAN, id="delivery-late.nur-hier")
RETIRED = replace(FIND, id="delivery-late.gone", state="retired")


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    others = [replace(LATE, language=language) for language in ("fr", "de")]
    store = store_in(tmp_path, Library((*SITUATIONS, *others), (*PHRASES, GERMAN, ONLY, RETIRED)))
    Changes(store.engine).write([replace(FIND, language="fr", state="draft")], "Ana", "written")
    return read(store)


def test_a_line_has_its_variants_drafts_too_and_names_the_missing(catalogue: Catalogue) -> None:
    found = {one.id: one for one in variants(catalogue, "delivery-late")}
    assert list(found[FIND.id].by_language) == ["en", "de", "fr"]
    assert list(found["delivery-late.see"].missing) == ["de", "fr"]
    assert list(found[ONLY.id].missing) == ["en", "fr"]
    assert found[ONLY.id].first.language == "de"
    assert RETIRED.id not in found


def test_what_most_languages_have_comes_first(catalogue: Catalogue) -> None:
    ids = [one.id for one in variants(catalogue, "delivery-late")]
    assert (ids[0], ids[-1]) == (FIND.id, ONLY.id)


def test_sides_count_the_lines_of_each_language(catalogue: Catalogue) -> None:
    late = next(one for one in sides(catalogue) if one.id == "delivery-late")
    every = len(variants(catalogue, "delivery-late"))
    assert (late.lines, late.counts["en"], late.counts["de"]) == (every, every - 1, 2)
    assert late.has_gaps
    assert side(catalogue, "card-stolen").lacks == ["de", "fr"]


def test_what_is_silent_has_no_lines_to_compare(catalogue: Catalogue) -> None:
    assert "acknowledgement" not in titles(catalogue)
    assert list(titles(catalogue).values()) == sorted(titles(catalogue).values())
