"""What a system needs to know about policies: how to write one, and where people put it."""

from collections.abc import Callable
from dataclasses import dataclass

from sidecar_server.policy.browsers import Browser
from sidecar_server.policy.wanted import Wanted


@dataclass(frozen=True, slots=True)
class System:
    """One system's way of handing policies to a browser."""

    name: str
    render: Callable[[Browser, Wanted], bytes]
    where: Callable[[Browser], str]
