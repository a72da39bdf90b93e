"""A server as a team reaches it: by TLS and a name of its own, a proxy before the plain one."""

import asyncio
import base64
import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.packages import openssl

NAME = "sidecar.test"


@dataclass(frozen=True)
class Front:
    """Where it is, and the options by which a browser finds it there and takes its certificate."""

    port: int
    flags: tuple[str, ...]

    @property
    def authority(self) -> str:
        return f"{NAME}:{self.port}"


def certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    """Make a certificate for the name; gives it with the digest of its key."""
    key, cert, public = (folder / name for name in ("tls.key", "tls.crt", "tls.pub"))
    make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    alt = f"subjectAltName=DNS:{NAME}"
    openssl(*make, "-addext", alt, "-keyout", str(key), "-out", str(cert))
    openssl("pkey", "-in", str(key), "-pubout", "-outform", "DER", "-out", str(public))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, base64.b64encode(hashlib.sha256(public.read_bytes()).digest()).decode()


@contextmanager
def fronting(to: int, folder: Path, port: int) -> Iterator[Front]:
    """Pass on what comes by TLS at `port` to a plain server at port `to`."""
    context, pin = certificate(folder)
    loop = asyncio.new_event_loop()
    listening = threading.Event()
    over = asyncio.Event()

    async def run() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                there = await asyncio.open_connection("127.0.0.1", to)
            except OSError:
                writer.close()
                return
            await asyncio.gather(_pass(reader, there[1]), _pass(there[0], writer))

        async with await asyncio.start_server(serve, "127.0.0.1", port, ssl=context):
            listening.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    assert listening.wait(10)
    flags = (
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={pin}",
    )
    try:
        yield Front(port, flags)
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass  # one side has hung up
    finally:
        writer.close()
