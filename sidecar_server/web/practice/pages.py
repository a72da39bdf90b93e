"""The practice desk's pages: choose a customer, the desk itself, the review."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sidecar_server.practice.review.played import lines_of
from sidecar_server.practice.review.rubric import Review, clock
from sidecar_server.practice.scenario import Scenario
from sidecar_server.web import colleagues
from sidecar_server.web.access import FORBIDDEN
from sidecar_server.web.demo import for_script, is_visited, templates
from sidecar_server.web.practice.house import House
from sidecar_server.web.practice.runs import Going

Endpoint = Callable[[Request], Awaitable[Response]]
_FRESH = {"cache-control": "no-store"}
_CALM, _TENSE = 0.35, 0.6  # heat up to which a customer is called calm, or tense
_WIDE, _HIGH = 640, 120  # of the curve, in its own units


def start(house: House) -> Endpoint:
    """Show the customers to choose from, and the one who comes unannounced."""
    template = templates().get_template("practice/start.html")

    def page() -> Response:
        kept = [one.scenario for one in house.scenarios.all() if one.served]
        languages = list(dict.fromkeys(one.language for one in kept))
        listed = {"scenarios": [{"id": one.id, "language": one.language} for one in kept]}
        html = template.render(
            scenarios=kept, languages=languages, mood=mood, listed=for_script(listed)
        )
        return HTMLResponse(html, headers=_FRESH)

    async def answer(_: Request) -> Response:
        return await run_in_threadpool(page)

    return answer


def mood(one: Scenario) -> str:
    """Call how hot a customer begins by one word."""
    return "calm" if one.heat <= _CALM else "tense" if one.heat < _TENSE else "hot"


def desk(house: House) -> Endpoint:
    """Show the desk for one scenario; its page plays by a token of its own."""
    template = templates().get_template("practice/desk.html")
    you = colleagues.as_data(colleagues.load_people())

    def page(id_: str) -> Response:
        kept = house.scenarios.get(id_)
        if kept is None:
            return _gone(404, "There is no such customer")
        one = kept.scenario
        customer = msgspec.to_builtins(one.customer)
        data = {
            "token": house.credentials.demo(),
            "text_chars": house.settings.limits.text_chars,
            "chats": [
                {"id": one.id, "title": one.title, "customer": customer, "lines": [], "try": []}
            ],
            "practice": one.id,
            **you,
        }
        return HTMLResponse(template.render(desk=for_script(data), one=one), headers=_FRESH)

    async def answer(request: Request) -> Response:
        if not is_visited(request.headers):
            return Response(status_code=FORBIDDEN)
        return await run_in_threadpool(page, request.path_params["scenario"])

    return answer


def review(house: House) -> Endpoint:
    """Show a run's review to whoever has its name, which is its secret."""
    template = templates().get_template("practice/review.html")

    def page(going: Going) -> Response:
        with going.lock:
            found = house.review(going.run)
        html = template.render(
            one=going.run.scenario,
            run=going.id,
            state=going.run.customer.state,
            review=found,
            said=going.run.said,
            clock=clock,
            curve=curve(found),
        )
        return HTMLResponse(html, headers=_FRESH)

    async def answer(request: Request) -> Response:
        going = house.runs.get(request.path_params["run"])
        if going is None or not going.run.moves:
            return _gone(404, "There is nothing to review")
        return await run_in_threadpool(page, going)

    return answer


def chat(house: House) -> Endpoint:
    """Give a run's chat as a file in the replay format, for whoever has its name."""

    def file(going: Going) -> Response:
        with going.lock:
            lines = [orjson.dumps(_written(line)) for line in lines_of(going.run)]
        name = f"practice-{going.run.scenario.id}.jsonl"
        headers = {**_FRESH, "content-disposition": f'attachment; filename="{name}"'}
        return Response(b"\n".join(lines) + b"\n", headers=headers, media_type="application/jsonl")

    async def answer(request: Request) -> Response:
        going = house.runs.get(request.path_params["run"])
        if going is None:
            return _gone(404, "This chat was forgotten")
        return await run_in_threadpool(file, going)  # its lock is held while a reply is read

    return answer


def _written(line: Any) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(line)
    return {key: value for key, value in plain.items() if value not in ("", None, False)}


def curve(found: Review) -> Sequence[tuple[float, float]]:
    """Give the points of the heat's line in a box of 640 by 120, hot at the top."""
    heats = [heat for _, heat in found.curve]
    step = _WIDE / max(1, len(heats) - 1)
    return [(round(at * step, 1), round((1 - heat) * _HIGH, 1)) for at, heat in enumerate(heats)]


def _gone(status: int, title: str) -> Response:
    html = templates().get_template("practice/gone.html").render(title=title)
    return HTMLResponse(html, status_code=status, headers=_FRESH)
