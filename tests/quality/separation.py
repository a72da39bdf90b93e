"""How well the library's examples tell its situations apart, each example left out in turn.

python -m tests.quality.separation [LANGUAGE...]      recall, then the pairs still confused
"""

import sys
from collections import Counter
from functools import cache

from sidecar_server.encoders.languages import load_encoders
from sidecar_server.library.checks.written import Written
from sidecar_server.library.files import read
from sidecar_server.library.separation import Separation
from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder
from tests.prepared import store

LISTED = 3  # examples of a situation read as one other, from which the pair is listed


@cache
def written() -> Written:
    """Give the shipped library with its encoders."""
    return Written(read(library_folder(Settings())), store(), load_encoders())


def confused(separation: Separation) -> Counter[tuple[str, str]]:
    """Count the examples of one situation that are read as another."""
    return Counter(
        (own, ranked[0])
        for own, each in separation.ranked.items()
        for ranked in each
        if ranked[0] != own
    )


def main() -> None:
    """Print a table and the pairs of each language."""
    for language in sys.argv[1:] or sorted(written().situations):
        found = written().separation(language)
        if found is None:
            continue
        count = sum(map(len, found.ranked.values()))
        sys.stdout.write(
            f"{language}: {len(found.ranked)} situations, {count} examples, "
            f"recall@1 {found.recall(1):.3f}, recall@3 {found.recall(3):.3f}\n"
        )
        for (own, other), pairs in confused(found).most_common():
            if pairs >= LISTED:
                sys.stdout.write(f"  {pairs:3} of {len(found.ranked[own])} {own} → {other}\n")


if __name__ == "__main__":
    main()
