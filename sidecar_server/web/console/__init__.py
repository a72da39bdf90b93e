"""The leads' console at /console: sign in with a code, find, edit, publish, look back."""

from sidecar_server.web.console.pages import ROOM, room, routes
from sidecar_server.web.console.visit import Console

__all__ = ["ROOM", "Console", "room", "routes"]
