"""The pages of accounts: who may sign in, with which role, for which teams."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from sidecar_server.errors import BadInput
from sidecar_server.web.accounts import Account
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit
from sidecar_server.web.pairing import grouped
from sidecar_server.web.roles import AGENT, LADDER

_LIST = "/console/people"


def page(visit: Visit) -> Response:
    """List the accounts; with POST, add one and show its invitation."""
    if visit.request.method != "POST":
        return _list(visit)
    typed, doors = visit.typed, visit.console.doors
    try:
        teams = _teams(typed)
        made = doors.accounts.add(typed.get("name", ""), typed.get("role", AGENT), teams)
    except BadInput as error:
        return _list(visit, fault=f"{error}: {error.fix}.")
    return _list(visit, invited=made, code=grouped(doors.pairing.invite(made.id)))


def one(visit: Visit) -> Response:
    """Show an account's form; with POST, do what the pressed button says."""
    accounts = visit.console.doors.accounts
    found = accounts.find(visit.request.path_params["id"])
    if found is None:
        raise HTTPException(404, "nobody is called that")
    if visit.request.method != "POST":
        return _show(visit, found)
    try:
        return _do(visit, found)
    except BadInput as error:
        return _show(visit, found, fault=f"{error}: {error.fix}.")


def _do(visit: Visit, found: Account) -> Response:
    doors, pressed = visit.console.doors, visit.typed.get("do", "change")
    if pressed == "remove":
        doors.accounts.remove(found.id)
        return visit.go(_LIST, "removed")
    if pressed == "invite":
        doors.accounts.forget_password(found.id)
        return _show(visit, found, code=grouped(doors.pairing.invite(found.id)))
    doors.accounts.change(found.id, visit.typed.get("role", ""), _teams(visit.typed))
    return visit.go(_LIST, "changed")


def _teams(typed: dict[str, str]) -> list[str]:
    return [team for team in typed.get("teams", "").split(",") if team.strip()]


def _list(
    visit: Visit, fault: str = "", invited: Account | None = None, code: str = ""
) -> Response:
    words = visit.asked.get("words", "").casefold()
    everyone = visit.console.doors.accounts.all()
    return visit.page(
        "people.html",
        status=UNPROCESSABLE if fault else 200,
        people=[one for one in everyone if words in " ".join((one.id, *one.teams)).casefold()],
        count=len(everyone),
        words=visit.asked.get("words", ""),
        typed=visit.typed if fault else {},
        roles=LADDER,
        fault=fault,
        invited=invited,
        here=visit.console.address(visit.request),
        code=code,
    )


def _show(visit: Visit, found: Account, fault: str = "", code: str = "") -> Response:
    return visit.page(
        "person.html",
        status=UNPROCESSABLE if fault else 200,
        one=found,
        browsers=len(visit.console.doors.credentials.all(found.id)),
        roles=LADDER,
        fault=fault,
        code=code,
    )
