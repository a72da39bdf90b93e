"""Totals are of five agents or more, name none of them, and weigh each the same."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from sidecar_server.errors import BadInput
from sidecar_server.practice.review.command import Fresh, folder_totals
from sidecar_server.practice.review.rubric import Measure, Review
from sidecar_server.practice.review.totals import Side, Totals, agents_in, totals
from sidecar_server.practice.review.words import render_totals
from sidecar_server.replay import Replay
from tests.sample import Desk

NAMES = ("Ana", "Ben", "Cleo", "Dov", "Eva", "Femi")
CHAT = (("customer", "Where is my parcel? It is late."), ("agent", "It is at the Leeds depot."))
Reviews = Sequence[tuple[bool, Review]]


def reviewed(total: int | None, **shares: float | None) -> Review:
    measures = tuple(Measure(id_, id_, "", share, 1) for id_, share in shares.items())
    return Review(total, measures, (), 2, "en")


def practised(*found: Review) -> Reviews:
    return [(True, one) for one in found]


def real(*found: Review) -> Reviews:
    return [(False, one) for one in found]


def of(agents: int, mine: Reviews) -> Mapping[str, Reviews]:
    return dict.fromkeys(NAMES[:agents], mine)


@pytest.fixture
def fresh(tmp_path: Path) -> Fresh:
    desk = Desk(tmp_path / "home")
    return lambda: Replay(desk.assistant, desk.encoders)


def chats_of(folder: Path, agents: int, *, practice: bool = False) -> Path:
    """Write each agent's folder with a file in it, of a name that tells them too."""
    for name in NAMES[:agents]:
        (folder / name).mkdir(parents=True)
        rows = [{"role": role, "text": text, "practice": practice} for role, text in CHAT]
        lines = "\n".join(json.dumps(row) for row in rows)
        (folder / name / f"{name}-monday.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_four_agents_are_refused(tmp_path: Path, fresh: Fresh) -> None:
    folder = chats_of(tmp_path / "chats", 4)
    with pytest.raises(BadInput, match=r"^4 agents: under 5, totals would tell of one person$"):
        folder_totals(folder, fresh)


def test_an_empty_folder_and_a_hidden_file_are_nobody(tmp_path: Path) -> None:
    folder = chats_of(tmp_path / "chats", 4)
    (folder / "Eva").mkdir()
    (folder / ".DS_Store").write_bytes(b"x")
    with pytest.raises(BadInput, match=r"^4 agents"):
        agents_in(folder)
    (folder / "Eva" / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match=r"^4 agents"):
        agents_in(folder)


def test_an_agent_is_a_folder_with_files_at_any_depth_or_one_file(tmp_path: Path) -> None:
    folder = chats_of(tmp_path / "chats", 4)
    deep = folder / "Ana" / "november" / "more.json"
    deep.parent.mkdir()
    deep.write_text("{}", encoding="utf-8")
    (folder / "eva.jsonl").write_text("", encoding="utf-8")
    found = agents_in(folder)
    assert found["Ana"] == [folder / "Ana" / "Ana-monday.jsonl", deep]
    assert found["eva"] == [folder / "eva.jsonl"]
    assert len(found) == 5


def test_five_agents_give_totals_that_name_none(tmp_path: Path, fresh: Fresh) -> None:
    found = folder_totals(chats_of(tmp_path / "chats", 5), fresh)
    assert found.practice is None
    assert found.real is not None
    assert (found.real.agents, found.real.chats) == (5, 5)
    told = render_totals(found) + repr(found)
    for name in NAMES:
        assert name.casefold() not in told.casefold()
    assert "monday" not in told
    assert "Leeds" not in told


def test_a_file_that_cannot_be_read_is_named_and_not_quoted(tmp_path: Path, fresh: Fresh) -> None:
    folder = chats_of(tmp_path / "chats", 5)
    broken = folder / "Ben" / "broken.jsonl"
    broken.write_text("my mother died", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        folder_totals(folder, fresh)
    assert str(caught.value) == f"{broken}: line 1: not JSON"
    assert caught.value.fix


def test_a_chat_marked_as_practice_stands_on_that_side(tmp_path: Path, fresh: Fresh) -> None:
    found = folder_totals(chats_of(tmp_path / "chats", 5, practice=True), fresh)
    assert found.practice is not None
    assert found.real is None


def test_both_sides_and_the_gap_between_them() -> None:
    mine = [*practised(reviewed(80, first=0.9, felt=1.0)), *real(reviewed(60, first=0.5, tone=1.0))]
    assert totals(of(5, mine)) == Totals(
        practice=Side(5, 5, 80.0, {"first": 0.9, "felt": 1.0}),
        real=Side(5, 5, 60.0, {"first": 0.5, "tone": 1.0}),
        gap={"total": 20.0, "first": 0.4},
    )


def test_a_side_of_fewer_than_five_is_none_and_there_is_no_gap() -> None:
    mine = {**of(5, practised(reviewed(80, first=1.0)))}
    for name in NAMES[:4]:
        mine[name] = [*mine[name], *real(reviewed(60, first=0.5))]
    found = totals(mine)
    assert found.practice is not None
    assert (found.real, found.gap) == (None, {})
    told = render_totals(found)
    assert "Real chats: fewer than five agents, so nothing is said" in told
    assert "60" not in told


def test_an_agent_without_a_judged_chat_counts_for_nobody() -> None:
    mine = {**of(4, real(reviewed(60))), "Eva": real(reviewed(None, first=1.0))}
    assert totals(mine) == Totals(None, None, {})
    assert totals({**mine, "Femi": []}) == Totals(None, None, {})
    assert totals({}) == Totals(None, None, {})


def test_a_measure_that_fewer_than_five_had_occasion_for_is_left_out() -> None:
    mine = {**of(5, real(reviewed(60, first=0.5, felt=1.0)))}
    mine["Eva"] = real(reviewed(60, first=1.0, felt=None))
    found = totals(mine).real
    assert found is not None
    assert found.shares == {"first": 0.6}


def test_who_chats_more_counts_no_more() -> None:
    often = real(*[reviewed(100, first=1.0)] * 50)
    mine = {**of(5, real(reviewed(50, first=0.5))), "Ana": often}
    found = totals(mine).real
    assert found == Side(5, 54, 60.0, {"first": 0.6})


def test_totals_are_written_as_a_person_reads_them() -> None:
    mine = [*practised(reviewed(80, first=0.9)), *real(reviewed(60, first=0.5))]
    assert render_totals(totals(of(6, mine))).splitlines() == [
        "Practice: 80 of 100 over 6 agents and 6 chats",
        "  first         90%",
        "Real chats: 60 of 100 over 6 agents and 6 chats",
        "  first         50%",
        "Practice less real: +20 of 100",
        "  first +40%",
    ]
