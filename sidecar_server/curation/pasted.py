"""Reads a chat as leads paste it: labelled lines, the lines of a replay, or one message."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sidecar_server.errors import BadInput
from sidecar_server.replay import Line, parse

MOST_LINES, MOST_CHARACTERS = 200, 100_000
_ROLES: Mapping[str, str] = {
    **dict.fromkeys(("customer", "client", "visitor", "user", "guest"), "customer"),
    **dict.fromkeys(("agent", "support", "operator", "adviser", "advisor", "me", "you"), "agent"),
    **{name: name for name in ("bot", "system", "note")},
}
_TIME = r"(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?[\])]?)"
_GAP = r"\s{0,20}"
_LABELLED = re.compile(
    rf"\A{_GAP}{_TIME}?{_GAP}({'|'.join(_ROLES)}){_GAP}{_TIME}?{_GAP}[:：]\s*(.*)", re.IGNORECASE
)


def chat(text: str, locale: str = "") -> list[Line]:
    """Give the lines of a pasted chat; what has no label is one message of the customer's.

    BadInput says what cannot be taken, and never quotes it.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadInput("the chat is too long", fix=f"paste at most {MOST_CHARACTERS:,} characters")
    rows = [row for row in text.splitlines() if row.strip()]
    if rows and rows[0].lstrip().startswith("{"):
        found = [parse(row.encode(), n) for n, row in _numbered(text)]
    else:
        found = _labelled(rows) or ([Line("customer", text.strip())] if rows else [])
    if len(found) > MOST_LINES:
        raise BadInput("the chat has too many lines", fix=f"paste at most {MOST_LINES} messages")
    return [replace(line, locale=line.locale or locale) for line in found]


def _numbered(text: str) -> list[tuple[int, str]]:
    return [(n, row) for n, row in enumerate(text.splitlines(), start=1) if row.strip()]


def _labelled(rows: Sequence[str]) -> list[Line]:
    """Read “Customer: …”; a line without a label goes on with the message before it."""
    matched = [_LABELLED.fullmatch(row) for row in rows]
    if not any(matched):
        return []
    found: list[Line] = []
    for row, match in zip(rows, matched, strict=True):
        if match:
            found.append(Line(_ROLES[match[1].lower()], match[2].strip()))
        elif found:
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{row.strip()}".strip())
        else:
            found.append(Line("customer", row.strip()))
    return [line for line in found if line.text]
