"""A server answers before its desks are made; who asks for a desk waits, and a fault ends it."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from starlette.types import Receive, Scope, Send

from sidecar_server.errors import StartProblem
from sidecar_server.web.opening import Opening


class App:
    """Notes which calls reached it."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope.get("path", scope["type"]))


class Workshop:
    """Makes an application when it is allowed to."""

    def __init__(self) -> None:
        self.may, self.made, self.app = threading.Event(), 0, App()

    def make(self) -> App:
        self.may.wait(20)
        self.made += 1
        return self.app


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.may.set()


async def call(opening: Opening, path: str, type_: str = "http") -> None:
    async def nothing(*_: object) -> dict[str, object]:
        return {}

    await opening({"type": type_, "path": path}, nothing, nothing)  # type: ignore[arg-type]


async def test_the_socket_and_the_states_do_not_wait_for_the_desks(workshop: Workshop) -> None:
    first = App()
    opening = Opening(first, workshop.make)
    await call(opening, "/live", "websocket")
    await call(opening, "/console", "websocket")  # that there is none is the door's to say
    await call(opening, "/health")
    await call(opening, "/ready")
    assert first.seen == ["/live", "/console", "/health", "/ready"]
    assert workshop.made == 0


async def test_whoever_asks_for_a_desk_waits_until_all_are_made_once(workshop: Workshop) -> None:
    opening = Opening(App(), workshop.make)
    asking = [asyncio.create_task(call(opening, path)) for path in ("/demo", "/console")]
    asking.append(asyncio.create_task(opening.run(pytest.fail, after_s=0)))
    await asyncio.sleep(0.05)
    assert not any(task.done() for task in asking)
    workshop.may.set()
    await asyncio.gather(*asking)
    assert (workshop.app.seen, workshop.made) == (["/demo", "/console"], 1)


async def test_one_who_hangs_up_while_waiting_takes_nothing_from_the_others(
    workshop: Workshop,
) -> None:
    opening = Opening(App(), workshop.make)
    impatient, patient = (asyncio.create_task(call(opening, path)) for path in ("/a", "/b"))
    await asyncio.sleep(0.05)
    impatient.cancel()
    workshop.may.set()
    await patient
    assert workshop.app.seen == ["/b"]


async def test_a_fault_in_the_desks_is_told_to_who_asks_and_ends_the_server() -> None:
    def broken() -> App:
        raise StartProblem("a card is malformed", fix="mend it")

    stopped: list[bool] = []
    opening = Opening(App(), broken)
    with pytest.raises(StartProblem, match="malformed"):
        await call(opening, "/demo")
    with pytest.raises(StartProblem, match="malformed"):
        await opening.run(lambda: stopped.append(True), after_s=0)
    assert stopped == [True]
