"""A CRX3 file, an extension signed by a team's key: read whole, and held against that key."""

import hashlib
import io
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sidecar_server.errors import BadInput

FIX = "make it anew with `scripts/build-extension --key team.pem`"
SIGNED = b"CRX3 SignedData\x00"
WITH_RSA, SIGNED_HEADER = 2, 10_000  # fields of the header; those of a proof and of an id:
PUBLIC, SIGNATURE = 1, 2
ID = 1
RSA = bytes.fromhex("300d06092a864886f70d0101010500")  # the algorithm of an RSA key, in DER
SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")  # what stands before a digest
LEAST_BITS = 2_048
KEY = "make a key as docs/install.md shows it, then the package; with another key it has another id"
MOST_MANIFEST = 1_000_000  # bytes
VERSION = re.compile(r"(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){0,3}")


@dataclass(frozen=True, slots=True)
class Crx:
    """One package; `oldest` is the browser's version that it needs at least, "" for any."""

    data: bytes
    extension_id: str
    version: str
    oldest: str

    @property
    def sha256(self) -> str:
        """Give the digest of the whole file, in lowercase hex."""
        return hashlib.sha256(self.data).hexdigest()


def read(data: bytes) -> Crx:
    """Read a package; BadInput where it is none, is cut short, or its signature does not hold."""
    try:
        header, archive = _parts(data)
        crx_id = _only(_fields(header[SIGNED_HEADER][0]), ID)
        _prove(header, crx_id, archive)
        manifest = _manifest(archive)
    except (struct.error, IndexError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BadInput("it is not a whole, signed CRX3 file", fix=FIX) from error
    return Crx(data, _letters(crx_id), *_versions(manifest))


def _parts(data: bytes) -> tuple[dict[int, list[bytes]], bytes]:
    magic, version, length = struct.unpack_from("<4sII", data)
    if (magic, version) != (b"Cr24", 3) or len(data) < 12 + length:
        raise ValueError(magic)
    return _fields(data[12 : 12 + length]), data[12 + length :]


def _prove(header: dict[int, list[bytes]], crx_id: bytes, archive: bytes) -> None:
    """Find the key that makes the id, and its signature over id and archive."""
    signed_header = header[SIGNED_HEADER][0]
    signed = SIGNED + struct.pack("<I", len(signed_header)) + signed_header + archive
    for proof in map(_fields, header[WITH_RSA]):
        public = _only(proof, PUBLIC)
        if hashlib.sha256(public).digest()[:16] == crx_id:
            if not _holds(public, _only(proof, SIGNATURE), signed):
                raise ValueError("signature")
            return
    raise ValueError("key")


def _holds(public: bytes, signature: bytes, signed: bytes) -> bool:
    """Say whether this is the key's PKCS #1 v1.5 signature with SHA-256.

    The whole block is made and compared: nothing of what the file says is parsed.
    """
    modulus, exponent = _rsa(public)
    size = (modulus.bit_length() + 7) // 8
    digest = SHA256 + hashlib.sha256(signed).digest()
    block = b"\x00\x01".ljust(size - len(digest) - 1, b"\xff") + b"\x00" + digest
    found = pow(int.from_bytes(signature), exponent, modulus)
    return len(signature) == size and found == int.from_bytes(block)


def _rsa(public: bytes) -> tuple[int, int]:
    """Read modulus and exponent of a SubjectPublicKeyInfo; refuse what would prove nothing."""
    info, _ = _der(public, 0x30)
    if not info.startswith(RSA):
        raise ValueError("no RSA key")
    bits, _ = _der(info[len(RSA) :], 0x03)
    numbers, _ = _der(bits[1:], 0x30)
    modulus, rest = _der(numbers, 0x02)
    exponent, _ = _der(rest, 0x02)
    found = int.from_bytes(modulus), int.from_bytes(exponent)
    if found[0].bit_length() < LEAST_BITS or not 2 < found[1] < 2**32:
        raise BadInput(f"its RSA key has fewer than {LEAST_BITS} bits", fix=KEY)
    return found


def _der(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """Give the content of one element of DER, and what comes after it."""
    if data[0] != tag:
        raise ValueError(tag)
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start])
    if len(data) < start + length:
        raise ValueError(length)
    return data[start : start + length], data[start + length :]


def _fields(message: bytes) -> dict[int, list[bytes]]:
    """Read a protocol buffer's fields of bytes by number; others are passed over."""
    found: dict[int, list[bytes]] = {}
    for number, value in _each(message):
        found.setdefault(number, []).append(value)
    return found


def _each(message: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == 0:
            _, at = _varint(message, at)
            continue
        length, at = {1: (8, at), 5: (4, at)}[kind] if kind != 2 else _varint(message, at)
        if len(message) < at + length:
            raise ValueError(length)
        if kind == 2:
            yield tag >> 3, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 35, 7):
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
    raise ValueError(at)


def _only(fields: dict[int, list[bytes]], number: int) -> bytes:
    [value] = fields[number]
    return value


def _letters(crx_id: bytes) -> str:
    return "".join(chr(ord("a") + int(digit, 16)) for digit in crx_id.hex())


def _manifest(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        if files.getinfo("manifest.json").file_size > MOST_MANIFEST:
            raise ValueError(MOST_MANIFEST)
        found = json.loads(files.read("manifest.json"))
    if not isinstance(found, dict):
        raise ValueError(type(found))
    return found


def _versions(manifest: dict[str, Any]) -> tuple[str, str]:
    version, oldest = manifest.get("version"), manifest.get("minimum_chrome_version", "")
    if not all(isinstance(one, str) for one in (version, oldest)) or not VERSION.fullmatch(
        str(version)
    ):
        raise BadInput("its manifest.json names no version such as 0.2.0", fix=FIX)
    return str(version), oldest if VERSION.fullmatch(oldest) else ""
