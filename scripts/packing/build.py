"""Packs the extension: a zip that is the same byte for byte whenever it is made, and a CRX."""

import argparse
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from crx import Key, Refused, pack

TOP = Path(__file__).resolve().parents[2]
PACKED = {".css", ".html", ".js", ".json", ".png", ".svg"}
LEFT_OUT = (".d.ts", ".md")  # for those who work on it
EPOCH = (1980, 1, 1, 0, 0, 0)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the extension, then the licence; strangers are refused."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if path.is_dir() or hidden or name.endswith(LEFT_OUT):
            continue
        if path.suffix not in PACKED:
            raise Refused(f"{path} is no file of the extension: take it away, then run this again")
        yield name, path.read_bytes()
    yield "LICENSE", (TOP / "LICENSE").read_bytes()


def with_key(manifest: bytes, key: Key | None) -> bytes:
    """Put the team's public key in the place of the project's, which gives the extension its id."""
    if key is None:
        return manifest
    fields = {**json.loads(manifest), "key": key.manifest}
    return (json.dumps(fields, indent=2, ensure_ascii=False) + "\n").encode()


def zipped(folder: Path, key: Key | None) -> bytes:
    """Zip it with fixed times and modes, uncompressed: no two compressors write the same."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files(folder):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, with_key(content, key) if name == "manifest.json" else content)
    return whole.getvalue()


def build(to: Path, key: Key | None) -> Iterator[str]:
    """Write the files; says of each where it lies, and which id the extension has."""
    folder = TOP / "extension"
    version = json.loads((folder / "manifest.json").read_text())["version"]
    name = f"empathy-sidecar-{version}"
    archive = zipped(folder, key)
    to.mkdir(parents=True, exist_ok=True)
    (to / f"{name}.zip").write_bytes(archive)
    yield f"{to / name}.zip"
    if key is None:
        return
    (to / f"{name}.crx").write_bytes(pack(archive, key))
    yield f"{to / name}.crx"
    yield f"extension id, for policies and the server's setting extension_ids: {key.extension_id}"


def main() -> None:
    """Read the options, build, and end with 1 and the fix where something is wrong."""
    options = argparse.ArgumentParser(prog="scripts/build-extension", description=__doc__)
    options.add_argument(
        "--key", type=Path, metavar="PEM", help="the team's own RSA key: makes a CRX too"
    )
    options.add_argument("--to", type=Path, default=TOP / "dist", help="the folder (default: dist)")
    given = options.parse_args()
    try:
        for line in build(given.to, given.key and Key(given.key)):
            sys.stdout.write(line + "\n")
    except Refused as refused:
        sys.exit(f"{refused}")


if __name__ == "__main__":
    main()
