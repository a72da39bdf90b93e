"""From typed fields to an entry and back: one text a field, as a form or a table has them."""

import math
from collections.abc import Mapping
from dataclasses import fields as fields_in
from dataclasses import replace
from typing import Any

import msgspec

from sidecar_server.errors import BadInput
from sidecar_server.library.checks.form import misnamed
from sidecar_server.library.rows import Key
from sidecar_server.model import Note, Phrase, Triggers

Fields = Mapping[str, str]
LISTS = ("stakes", "avoid_when", "teams", "applies_to", "text_triggers", "draft_triggers")
PHRASE = (
    "text", "strategy", "moment", "register", "heat_from", "heat_to", "stakes", "avoid_when",
    "after", "slots", "teams",
)  # fmt: skip
NOTE = (
    "topic", "means", "advise", "avoid", "applies_to", "text_triggers", "draft_triggers",
    "calendar", "sources", "confidence", "limits",
)  # fmt: skip

_PROSE = ("text", "means", "advise", "avoid", "limits")
# What the name and the state tell; nobody types them.
_NAMES = {"id", "situation", "language", "locale", "state"}

_PHRASE, _NOTE = Phrase("", "", "", "acknowledge", "opening", ""), Note("", "", "idiom", "", "")


def fields_of(one: Phrase | Note) -> dict[str, str]:
    """Write an entry as fields; lists are separated by commas, wordings and sources by lines."""
    if isinstance(one, Phrase):
        return {
            "text": one.text,
            "strategy": one.strategy,
            "moment": one.moment,
            "register": one.register,
            "heat_from": f"{one.heat[0]:g}",
            "heat_to": f"{one.heat[1]:g}",
            "stakes": ", ".join(one.stakes),
            "avoid_when": ", ".join(one.avoid_when),
            "after": one.after,
            "slots": "\n".join(f"{name} = {meant}" for name, meant in one.slots.items()),
            "teams": ", ".join(one.teams),
        }
    return {
        "topic": one.topic,
        "means": one.means,
        "advise": one.advise,
        "avoid": one.avoid,
        "applies_to": ", ".join(one.applies_to),
        "text_triggers": "\n".join(one.triggers.text),
        "draft_triggers": "\n".join(one.triggers.draft),
        "calendar": one.triggers.calendar,
        "sources": "\n".join(one.sources),
        "confidence": one.confidence,
        "limits": one.limits,
    }


def entry_from(key: Key, fields: Fields, base: Phrase | Note | None = None) -> Phrase | Note:
    """Read fields as the entry of this name; what they leave out stays as in `base`.

    BadInput names the field and the fix.
    """
    given = {name: text.replace("\r\n", "\n") for name, text in fields.items()}
    started = base or empty(key)
    known = fields_of(started) | given
    plain = _phrase(known) if isinstance(started, Phrase) else _note(known)
    return draft_of(started, plain)


def draft_of(started: Phrase | Note, plain: Mapping[str, Any]) -> Phrase | Note:
    """Put plain values in the place of an entry's own; prose becomes one line a field.

    BadInput names the field and the fix.
    """
    known = {f.name for f in fields_in(started)} - _NAMES
    if strange := sorted(plain.keys() - known):
        raise BadInput(f"{strange[0]} is no field of it", fix=f"use: {', '.join(sorted(known))}")
    tidy = {n: " ".join(plain[n].split()) for n in _PROSE if isinstance(plain.get(n), str)}
    try:
        made = msgspec.convert(msgspec.to_builtins(started) | plain | tidy, type(started))
    except msgspec.ValidationError as error:
        raise BadInput(f"{error}", fix="mend this field") from error
    return replace(made, state="draft")


def empty(key: Key) -> Phrase | Note:
    """Begin an entry of this name; BadInput where nothing can be called that."""
    first, _, rest = key.id.partition(".")
    if not rest:
        raise BadInput(f"the id {key.id!r} has no dot", fix="write situation.short-name")
    for fault in misnamed(key.id, key.language if key.kind == "phrase" else first):
        what, _, fix = fault.partition(" — ")
        raise BadInput(what, fix=fix)
    if key.kind == "phrase":
        return replace(_PHRASE, id=key.id, situation=first, language=key.language)
    return replace(_NOTE, id=key.id, locale=first)


def blank(kind: str) -> Phrase | Note:
    """Give an entry without a name that says nothing yet: what its fields begin with."""
    return _PHRASE if kind == "phrase" else _NOTE


def _phrase(known: Fields) -> dict[str, Any]:
    return {
        "text": known["text"],
        "strategy": known["strategy"],
        "moment": known["moment"],
        "register": known["register"],
        "heat": [_number(known, "heat_from"), _number(known, "heat_to")],
        "stakes": _list(known["stakes"]),
        "avoid_when": _list(known["avoid_when"]),
        "after": known["after"],
        "slots": _slots(known["slots"]),
        "teams": _list(known["teams"]),
    }


def _note(known: Fields) -> dict[str, Any]:
    triggers = Triggers(
        tuple(_lines(known["text_triggers"])),
        tuple(_lines(known["draft_triggers"])),
        known["calendar"].strip(),
    )
    plain = {name: known[name].strip() for name in ("topic", "confidence")}
    prose = {name: known[name] for name in ("means", "advise", "avoid", "limits")}
    return {
        **plain,
        **prose,
        "applies_to": _list(known["applies_to"]),
        "triggers": msgspec.to_builtins(triggers),
        "sources": _lines(known["sources"]),
    }


def _number(known: Fields, name: str) -> float:
    try:
        number = float(known[name].strip().replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):  # JSON has no word for it: what is stored could not be read
        raise BadInput(f"{name} is not a number", fix="write one from 0 to 1, like 0.4")
    return number


def _list(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _lines(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]


def _slots(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in _lines(text))
    return {name.strip().strip("{}"): meant.strip() for name, _, meant in pairs}
