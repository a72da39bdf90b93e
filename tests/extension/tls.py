"""A team's server that ends TLS itself, found by a browser under a name that nobody else knows."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from tests.packages import openssl
from tests.process import SidecarProcess

NAME = "sidecar.test"


@dataclass(frozen=True)
class Team:
    """The server, and the options by which a browser finds it and takes its certificate.

    It stands at the port that a name without one means, and counts as one of the local network.
    """

    server: SidecarProcess
    pin: str

    @property
    def flags(self) -> tuple[str, ...]:
        at = f"127.0.0.1:{self.server.port}"
        return (
            f"--host-resolver-rules=MAP {NAME}:443 {at}, MAP {NAME} 127.0.0.1",
            f"--ignore-certificate-errors-spki-list={self.pin}",
            f"--ip-address-space-overrides={at}=local",
        )


def team(folder: Path) -> Team:
    """Make a certificate for the name, and the server that has it."""
    key, cert, public = (folder / name for name in ("tls.key", "tls.crt", "tls.pub"))
    make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    alt = f"subjectAltName=DNS:{NAME}"
    openssl(*make, "-addext", alt, "-keyout", str(key), "-out", str(cert))
    openssl("pkey", "-in", str(key), "-pubout", "-outform", "DER", "-out", str(public))
    pin = base64.b64encode(hashlib.sha256(public.read_bytes()).digest()).decode()
    extra = {
        "SIDECAR_TLS_CERTIFICATE": str(cert),
        "SIDECAR_TLS_KEY": str(key),
        "SIDECAR_HOSTS": NAME,
    }
    return Team(SidecarProcess(folder / "home", "hashing", extra=extra), pin)
