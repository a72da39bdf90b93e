"""A TCP proxy that does to connections what networks do: delay, cut, reset, trickle, silence."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

_READ = 65_536
_NO_LINGER = struct.pack("ii", 1, 0)  # so that closing resets


class Cut(Exception):
    """A connection is to end here."""


@dataclass
class Way:
    """One direction of a connection, and what happens to the bytes on it."""

    delay_s: float = 0.0
    trickles: bool = False  # a byte a segment
    silent: bool = False  # bytes vanish, and so does the news that the other side is gone
    left: int | None = None  # bytes until the connection ends, in the midst of whatever that is

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry bytes until the reader's side ends."""
        while data := await reader.read(_READ):
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            if not self.silent:
                await self._write(writer, data)
        if self.silent:
            await asyncio.Event().wait()

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        ends = self.left is not None and len(data) >= self.left
        if self.left is not None:
            data, self.left = data[: self.left], self.left - len(data)
        size = 1 if self.trickles else len(data) or 1
        for start in range(0, len(data), size):
            writer.write(data[start : start + size])
            await writer.drain()
            if self.trickles:
                await asyncio.sleep(0)
        if ends:
            raise Cut


@dataclass(eq=False)
class Line:
    """One connection through the proxy; `resets` says how a cut ends it."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter | None = None
    up: Way = field(default_factory=Way)
    down: Way = field(default_factory=Way)
    resets: bool = False

    def end(self) -> None:
        """End it for both sides."""
        for one in (self.client, self.server):
            if one is None:
                continue
            if self.resets:
                with suppress(OSError):
                    one.get_extra_info("socket").setsockopt(
                        socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER
                    )
                one.transport.abort()
            else:
                one.close()


@dataclass
class Proxy:
    """Listens on `port`; what `refuses` or `stalls` says concerns new connections."""

    port: int
    to: int
    refuses: bool = False
    stalls: bool = False
    lines: set[Line] = field(default_factory=set)
    dialled: int = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection to the server and back."""
        self.dialled += 1
        line = Line(writer, resets=self.refuses)
        self.lines.add(line)
        try:
            if self.stalls:
                await reader.read()  # until the client has had enough
            elif not self.refuses:
                await self._join(line, reader, writer)
        finally:
            line.end()
            self.lines.discard(line)

    async def _join(
        self, line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            back, line.server = await asyncio.open_connection("127.0.0.1", self.to)
            for one in (writer, line.server):
                one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ways = [
                asyncio.create_task(line.up.carry(reader, line.server)),
                asyncio.create_task(line.down.carry(back, writer)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)

    def heal(self) -> None:
        """Take new connections as they are; those that are broken stay so."""
        self.refuses = self.stalls = False
        for line in self.lines:
            for way in (line.up, line.down):
                way.delay_s, way.trickles = 0.0, False


@asynccontextmanager
async def proxy(port: int, to: int) -> AsyncIterator[Proxy]:
    """Give a proxy that listens."""
    made = Proxy(port, to)
    async with await asyncio.start_server(made.take, "127.0.0.1", port):
        yield made
        for line in list(made.lines):
            line.end()
