"""The practice desk at /practice: customers to practise with, and a review for you alone."""

from sidecar_server.web.practice.house import House
from sidecar_server.web.practice.routes import ROOM, room, routes

__all__ = ["ROOM", "House", "room", "routes"]
