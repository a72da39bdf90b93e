"""The family of coaches: each makes one kind of suggestion for a chat as it stands.

To add one: write a module with a function from a `Case` to items and add it to `COACHES`.
"""

from collections.abc import Callable, Iterable

from sidecar_server.coaches.care import care
from sidecar_server.coaches.case import Case
from sidecar_server.coaches.coverage import coverage
from sidecar_server.coaches.culture import culture
from sidecar_server.coaches.introduction import hint, introduction
from sidecar_server.coaches.phrasing import phrasing
from sidecar_server.model import Item

__all__ = ["COACHES", "Case", "Coach"]

Coach = Callable[[Case], Iterable[Item]]

COACHES: tuple[Coach, ...] = (introduction, phrasing, culture, coverage, hint, care)
