"""A slice of each long test; `scripts/soak --full` runs them whole. S10's is in tests/extension."""

from pathlib import Path

import pytest

from tests.sample import prompts
from tests.soak import (
    clock,
    crowd,
    disk,
    fuzz,
    growth,
    hostile,
    kills,
    network,
    reconnect,
    schedules,
    writers,
)
from tests.soak.goals import GOALS

pytestmark = pytest.mark.soak


def test_hostile_frames_end_nothing_and_leave_no_trace(tmp_path: Path) -> None:
    outcome = hostile.measure(tmp_path / "home", hostile.SLICE)
    assert outcome.met, outcome


def test_killed_writers_lose_nothing_acknowledged(tmp_path: Path) -> None:
    killed = writers.kill_writers(tmp_path / "home", kills.WRITERS_SLICE, kills.SEED)
    assert not killed.faults
    assert killed.acknowledged >= killed.kills


def test_a_server_killed_while_leads_write_loses_nothing_acknowledged(tmp_path: Path) -> None:
    outcome = kills.measure(tmp_path / "home", kills.SLICE, 200, "hashing", prompts())
    assert not outcome.found["lost"]
    assert outcome.found["acknowledged"] >= kills.SLICE


def test_idle_connections_stay_and_cost_little_while_others_write() -> None:
    idle = crowd.SLICE_IDLE
    found = crowd.figures(*crowd.measure(idle, crowd.SLICE_TURNS), idle)
    assert found["dropped"] == 0
    assert found["ours_kib_each"] <= crowd.KIB


def test_many_messages_leave_memory_files_and_tasks_as_they_were(tmp_path: Path) -> None:
    settled = growth.SLICE_SETTLED
    outcome = growth.measure(tmp_path / "home", growth.SLICE, settled, settled)
    assert outcome.met, outcome


def test_whatever_network_and_tabs_do_the_last_answer_is_the_one_shown(tmp_path: Path) -> None:
    assert schedules.soak(schedules.SLICE, tmp_path)["frames"] > schedules.SLICE


def test_what_comes_from_outside_is_taken_or_refused_by_name() -> None:
    outcome = fuzz.run(full=False)
    assert outcome.met, outcome.figure


def test_whatever_the_line_does_the_right_answer_comes_and_nothing_dead_is_kept(
    tmp_path: Path,
) -> None:
    outcome = network.measure(tmp_path / "home", network.SLICE)
    assert outcome.met, outcome.figure


@pytest.mark.skipif(not disk.allowed(), reason="mounts a file system, as root alone may")
def test_a_full_disk_stops_writes_alone_and_loses_nothing_acknowledged(tmp_path: Path) -> None:
    with disk.mounted(tmp_path):
        outcome = disk.measure(tmp_path, disk.SLICE)
    assert not outcome.found["wrong"]


def test_all_clients_come_back_after_a_restart_and_each_is_answered(tmp_path: Path) -> None:
    outcome = reconnect.measure(
        tmp_path / "home", reconnect.SLICE_CLIENTS, reconnect.SLICE_RESTARTS
    )
    assert outcome.met, outcome.figure


def test_clocks_that_jump_lose_no_chat_and_make_nothing_last_longer(tmp_path: Path) -> None:
    outcome = clock.measure(tmp_path / "home", clock.SLICE, clock.SLICE_FROZEN_S)
    assert outcome.met, outcome.figure


def test_each_goal_is_found_where_it_says() -> None:
    assert all(callable(goal.run) for goal in GOALS.values())
