"""The server process: address first, then the parts, then one line that says it is ready."""

import asyncio
import gc
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Lock

import structlog

from sidecar_server.assistant import Assistant
from sidecar_server.conversation import Conversations
from sidecar_server.curation.desk import Desk
from sidecar_server.encoders.batching import Batcher
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.library.changes import Changes
from sidecar_server.library.search import Extent
from sidecar_server.library.watching import watching
from sidecar_server.package import admitted
from sidecar_server.practice.scenarios import Scenarios
from sidecar_server.settings import Settings
from sidecar_server.startup import Parts, give_back, open_parts, prepare_beside, say_progress
from sidecar_server.web import (
    api,
    console,
    demo,
    exposure,
    log,
    log_level,
    monitor,
    practice,
    updates,
)
from sidecar_server.web.access import OPEN_DESKS, Access
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.address import is_secure, is_shared, own_page
from sidecar_server.web.app import create_app, create_live
from sidecar_server.web.console import Console, Doors
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.live import Live
from sidecar_server.web.metrics import Metrics
from sidecar_server.web.pairing import Pairing
from sidecar_server.web.parts import Mind
from sidecar_server.web.serving import allow_sockets, bind, bind_twin, make_server, serve
from sidecar_server.web.sessions import Sessions
from sidecar_server.web.sign_in import ways


def run(settings: Settings) -> None:
    """Serve until stopped; a SidecarError names what is in the way and the fix."""
    allow_sockets()
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
    app = make_app(parts, live, credentials, loaded)
    server = make_server(app, parts.settings, lambda: _ready(parts.settings))
    following = asyncio.create_task(log_level.follow(parts.settings))
    try:
        await serve(server, listening, live, loaded, watching(parts.engine))
    finally:
        following.cancel()


def make_app(parts: Parts, live: Live, credentials: Credentials, loaded: Mind) -> Access:
    """Make the whole application: the socket, the demo desk, the console and its API."""
    leads = make_console(parts, loaded, credentials)
    desk = demo.routes(parts.settings, credentials)
    house = practice.House(parts.settings, credentials, leads.scenarios, leads.desk)
    pages = [*desk, *practice.routes(house), *console.routes(leads), *api.routes(leads.desk)]
    package, around = updates.places(parts.settings)
    pages += monitor.routes(live.metrics)
    rooms = {
        console.ROOM: console.room(leads),
        api.ROOM: api.room(credentials),
        practice.ROOM: practice.room(credentials),
        monitor.ROOM: monitor.room(credentials.find),
        **around,
    }
    if is_shared(parts.settings):  # what is open to anyone on this computer is not to others
        known = console.signed_in(leads)
        rooms |= dict.fromkeys(OPEN_DESKS, lambda scope: known(scope) is not None)
    return create_app(parts.settings, live, [*pages, *package], rooms)


def make_console(parts: Parts, loaded: Mind, credentials: Credentials) -> Console:
    """Make the leads' console beside what answers agents."""
    assistant = loaded.advisor
    assert isinstance(assistant, Assistant)  # noqa: S101  (`load` made it)
    changes = Changes(parts.engine)
    desk = Desk(parts.store, changes, parts.encoders, lambda: assistant.searchable, loaded.speak)
    cookie = f"sidecar_console_{parts.settings.port}"
    return Console(
        desk, Scenarios(parts.engine), _doors(parts, credentials), cookie, is_secure(parts.settings)
    )


def _doors(parts: Parts, credentials: Credentials) -> Doors:
    accounts, pairing = Accounts(parts.engine), Pairing(parts.engine)
    sessions = Sessions(parts.engine)
    return Doors(sessions, pairing, accounts, credentials, ways(accounts, pairing))


async def load(parts: Parts, metrics: Metrics) -> Mind:
    """Index the library in English and make all that answers; others when they are written."""
    spoken = {ENGLISH}
    english = Extent(languages=frozenset(spoken))
    assistant = Assistant(await asyncio.to_thread(parts.searchable, say_progress, english))
    building = Lock()

    def build(learn: bool = True) -> None:
        made = parts.searchable(extent=Extent(learn, frozenset(spoken)))
        assistant.searchable = made.ready_like(assistant.searchable)
        give_back()  # what the one before it held

    def refresh() -> None:
        # What was written is served within a second, what can be learnt of it a little later.
        with building:
            build(learn=False)
            if assistant.searchable.learns:
                build()

    def speak(language: str) -> None:
        with building:
            if language not in spoken:
                spoken.add(language)
                build()

    gc.freeze()  # the library lives as long as the process: no need to look it through again
    settings = parts.settings
    conversations = Conversations(settings.forget_after_s, locked=settings.rules_off)
    batcher = Batcher(parts.encoders.by_name, metrics.batch)
    prepare_beside(parts, assistant.searchable.languages)
    return Mind(assistant, batcher, conversations, parts.store.revision, refresh, speak)


def _ready(settings: Settings) -> None:
    structlog.get_logger("sidecar.server").info("ready")
    _say_error(f"To pair a browser: {sys.argv[0]} pair")
    sys.stdout.write(f"Empathy Sidecar is ready: {own_page(settings)}\n")
    sys.stdout.flush()


def _say_error(text: str) -> None:
    sys.stderr.write(text + "\n")
