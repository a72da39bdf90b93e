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
    times = [float(one["created_at"]) for one in rows if _is_number(one.get("created_at"))]
    start = min(times, default=0.0)
    for one in sorted(rows, key=lambda row: (_time(row), row.get("id") or 0)):
        role = "note" if one.get("private") else _ROLES.get(one.get("message_type", -1), "unknown")
        at = _time(one) - start if times else None
        yield Line(role, str(one["content"]), at, str(one.get("conversation_id", "1")))


def _messages(found: Any) -> list[Any]:
    rows = found.get("payload") if isinstance(found, dict) else found
    return rows if isinstance(rows, list) else []


def _time(row: dict[str, Any]) -> float:
    return float(row["created_at"]) if _is_number(row.get("created_at")) else 0.0


def _is_number(at: object) -> bool:
    return isinstance(at, int | float) and not isinstance(at, bool)
