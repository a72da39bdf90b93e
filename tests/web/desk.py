"""A real server in a thread, and a client that speaks to it frame by frame."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson
from starlette.routing import BaseRoute
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from sidecar_server.conversation import Conversation
from sidecar_server.library.database import open_database
from sidecar_server.library.watching import watching
from sidecar_server.settings import Settings
from sidecar_server.web import handshake
from sidecar_server.web.app import create_app, create_live
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.live import Live
from sidecar_server.web.pairing import Pairing
from sidecar_server.web.serving import Server, bind, make_server, serve
from tests.web.stub import Stub


@dataclass
class Desk:
    """A server on a free port with a stub mind; `live` may be changed before `start`."""

    home: Path
    settings: Settings = field(default_factory=Settings)
    stub: Stub = field(default_factory=Stub)
    pages: Sequence[BaseRoute] = ()

    def __post_init__(self) -> None:
        self.listening = bind(replace(self.settings, port=0))
        port = self.listening.getsockname()[1]
        self.settings = replace(self.settings, port=port, home=self.home)
        self.engine = open_database(self.home)
        self.credentials, self.pairing = Credentials(self.engine), Pairing(self.engine)
        self.live: Live = create_live(self.settings, self.engine, self.credentials)
        self._thread = threading.Thread(target=self._run)
        self._ready = threading.Event()
        self._server: Server | None = None

    def __enter__(self) -> "Desk":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._server:
            self._server.should_exit = True
        self._thread.join(15)
        assert not self._thread.is_alive()
        self.engine.dispose()

    def clear(self) -> None:
        """Forget what an earlier test did."""
        self.stub.conversations._open.clear()
        self.stub.encoding.held = False
        self.stub.encoding.calls = self.stub.advisor.advised = self.stub.advisor.checked = 0

    async def encoding_begins(self) -> None:
        """Wait until the stub encodes, or is held on its way there."""
        async with asyncio.timeout(5):
            while not self.stub.encoding.calls:  # noqa: ASYNC110  (set from another thread)
                await asyncio.sleep(0.005)

    def chat(self, conversation: str) -> Conversation:
        """Give the one chat of that id, whoever owns it."""
        [found] = [chat for _, chat in self.stub.conversations._open.values()]
        assert found.id == conversation
        return found

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.settings.port}"

    def token(self, name: str = "Ana") -> str:
        return self.credentials.create(name)

    def dial(self, origin: str | None = None, **options: Any) -> connect:
        return dial(self.authority, origin, **options)

    def client(
        self, token: str | None = None, origin: str | None = None
    ) -> "AbstractAsyncContextManager[Client]":
        return dialled(self.authority, token or self.token(), origin)

    async def paired(self, code: str) -> str:
        """Pair as the extension does, and give the token that it is given."""
        key = handshake.key_of(code)
        async with self.dial() as socket:
            client = Client(socket)
            named = {"code_id": handshake.id_of(key)[:8]}
            ours, challenge = await client.hello("pair", self.authority, **named)
            await client.prove(key, self.authority, ours, challenge)
            return str((await client.get("paired"))["token"])

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        app = create_app(self.settings, self.live, self.pages)
        self._server = make_server(app, self.settings, self._ready.set)
        watch = watching(self.engine)
        await serve(self._server, [self.listening], self.live, self.stub.mind(), watch)


def dial(authority: str, origin: str | None = None, at: str = "", **options: Any) -> connect:
    """Connect to a server, or to what stands `at` another address before it."""
    return connect(
        f"ws://{at or authority}/live",
        origin=Origin(origin) if origin else None,
        compression=None,
        proxy=None,
        max_size=None,
        additional_headers={"Host": authority} if at else None,
        **options,
    )


@asynccontextmanager
async def dialled(
    authority: str, token: str, origin: str | None = None, at: str = "", **options: Any
) -> "AsyncIterator[Client]":
    """Connect and go through the handshake."""
    async with dial(authority, origin, at, **options) as socket:
        client = Client(socket)
        await client.greet(token, authority)
        client.welcome = await client.get("welcome")
        yield client


@dataclass
class Client:
    """A client without opinions: it can be told to misbehave."""

    socket: ClientConnection
    welcome: dict[str, Any] = field(default_factory=dict)

    async def send(self, type_: str, **fields: Any) -> None:
        await self.socket.send(orjson.dumps({"type": type_, **fields}).decode())

    async def raw(self, data: str | bytes) -> None:
        await self.socket.send(data)

    async def get(self, type_: str | None = None, within_s: float = 20.0) -> dict[str, Any]:
        async with asyncio.timeout(within_s):
            while True:
                frame: dict[str, Any] = orjson.loads(await self.socket.recv())
                if type_ is None or frame["type"] == type_:
                    return frame

    async def hello(self, id_: str, authority: str, **fields: Any) -> tuple[str, dict[str, Any]]:
        nonce = handshake.nonce()
        hello = {"protocol": 1, "client": "test", "id": id_, "nonce": nonce}
        await self.send("hello", **{**hello, "authority": authority, **fields})
        return nonce, await self.get("challenge")

    async def greet(self, secret: str, authority: str, id_: str | None = None) -> None:
        key = handshake.key_of(secret)
        ours, challenge = await self.hello(id_ or handshake.id_of(key), authority)
        await self.prove(key, authority, ours, challenge)

    async def prove(self, key: bytes, authority: str, ours: str, challenge: dict[str, Any]) -> None:
        """Compare the server's proof and send ours."""
        theirs = challenge["nonce"]
        assert challenge["proof"] == handshake.proof(key, "server", authority, ours, theirs)
        proof = handshake.proof(key, "client", authority, ours, theirs)
        await self.send("auth", proof=proof)

    async def closed(self, within_s: float = 20.0) -> int | None:
        """Read until the server hangs up and give its code."""
        async with asyncio.timeout(within_s):
            try:
                while True:
                    await self.socket.recv()
            except ConnectionClosed:
                return self.socket.close_code

    async def opened(self, conversation: str = "c", *texts: str, **fields: Any) -> None:
        messages = [
            {"message": f"m{n}", "role": "customer", "text": text} for n, text in enumerate(texts)
        ]
        await self.send("conversation.opened", conversation=conversation, messages=messages)

    async def seen(self, message: str, text: str = "hello", conversation: str = "c") -> None:
        await self.send(
            "message.seen", conversation=conversation, message=message, role="customer", text=text
        )

    async def is_answered(self) -> bool:
        """Prove that this connection lives and is served."""
        await self.opened("proof-of-life", "hello")
        while True:
            frame = await self.get("suggestions")
            if frame["conversation"] == "proof-of-life":
                return True
