"""No file says where it was made: no home folders, no download addresses in the locks."""

import re
from collections.abc import Iterator

import tree

TRACES = {
    "a path of one machine": re.compile(r"(?<![\w.:$}-])/(?:home|Users|root|work)/\w"),
    "a download address": re.compile(r'"resolved":\s*"http|--(?:extra-)?index-url|--find-links'),
}
HERE = "scripts/checks/traces.py"


def traces() -> Iterator[str]:
    """Name each line with a trace; this file, which spells them, is passed over."""
    for path in tree.files():
        if path.as_posix() == HERE:
            continue
        for number, line in enumerate((tree.text(path) or "").splitlines(), 1):
            for what, pattern in TRACES.items():
                if pattern.search(line):
                    yield f"{path}:{number}: {what}: take it out"


if __name__ == "__main__":
    tree.report(traces())
