"""What is too much alike: lines that say the same, and situations that cannot be told apart."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from sidecar_server.library.calibration import calibration
from sidecar_server.library.checks.written import Placed, Rows, Written
from sidecar_server.library.files import Fault
from sidecar_server.model import Situation

_FOUND = 0.5  # of a situation's examples that must be read as its own
_TAKEN = 0.34  # of them that may be read as one other


def copies(written: Written) -> Iterator[Fault]:
    """Name lines of one language that are near-copies, and examples under two situations."""
    for language, phrases in written.phrases.items():
        encoded = written.vectors(language, [placed.entry.text for placed in phrases])
        for first, second, cosine in _near(encoded):
            yield (
                phrases[second].place,
                f"{phrases[second].entry.id} says the same as {phrases[first].entry.id} at "
                f"{phrases[first].place} (cosine {cosine:.2f}) — rewrite or remove one",
            )
    for language, situations in written.situations.items():
        yield from _shared(written, language, situations)


def _shared(
    written: Written, language: str, situations: Sequence[Placed[Situation]]
) -> Iterator[Fault]:
    """Name examples of two situations that are nearly the same words."""
    owners = [placed for placed in situations for _ in placed.entry.customer_says]
    texts = [text for placed in situations for text in placed.entry.customer_says]
    for first, second, cosine in _near(written.vectors(language, texts), least=0.03):
        if owners[first] is not owners[second]:
            yield (
                owners[second].place,
                f"“{texts[second]}” of {owners[second].entry.id} is nearly “{texts[first]}” of "
                f"{owners[first].entry.id} (cosine {cosine:.2f}) — leave it to one of them",
            )


def _near(encoded: tuple[str, Rows] | None, least: float = 0.0) -> Iterator[tuple[int, int, float]]:
    """Give the pairs of rows at least as near as the encoder's copies are, plus `least`."""
    if encoded:
        name, rows = encoded
        cosines = np.triu(rows @ rows.T, 1)
        for first, second in np.argwhere(cosines >= calibration(name).copy + least):
            yield int(first), int(second), float(cosines[first, second])


def separation(written: Written) -> Iterator[Fault]:
    """Name situations whose examples, each left out in turn, are read as another's."""
    for language, situations in written.situations.items():
        read = written.separation(language)
        for placed in situations:
            if placed.entry.broad or placed.entry.reply:
                continue  # a reply is told apart by what it answers
            ids = read.ranked[placed.entry.id] if read else ()
            taken = Counter(ranked[0] for ranked in ids)
            for other, count in taken.items():
                if other != placed.entry.id and count > _TAKEN * len(ids):
                    yield placed.place, _apart(placed.entry, other, count, len(ids))
            if (found := taken[placed.entry.id]) < _FOUND * len(ids):
                yield placed.place, _apart(placed.entry, "others", len(ids) - found, len(ids))


def _apart(situation: Situation, other: str, count: int, of: int) -> str:
    return (
        f"{count} of {of} examples of {situation.id} are read as {other} — tell the two apart by "
        "examples that name what differs, or merge them"
    )
