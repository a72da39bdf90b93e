"""A whole server in a thread over the small library, and a lead who is signed in to its console."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from sidecar_server.library.changes import Changes
from sidecar_server.library.store import Store
from sidecar_server.library.watching import watching
from sidecar_server.settings import Settings
from sidecar_server.startup import Parts, open_parts
from sidecar_server.web.app import create_live
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.desks import make_app
from sidecar_server.web.pairing import Pairing
from sidecar_server.web.server import load
from sidecar_server.web.serving import Server, bind, make_server, serve
from tests.sample import prompts

_KEY = re.compile(r'name="form_key" value="([0-9a-f]{64})"')


@dataclass
class House:
    """The server; library, store, console and socket are the real ones, the encoder hashes."""

    home: Path
    prompts: str = field(default_factory=prompts)
    encoder: str = "hashing"

    def __post_init__(self) -> None:
        wanted = Settings(home=self.home, prompts=self.prompts, encoder=self.encoder)
        self.listening = bind(replace(wanted, port=0))
        self.settings = replace(wanted, port=self.listening.getsockname()[1])
        self.parts: Parts = open_parts(self.settings, print)
        self.store: Store = self.parts.store
        self.changes = Changes(self.parts.engine)
        self.credentials = Credentials(self.parts.engine)
        self._ready = threading.Event()
        self._server: Server | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def code(self, *teams: str) -> str:
        """Make a code for the console, as the command does, for a lead of these teams or of all."""
        return Pairing(self.parts.engine).open("console", teams)

    def __enter__(self) -> "House":
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.should_exit = True
        self._thread.join(15)
        assert not self._thread.is_alive()
        self.parts.engine.dispose()

    async def _serve(self) -> None:
        live = create_live(self.settings, self.parts.engine, self.credentials)
        loaded = await load(self.parts, live.metrics)
        self.app = make_app(self.parts, live, self.credentials, loaded)
        self._server = make_server(self.app, self.settings, self._ready.set)
        watch = watching(self.parts.engine)
        await serve(self._server, [self.listening], live, loaded, watch)


@dataclass
class Browser:
    """A lead's browser without scripts: pages and forms over HTTP."""

    client: httpx.Client
    origin: str
    form_key: str = ""

    def get(self, path: str, **asked: str) -> httpx.Response:
        answer = self.client.get(path, params=asked or None)
        if found := _KEY.search(answer.text):
            self.form_key = found[1]
        return answer

    def post(self, path: str, **typed: str | list[str]) -> httpx.Response:
        """Send a form as our own page does."""
        data = {"form_key": self.form_key, **typed}
        return self.client.post(path, data=data, headers={"origin": self.origin})

    def upload(self, path: str, name: str, content: bytes, **typed: str) -> httpx.Response:
        """Send a form with a file as our own page does."""
        data = {"form_key": self.form_key, **typed}
        files = {"file": (name, content)}
        return self.client.post(path, data=data, files=files, headers={"origin": self.origin})

    def sign_in(self, code: str) -> httpx.Response:
        self.get("/console")
        answer = self.post("/console/sign-in", code=code)
        self.get("/console/history")
        return answer


@contextmanager
def browser(house: House) -> Iterator[Browser]:
    with httpx.Client(
        base_url=house.address, follow_redirects=True, trust_env=False, timeout=120
    ) as client:
        yield Browser(client, house.address)
