"""The page of tokens: every one that opens something, made, listed and revoked."""

from starlette.responses import Response

from sidecar_server.errors import BadInput
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit, whole
from sidecar_server.web.credentials import ROLES

_LIST = "/console/tokens"


def page(visit: Visit) -> Response:
    """List the tokens; with POST, make one and show it once."""
    if visit.request.method != "POST":
        return _list(visit)
    typed = visit.typed
    teams = [team for team in typed.get("teams", "").split(",") if team.strip()]
    days = whole(typed["days"]) if typed.get("days") else None
    try:
        token = visit.console.doors.credentials.create(
            typed.get("name", ""), typed.get("role", ""), teams, days
        )
    except BadInput as error:
        return _list(visit, fault=f"{error}: {error.fix}.")
    return _list(visit, token=token)


def revoke(visit: Visit) -> Response:
    """Take a token away."""
    visit.console.doors.credentials.revoke(visit.typed.get("id", ""))
    return visit.go(_LIST, "revoked")


def _list(visit: Visit, fault: str = "", token: str = "") -> Response:
    credentials, words = visit.console.doors.credentials, visit.asked.get("words", "").casefold()
    everyone = credentials.all()
    return visit.page(
        "tokens.html",
        status=UNPROCESSABLE if fault else 200,
        tokens=[one for one in everyone if words in f"{one.name} {one.account}".casefold()],
        count=len(everyone),
        names={one.id: one.name for one in visit.console.doors.accounts.all()},
        holds=credentials.holds,
        words=visit.asked.get("words", ""),
        typed=visit.typed if fault else {},
        roles=ROLES,
        fault=fault,
        token=token,
    )
