"""Chatwoot's messages of a conversation, as its API lists them under `payload`.

`message_type` is 0 from the customer, 1 from the agent, 2 what happened, 3 a template; `created_at`
is in Unix seconds. https://developers.chatwoot.com/api-reference/messages/get-messages
"""

from collections.abc import Iterator
from typing import Any

from sidecar_server.replay import Line

_ROLES = {0: "customer", 1: "agent", 2: "system", 3: "bot"}


def fits(found: Any) -> bool:
    """Take an object with `payload`, or a list, of objects with `message_type`."""
    first = next(iter(_messages(found)), None)
    return isinstance(first, dict) and "message_type" in first


def read(found: Any) -> Iterator[Line]:
    """Give a line for each message, in the order of their times."""
    rows = [one for one in _messages(found) if isinstance(one, dict) and one.get("content")]
    start = min((time for one in rows if (time := _time(one)) is not None), default=0.0)
    for one in sorted(rows, key=_order):
        role = "note" if one.get("private") else _role(one.get("message_type"))
        time = _time(one)
        at = None if time is None else time - start
        yield Line(role, str(one["content"]), at, str(one.get("conversation_id", "1")))


def _messages(found: Any) -> list[Any]:
    rows = found.get("payload") if isinstance(found, dict) else found
    return rows if isinstance(rows, list) else []


def _role(kind: object) -> str:
    return _ROLES.get(kind, "unknown") if isinstance(kind, int) else "unknown"


def _order(row: dict[str, Any]) -> tuple[float, float]:
    """Order by time and id; what has none comes first."""
    return (_time(row) or 0.0, _number(row.get("id")) or 0.0)


def _time(row: dict[str, Any]) -> float | None:
    return _number(row.get("created_at"))


def _number(found: object) -> float | None:
    if isinstance(found, int | float) and not isinstance(found, bool):
        return float(found)
    return None
