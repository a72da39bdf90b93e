"""The shipped library as a whole: its size, every check, and how well its situations separate."""

from collections import Counter

import pytest

from sidecar_server.audit import audit
from sidecar_server.encoders.languages import load_encoders
from sidecar_server.library.files import collect, read
from sidecar_server.model import Library
from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder
from tests.prepared import store
from tests.quality.separation import written

pytestmark = pytest.mark.quality

OTHERS = ("de", "es", "fr", "hi", "ja", "pt")


@pytest.fixture(scope="module")
def library() -> Library:
    return collect(read(library_folder(Settings())))


def test_the_shipped_library_passes_every_check() -> None:
    audit(library_folder(Settings()), store(), load_encoders())


def test_it_is_as_large_as_it_was_meant_to_be(library: Library) -> None:
    english = [one for one in library.situations if one.language == "en"]
    assert len(english) >= 75
    assert min(len(one.customer_says) for one in library.situations if not one.broad) >= 12
    phrases = Counter(one.language for one in library.phrases if one.state == "published")
    assert phrases["en"] >= 600
    situations = Counter(one.language for one in library.situations if not one.silent)
    for language in OTHERS:
        assert phrases[language] >= 80
        assert situations[language] >= 25
    assert len(library.notes) >= 150
    assert len({note.locale for note in library.notes}) >= 30
    assert len(library.expectations) >= 150


@pytest.mark.parametrize(
    ("language", "first", "third"),
    [("en", 0.85, 0.96), *((language, 0.70, 0.88) for language in OTHERS)],
)
def test_situations_separate(language: str, first: float, third: float) -> None:
    found = written().separation(language)
    assert found
    assert found.recall(1) >= first
    assert found.recall(3) >= third
