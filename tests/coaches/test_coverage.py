"""A language that nobody reads here is said, never guessed."""

from pathlib import Path

import pytest

from sidecar_server.model import Advice
from tests.sample import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ids(advice: Advice, kind: str = "phrase") -> list[str]:
    return [item.id for item in advice.items if item.kind == kind]


def only(desk: Desk, *wanted: str) -> None:
    """Dismiss every line but these."""
    desk.chat.dismissed = {p.id for p in desk.assistant.searchable.library.phrases} - set(wanted)


def test_a_language_without_lines_is_said(desk: Desk) -> None:
    advice = desk.says(
        "customer", "Guten Tag, wo bleibt denn mein parcel, es ist immer noch nicht da"
    )
    assert advice.cues is not None
    assert advice.cues.language == "de"
    assert [(item.kind, item.title) for item in advice.items] == [
        ("notice", "German is not covered")
    ]
    desk.chat.note("coverage.de", "dismissed")
    assert desk.says("customer", "Hallo, ich warte immer noch auf eine Antwort").items == ()


def test_romanised_hindi_is_not_taken_for_english(desk: Desk) -> None:
    advice = desk.says("customer", "mera parcel abhi tak nahi aaya, kab milega?")
    assert advice.cues is not None
    assert advice.cues.language == "hi-Latn"
    assert [item.title for item in advice.items] == ["Hindi (Latin) is not covered"]
