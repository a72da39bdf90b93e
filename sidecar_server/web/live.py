"""The socket at /live: greet, welcome, then frame by frame; no exception carries a payload."""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from starlette.types import Receive, Scope, Send

from sidecar_server.errors import StoreProblem
from sidecar_server.library.scope import serves
from sidecar_server.library.usage import Usage
from sidecar_server.settings import Limits
from sidecar_server.web.answers import Answers
from sidecar_server.web.checks import Checks
from sidecar_server.web.connection import SEND_WITHIN_S, Connection, Gone
from sidecar_server.web.credentials import Credential
from sidecar_server.web.events import Session, about
from sidecar_server.web.floor import Floor
from sidecar_server.web.greeting import RESTARTING, Greeting, within
from sidecar_server.web.handshake import Refused
from sidecar_server.web.metrics import Metrics
from sidecar_server.web.outward import Outward
from sidecar_server.web.parts import Mind
from sidecar_server.web.rate import Rate, Verdict
from sidecar_server.web.readiness import Readiness
from sidecar_server.web.receipt import Receipts
from sidecar_server.web.roles import DEMO
from sidecar_server.wire import (
    NAMES,
    PROTOCOL,
    BadFrame,
    Concerning,
    LibraryChanged,
    LibrarySize,
    Problem,
    ServerFrame,
    Tick,
    Welcome,
    WelcomeLimits,
    parse,
)

log = structlog.get_logger("sidecar.live")
TOO_FAST = 4429
TICK_EVERY_S = 20.0
FEATURES = (
    *("draft", "clock", "attention", "introduction", "match", "reel", "today", "propose"),
    "receipt",
)


@dataclass(eq=False)
class Live:
    """Every open connection; `mind` is set once there is one to answer."""

    greeting: Greeting
    limits: Limits
    usage: Usage
    floor: Floor
    receipts: Receipts
    metrics: Metrics = field(default_factory=Metrics)
    readiness: Readiness = field(default_factory=Readiness)
    tick_every_s: float = TICK_EVERY_S
    send_within_s: float = SEND_WITHIN_S
    epoch: str = field(default_factory=lambda: secrets.token_hex(8))
    mind: Mind | None = None
    _answers: Answers | None = None
    _checks: Checks | None = None
    _open: dict[Connection, Credential] = field(default_factory=dict)

    def start(self, mind: Mind) -> None:
        """Answer from now on."""
        self.mind, self._answers = mind, Answers(mind, self.tell, self.metrics)
        self._checks = Checks(mind, self.metrics)
        self.readiness.started = True

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._open)

    @property
    def outward(self) -> Outward:
        """What this process sends out by itself."""
        return self.receipts.outward

    @property
    def owners(self) -> dict[str, set[Connection]]:
        """The credentials that are connected, each with its connections."""
        found: dict[str, set[Connection]] = {}
        for connection, credential in self._open.items():
            found.setdefault(credential.id, set()).add(connection)
        return found

    def holders(self) -> set[Credential]:
        """Give the credentials that are connected."""
        return set(self._open.values())

    def dismiss(self, credential: Credential, refused: Refused) -> None:
        """End the connections of a credential."""
        for connection, one in self._open.items():
            if one == credential:
                connection.dismiss(refused)

    def tell(self, owner: str, frame: ServerFrame) -> None:
        """Post a frame to every connection of a credential."""
        for connection, one in self._open.items():
            if one.id == owner:
                connection.post(frame)

    def library_changed(self, revision: int) -> None:
        """Tell every client that the next answers come from another library."""
        for connection in self._open:
            connection.post(LibraryChanged(revision))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection from upgrade to close."""
        connection = Connection(scope, receive, send, self.metrics, self.send_within_s)
        with suppress(Gone):
            await connection.accept()
            try:
                await connection.unless_dismissed(self._serve(connection, _origin(scope)))
            except Refused as refused:
                self.metrics.refused.count(str(refused.code))
                await connection.close(refused.code, refused.reason)
            except StoreProblem as error:
                if self.readiness.has_database:  # else it was said, once
                    log.error("nobody could be greeted", exc_info=error)
                self.metrics.refused.count(str(RESTARTING))
                await connection.close(RESTARTING, "try again, or run `sidecar doctor`")

    async def _serve(self, connection: Connection, origin: str) -> None:
        if self.mind is None or self._answers is None or self._checks is None:
            raise Refused(RESTARTING, "the server is starting: try again")
        if not self.readiness.answers:
            raise Refused(RESTARTING, "the server is stopping: try again")
        credential = await self.greeting.greet(connection, origin)
        teams = frozenset(credential.teams)
        session = Session(
            credential.id,
            credential.role,
            connection,
            self.mind,
            self._answers,
            self._checks,
            self.limits,
            self.tell,
            self.usage,
            self.floor,
            self.receipts,
            teams,
        )
        self._open[connection] = credential
        log.info("connected", count=len(self._open))
        beside: list[asyncio.Task[None]] = []
        try:
            if refused := await asyncio.to_thread(self.greeting.refusal, credential):
                raise refused  # revoked while it was greeted
            await connection.say(self._welcome(self.mind, teams))
            beside += map(asyncio.create_task, (connection.write(), self._tick(connection)))
            await self._read(session)
        finally:
            self._open.pop(connection, None)
            log.info("connection over", count=len(self._open))
            self._answers.forget(connection)
            self._checks.forget(connection)
            if credential.role == DEMO and credential not in self.holders():
                self.mind.conversations.sign_off(credential.id)  # anyone can have many such pages
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def _read(self, session: Session) -> None:
        rate = Rate(self.limits)
        while True:
            raw = await session.connection.read()
            verdict = rate.frame()
            if verdict is Verdict.HANG_UP:
                raise Refused(TOO_FAST, "too many frames: wait after `slow_down`")
            if verdict is Verdict.WARN:
                session.connection.post(_slow_down(self.limits))
            elif verdict is Verdict.TAKE:
                await self._take(session, raw)

    async def _take(self, session: Session, raw: str | bytes) -> None:
        frame = None
        try:
            data = within(raw, self.limits)
            if isinstance(raw, bytes):
                raise BadFrame("frames are text, not binary", Concerning())
            frame = parse(data, self.limits)
            self.metrics.frames.count(NAMES[type(frame)])
            await session.take(frame)
        except BadFrame as bad:
            if frame is None:
                self.metrics.frames.count(bad.about.type)
            session.connection.post(Problem(bad.code, bad.sentence(), bad.about))
        except (Gone, Refused):
            raise
        except Exception as error:
            log.error("frame not answered", exc_info=error)
            detail = "this could not be answered: the server's log says why"
            session.connection.post(Problem("unavailable", detail, about(frame) if frame else None))

    def _welcome(self, mind: Mind, teams: frozenset[str]) -> Welcome:
        library = mind.advisor.searchable.library
        phrases = sum(p.state == "published" and serves(p, teams) for p in library.phrases)
        notes = sum(note.state == "published" for note in library.notes)
        size = LibrarySize(library.revision, phrases, notes)
        limits = self.limits
        told = WelcomeLimits(
            limits.frame_bytes, limits.text_chars, limits.frames_per_second, limits.messages
        )
        return Welcome(PROTOCOL, self.epoch, size, FEATURES, told)

    async def _tick(self, connection: Connection) -> None:
        while True:
            await asyncio.sleep(self.tick_every_s)
            connection.post(Tick())


def _slow_down(limits: Limits) -> Problem:
    return Problem(
        "slow_down", f"frames are dropped: send at most {limits.frames_per_second} a second"
    )


def _origin(scope: Scope) -> str:
    found = (value for name, value in scope["headers"] if name.lower() == b"origin")
    return next(found, b"").decode("latin-1")
