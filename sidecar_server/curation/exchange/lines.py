"""Lines of other products as ours: a name for the id, plain text, slots, a language."""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from sidecar_server.curation.exchange.placeholders import slotted
from sidecar_server.curation.exchange.reading import Foreign, Reading, Source
from sidecar_server.errors import BadInput
from sidecar_server.language import identify
from sidecar_server.library.files import Fault

Told = tuple[str, str, str]  # the place, the title, the text
_NAME_CHARS = 60
_SPACES = re.compile(r"[^\S\n]+")


def foreign(
    product: str, told: Iterable[Told], source: Source
) -> tuple[list[Foreign], list[Fault]]:
    """Make our lines of a product's; one without a text, or with logic in it, is a fault."""
    lines: list[Foreign] = []
    faults: list[Fault] = []
    names: dict[str, int] = {}
    for place, title, text in told:
        try:
            plain, slots = slotted(_tidy(text))
            if not plain:
                raise BadInput("it has no text", fix="write one or take the entry out")
        except BadInput as bad:
            faults.append((place, bad.sentence()))
            continue
        name = _name(product, title or plain)
        names[name] = names.get(name, 0) + 1
        name = name if names[name] == 1 else f"{name}-{names[name]}"
        language = source.language or identify(plain)
        lines.append(Foreign(place, name, title, plain, slots, language))
    return lines, faults


def reading(product: str, told: Iterable[Told], source: Source, *remarks: str) -> Reading:
    """Put a product's lines together as what was read."""
    lines, faults = foreign(product, told, source)
    return Reading(product, foreign=lines, faults=faults, remarks=[r for r in remarks if r])


def _tidy(text: str) -> str:
    """Take away what shows nothing: spaces that follow each other, and around the lines."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_SPACES.sub(" ", row).strip() for row in rows).strip()


def _name(product: str, title: str) -> str:
    """Give the part of an id after the dot: the same title has the same name the next time."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_NAME_CHARS].strip("-")
    return f"{product.lower()}-{words or sha256(title.encode()).hexdigest()[:8]}"
