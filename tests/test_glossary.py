"""The glossary has every word of the closed lists that authors and readers meet."""

import re

import pytest

from sidecar_server.library import terms
from tests.bench.process import TOP

DEFINED = set(
    re.findall(r"\*\*([^*]+)\*\*:", (TOP / "docs" / "glossary.md").read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("word", [*terms.STRATEGIES, *terms.MOMENTS])
def test_a_word_of_the_lists_is_defined(word: str) -> None:
    assert word in DEFINED
