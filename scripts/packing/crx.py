"""A CRX3 file: a zip of an extension, with its id and the signature of the team's own RSA key."""

import base64
import hashlib
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

RSA = bytes.fromhex("06092a864886f70d010101")  # the object identifier of an RSA key, in DER
SIGNED = b"CRX3 SignedData\x00"
MAKE = (
    "make one with\n"
    "  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out team.pem\n"
    "and keep it out of every repository"
)


class Refused(Exception):
    """What is wrong with the key, and what to do."""


@dataclass(frozen=True)
class Key:
    """A private RSA key in a PEM file; it never leaves the file, openssl alone reads it."""

    pem: Path

    @property
    def public(self) -> bytes:
        """Give the public key as DER (SubjectPublicKeyInfo)."""
        public = self._openssl("pkey", "-in", str(self.pem), "-pubout", "-outform", "DER")
        if RSA not in public:
            raise Refused(f"{self.pem} holds no RSA key: {MAKE}")
        return public

    @property
    def manifest(self) -> str:
        """Give the public key as the manifest's `key` has it."""
        return base64.b64encode(self.public).decode()

    @property
    def extension_id(self) -> str:
        """Give the 32 letters that this key makes the extension's id."""
        digest = hashlib.sha256(self.public).hexdigest()[:32]
        return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)

    def sign(self, data: bytes) -> bytes:
        """Sign with PKCS #1 v1.5 and SHA-256: the same data gives the same signature."""
        return self._openssl("dgst", "-sha256", "-sign", str(self.pem), given=data)

    def _openssl(self, *arguments: str, given: bytes = b"") -> bytes:
        try:
            done = subprocess.run(  # noqa: S603
                ["openssl", *arguments],  # noqa: S607 - whichever openssl the team has
                input=given, capture_output=True, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            raise Refused("openssl was not found: install it, then run this again") from None
        if done.returncode:
            raise Refused(f"{self.pem} holds no private key that openssl reads: {MAKE}")
        return done.stdout


def pack(zipped: bytes, key: Key) -> bytes:
    """Put the header of a CRX3 before a zip: `Cr24`, version, length, then the signed header."""
    crx_id = hashlib.sha256(key.public).digest()[:16]
    signed_header = _field(1, crx_id)
    signature = key.sign(SIGNED + struct.pack("<I", len(signed_header)) + signed_header + zipped)
    proof = _field(1, key.public) + _field(2, signature)
    header = _field(2, proof) + _field(10000, signed_header)
    return b"Cr24" + struct.pack("<II", 3, len(header)) + header + zipped


def _field(number: int, value: bytes) -> bytes:
    """Write one field of bytes as protocol buffers do."""
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])
