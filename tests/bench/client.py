"""A small client of wire version 1: the handshake, chats and the answer to a message."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect


class Client:
    """One connection, past its welcome."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.answer: dict[str, Any] = {}  # the last suggestions that `see` waited for

    @classmethod
    @asynccontextmanager
    async def connected(cls, authority: str, token: str) -> AsyncIterator["Client"]:
        """Dial and prove; OSError while nobody listens."""
        async with connect(
            f"ws://{authority}/live", compression=None, proxy=None, ping_interval=None
        ) as socket:
            client = cls(socket)
            await client._prove(authority, hashlib.sha256(token.encode()).digest())
            yield client

    async def open(self, conversation: str) -> None:
        """Open a chat with nothing in it."""
        await self._send(type="conversation.opened", conversation=conversation, messages=[])

    async def see(self, conversation: str, message: str, role: str, text: str) -> float:
        """Send one message and wait for its suggestions; the milliseconds between."""
        start = time.perf_counter()
        await self._send(
            type="message.seen", conversation=conversation, message=message, role=role, text=text
        )
        while True:
            frame = json.loads(await self._socket.recv())
            took = (time.perf_counter() - start) * 1000
            if frame["type"] == "problem":
                raise RuntimeError(f"the server refused a message: {frame}")
            if _answers(frame, conversation, message):
                self.answer = frame
                return took

    async def draft(self, conversation: str, revision: int, text: str) -> float:
        """Send an unsent reply and wait for its check; the milliseconds between."""
        start = time.perf_counter()
        await self._send(
            type="draft.changed", conversation=conversation, revision=revision, text=text
        )
        while True:
            frame = json.loads(await self._socket.recv())
            if frame["type"] == "problem":
                raise RuntimeError(f"the server refused a draft: {frame}")
            if frame["type"] == "draft.checked" and frame["conversation"] == conversation:
                return (time.perf_counter() - start) * 1000

    async def search(self, query: str) -> list[str]:
        """Look for lines by meaning; gives their texts."""
        request = secrets.token_hex(8)
        await self._send(type="search", request=request, query=query)
        while True:
            frame = json.loads(await self._socket.recv())
            if frame.get("request") == request:
                return [one["text"] for one in frame["items"]]

    async def told(self) -> None:
        """Wait until the server says that the library is another one."""
        while json.loads(await self._socket.recv())["type"] != "library":
            pass

    async def _prove(self, authority: str, key: bytes) -> None:
        nonce = secrets.token_hex(32)
        await self._send(
            type="hello", protocol=1, client="bench", nonce=nonce, authority=authority,
            id=hashlib.sha256(key).hexdigest()[:16],
        )  # fmt: skip
        challenge = json.loads(await self._socket.recv())
        said = f"{authority}|{nonce}|{challenge['nonce']}"
        if not hmac.compare_digest(challenge["proof"], _proof(key, "server", said)):
            raise RuntimeError("the server could not prove that it knows the token")
        await self._send(type="auth", proof=_proof(key, "client", said))
        while json.loads(await self._socket.recv())["type"] != "welcome":
            pass

    async def _send(self, **frame: Any) -> None:
        await self._socket.send(json.dumps(frame))


def _proof(key: bytes, side: str, said: str) -> str:
    return hmac.new(key, f"sidecar1|{side}|{said}".encode(), hashlib.sha256).hexdigest()


def _answers(frame: dict[str, Any], conversation: str, message: str) -> bool:
    about = (frame["type"], frame.get("conversation"), frame.get("about", {}).get("message"))
    return about == ("suggestions", conversation, message)
