"""What a practice page does: begin a run, say something, let time pass; JSON in and out."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sidecar_server.practice.run import Said
from sidecar_server.web.body import read
from sidecar_server.web.practice.house import OWNER, House
from sidecar_server.web.practice.runs import Going

Endpoint = Callable[[Request], Awaitable[Response]]
_MOST_BYTES = 64 * 1024
_GONE = "This run is over or was forgotten: begin another one at /practice."
_LONG = "A message has at most {most} characters: make it shorter."


def begin(house: House) -> Endpoint:
    """Begin a run of `{"scenario": id}`; gives its name."""

    async def answer(request: Request) -> Response:
        asked = await _body(request)
        if asked is None:
            return _problem(400, "send a JSON object of at most 64 KiB")
        return await run_in_threadpool(_begin, house, asked, request.scope[OWNER])

    return answer


def _begin(house: House, asked: dict[str, Any], owner: str) -> Response:
    kept = house.scenarios.get(str(asked.get("scenario", "")))
    if kept is None:
        return _problem(404, "there is no such scenario: choose one at /practice")
    try:
        going = house.runs.begin(owner, house.play(kept.scenario))
    except LookupError:
        return _problem(422, "nothing here reads this scenario's language: see `sidecar doctor`")
    return _json({"run": going.id, **_state(going, going.run.said)})


def say(house: House) -> Endpoint:
    """Take the agent's message, `{"text": …}`; gives what the customer answers."""

    async def answer(request: Request) -> Response:
        asked, going = await _body(request), _mine(house, request)
        if going is None:
            return _problem(404, _GONE)
        text = asked.get("text") if asked else None
        if not isinstance(text, str) or not text.strip():
            return _problem(400, 'send {"text": "…"} with something in it')
        most = house.settings.limits.text_chars
        if len(text) > most:
            return _problem(422, _LONG.format(most=most))
        return await run_in_threadpool(_say, house, going, text)

    return answer


def _say(house: House, going: Going, text: str) -> Response:
    with going.lock:
        return _json(_state(going, going.run.write(text, house.runs.at(going))))


def wait(house: House) -> Endpoint:
    """Let time pass; gives what the customer writes by themselves."""

    async def answer(request: Request) -> Response:
        going = _mine(house, request)
        if going is None:
            return _problem(404, _GONE)
        return await run_in_threadpool(_wait, house, going)

    return answer


def _wait(house: House, going: Going) -> Response:
    with going.lock:
        return _json(_state(going, going.run.wait(house.runs.at(going))))


def _mine(house: House, request: Request) -> Going | None:
    found = house.runs.get(request.path_params["run"])
    return found if found and found.owner == request.scope[OWNER] else None


def _state(going: Going, said: Sequence[Said]) -> dict[str, Any]:
    customers = [one.text for one in said if one.role == "customer"]
    return {"messages": customers, "over": going.run.over}


async def _body(request: Request) -> dict[str, Any] | None:
    raw = await read(request, _MOST_BYTES)
    try:
        found = None if raw is None else orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _json(body: Any, status: int = 200) -> Response:
    headers = {"cache-control": "no-store"}
    return Response(orjson.dumps(body), status, headers, media_type="application/json")


def _problem(status: int, detail: str) -> Response:
    return _json({"detail": detail}, status)
