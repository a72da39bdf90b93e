"""The words by which the console names things, and the addresses where they are."""

import re
import time
from urllib.parse import quote

from sidecar_server.curation.catalogue import Catalogue
from sidecar_server.customs import language_name
from sidecar_server.library.rows import Key
from sidecar_server.web.roles import ADMIN, LEAD

TABS = (  # address, name, the least role that sees it
    ("find", "Find", LEAD),
    ("bench", "Test bench", LEAD),
    ("expectations", "Expectations", LEAD),
    ("coverage", "Coverage", LEAD),
    ("languages", "Languages", LEAD),
    ("usage", "Usage", LEAD),
    ("floor", "From the floor", LEAD),
    ("scenarios", "Scenarios", LEAD),
    ("exchange", "Import and export", LEAD),
    ("history", "History", LEAD),
    ("people", "People", ADMIN),
)
# What a page says first when another one led to it.
SAYINGS = {
    "saved": "Saved as a draft. Agents have it when it is published.",
    "sent": "Sent to review.",
    "published": "Published: agents have it now.",
    "retired": "Retired: agents have it no more.",
    "thrown": "The draft is gone. The history can bring it back.",
    "shipped": "The shipped version is served again.",
    "expected": "Kept: it is asked at every publish from now on.",
    "unexpected": "Taken away. The history can bring it back.",
    "left": "Nothing was imported.",
    "away": "Put away: it is off the queue.",
    "nothing": "Nothing was ticked that still waits here.",
    "scenario_kept": "Saved. Agents do not have it yet.",
    "scenario_served": "Saved: agents can practise with it now.",
    "away_scenario": "Taken away.",
    "revoked": "Revoked: whoever was connected by it is not any more.",
    "password": "Your password is kept. Sign in with it next time.",
    "changed": "Changed. Whoever is connected has it at once.",
    "removed": "Removed, with every browser that was paired.",
    "undone": "Undone. The history can undo that, too.",
}
NO_LANGUAGE = "-"  # of a note, in an address
FILTERS = {
    "kind": "Kind",
    "language": "Language",
    "situation": "Situation",
    "strategy": "Strategy",
    "register": "Register",
    "locale": "Locale",
    "topic": "Topic",
    "state": "State",
    "team": "Team",
}
STATES = {
    "draft": "Draft",
    "review": "In review",
    "published": "Published",
    "retired": "Retired",
}
_KINDS = {"phrase": "Phrases", "note": "Cultural notes"}


def label(name: str, value: str, catalogue: Catalogue) -> str:
    """Name a value of a filter for people."""
    if name in {"language", "locale"}:
        return language_name(value)
    if name == "situation":
        return catalogue.title(value)
    known = {"kind": _KINDS, "state": STATES}.get(name, {})
    return known.get(value, value.replace("-", " ").capitalize() if name != "team" else value)


def address(key: Key) -> str:
    """Give the address of an entry's page."""
    return f"/console/entry/{key.kind}/{key.language or NO_LANGUAGE}/{quote(key.id)}"


def when(at: float) -> str:
    """Write a time for people, in this computer's zone."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))


def week(name: str) -> str:
    """Write a week's name for people."""
    year, _, number = name.partition("-W")
    return f"week {number.lstrip('0')} of {year}"


def marks(text: str) -> list[dict[str, str]]:
    """Cut a text at what stands in braces."""
    found = re.split(r"(\{[a-z_]{1,40}\})", text)
    return [{"text": one, "mark": "yes" if at % 2 else ""} for at, one in enumerate(found) if one]


def sentence(text: object) -> str:
    """Begin a text with a capital letter and leave the rest as it is."""
    plain = str(text)
    return plain[:1].upper() + plain[1:]
