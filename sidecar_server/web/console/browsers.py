"""The page of whoever is signed in: pair a browser, end one, choose a password."""

from starlette.responses import Response

from sidecar_server.errors import BadInput
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit
from sidecar_server.web.credentials import BROWSER, Credential
from sidecar_server.web.pairing import grouped

_PAGE = "/console/browsers"
_WRONG = "The password you have now is another one."
_TWICE = "The new password was not written the same way twice."


def page(visit: Visit) -> Response:
    """Show what may be done here."""
    return _draw(visit)


def pair(visit: Visit) -> Response:
    """Show a one-time code for the extension."""
    who = visit.who
    code = visit.console.doors.pairing.open("browser", who.teams, who.account)
    return _draw(visit, code=grouped(code))


def revoke(visit: Visit) -> Response:
    """End one of their own browsers, and nothing else that is nobody's account's."""
    id_ = visit.typed.get("id", "")
    if id_ not in {one.id for one in _theirs(visit)}:
        raise BadInput("this is none of your browsers", fix="choose one that the page shows")
    visit.console.doors.credentials.revoke(id_, visit.who.account)
    return visit.go(_PAGE, "revoked")


def password(visit: Visit) -> Response:
    """Keep a new password, for whoever knows the one before or has none yet."""
    who, typed, doors = visit.who, visit.typed, visit.console.doors
    if not who.account:
        raise BadInput("this session is of no account", fix="sign in with a name and a password")
    before = {"name": who.name, "password": typed.get("before", "")}
    if who.ready and not doors.way("password").identify(before):
        return _draw(visit, fault=_WRONG)
    if typed.get("password", "") != typed.get("again", ""):
        return _draw(visit, fault=_TWICE)
    try:
        doors.accounts.set_password(who.name, typed.get("password", ""))
    except BadInput as error:
        return _draw(visit, fault=f"{error}: {error.fix}.")
    return visit.console.sign_in(visit.go(_PAGE, "password"), who.name, (), who.account)


def _draw(visit: Visit, code: str = "", fault: str = "") -> Response:
    return visit.page(
        "browsers.html",
        status=UNPROCESSABLE if fault else 200,
        browsers=_theirs(visit),
        code=code,
        fault=fault,
    )


def _theirs(visit: Visit) -> list[Credential]:
    stored = visit.console.doors.credentials.all(visit.who.account)
    return [one for one in stored if one.name == BROWSER]
