"""Zendesk Chat's chats, as its API and its incremental export list them, each with its `history`.

Of the history's entries those of type `chat.msg` are messages: `msg`, `timestamp` and who sent it,
`sender_type`. https://developer.zendesk.com/rest_api/docs/chat/incremental_export
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sidecar_server.replay import Line

_ROLES = {"visitor": "customer", "agent": "agent", "trigger": "bot"}


def fits(found: Any) -> bool:
    """Take a chat, or `chats`, or a list of them, with a `history`."""
    first = next(iter(_chats(found)), None)
    return isinstance(first, dict) and isinstance(first.get("history"), list)


def read(found: Any) -> Iterator[Line]:
    """Give a line for each message of each chat."""
    for number, chat in enumerate(_chats(found), start=1):
        listed = chat.get("history") if isinstance(chat, dict) else None
        rows = [
            one
            for one in (listed if isinstance(listed, list) else ())
            if isinstance(one, dict) and one.get("msg")
        ]
        times = [_time(one) for one in rows]
        start = next((time for time in times if time is not None), None)
        for one, time in zip(rows, times, strict=True):
            at = None if time is None or start is None else max(0.0, time - start)
            yield Line(_role(one), str(one["msg"]), at, str(chat.get("id", number)))


def _chats(found: Any) -> list[Any]:
    if isinstance(found, dict):
        found = found.get("chats", [found])
    return found if isinstance(found, list) else []


def _role(row: dict[str, Any]) -> str:
    stated = str(row.get("sender_type", "")).lower()
    nick = str(row.get("nick", "")).partition(":")[0].lower()
    return _ROLES.get(stated) or _ROLES.get(nick) or "unknown"


def _time(row: dict[str, Any]) -> float | None:
    try:
        return datetime.fromisoformat(
            str(row.get("timestamp", "")).replace("Z", "+00:00")
        ).timestamp()
    except ValueError:
        return None
