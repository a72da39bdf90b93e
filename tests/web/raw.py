"""A WebSocket by hand: any bytes may be sent, and what comes back is read frame by frame."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import orjson

from sidecar_server.web import handshake

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
_UPGRADE = (
    "GET /live HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def head(opcode: int, size: int, fin: bool = True, rsv: int = 0, masked: bool = True) -> bytes:
    """Give the first bytes of a frame, the mask left out; `size` need not be true."""
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    mask = 0x80 if masked else 0
    if size < 126:
        return bytes([first, mask | size])
    if size < 65_536:
        return bytes([first, mask | 126]) + size.to_bytes(2)
    return bytes([first, mask | 127]) + size.to_bytes(8)


def frame(
    opcode: int,
    payload: bytes = b"",
    fin: bool = True,
    rsv: int = 0,
    mask: bytes | None = b"\0\0\0\0",
) -> bytes:
    """Give one frame of a client; a mask of zeros leaves the payload as it is, None has none."""
    began = head(opcode, len(payload), fin, rsv, mask is not None)
    if mask is None:
        return began + payload
    if any(mask):
        payload = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    return began + mask + payload


def text(fields: dict[str, Any]) -> bytes:
    """Give the text frame of an object."""
    return frame(TEXT, orjson.dumps(fields), mask=os.urandom(4))


def close(code: int | None = 1000, reason: bytes = b"") -> bytes:
    """Give a close frame; without a code it is empty."""
    return frame(CLOSE, b"" if code is None else code.to_bytes(2) + reason)


@dataclass(frozen=True)
class Came:
    """One frame of the server's."""

    opcode: int
    payload: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.payload)

    @property
    def code(self) -> int | None:
        """The code of a close frame, None where it has none."""
        return int.from_bytes(self.payload[:2]) if len(self.payload) >= 2 else None


@dataclass
class Raw:
    """One TCP connection to a server's socket."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    authority: str
    came: list[Came] = field(default_factory=list)  # all that was read so far

    async def upgrade(self) -> None:
        """Ask for the WebSocket as the protocol wants it."""
        await self.send(_UPGRADE.format(host=self.authority).encode())
        answer = await self.reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 101 "), answer

    async def greet(self, token: str) -> None:
        """Go through the handshake up to `welcome`."""
        key, ours = handshake.key_of(token), handshake.nonce()
        hello = {"protocol": 1, "client": "raw", "id": handshake.id_of(key), "nonce": ours}
        await self.send(text({"type": "hello", "authority": self.authority, **hello}))
        theirs = (await self.next()).json["nonce"]
        proof = handshake.proof(key, "client", self.authority, ours, theirs)
        await self.send(text({"type": "auth", "proof": proof}))
        while (await self.next()).json["type"] != "welcome":
            pass

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def next(self) -> Came:
        """Read one frame; IncompleteReadError once the server has hung up."""
        first, second = await self.reader.readexactly(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8))
        one = Came(first & 0x0F, await self.reader.readexactly(size))
        self.came.append(one)
        return one

    async def is_answered(self) -> bool:
        """Prove that the connection is served still."""
        await self.send(text({"type": "conversation.opened", "conversation": "alive"}))
        seen = {"conversation": "alive", "message": "m", "role": "customer", "text": "hello"}
        await self.send(text({"type": "message.seen", **seen}))
        while True:
            one = await self.next()
            if one.opcode == CLOSE:
                return False
            if one.opcode == TEXT and one.json.get("conversation") == "alive":
                return bool(one.json["type"] == "suggestions")

    async def ended(self) -> int | None:
        """Read to the end, a close answered; gives its code, None where no close frame came."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                if (one := await self.next()).opcode == CLOSE:
                    await self.send(frame(CLOSE, one.payload))
        codes = [one.code for one in self.came if one.opcode == CLOSE]
        return codes[0] if codes else None


@asynccontextmanager
async def connected(authority: str, token: str = "", dialled: str = "") -> AsyncIterator[Raw]:
    """Connect, upgrade and, where there is a token, greet; `dialled` is where to, if elsewhere."""
    host, _, port = (dialled or authority).rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    raw = Raw(reader, writer, authority)
    try:
        await raw.upgrade()
        if token:
            await raw.greet(token)
        yield raw
    finally:
        writer.transport.abort()
