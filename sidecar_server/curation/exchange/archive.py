"""Zip archives that may come from anywhere: read in memory alone, bounded, no path believed."""

import stat
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath

from sidecar_server.errors import BadInput

MOST_FILES = 5_000
MOST_BYTES = 16 * 1024 * 1024  # of all files together, as they are inside
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same files give the same archive
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def is_archive(content: bytes) -> bool:
    """Say whether this begins as a zip archive does."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpack(content: bytes, name: str, ending: str) -> dict[str, bytes]:
    """Give the files of an ending by their path; BadInput on what we would not write."""
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            listed = [one for one in archive.infolist() if _wanted(one, ending)]
            if len(listed) > MOST_FILES:
                raise BadInput(f"{name} holds too many files", fix=f"at most {MOST_FILES:,} fit")
            for one in listed:
                _checked(one, name)
                with archive.open(one) as file:
                    found[one.filename] = file.read(left + 1)
                left -= len(found[one.filename])
                if left < 0:
                    most = f"{MOST_BYTES // 1024 // 1024} MiB"
                    raise BadInput(
                        f"{name} unpacks to more than {most}", fix="cut it into several archives"
                    )
    except _BROKEN as error:
        raise BadInput(f"{name} cannot be unpacked: {error}", fix="zip it again") from error
    return found


def pack(files: Mapping[str, str]) -> bytes:
    """Give an archive of texts by their path; the same texts give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            one = zipfile.ZipInfo(path, _WHEN)
            one.compress_type, one.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(one, files[path])
    return out.getvalue()


def _wanted(one: zipfile.ZipInfo, ending: str) -> bool:
    parts = PurePosixPath(one.filename).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts
    return not one.is_dir() and not hidden and one.filename.lower().endswith(ending)


def _checked(one: zipfile.ZipInfo, name: str) -> None:
    parts = PurePosixPath(one.filename).parts
    astray = ".." in parts or one.filename.startswith("/") or "\\" in one.orig_filename
    if astray or ":" in one.filename or "\x00" in one.orig_filename:
        raise BadInput(f"{name} has a path that leads elsewhere", fix="zip the library's folder")
    if stat.S_ISLNK(one.external_attr >> 16):
        raise BadInput(f"{name} holds a link, {one.filename}", fix="zip the files themselves")
    if one.flag_bits & 1:
        raise BadInput(f"{name} is locked with a password", fix="zip it without one")
