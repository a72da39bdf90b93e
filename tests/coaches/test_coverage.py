"""A language that nobody reads here is said, never guessed."""

from tests.sample import Desk


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
