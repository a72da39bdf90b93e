"""The server process: address first, then the parts, then one line that says it is ready."""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Lock

import structlog

from sidecar_server.assistant import Assistant
from sidecar_server.conversations import Conversations
from sidecar_server.encoders.batching import Batcher
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.library.search import Extent
from sidecar_server.library.watching import watching
from sidecar_server.package import admitted
from sidecar_server.saying import say
from sidecar_server.settings import Settings
from sidecar_server.startup import Parts, give_back, open_parts, prepare_beside, say_progress
from sidecar_server.web import exposure, log, log_level, outward
from sidecar_server.web.access import Access
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.address import own_page
from sidecar_server.web.app import create_app, create_live
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.metrics import Metrics
from sidecar_server.web.opening import Opening
from sidecar_server.web.parts import Mind
from sidecar_server.web.serving import (
    allow_sockets,
    bind,
    bind_twin,
    leave_no_core,
    make_server,
    serve,
)


def run(settings: Settings) -> None:
    """Serve until stopped; a SidecarError names what is in the way and the fix."""
    outward.watching().team = outward.hosts(settings.database)  # before anything can be sent
    allow_sockets()
    leave_no_core()
    settings = admitted(settings)
    first = bind(settings)
    settings = replace(settings, port=first.getsockname()[1])
    listening = (first, *bind_twin(settings))
    log.configure(level=settings.log_level)
    parts = open_parts(settings, _say_error)
    exposure.check_accounts(settings, Accounts(parts.engine))
    log.keep(settings.home)
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(parts, listening))


async def _run(parts: Parts, listening: Sequence[socket.socket]) -> None:
    credentials = Credentials(parts.engine)
    live = create_live(parts.settings, parts.engine, credentials)
    loaded = await load(parts, live.metrics)

    def desks() -> Access:
        from sidecar_server.web.desks import make_app  # noqa: PLC0415  (as long as all the rest)

        return make_app(parts, live, credentials, loaded)

    opening = Opening(create_app(parts.settings, live), desks)
    server = make_server(opening, parts.settings, lambda: _ready(parts.settings))
    following = asyncio.create_task(log_level.follow(parts.settings))
    making = asyncio.create_task(opening.run(server.stop))
    # uvicorn stops, and then does as the signal says: by itself that is to die on the spot, or to
    # cancel what is still to be done.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.default_int_handler)
    try:
        await serve(server, listening, live, loaded, watching(parts.engine))
    finally:
        following.cancel()
        making.cancel()
    with suppress(asyncio.CancelledError):
        await making  # what went wrong there ended the server


async def load(parts: Parts, metrics: Metrics) -> Mind:
    """Index the library in English and make all that answers; others when they are written."""
    spoken = {ENGLISH}
    english = Extent(languages=frozenset(spoken))
    assistant = Assistant(await asyncio.to_thread(parts.searchable, say_progress, english))
    give_back()
    swapping = Lock()

    def build(learn: bool) -> None:
        served = assistant.searchable
        made = parts.searchable(extent=Extent(learn, frozenset(spoken), before=served))
        assistant.searchable = made.ready_like(served)

    def refresh() -> None:
        with swapping:
            build(learn=False)

    def improve() -> None:
        # It takes seconds, in which a refresh does not wait and may come first.
        while (served := assistant.searchable).learns:
            made = parts.searchable(extent=Extent(languages=frozenset(spoken), before=served))
            with swapping:
                if assistant.searchable is served:
                    assistant.searchable = made.ready_like(served)
        give_back()  # what those before it held

    def speak(language: str) -> None:
        with swapping:
            if language not in spoken:
                spoken.add(language)
                build(learn=True)
                give_back()

    gc.freeze()  # the library lives as long as the process: no need to look it through again
    settings = parts.settings
    conversations = Conversations(settings.forget_after_s, locked=settings.rules_off)
    batcher = Batcher(parts.encoders.by_name, metrics.batch)
    prepare_beside(parts, assistant.searchable.languages)
    return Mind(assistant, batcher, conversations, parts.store.revision, refresh, improve, speak)


def _ready(settings: Settings) -> None:
    structlog.get_logger("sidecar.server").info("ready")
    _say_error(f"To pair a browser: {sys.argv[0]} pair")
    say(sys.stdout, f"Empathy Sidecar is ready: {own_page(settings)}")


def _say_error(text: str) -> None:
    say(sys.stderr, text)
