"""The checks of a whole library: each finds its fault, names place and fix, and nothing else."""

from pathlib import Path

import pytest

from sidecar_server.audit import audit
from sidecar_server.encoders.languages import load_encoders
from sidecar_server.errors import LibraryProblem
from sidecar_server.library.checks.ease import lix
from sidecar_server.library.database import open_database
from sidecar_server.library.store import Store

SITUATIONS = """
[[situation]]
id = "delivery-late"
title = "A parcel is late"
moments = ["opening"]
customer_says = ["where is my parcel", "my parcel is late", "parcel not here yet", "late parcel"]

[[situation]]
id = "card-stolen"
title = "A card was stolen"
customer_says = ["my card was stolen", "someone took my card", "stolen card", "block my card"]
"""
PHRASES = {
    "delivery-late": """
[[phrase]]
id = "delivery-late.find"
strategy = "own"
moment = "opening"
text = "I am opening the tracking now."
""",
    "card-stolen": """
[[phrase]]
id = "card-stolen.block"
strategy = "own"
moment = "opening"
text = "First the card is blocked, then we look at the rest."
""",
}
EXPECT = """
[[expect]]
message = "where is that parcel of mine"
language = "en"
any_of = ["delivery-late.*"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "prompts"
    put(folder, "situations/en.toml", SITUATIONS)
    for situation, text in PHRASES.items():
        put(folder, f"phrases/en/{situation}.toml", text)
    put(folder, "expectations.toml", EXPECT)
    return folder


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(text)


def faults(folder: Path) -> list[str]:
    store = Store(open_database(folder.parent / "home"))
    try:
        audit(folder, store, load_encoders("hashing"))
    except LibraryProblem as problem:
        return problem.problems
    return []


def line(name: str, text: str, **more: object) -> str:
    extra = "".join(f"{key} = {value}\n" for key, value in more.items())
    return (
        f'\n[[phrase]]\nid = "{name}"\nstrategy = "inform"\nmoment = "opening"\n'
        f'text = "{text}"\n{extra}'
    )


def test_a_sound_library_has_no_fault(folder: Path) -> None:
    assert faults(folder) == []


def test_a_moment_without_a_line_is_named_with_the_file_to_mend(folder: Path) -> None:
    text = SITUATIONS.replace('moments = ["opening"]', 'moments = ["opening", "waiting"]')
    (folder / "situations/en.toml").write_text(text)
    (found,) = faults(folder)
    assert found.startswith("prompts/situations/en.toml:2: ")
    assert "no line for waiting" in found
    assert "phrases/en/delivery-late.toml" in found


def test_an_opening_that_suits_the_calm_alone_is_not_enough(folder: Path) -> None:
    file = folder / "phrases/en/delivery-late.toml"
    file.write_text(PHRASES["delivery-late"] + "heat = [0.0, 0.5]\n")
    assert ["no opening for a hot one" in fault for fault in faults(folder)] == [True]


def test_a_situation_without_any_line_is_named_once(folder: Path) -> None:
    (folder / "phrases/en/card-stolen.toml").unlink()
    (found,) = faults(folder)
    assert "card-stolen has no line" in found


def test_a_near_copy_is_named_with_its_original(folder: Path) -> None:
    put(
        folder,
        "phrases/en/card-stolen.toml",
        line("card-stolen.again", "First the card is blocked, then we look at the rest!"),
    )
    (found,) = faults(folder)
    assert "card-stolen.toml:8: card-stolen.again says the same as card-stolen.block" in found


def test_a_worn_out_opening_is_named(folder: Path) -> None:
    for number, rest in enumerate(("fox", "a bridge", "seven trees", "old stones", "rain")):
        put(
            folder,
            "phrases/en/card-stolen.toml",
            line(f"card-stolen.n{number}", f"Now I see {rest} there."),
        )
    found = faults(folder)
    assert len(found) == 2
    assert all("begin with “now i see”" in fault for fault in found)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("I completely understand your frustration about the card.", "stock"),
        ("I guarantee the card is safe by tonight.", "cannot keep"),
        ("Unfortunately you did not lock the card.", "blames"),
        ("Rest assured the card is fine.", "stock"),
    ],
)
def test_a_banned_wording_is_named_with_what_is_wrong(folder: Path, text: str, what: str) -> None:
    put(folder, "phrases/en/card-stolen.toml", line("card-stolen.bad", text))
    (found,) = faults(folder)
    assert "card-stolen.toml:8: " in found
    assert what in found


def test_wordings_are_each_languages_own(folder: Path) -> None:
    put(folder, "situations/de.toml", SITUATIONS.partition("\n\n")[0].replace("parcel", "paket"))
    text = line("delivery-late.de", "Danke für Ihre Geduld, ich sehe nach dem Paket.")
    put(folder, "phrases/de/delivery-late.toml", text)
    (found,) = faults(folder)
    assert "phrases/de/delivery-late.toml:2: " in found


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (" ".join(["card"] * 31) + ".", "a sentence has 31 words"),
        (" ".join(["card."] * 4) + " " + "We look at it now. " * 12, "the line has"),
        ("Organisational responsibilities necessitate comprehensive verification.", "reads hard"),
    ],
)
def test_a_line_that_reads_hard_is_named(folder: Path, text: str, what: str) -> None:
    put(folder, "phrases/en/card-stolen.toml", line("card-stolen.hard", text))
    assert [fault for fault in faults(folder) if what in fault]


def test_lix_is_words_a_sentence_and_the_share_of_long_words() -> None:
    assert lix("The cat sat. The dog ran home.") == pytest.approx(3.5)
    assert lix("Extraordinary circumstances here.") == pytest.approx(3 + 200 / 3)


def test_one_example_under_two_situations_is_named(folder: Path) -> None:
    text = SITUATIONS.replace('"block my card"]', '"block my card", "My parcel is late!"]')
    (folder / "situations/en.toml").write_text(text)
    found = faults(folder)
    assert "“My parcel is late!” of card-stolen is nearly “my parcel is late”" in found[0]


def test_situations_that_cannot_be_told_apart_are_named(folder: Path) -> None:
    says = '["where did my parcel go", "my parcel is so late", "parcel not yet here", "a late one"]'
    text = SITUATIONS.partition('[[situation]]\nid = "card')[0] + (
        f'[[situation]]\nid = "card-stolen"\ntitle = "A late parcel"\ncustomer_says = {says}\n'
    )
    (folder / "situations/en.toml").write_text(text)
    assert [fault for fault in faults(folder) if "are read as" in fault]


def test_an_expectation_that_fails_says_what_came(folder: Path) -> None:
    put(
        folder,
        "expectations.toml",
        EXPECT.replace("that parcel", "that late parcel").replace(
            "delivery-late.*", "card-stolen.*"
        ),
    )
    (found,) = faults(folder)
    assert found.startswith("prompts/expectations.toml:7: delivery-late.find came")


def test_an_expectation_in_another_language_than_it_is_read_as_is_named(folder: Path) -> None:
    put(
        folder,
        "expectations.toml",
        EXPECT.replace("that parcel of mine", "my parcel now").replace('"en"', '"fr"'),
    )
    (found,) = faults(folder)
    assert "it is read as 'en', not 'fr'" in found
