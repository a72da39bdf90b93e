"""The leads' HTTP API at /api/v1: all that the console does, for programs, with a description."""

from sidecar_server.web.api.application import room, routes
from sidecar_server.web.api.operation import ROOM

__all__ = ["ROOM", "room", "routes"]
