"""The service on all three systems: the file, and every word that the manager is told."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.errors import StartProblem
from sidecar_server.service.keeping import Status, install, remove, status
from sidecar_server.service.launch import Launch, launch_of
from sidecar_server.service.supervisor import Ran, Supervisor
from sidecar_server.service.systems import SUPERVISORS, supervisor_of
from sidecar_server.settings import Settings
from tests.command import sidecar

SYSTEMD, LAUNCHD, TASKS = (SUPERVISORS[name] for name in ("linux", "darwin", "win32"))
EACH = pytest.mark.parametrize("by", SUPERVISORS.values(), ids=SUPERVISORS)
Words = tuple[str, ...]


class Manager:
    """Takes down what it is told, and answers as it was asked to."""

    def __init__(self, answer: Callable[[Words], Ran] = lambda _: Ran(0)) -> None:
        self.told: list[Words] = []
        self._answer = answer

    def __call__(self, words: Words) -> Ran:
        self.told.append(words)
        return self._answer(words)


@pytest.fixture
def launch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Launch:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    data = tmp_path / 'my "data" & 100% of $HOME'
    serve = ("serve", "--home", str(data), "--host", "127.0.0.1", "--port", "8801")
    program = str(tmp_path / "pro gram" / "sidecar")
    return Launch((program, *serve), data, tmp_path / "ada", "DESK\\ada & co", 501)


def told_on_start(by: Supervisor, launch: Launch) -> list[Words]:
    manager = Manager()
    install(launch, by, manager)
    assert by.file(launch).read_bytes() == by.content(launch)
    return manager.told


def test_systemd_is_told_to_start_it_now_and_at_sign_in(launch: Launch) -> None:
    assert told_on_start(SYSTEMD, launch) == [
        ("systemctl", "--user", "daemon-reload"),
        ("systemctl", "--user", "enable", "empathy-sidecar.service"),
        ("systemctl", "--user", "restart", "empathy-sidecar.service"),
    ]
    file = launch.profile / ".config/systemd/user/empathy-sidecar.service"
    assert SYSTEMD.file(launch) == file


def test_the_unit_lies_where_the_user_keeps_settings(
    launch: Launch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "conf"))
    file = tmp_path / "conf/systemd/user/empathy-sidecar.service"
    assert SYSTEMD.file(launch) == file


def test_the_unit_quotes_as_systemd_reads(launch: Launch) -> None:
    text = SYSTEMD.content(launch).decode()
    [start] = [line for line in text.splitlines() if line.startswith("ExecStart=")]
    words = shlex.split(start.removeprefix("ExecStart="))
    assert [word.replace("%%", "%").replace("$$", "$") for word in words] == list(launch.command)
    assert "100%% of $$HOME" in start
    assert "Restart=on-failure" in text
    assert "WantedBy=default.target" in text
    assert "User=" not in text  # the user's own manager runs it


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_systemd_finds_no_fault_in_the_unit(launch: Launch, tmp_path: Path) -> None:
    program = tmp_path / "pro $gram 5%" / "sidecar"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / "empathy-sidecar.service"
    own = replace(launch, command=(str(program), *launch.command[1:]))
    unit.write_bytes(SYSTEMD.content(own))
    verify = ["systemd-analyze", "--user", "verify", str(unit)]
    env = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(verify, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_launchd_is_told_to_take_the_new_one_for_any_older(launch: Launch) -> None:
    file = launch.profile / "Library/LaunchAgents/empathy-sidecar.plist"
    assert told_on_start(LAUNCHD, launch) == [
        ("launchctl", "bootout", "gui/501/empathy-sidecar"),
        ("launchctl", "enable", "gui/501/empathy-sidecar"),
        ("launchctl", "bootstrap", "gui/501", str(file)),
    ]


def test_the_agent_is_a_property_list_of_the_same_words(launch: Launch) -> None:
    log = str(launch.data / "service.log")
    assert plistlib.loads(LAUNCHD.content(launch)) == {
        "Label": "empathy-sidecar",
        "ProgramArguments": list(launch.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }


def test_the_task_scheduler_is_told_to_take_and_run_it(launch: Launch) -> None:
    assert told_on_start(TASKS, launch) == [
        ("schtasks", "/end", "/tn", "empathy-sidecar"),
        ("schtasks", "/create", "/tn", "empathy-sidecar", "/xml",
         str(launch.data / "service.xml"), "/f"),
        ("schtasks", "/run", "/tn", "empathy-sidecar"),
    ]  # fmt: skip


def test_the_task_is_the_users_own_and_starts_again(launch: Launch) -> None:
    content = TASKS.content(launch)
    assert content.startswith((b"\xff\xfe", b"\xfe\xff"))  # schtasks takes UTF-16 alone
    task = ET.fromstring(content)  # noqa: S314 - our own
    at = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    found = {path: task.findtext(f".//t:{path}", namespaces=at) for path in (
        "Command", "Arguments", "UserId", "RunLevel", "LogonType", "ExecutionTimeLimit",
        "RestartOnFailure/t:Interval", "DisallowStartIfOnBatteries",
    )}  # fmt: skip
    assert found == {
        "Command": launch.command[0],
        "Arguments": subprocess.list2cmdline(launch.command[1:]),
        "UserId": "DESK\\ada & co",
        "RunLevel": "LeastPrivilege",
        "LogonType": "InteractiveToken",
        "ExecutionTimeLimit": "PT0S",
        "RestartOnFailure/t:Interval": "PT1M",
        "DisallowStartIfOnBatteries": "false",
    }
    assert '--home "' in (found["Arguments"] or "")


@EACH
def test_installing_says_where_the_file_is_and_how_to_see_the_log(
    by: Supervisor, launch: Launch
) -> None:
    said = install(launch, by, Manager())
    assert str(by.file(launch)) in said
    assert by.log(launch) in said
    assert launch.data.stat().st_mode & 0o777 == 0o700


@EACH
def test_a_manager_that_refuses_leaves_the_file_and_what_to_run_by_hand(
    by: Supervisor, launch: Launch
) -> None:
    must = [one for one in by.start(launch) if not one.may_fail]
    manager = Manager(lambda words: Ran(1, "No medium found") if words == must[1].words else Ran(0))
    with pytest.raises(StartProblem, match="No medium found") as refused:
        install(launch, by, manager)
    assert by.file(launch).exists()
    assert str(by.file(launch)) in str(refused.value)
    by_hand = [line.strip() for line in refused.value.fix.splitlines()[1:]]
    assert by_hand == [by.quote(one.words) for one in must[1:]]


@EACH
def test_removing_undoes_it(by: Supervisor, launch: Launch) -> None:
    install(launch, by, Manager())
    manager = Manager()
    assert "is removed" in remove(launch, by, manager)
    assert not by.file(launch).exists()
    commands = [*by.stop(launch), *by.after]
    assert manager.told == [by.ask(launch), *(one.words for one in commands)]


@EACH
def test_removing_what_is_not_there_is_fine(by: Supervisor, launch: Launch) -> None:
    assert remove(launch, by, Manager(lambda _: Ran(127))) == "No service is installed."


@EACH
def test_a_file_that_no_manager_knows_of_is_taken_away(by: Supervisor, launch: Launch) -> None:
    install(launch, by, Manager())
    said = remove(launch, by, Manager(lambda _: Ran(127, "not found")))
    assert not by.file(launch).exists()
    must = [one for one in by.stop(launch) if not one.may_fail]
    assert all(by.quote(one.words) in said for one in must)


@EACH
def test_one_that_cannot_be_stopped_keeps_its_file(by: Supervisor, launch: Launch) -> None:
    install(launch, by, Manager())
    ask = by.ask(launch)
    with pytest.raises(StartProblem, match="did not stop it"):
        remove(launch, by, Manager(lambda words: Ran(0 if words == ask else 1)))
    assert by.file(launch).exists()


ANSWERS = {
    "linux": Ran(0, "active"),
    "darwin": Ran(0, "gui/501/empathy-sidecar = {\n\tstate = running\n}"),
    "win32": Ran(0, "4\n"),
}


@pytest.mark.parametrize("system", SUPERVISORS)
def test_status_is_what_the_manager_says(system: str, launch: Launch) -> None:
    by = SUPERVISORS[system]
    assert status(launch, by, Manager(lambda _: Ran(3, "inactive"))) == Status(False, False)
    install(launch, by, Manager())
    assert status(launch, by, Manager(lambda _: Ran(3, "inactive"))) == Status(True, False)
    assert status(launch, by, Manager(lambda _: ANSWERS[system])) == Status(True, True)


def test_an_unknown_system_is_told_what_to_do() -> None:
    with pytest.raises(StartProblem, match="no service for plan9") as refused:
        supervisor_of("plan9")
    assert "sidecar serve" in refused.value.fix


def test_what_is_in_force_now_is_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "sidecar"
    program.write_text("")
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.chdir(tmp_path)
    launch = launch_of(Settings(home=Path("here"), host="localhost", port=8802))
    home = str(tmp_path / "here")
    flags = ("--home", home, "--host", "localhost", "--port", "8802")
    assert launch.command == (str(program), "serve", *flags)
    monkeypatch.setattr(sys, "argv", ["-m"])
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path / "nowhere"))
    with pytest.raises(StartProblem, match="no file") as refused:
        launch_of(Settings())
    assert "pip install" in refused.value.fix


def test_the_command_serves_that_folder_and_address(
    launch: Launch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served: list[Settings] = []
    monkeypatch.setattr("sidecar_server.web.server.run", served.append)
    done = sidecar(tmp_path / "other", *launch.command[1:], SIDECAR_PORT="1")
    assert done.exit_code == 0, done.output
    [settings] = served
    assert (settings.home, settings.port) == (launch.data, 8801)


@pytest.mark.skipif(sys.platform != "linux", reason="drives systemctl's absence")
def test_without_a_manager_the_command_ends_with_1_and_the_words(tmp_path: Path) -> None:
    own = {"XDG_CONFIG_HOME": str(tmp_path / "conf"), "PATH": str(tmp_path)}
    done = sidecar(tmp_path / "home", "service", "install", "--port", "8803", **own)
    assert done.exit_code == 1
    assert "systemctl was not found" in done.stderr
    assert "systemctl --user daemon-reload" in done.stderr
    unit = tmp_path / "conf/systemd/user/empathy-sidecar.service"
    assert '"--port" "8803"' in unit.read_text()
    done = sidecar(tmp_path / "home", "service", "status", **own)
    assert (done.exit_code, done.stdout) == (1, "installed: yes\nrunning: no\n")
    assert sidecar(tmp_path / "home", "service", "remove", **own).exit_code == 0
    assert not unit.exists()
