"""Where another product's lines belong: the likeliest situation of each, by meaning."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from sidecar_server.curation.desk import Desk
from sidecar_server.curation.exchange.reading import Foreign
from sidecar_server.library.indexes.protocol import Vector
from sidecar_server.library.shelf import Shelf

Progress = Callable[[int, int], None]
Places = Mapping[str, str]  # the place of a line in its file -> the id of a situation
_CHUNK = 32
_NEAR = 0.45  # cosine from which a line of the library says something like it


def propose(lines: Sequence[Foreign], desk: Desk, progress: Progress) -> Places:
    """Propose a situation for each line; one that was taken before stays where it is.

    A line that no situation is near has none.
    """
    known = _before(desk)
    found = {
        one.place: known[one.name, one.language]
        for one in lines
        if (one.name, one.language) in known
    }
    by_language: dict[str, list[Foreign]] = defaultdict(list)
    for one in lines:
        if one.place not in found:
            by_language[one.language].append(one)
    done = len(found)
    for language, some in by_language.items():
        for start in range(0, len(some), _CHUNK):
            chunk = some[start : start + _CHUNK]
            found |= _likeliest(chunk, language, desk)
            done += len(chunk)
            progress(done, len(lines))
    return found


def _before(desk: Desk) -> Mapping[tuple[str, str], str]:
    """Give the situations of what was taken before, by name and language."""
    found: dict[tuple[str, str], str] = {}
    for key in desk.catalogue().by_key:
        situation, _, name = key.id.partition(".")
        if key.kind == "phrase":
            found.setdefault((name, key.language), situation)
    return found


def _likeliest(lines: Sequence[Foreign], language: str, desk: Desk) -> Places:
    if language in desk.catalogue().languages:
        desk.speak(language)
    shelf, encoder = desk.searchable().shelf(language), desk.encoders.of(language)
    if shelf is None or encoder is None:
        return {}
    texts = [f"{one.title}. {one.text}" if one.title else one.text for one in lines]
    named = zip(lines, encoder.encode(texts), strict=True)
    found = {one.place: _situation(row, shelf, language, desk) for one, row in named}
    return {place: situation for place, situation in found.items() if situation}


def _situation(vector: Vector, shelf: Shelf, language: str, desk: Desk) -> str:
    """Give the likeliest that takes lines, else that of the nearest line."""
    situations = desk.searchable().situations
    for likely in shelf.likely(vector):
        if not situations[likely.id].silent:
            return likely.id
    line, cosine = next(iter(shelf.nearest(vector, language, 1)), (None, 0.0))
    return line.situation if line and cosine >= _NEAR else ""
