"""The leads' console at /console: sign in with a code, find, edit, publish, look back."""

from sidecar_server.web.console.pages import ROOM, room, routes, signed_in
from sidecar_server.web.console.visit import Console, Doors

__all__ = ["ROOM", "Console", "Doors", "room", "routes", "signed_in"]
