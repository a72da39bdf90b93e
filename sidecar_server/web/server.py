"""The server process: address first, then the parts, then one line that says it is ready."""

import asyncio
import gc
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from threading import Lock

from sidecar_server.assistant import Assistant
from sidecar_server.conversation import Conversations
from sidecar_server.encoders.batching import Batcher
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.library.search import Extent
from sidecar_server.settings import Settings
from sidecar_server.startup import Parts, open_parts, prepare_beside, say_progress
from sidecar_server.web import demo, log
from sidecar_server.web.app import create_app, create_live
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.parts import Mind
from sidecar_server.web.serving import allow_sockets, bind, make_server, serve


def run(settings: Settings) -> None:
    """Serve until stopped; a SidecarError names what is in the way and the fix."""
    allow_sockets()
    listening = bind(settings)
    settings = replace(settings, port=listening.getsockname()[1])
    log.configure()
    parts = open_parts(settings, _say_error)
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(parts, listening))


async def _run(parts: Parts, listening: socket.socket) -> None:
    credentials = Credentials(parts.engine)
    live = create_live(parts.settings, parts.engine, credentials)
    pages = demo.routes(parts.settings, credentials)
    loaded = await load(parts)
    server = make_server(create_app(parts.settings, live, pages), lambda: _ready(parts.settings))
    await serve(server, listening, live, loaded)


async def load(parts: Parts) -> Mind:
    """Index the library in English and make all that answers; others when they are written."""
    spoken = {ENGLISH}
    english = Extent(languages=frozenset(spoken))
    assistant = Assistant(await asyncio.to_thread(parts.searchable, say_progress, english))
    building = Lock()

    def refresh() -> None:
        # What was written is served within a second, what can be learnt of it a little later.
        with building:
            for learn in (False, True):
                extent = Extent(learn, frozenset(spoken))
                assistant.searchable = parts.searchable(extent=extent)

    def speak(language: str) -> None:
        with building:
            if language not in spoken:
                spoken.add(language)
                extent = Extent(languages=frozenset(spoken))
                assistant.searchable = parts.searchable(extent=extent)

    gc.freeze()  # the library lives as long as the process: no need to look it through again
    conversations = Conversations(parts.settings.forget_after_s)
    batcher = Batcher(parts.encoders.by_name)
    prepare_beside(parts, assistant.searchable.languages)
    return Mind(assistant, batcher, conversations, parts.store.revision, refresh, speak)


def _ready(settings: Settings) -> None:
    _say_error(f"To pair a browser: {sys.argv[0]} pair")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    sys.stdout.write(f"Empathy Sidecar is ready: http://{host}:{settings.port}/demo\n")
    sys.stdout.flush()


def _say_error(text: str) -> None:
    sys.stderr.write(text + "\n")
