"""Signing in, in any of the ways there are, and signing out."""

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sidecar_server.errors import BadInput
from sidecar_server.web.body import read
from sidecar_server.web.console.visit import (
    FORBIDDEN,
    FORM_KEY,
    SEE_OTHER,
    TEMPLATES,
    UNPROCESSABLE,
    WHO,
    Console,
    Visit,
)
from sidecar_server.web.roles import LEAD
from sidecar_server.web.sessions import SignedIn, form_key

PATH = "/console/sign-in"
_LIBRARY, _OWN = "/console/find", "/console/browsers"
_MOST_BYTES, _AT_ONCE = 16 * 1024, 4
_WRONG = {
    "code": "This code does not open the console. It works once and not for long: "
    "run `sidecar console` for a new one, or ask for a new invitation.",
    "password": "There is no account with this name and this password. "
    "Whoever made your account can send you a new invitation.",
}
Endpoint = Callable[[Request], Awaitable[Response]]


def first(console: Console) -> Endpoint:
    """Ask who it is, or lead on who is signed in."""

    async def page(request: Request) -> Response:
        who: SignedIn | None = request.scope[WHO]
        if who:
            return RedirectResponse(_first_page(who), status_code=SEE_OTHER)
        return await run_in_threadpool(_ask, console)

    return page


def enter(console: Console) -> Endpoint:
    """Take what one way asks for and open a session."""
    turns = asyncio.Semaphore(_AT_ONCE)  # guessing at passwords must not take every thread there is

    async def take(request: Request) -> Response:
        typed = await _typed(request)
        before = request.cookies.get(_asking(console), "")
        given = typed.get(FORM_KEY, "")
        if not before or not hmac.compare_digest(given.encode(), form_key(before).encode()):
            return Response(status_code=FORBIDDEN)
        async with turns:
            return await run_in_threadpool(_enter, console, typed)

    return take


def leave(visit: Visit) -> Response:
    """End the session."""
    console = visit.console
    console.doors.sessions.end(visit.request.cookies[console.cookie])
    answer = RedirectResponse("/console", status_code=SEE_OTHER)
    answer.delete_cookie(
        console.cookie, path="/", httponly=True, samesite="strict", secure=console.secure
    )
    return answer


async def _typed(request: Request) -> Mapping[str, str]:
    """Read the form; nobody is signed in yet, so that little is taken and no file."""
    raw = await read(request, _MOST_BYTES)
    return dict(parse_qsl((raw or b"").decode(errors="replace")))


def _enter(console: Console, typed: Mapping[str, str]) -> Response:
    way = console.doors.way(typed.get("way", ""))
    try:
        found = way.identify(typed)
    except BadInput as error:
        return _ask(console, way.name, f"There were {error}: {error.fix}.", typed.get("name", ""))
    if found is None:
        return _ask(console, way.name, _WRONG[way.name], typed.get("name", ""))
    answer = RedirectResponse("/console", status_code=SEE_OTHER)
    answer.delete_cookie(_asking(console), path=PATH)
    try:
        return console.sign_in(answer, found.name, found.teams, found.account)
    except BadInput:  # the account was removed meanwhile
        return _ask(console, way.name, _WRONG[way.name], found.name)


def _first_page(who: SignedIn) -> str:
    return _LIBRARY if who.ready and who.may(LEAD) else _OWN


def _asking(console: Console) -> str:
    return f"{console.cookie.removeprefix('__Host-')}_asking"  # of one path, as no __Host- may be


def _ask(console: Console, by: str = "", problem: str = "", name: str = "") -> Response:
    """Draw the forms; their key belongs to a cookie of its own, as nobody is signed in yet."""
    cookie = secrets.token_urlsafe(32)
    offered = [way.name for way in console.doors.ways if way.offered()]
    html = TEMPLATES.get_template("sign-in.html").render(
        form_key=form_key(cookie),
        ways=sorted(offered, key=lambda one: one != by),
        by=by,
        problem=problem,
        name=name,
        who=None,
        path=PATH,
        said="",
    )
    status = UNPROCESSABLE if problem else 200
    answer = HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})
    answer.set_cookie(
        _asking(console), cookie, path=PATH, httponly=True, samesite="strict", secure=console.secure
    )
    return answer
