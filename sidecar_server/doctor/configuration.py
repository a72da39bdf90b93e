"""The settings as they stand in the file and the environment: each that cannot be taken."""

from collections.abc import Iterator

from sidecar_server.doctor.finding import Check, Said, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.settings import FILE, Settings, read_settings


def _settings(settings: Settings, _: Machine) -> Iterator[Said]:
    faults = read_settings()[1]
    yield from (wrong(str(fault), fault.fix) for fault in faults)
    if not faults:
        file = settings.home / FILE
        yield fine(f"{file} can be taken" if file.is_file() else "no settings file; none is needed")


CHECKS: dict[str, Check] = {"settings": _settings}
