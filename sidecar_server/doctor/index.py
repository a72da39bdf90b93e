"""The index: one that is known, and what it needs is there."""

from collections.abc import Iterator

from sqlalchemy import create_engine

from sidecar_server.doctor import postgres
from sidecar_server.doctor.finding import Check, Said, doubt, fine
from sidecar_server.doctor.machine import Machine
from sidecar_server.library.indexes import check_index
from sidecar_server.settings import Settings


def _index(settings: Settings, _: Machine) -> Iterator[Said]:
    if settings.database:
        with postgres.reached(settings) as engine:
            doubtful = check_index(settings.index, engine)
    else:
        doubtful = check_index(settings.index, create_engine("sqlite://"))
    if doubtful:
        yield doubt(str(doubtful), doubtful.fix)
    else:
        yield fine(settings.index)


CHECKS: dict[str, Check] = {"index": _index}
