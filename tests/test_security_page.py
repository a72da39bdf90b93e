"""The page on security names files, functions and tests that are there, and every goal."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
PAGE = (TOP / "docs" / "security.md").read_text(encoding="utf-8")
_FOLDERS = "sidecar_server|extension|tests|scripts|docs|prompts"
NAMED = sorted(set(re.findall(rf"`((?:{_FOLDERS})/[\w./-]+)(?:::(\w+))?`", PAGE)))


def defines(text: str, name: str) -> bool:
    """Say whether a Python or JavaScript file defines this name."""
    return re.search(rf"\b(?:def|class|function) {name}\b|\bconst {name} =", text) is not None


@pytest.mark.parametrize(("path", "name"), NAMED, ids=["::".join(one) for one in NAMED])
def test_what_is_named_is_there(path: str, name: str) -> None:
    file = TOP / path
    assert file.is_file(), f"docs/security.md names {path}"
    assert not name or defines(file.read_text(encoding="utf-8"), name), f"{path} has no {name}"


def test_every_answer_has_a_test_and_every_goal_a_row() -> None:
    assert len(NAMED) >= 80
    [table] = re.findall(r"\| threat \|.*?\n\n", PAGE, re.DOTALL)
    for row in table.strip().splitlines()[2:]:
        assert "`tests/" in row, row
    for number in range(1, 16):
        assert f"\n| S{number} | " in PAGE
    for row in re.findall(r"\n\| (?:S\d+) .*", PAGE):
        assert row.count("|") == 5, row


def test_a_name_that_is_gone_would_be_noticed() -> None:
    assert not defines("def test_other() -> None: ...", "test_oth")
    assert defines("export async function begin(a) {}", "begin")
