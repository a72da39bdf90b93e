"""Serves an application on a bound socket, and does what must be done beside it."""

import asyncio
import errno
import gc
import os
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
import uvicorn
from starlette.types import ASGIApp

from sidecar_server.errors import StartProblem, StoreProblem
from sidecar_server.library.watching import Watch
from sidecar_server.settings import Settings
from sidecar_server.web import exposure
from sidecar_server.web.clock import Clock
from sidecar_server.web.droppable import DroppableSocket
from sidecar_server.web.following import Following, follow
from sidecar_server.web.live import Live
from sidecar_server.web.parts import Mind
from sidecar_server.web.punctual import PunctualHttp
from sidecar_server.web.standing import Standing

READ = 4  # times the wire's limit, so that 4413 can be answered; a stranger may have as much held
SWEEP_EVERY_S = 60.0
# Python looks all objects through whenever a quarter more has come, and what a thousand agents
# have takes it a quarter of a second: it is done with the sweep, or after so many objects.
_COLLECT_AFTER = (700, 10, 50)
WRITE_EVERY_S = 60.0  # counts of what was shown and used
DRAIN_S = 5
_TWINS = {"127.0.0.1": "::1", "localhost": "::1", "::1": "127.0.0.1"}
SOCKETS = 8_192  # a thousand agents, and what hangs on besides


class Server(uvicorn.Server):
    """uvicorn's server, which calls `ready` once it listens."""

    ready: Callable[[], None] = staticmethod(lambda: None)

    def stop(self) -> None:
        """Let everyone go, then end."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let everyone go, and listen until they have gone: who asks meanwhile is told so."""
        listeners, self.servers = self.servers, []
        try:
            await super().shutdown()
        finally:
            for listener in listeners:
                listener.close()
            for one in sockets or []:
                one.close()


def make_server(app: ASGIApp, settings: Settings, ready: Callable[[], None]) -> Server:
    """Make the server of an application; it names neither itself nor its version."""
    server = Server(_config(app, settings))
    server.ready = ready
    return server


async def serve(
    server: Server, listening: Sequence[socket.socket], live: Live, loaded: Mind, watch: Watch
) -> None:
    """Serve until `server.should_exit`, following the library as it is stored; closes the watch."""
    live.start(loaded)
    live.readiness.stopping = lambda: server.should_exit
    clock, looks = Clock(live, loaded), (Following(live, loaded).look, Standing(live).look)
    tasks = (follow(watch, *looks), _sweep(loaded), _count(live, loaded), clock.run())
    beside = [asyncio.create_task(task) for task in tasks]
    try:
        await server.serve(sockets=list(listening))
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await asyncio.to_thread(watch.close)
        await _write_counts(live, loaded)
        await loaded.encoding.close()


def bind(settings: Settings) -> socket.socket:
    """Take the address before anything slow is loaded; StartProblem when that cannot be."""
    exposure.check(settings)
    try:
        return _taken(settings.host, settings.port)
    except (OSError, OverflowError) as error:
        raise _cannot_listen(settings, error) from error


def bind_twin(settings: Settings) -> Sequence[socket.socket]:
    """Take the other address of `localhost` as well, where there is one.

    Whoever dials that name could reach somebody else there, who hands all on to us and reads it:
    both ends would prove themselves for the same name. StartProblem where somebody is there.
    """
    twin = _TWINS.get(settings.host)
    try:
        return [_taken(twin, settings.port)] if twin else []
    except OSError as error:
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise _cannot_listen(replace(settings, host=f"[{twin}]"), error) from error
        return []  # no such address: nobody else has it


def _taken(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere this would let two servers share the port
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen()  # at once: who else has set the option could still take the port until then
    except (OSError, OverflowError):
        taken.close()
        raise
    return taken


def allow_sockets() -> None:
    """Let every client have its socket: many systems allow 1,024 files unless asked for more."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  (not everywhere)

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if 0 <= soft < SOCKETS:
            most = SOCKETS if hard == resource.RLIM_INFINITY else min(SOCKETS, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def leave_no_core() -> None:
    """Have no memory written to the disk when the process crashes: there are chats in it."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  (not everywhere)

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _cannot_listen(settings: Settings, error: Exception) -> StartProblem:
    where = f"{settings.host}:{settings.port}"
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return StartProblem(
            f"{where} is in use", fix="another sidecar may be running: stop it, or use --port"
        )
    return StartProblem(f"cannot listen on {where}: {error}", fix="use another --host or --port")


def _config(app: Any, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=PunctualHttp,
        ws=DroppableSocket,
        ws_max_size=READ * settings.limits.frame_bytes,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ssl_certfile=settings.tls_certificate or None,
        ssl_keyfile=settings.tls_key or None,
        timeout_graceful_shutdown=DRAIN_S,
    )


async def _sweep(loaded: Mind) -> None:
    gc.set_threshold(*_COLLECT_AFTER)
    while True:
        await asyncio.sleep(SWEEP_EVERY_S)
        loaded.conversations.sweep()
        loaded.conversations.shifts.sweep()
        gc.collect()


async def _count(live: Live, loaded: Mind) -> None:
    while True:
        await asyncio.sleep(WRITE_EVERY_S)
        await _write_counts(live, loaded)
        with suppress(StoreProblem):  # the next minute tries again
            await asyncio.to_thread(live.usage.drop_old)


async def _write_counts(live: Live, loaded: Mind) -> None:
    """Store what was counted; what could not be stored is tried again with the next."""
    try:
        await asyncio.to_thread(live.usage.write, loaded.advisor.searchable.library)
    except Exception as error:
        structlog.get_logger("sidecar.usage").error("counts not written", exc_info=error)
