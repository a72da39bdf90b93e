"""Folding, finding and cutting text, with spans that are exact in the text as written."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar_server.text import find, fold, fold_words, quote, sentences


@pytest.mark.parametrize(
    ("written", "words", "found"),
    [
        ("Please DO THE NEEDFUL.", "do the needful", "DO THE NEEDFUL"),
        ("please do the need\u200bful", "do the needful", "do the need\u200bful"),
        ("I can’t wait", "can't", "can’t"),
        ("Cafe\u0301 closed", "café", "Cafe\u0301"),
        ("STRASSE", "straße", "STRASSE"),
        ("すみません、荷物が届きません", "すみません", "すみません"),
        ("quite good", "quit", None),
        ("requite", "quite", None),
    ],
)
def test_words_are_found_as_whole_words_however_they_are_written(
    written: str, words: str, found: str | None
) -> None:
    span = find(fold_words(words), fold(written))
    assert (written[slice(*span)] if span else None) == found


@given(
    st.text(max_size=60), st.text(alphabet="abcé ñß", min_size=1, max_size=8), st.text(max_size=60)
)
def test_a_span_always_points_at_what_was_looked_for(before: str, words: str, after: str) -> None:
    text = f"{before} {words} {after}"
    folded = fold_words(words)
    span = find(folded, fold(text))
    if span:
        assert 0 <= span[0] < span[1] <= len(text)
        assert folded in fold(text[slice(*span)]).text


@given(st.text(max_size=200))
def test_sentences_are_in_order_and_lose_no_letter(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    letters = [c for c in text if unicodedata.category(c).startswith("L")]
    assert [c for c in kept if unicodedata.category(c).startswith("L")] == letters


def test_sentences_of_one_word_stay_with_their_neighbour() -> None:
    text = "It broke again. Great! Version 2.1 since 4.30 pm"
    assert [text[a:b] for a, b in sentences(text)] == [
        "It broke again. Great!",
        "Version 2.1 since 4.30 pm",
    ]


def test_a_quote_is_one_line_and_cut_at_a_word() -> None:
    assert quote("where\n is  it") == "“where is it”"
    assert quote("word " * 30, most=20) == "“word word word word…”"
    assert quote("over\u202eride") == "“override”"
