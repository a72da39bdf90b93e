"""What a page of the console is given: who asks, what they typed, and the library's desk."""

import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sidecar_server.curation import floor
from sidecar_server.curation.desk import Desk
from sidecar_server.curation.exchange.room import Room
from sidecar_server.customs import language_name
from sidecar_server.errors import SidecarError
from sidecar_server.library.rows import key_of
from sidecar_server.practice.scenarios import Scenarios
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.body import bounded
from sidecar_server.web.console import labels
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.pairing import Pairing
from sidecar_server.web.sessions import Sessions, SignedIn
from sidecar_server.web.sign_in import SignIn

WHO = "sidecar.who"  # where the door leaves who may enter, in the scope
FORM_KEY, FORM_KEY_HEADER = "form_key", "x-form-key"
SEE_OTHER, FORBIDDEN, UNPROCESSABLE = 303, 403, 422
MOST_BYTES = 1024 * 1024  # of a form
MOST_BYTES_OF_FILES = 64 * 1024 * 1024  # of one with a file: an import of many thousand lines
MOST_FIELDS = 1_000
MultiPartParser.spool_max_size = MOST_BYTES_OF_FILES  # what is handed in never touches the disk
_TEMPLATES = Path(__file__).parents[1] / "templates" / "console"


@dataclass(frozen=True)
class Doors:
    """Who may come in, and by what."""

    sessions: Sessions
    pairing: Pairing
    accounts: Accounts
    credentials: Credentials
    ways: Sequence[SignIn]

    def way(self, name: str) -> SignIn:
        """Give the way of this name, else the one by code."""
        by_name = {way.name: way for way in self.ways}
        return by_name.get(name, by_name["code"])


@dataclass(frozen=True)
class Console:
    """What the console is made of."""

    desk: Desk
    scenarios: Scenarios
    doors: Doors
    cookie: str  # the name of the session's cookie: cookies know no ports
    secure: bool = False  # whether browsers come by TLS
    room: Room = field(default_factory=Room)  # where imports wait

    def endpoint(
        self, handler: "Handler", least: str, most: int
    ) -> Callable[[Request], Awaitable[Response]]:
        """Make an endpoint for at least this role.

        Forms have at most so many bytes and must carry their session's key.
        """

        async def answer(request: Request) -> Response:
            if not request.scope[WHO].may(least):
                return Response(status_code=FORBIDDEN)
            form = await _form(request, most) if request.method == "POST" else FormData()
            try:
                return await self._answer(handler, request, form)
            finally:
                await form.close()

        return answer

    def address(self, request: Request) -> str:
        """Give the console's address as the browser names it."""
        return f"http{'s' * self.secure}://{request.headers['host']}/console"

    def sign_in(self, answer: Response, name: str, teams: Sequence[str], account: str) -> Response:
        """Begin a session with what an answer carries."""
        answer.set_cookie(
            self.cookie,
            self.doors.sessions.open(name, teams, account),
            httponly=True,
            samesite="strict",
            secure=self.secure,
        )
        return answer

    async def _answer(self, handler: "Handler", request: Request, form: FormData) -> Response:
        who: SignedIn = request.scope[WHO]
        if request.method == "POST":
            given = form.get(FORM_KEY) or request.headers.get(FORM_KEY_HEADER, "")
            if not hmac.compare_digest(str(given).encode(), who.form_key.encode()):
                return Response(status_code=FORBIDDEN)
        visit = Visit(self, request, who, form)
        try:
            return await run_in_threadpool(handler, visit)
        except SidecarError as error:
            return visit.page("problem.html", status=UNPROCESSABLE, problem=error)


@dataclass(frozen=True)
class Visit:
    """One call of one page."""

    console: Console
    request: Request
    who: SignedIn
    form: FormData = field(default_factory=FormData)

    @property
    def desk(self) -> Desk:
        """The library's desk, as their teams have it."""
        return self.console.desk.seen_by(self.who.teams)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed into the form, files left out; of a name given twice the last."""
        return {k: v for k, v in self.form.multi_items() if isinstance(v, str) and k != FORM_KEY}

    def all(self, name: str) -> list[str]:
        """Give every value ticked under a name."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def file(self, name: str) -> UploadFile | None:
        """Give an uploaded file, None where none was chosen."""
        found = self.form.get(name)
        return found if isinstance(found, UploadFile) and found.filename else None

    @property
    def asked(self) -> Mapping[str, str]:
        """What stands in the address after the question mark."""
        return self.request.query_params

    @property
    def partly(self) -> bool:
        """Whether htmx asks for a part of the page."""
        return self.request.headers.get("hx-request") == "true"

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Draw a page or, where the template says so, the part that htmx asks for."""
        said = self.asked.get("said", "")
        common = {"who": self.who, "path": self.request.url.path, "said": said}
        waiting = {"floor": floor.queue(self.desk).count()}  # beside the tab of that name
        html = TEMPLATES.get_template(template).render(**common, waiting=waiting, **values)
        return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})

    def go(self, to: str, said: str = "") -> Response:
        """Lead on to another page, which says what was done."""
        joint = "&" if "?" in to else "?"
        where = f"{to}{joint}said={said}" if said else to
        if self.partly:
            return Response(status_code=204, headers={"hx-redirect": where})
        return RedirectResponse(where, status_code=SEE_OTHER)


Handler = Callable[[Visit], Response]


def whole(text: str) -> int:
    """Read a whole number of an address, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


async def _form(request: Request, most: int) -> FormData:
    return await bounded(request, most).form(max_fields=MOST_FIELDS, max_part_size=most)


def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(_TEMPLATES)
    made = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"language": language_name, "when": labels.when, "sentence": labels.sentence}
    made.filters |= {"week": labels.week, "marks": labels.marks}
    made.globals |= {
        "tabs": labels.TABS,
        "sayings": labels.SAYINGS,
        "labels": labels.FILTERS,
        "address": labels.address,
        "key_of": key_of,
    }
    return made


TEMPLATES = _environment()
