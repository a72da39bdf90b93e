"""A scenario as the fields of a form, texts by their names, and back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from sidecar_server.practice.scenario import (
    DETAILS,
    ID_CHARS,
    POINTS,
    SAYINGS,
    Detail,
    Opening,
    Person,
    Point,
    Scenario,
    convert,
)

_PLAIN = ("title", "about", "language", "industry", "stakes")
_PERSON = ("name", "locale", "country", "timezone")
_POINT = ("about", "asks", "answered_by", "pleased")
_DETAIL = ("about", "asked", "says")
NAMES = (
    *_PLAIN, "heat", "patience", "desk", "openings",
    *(f"customer_{name}" for name in _PERSON),
    *(f"point{n}_{name}" for n in range(1, POINTS + 1) for name in ("id", *_POINT)),
    *(f"detail{n}_{name}" for n in range(1, DETAILS + 1) for name in _DETAIL),
    *(f"says_{name}" for name in SAYINGS),
)  # fmt: skip


def blank() -> Scenario:
    """Give what a new scenario's form begins with."""
    return Scenario("", "", "", Person(""), (), (), ())


def fields_of(one: Scenario) -> dict[str, str]:
    """Give every field of the form as text; lists have a line each, openings a paragraph each."""
    found = dict.fromkeys(NAMES, "")
    found |= {name: str(getattr(one, name)) for name in _PLAIN}
    found |= {"heat": f"{one.heat:g}", "patience": f"{one.patience:g}", "desk": _text(one.desk)}
    found["openings"] = "\n\n".join(_text(opening.messages) for opening in one.opening)
    found |= {f"customer_{name}": getattr(one.customer, name) for name in _PERSON}
    for number, point in enumerate(one.point[:POINTS], start=1):
        found |= _part(f"point{number}_", point, ("id", *_POINT))
    for number, detail in enumerate(one.detail[:DETAILS], start=1):
        found |= _part(f"detail{number}_", detail, _DETAIL)
    return found | {f"says_{name}": _text(one.says.get(name, ())) for name in SAYINGS}


def read(id_: str, fields: Mapping[str, str]) -> tuple[Scenario | None, list[str]]:
    """Read a form; gives the scenario, or None, and every fault with its place and its fix."""
    faults: list[str] = []
    numbers: dict[str, float] = {}
    for name in ("heat", "patience"):
        try:
            numbers[name] = float(fields.get(name, "").strip().replace(",", "."))
        except ValueError:
            faults.append(
                f"{name} is not a number — write one, like {'0.5' if name == 'heat' else '75'}"
            )
    if faults:
        return None, faults
    raw: dict[str, Any] = {"id": id_, **{name: fields.get(name, "").strip() for name in _PLAIN}}
    raw |= numbers | {"desk": _lines(fields.get("desk", ""))}
    raw["customer"] = {name: fields.get(f"customer_{name}", "").strip() for name in _PERSON}
    raw["opening"] = [{"messages": _lines(one)} for one in _paragraphs(fields.get("openings", ""))]
    raw["point"] = list(_points(fields))
    raw["detail"] = list(_details(fields))
    says = {name: _lines(fields.get(f"says_{name}", "")) for name in SAYINGS}
    return convert(raw | {"says": {name: texts for name, texts in says.items() if texts}})


def slug(title: str) -> str:
    """Give an id made of a title, "" where it has no letters for one."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:ID_CHARS].strip("-")


def _points(fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    taken = {fields.get(f"point{number}_id", "").strip() for number in range(1, POINTS + 1)}
    for number in range(1, POINTS + 1):
        start = f"point{number}_"
        if any(fields.get(start + name, "").strip() for name in _POINT):
            about = fields.get(f"{start}about", "").strip()
            lists = {name: _lines(fields.get(start + name, "")) for name in _POINT[1:]}
            known = fields.get(f"{start}id", "").strip()
            yield {"id": known or _free(number, taken), "about": about, **lists}


def _free(number: int, taken: set[str]) -> str:
    """Give a new point a name that no other has."""
    name = next(one for n in count(number) if (one := f"point-{n}") not in taken)
    taken.add(name)
    return name


def _details(fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for number in range(1, DETAILS + 1):
        start = f"detail{number}_"
        if any(fields.get(start + name, "").strip() for name in _DETAIL):
            lists = {name: _lines(fields.get(start + name, "")) for name in _DETAIL[1:]}
            yield {"about": fields.get(f"{start}about", "").strip(), **lists}


def _part(start: str, one: Point | Detail | Opening, names: Sequence[str]) -> dict[str, str]:
    found = {name: getattr(one, name) for name in names}
    return {start + n: v if isinstance(v, str) else _text(v) for n, v in found.items()}


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _paragraphs(text: str) -> list[str]:
    return [one for one in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if one.strip()]
