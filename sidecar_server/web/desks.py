"""All that is served beside the socket: the desks, the console, the API, the metrics."""

from sidecar_server.assistant import Assistant
from sidecar_server.curation.desk import Desk
from sidecar_server.library.changes import Changes
from sidecar_server.practice.scenarios import Scenarios
from sidecar_server.settings import Settings
from sidecar_server.startup import Parts
from sidecar_server.web import api, console, demo, monitor, practice, updates
from sidecar_server.web.access import OPEN_DESKS, Access
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.address import is_secure, is_shared, parsed
from sidecar_server.web.app import create_app
from sidecar_server.web.console import Console, Doors
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.live import Live
from sidecar_server.web.pairing import Pairing
from sidecar_server.web.parts import Mind
from sidecar_server.web.sessions import Sessions
from sidecar_server.web.sign_in import ways


def make_app(parts: Parts, live: Live, credentials: Credentials, loaded: Mind) -> Access:
    """Make the whole application: the socket, the demo desk, the console and its API."""
    leads = make_console(parts, loaded, credentials)
    desk = demo.routes(parts.settings, credentials)
    house = practice.House(parts.settings, credentials, leads.scenarios, leads.desk)
    pages = [*desk, *practice.routes(house), *console.routes(leads), *api.routes(leads.desk)]
    package, around = updates.places(parts.settings)
    pages += monitor.routes(live.metrics)
    rooms = {
        console.ROOM: console.room(leads),
        api.ROOM: api.room(credentials),
        practice.ROOM: practice.room(credentials),
        monitor.ROOM: monitor.room(credentials.find),
        **around,
    }
    if is_shared(parts.settings):  # what is open to anyone on this computer is not to others
        known = console.signed_in(leads)
        rooms |= dict.fromkeys(OPEN_DESKS, lambda scope: known(scope) is not None)
    return create_app(parts.settings, live, [*pages, *package], rooms)


def make_console(parts: Parts, loaded: Mind, credentials: Credentials) -> Console:
    """Make the leads' console beside what answers agents."""
    assistant = loaded.advisor
    assert isinstance(assistant, Assistant)  # noqa: S101  (`load` made it)
    changes = Changes(parts.engine)
    desk = Desk(parts.store, changes, parts.encoders, lambda: assistant.searchable, loaded.speak)
    doors, secure = _doors(parts, credentials), is_secure(parts.settings)
    return Console(desk, Scenarios(parts.engine), doors, _cookie(parts.settings), secure)


def _cookie(settings: Settings) -> str:
    """Name the session's cookie by the port that browsers see, the same for all copies behind it.

    Cookies know no ports. Under TLS the browser takes it from this very host alone.
    """
    seen = parsed(settings.hosts[0], is_secure(settings)) if settings.hosts else None
    port = seen.rpartition(":")[2] if seen else settings.port
    return f"{'__Host-' * is_secure(settings)}sidecar_console_{port}"


def _doors(parts: Parts, credentials: Credentials) -> Doors:
    accounts, pairing = Accounts(parts.engine), Pairing(parts.engine)
    sessions = Sessions(parts.engine)
    return Doors(sessions, pairing, accounts, credentials, ways(accounts, pairing))
