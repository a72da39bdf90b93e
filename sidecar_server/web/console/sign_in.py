"""Signing in with a one-time code from `sidecar console`, and signing out."""

import hmac
import secrets
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sidecar_server.web.console.visit import (
    FORBIDDEN,
    FORM_KEY,
    LEAD,
    SEE_OTHER,
    TEMPLATES,
    UNPROCESSABLE,
    Console,
    Visit,
)
from sidecar_server.web.handshake import key_of
from sidecar_server.web.pairing import plain
from sidecar_server.web.sessions import form_key

PATH = "/console/sign-in"
_FIRST = "/console/find"
NAME = "lead"  # of who signs in on the own machine, where there are no accounts
_WRONG = "This code does not open the console. It works once and for two minutes."
Endpoint = Callable[[Request], Awaitable[Response]]


def first(console: Console) -> Endpoint:
    """Ask for the code, or lead on who is signed in."""

    async def page(request: Request) -> Response:
        if request.scope[LEAD]:
            return RedirectResponse(_FIRST, status_code=SEE_OTHER)
        return _ask(console)

    return page


def enter(console: Console) -> Endpoint:
    """Take a code and open a session; a code works once."""

    async def take(request: Request) -> Response:
        form = await request.form(max_fields=8)
        before = request.cookies.get(_asking(console), "")
        given = str(form.get(FORM_KEY, ""))
        if not before or not hmac.compare_digest(given.encode(), form_key(before).encode()):
            return Response(status_code=FORBIDDEN)
        key = key_of(plain(str(form.get("code", ""))))
        cookie = await run_in_threadpool(_open, console, key)
        if not cookie:
            return _ask(console, _WRONG)
        answer = RedirectResponse(_FIRST, status_code=SEE_OTHER)
        _give(answer, console.cookie, cookie)
        answer.delete_cookie(_asking(console), path=PATH)
        return answer

    return take


def leave(visit: Visit) -> Response:
    """End the session."""
    console = visit.console
    console.sessions.end(visit.request.cookies[console.cookie])
    answer = RedirectResponse("/console", status_code=SEE_OTHER)
    answer.delete_cookie(console.cookie, path="/console")
    return answer


def _open(console: Console, key: bytes) -> str:
    """Use a code up and give its session's cookie; wrong ones count against the one that is open.

    The session is of the teams that the code was made for.
    """
    open_ = console.pairing.newest("console")
    if open_ is not None and hmac.compare_digest(open_, key):
        teams = console.pairing.teams(key)
        return console.sessions.open(NAME, teams) if console.pairing.burn(key) else ""
    if open_ is not None:
        console.pairing.wrong(open_)
    return ""


def _asking(console: Console) -> str:
    return f"{console.cookie}_asking"


def _ask(console: Console, problem: str = "") -> Response:
    """Draw the form; its key belongs to a cookie of its own, as nobody is signed in yet."""
    cookie = secrets.token_urlsafe(32)
    html = TEMPLATES.get_template("sign-in.html").render(
        form_key=form_key(cookie), problem=problem, lead=None, path=PATH, said=""
    )
    status = UNPROCESSABLE if problem else 200
    answer = HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})
    _give(answer, _asking(console), cookie, PATH)
    return answer


def _give(answer: Response, name: str, value: str, path: str = "/console") -> None:
    answer.set_cookie(name, value, path=path, httponly=True, samesite="strict")
