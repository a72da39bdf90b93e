"""All the real chats at hand run through `sidecar replay`, one output line per input line."""

import json
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from sidecar_server.cli import main
from tests.prepared import prepare
from tests.quality.sets import ABSENT, DATA, chats, customer_messages, sample, tweets

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not DATA.exists(), reason=ABSENT),
]


SOME = 250  # lines


@pytest.mark.parametrize("most", [SOME, pytest.param(None, marks=pytest.mark.wide)])
@pytest.mark.parametrize("rows", [tweets, chats])
def test_every_line_is_answered_without_an_error(rows, most, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    lines = [json.dumps(row) for row in islice(rows(), most)]
    file = tmp_path / "chats.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    prepare(tmp_path / "home")
    home = {"SIDECAR_HOME": str(tmp_path / "home")}
    done = CliRunner().invoke(main, ["replay", str(file), "--json"], env=home)
    assert done.exit_code == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["line"] for answer in answers] == list(range(1, len(lines) + 1))
    assert all(len([i for i in a["suggestions"] if i["kind"] == "phrase"]) <= 3 for a in answers)
    held = b"".join(f.read_bytes() for f in (tmp_path / "home").rglob("*") if f.is_file())
    texts = {json.loads(line)["text"] for line in lines}
    assert not [text for text in texts if len(text) > 60 and text[:60].encode() in held]


def test_the_sample_is_always_the_same() -> None:
    drawn = sample(7, 60)
    assert drawn == sample(7, 60)
    assert len(set(drawn)) == 60
    assert set(drawn) <= set(customer_messages())
