"""The disk fills while leads write and the log is written, then has room again; or it is read-only.

On a file system of its own, in memory, which only root may mount.
"""

import asyncio
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from sidecar_server.library.database import open_database
from tests.bench.rounds import percentile
from tests.copies.load import Lead
from tests.process import SidecarProcess
from tests.soak.kills import answered, faults, newest, writing
from tests.soak.outcome import Outcome

FULL, SLICE = 25, 1
SIZE = "12m"
CHUNK = 65_536
WITHIN_S = 5.0  # once there is room
PATIENCE_S = 30.0
FIX = "free the disk"
READ_ONLY = "the data folder"


def allowed() -> bool:
    """Say whether this user may mount."""
    try:
        with tempfile.TemporaryDirectory() as folder, mounted(Path(folder)):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def mounted(at: Path) -> Iterator[Path]:
    """Give a small disk."""
    command = ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "sidecar-soak", str(at))
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield at
    finally:
        subprocess.run(("umount", str(at)), check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no room on it."""
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        for size in (CHUNK, 1):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass
    try:
        yield
    finally:
        ballast.unlink()


@dataclass
class Soak:
    """A server on the disk and those who use it; `wrong` is what was not as it should be."""

    disk: Path
    server: SidecarProcess
    token: str
    lead: str
    leads: Sequence[Lead]
    wrong: list[str] = field(default_factory=list)
    recovered_s: list[float] = field(default_factory=list)
    refused: int = 0

    def expect(self, true: bool, what: str) -> None:
        if not true:
            self.wrong.append(what)

    def fill(self) -> None:
        """Fill the disk while leads write, look, make room, and wait until they can write again."""
        with writing(self.leads):
            self._all_write()
            with filled(self.disk):
                self._refusal()
                self._answers()
                self._commands()
                self._starts()
            freed = time.monotonic()
            self._all_write()
            self.recovered_s.append(time.monotonic() - freed)
            self._logs()

    def _all_write(self) -> None:
        """Wait until every lead had something acknowledged."""
        before = [len(one.acknowledged) for one in self.leads]
        until = time.monotonic() + PATIENCE_S
        while any(len(one.acknowledged) <= at for one, at in zip(self.leads, before, strict=True)):
            if time.monotonic() > until:
                self.wrong.append("a lead cannot write although there is room")
                return
            time.sleep(0.005)

    def _refusal(self) -> None:
        """See that a write is refused in words that help."""
        origin = f"http://{self.server.authority}"
        headers = {"authorization": f"Bearer {self.lead}", "origin": origin}
        path = f"{origin}/api/v1/entries/phrase/en/delivery-late.more"
        draft = {"text": "It is " + "very " * 60 + "late.", "strategy": "own", "moment": "opening"}
        said = httpx.put(path, json=draft, headers=headers, trust_env=False, timeout=30)
        self.refused += said.status_code == httpx.codes.SERVICE_UNAVAILABLE
        self.expect(said.status_code == httpx.codes.SERVICE_UNAVAILABLE, f"{said.status_code}")
        self.expect(FIX in said.text, f"a full disk is refused by {said.text}")

    def _answers(self) -> None:
        """See that an agent who connects now is answered."""
        start = time.perf_counter()
        asyncio.run(answered(self.server.authority, self.token, start))

    def _commands(self) -> None:
        done = self.server.ask("token", "Too Many")
        refused = done.returncode == 1 and FIX in done.stderr
        written = done.returncode == 0 and done.stdout.strip()  # in what the database had reserved
        self.expect(bool(refused or written), f"token: {done.returncode}, {done.stderr}")
        self.expect("Traceback" not in done.stderr, "token: a traceback")

    def _starts(self) -> None:
        """See that a server starts where nothing can be written."""
        self.server.stop()
        self.server.start()
        self._answers()

    def _logs(self) -> None:
        """See that the log is written again."""
        log = self.server.home / "logs" / "sidecar.log"
        size, until = log.stat().st_size, time.monotonic() + PATIENCE_S
        while log.stat().st_size <= size and time.monotonic() < until:
            self._answers()
        self.expect(log.stat().st_size > size, "the log is not written any more")

    def compare(self) -> None:
        """Hold what is stored and served against what was acknowledged."""
        served = asyncio.run(newest(self.server, self.token, self.leads))
        for one in self.leads:
            self.expect(
                served.get(one.name, 0) >= one.acknowledged[-1], f"{one.name} is served late"
            )
        engine = open_database(self.server.home)
        self.wrong += faults(engine, self.leads)
        engine.dispose()
        self.expect("Traceback" not in self.server.log.read_text(), "a traceback in the log")


def read_only(disk: Path) -> list[str]:
    """Give what is wrong with how a server and commands end on a disk that cannot be written."""
    home = disk / "home"
    subprocess.run(("mount", "-o", "remount,ro", str(disk)), check=True)
    server, wrong = SidecarProcess(home, "hashing"), []
    for command in (("serve", "--port", "0"), ("token", "Ana"), ("library", "import", str(home))):
        done = server.ask(*command)
        plain = READ_ONLY in done.stderr or FIX in done.stderr
        if done.returncode != 1 or not plain or "Traceback" in done.stderr:
            wrong.append(f"{command[0]} on a read-only disk: {done.returncode}, {done.stderr}")
    subprocess.run(("mount", "-o", "remount,rw", str(disk)), check=True)
    return wrong


def measure(disk: Path, rounds: int) -> Outcome:
    """Fill a disk so often below a server."""
    server = SidecarProcess(disk / "home", "hashing", extra={"SIDECAR_LOG_LEVEL": "debug"})
    token, lead = server.run("token", "Ana"), server.run("token", "Ben", "--role", "lead")
    leads = [Lead(f"lead{n}", server.authority, lead) for n in range(2)]
    soak = Soak(disk, server, token, lead, leads)
    with server:
        for _ in range(rounds):
            soak.fill()
        time.sleep(1.5)  # what was written is served within a second
        soak.compare()
    wrong = [*soak.wrong, *read_only(disk)]
    acknowledged = sum(len(one.acknowledged) + len(one.drafts) for one in leads)
    worst = max(soak.recovered_s)
    figures = {
        "rounds": rounds,
        "acknowledged": acknowledged,
        "refused": soak.refused,
        "wrong": wrong,
        "written_again_s_p50": round(percentile(soak.recovered_s, 0.5), 2),
        "written_again_s_max": round(worst, 2),
    }
    figure = (
        f"{rounds} times full, {acknowledged:,} writes acknowledged, {len(wrong)} faults; "
        f"written again {worst:.2f} s after there was room, at most"
    )
    return Outcome("; ".join([figure, *wrong]), not wrong and worst <= WITHIN_S, figures)


def run(full: bool) -> Outcome:
    """Fill it at full size, or once."""
    if not allowed():
        return Outcome("not run: this user may mount no file system", met=False)
    with tempfile.TemporaryDirectory() as folder, mounted(Path(folder)) as disk:
        return measure(disk, FULL if full else SLICE)
