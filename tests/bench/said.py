"""The library's English examples in other words, as many as are wanted, and their real vectors."""

import random
from collections.abc import Iterator

from sidecar_server.library.files import collect, read
from sidecar_server.resources import folder

OPENINGS = (
    "", "hi, ", "hello, ", "hey ", "good morning, ", "excuse me, ", "sorry but ", "so ", "well, ",
    "listen, ", "quick question: ", "for the third time, ", "i am writing because ", "ok so ",
)  # fmt: skip
ENDINGS = (
    "", ", please help", ", thanks", "??", ", can you look into it", ", this is urgent", " today",
    ", what now", " and nobody answers", ", i am waiting", " since last week", ", any news", "...",
)  # fmt: skip


def said(count: int, seed: int = 7) -> list[str]:
    """Give so many different texts: an opening, an example that may lack a word, an ending."""
    found = dict.fromkeys(examples())
    drawn = _variants(list(found), random.Random(seed))  # noqa: S311  (nothing secret)
    while len(found) < count:
        found[next(drawn)] = None
    return list(found)[:count]


def examples() -> list[str]:
    """Give the shipped English examples and titles."""
    situations = collect(read(folder("prompts"))).situations
    own = [one for one in situations if one.language == "en" and not one.broad]
    return [text for one in own for text in (*one.customer_says, one.title)]


def _variants(texts: list[str], drawn: random.Random) -> Iterator[str]:
    while True:
        words = drawn.choice(texts).split()
        if len(words) > 4 and drawn.random() < 0.5:
            del words[drawn.randrange(len(words))]
        yield f"{drawn.choice(OPENINGS)}{' '.join(words)}{drawn.choice(ENDINGS)}"
