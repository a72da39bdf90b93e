"""The database, a file of our own or the one of the setting `database`: sound, filled, paired."""

from collections.abc import Iterator
from types import ModuleType

from sidecar_server.doctor import postgres, sqlite
from sidecar_server.doctor.finding import Check, Said, doubt, fine
from sidecar_server.doctor.machine import Machine
from sidecar_server.settings import Settings


def _database(settings: Settings, _: Machine) -> Iterator[Said]:
    yield from _kind(settings).look(settings)


def _stored(settings: Settings, _: Machine) -> Iterator[Said]:
    counts = _kind(settings).ask(settings, "SELECT kind, count(*) FROM entry GROUP BY kind")
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counts))
    yield fine(kinds or "empty; the first start fills it")


def _paired(settings: Settings, _: Machine) -> Iterator[Said]:
    asked = _kind(settings).ask(settings, "SELECT count(*) FROM credential")
    count = asked[0][0] if asked else 0
    if count:
        yield fine(f"{count} {'credential' if count == 1 else 'credentials'} stored")
    else:
        yield doubt(
            "no browser and no program is paired yet",
            "run `sidecar pair` and type the code on the extension's settings page",
        )


def _kind(settings: Settings) -> ModuleType:
    return postgres if settings.database else sqlite


CHECKS: dict[str, Check] = {
    "database": _database,
    "library stored": _stored,
    "pairing": _paired,
}
