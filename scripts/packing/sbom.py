"""Writes the bill of materials, as CycloneDX 1.6: what serving installs, and what we ship."""

import argparse
import hashlib
import os
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from crx import Refused
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "sidecar_server"
VENDORED = PACKAGE / "web" / "static" / "console" / "vendor" / "htmx.min.js"
KINDS = {
    ".onnx": ComponentType.MACHINE_LEARNING_MODEL,
    ".npz": ComponentType.MACHINE_LEARNING_MODEL,
    ".json": ComponentType.DATA,
}


def installed(lock: Path) -> Iterator[Component]:
    """Name what the lock installs; a package for some systems alone says for which."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        wanted = Requirement(line)
        version = str(wanted.specifier).removeprefix("==")
        url = PackageURL("pypi", name=wanted.name.lower().replace("_", "-"), version=version)
        marker = [Property(name="python:marker", value=str(wanted.marker))] if wanted.marker else []
        yield Component(
            name=wanted.name, version=version, purl=url, bom_ref=str(url), properties=marker
        )


def shipped(version: str) -> Iterator[Component]:
    """Name our own models, with the SHA-256 of their list; Refused where a file has another."""
    for sums in sorted(PACKAGE.glob("models/*/SHA256SUMS")):
        for line in sums.read_text(encoding="utf-8").splitlines():
            digest, name = line.split()
            file = sums.parent / name
            if _sha256(file) != digest:
                raise Refused(f"{file} is not the file of {sums}: restore it, then run this again")
            if file.suffix in KINDS:
                yield _file(file, KINDS[file.suffix], version, "Apache-2.0")


def vendored() -> Component:
    """Name the library that the console's pages carry, by the version that it says itself."""
    said = re.search(r'version:"([\d.]+)"', VENDORED.read_text(encoding="utf-8"))
    if said is None:
        raise Refused(f"{VENDORED} does not say its version: take the released file of htmx")
    component = _file(VENDORED, ComponentType.LIBRARY, said[1], "0BSD")
    component.purl = PackageURL("npm", name="htmx.org", version=said[1])
    return component


def _file(path: Path, kind: ComponentType, version: str, licence: str) -> Component:
    name = path.relative_to(TOP).as_posix()
    return Component(
        name=name, type=kind, version=version, bom_ref=name, licenses=[LicenseExpression(licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=_sha256(path))],
    )  # fmt: skip


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bill(project: dict[str, str], made_at: datetime) -> str:
    """Write it as JSON, valid by the strict schema and the same for the same contents."""
    ours = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION,
        purl=PackageURL("pypi", name=project["name"], version=project["version"]),
        bom_ref=project["name"], licenses=[LicenseExpression(project["license"])],
    )  # fmt: skip
    parts = [
        *installed(TOP / "requirements" / "runtime.txt"), *shipped(project["version"]), vendored()
    ]  # fmt: skip
    bom = Bom(components=parts)
    bom.metadata.component = ours
    bom.metadata.timestamp = made_at
    bom.register_dependency(ours, parts)
    # A serial number is asked for; one made from the contents is new only when they are.
    contents = "\n".join(f"{part.bom_ref} {[h.content for h in part.hashes]}" for part in parts)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_OID, f"{made_at} {ours.purl} {contents}")
    writer = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6)
    text = str(writer.output_as_string(indent=2))
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise Refused(f"the bill of materials is not CycloneDX 1.6: {fault}; mend {__file__}")
    return text + "\n"


def main() -> None:
    """Read the options and write; its time is SOURCE_DATE_EPOCH, as the wheel's is."""
    options = argparse.ArgumentParser(prog="scripts/packing/sbom.py", description=__doc__)
    options.add_argument("--to", type=Path, required=True, help="the folder")
    to = options.parse_args().to
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made_at = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)
    try:
        text = bill(project, made_at)
    except Refused as refused:
        sys.exit(f"{refused}")
    (to / f"{project['name']}-{project['version']}.cdx.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
