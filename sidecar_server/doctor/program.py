"""The program's own ground: Python, the processor, the clock and the time zones."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfoNotFoundError

from sidecar_server import __version__
from sidecar_server.doctor.finding import Check, Said, doubt, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.settings import Settings

OLDEST = (3, 11)
KNOWN = ("x86_64", "amd64", "arm64", "aarch64")  # those ONNX Runtime and FAISS are built for
MADE = date(2026, 11, 1)  # no right clock shows less: raised with the version
LASTS_DAYS = 20 * 365
ZONES = ("Europe/Berlin", "Asia/Kolkata")


def _python(_: Settings, machine: Machine) -> Iterator[Said]:
    version = ".".join(map(str, machine.python))
    oldest = ".".join(map(str, OLDEST))
    if machine.python < OLDEST:
        yield wrong(f"this is Python {version}", f"install Python {oldest} or newer and start anew")
    elif not machine.wide:
        yield wrong(f"this Python {version} is a 32-bit one", "install a 64-bit Python")
    elif machine.processor.lower() not in KNOWN:
        yield doubt(
            f"Python {version} on {machine.processor or 'an unknown processor'}",
            "use a computer with an x86-64 or ARM64 processor if the model does not load",
        )
    else:
        yield fine(f"Python {version} on {machine.processor}, Empathy Sidecar {__version__}")


def _clock(_: Settings, machine: Machine) -> Iterator[Said]:
    try:
        today = datetime.fromtimestamp(machine.now(), UTC).date()
    except (OverflowError, ValueError, OSError):
        yield wrong("the clock shows no date at all", "set the computer's clock")
        return
    if today < MADE or (today - MADE).days > LASTS_DAYS:
        yield wrong(
            f"the clock shows {today}, and this version is from {MADE:%B %Y}",
            "set the computer's clock: waiting times and pairing codes go by it",
        )
    else:
        yield fine(f"the clock shows {today}")


def _zones(_: Settings, machine: Machine) -> Iterator[Said]:
    for name in ZONES:
        try:
            machine.zone(name)
        except (ZoneInfoNotFoundError, OSError, ValueError):
            yield wrong(
                f"the time zone {name} is not known here",
                "install the system's tzdata, or run `pip install tzdata` beside empathy-sidecar",
            )
            return
    yield fine("time zones are known")


CHECKS: dict[str, Check] = {"python": _python, "clock": _clock, "time zones": _zones}
