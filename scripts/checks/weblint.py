"""What web-ext's lint found, as JSON on standard input: all but what is known is a problem."""

import json
import sys
from collections.abc import Iterator

import tree

# Each with what its message begins with, and why it stands.
KNOWN = (
    (
        "BACKGROUND_SERVICE_WORKER_NOFALLBACK",
        'Unsupported "/background/service_worker"',
        "Chromium before 121 does not load a manifest with background.scripts, and 116 is promised;"
        " Firefox, which needs them, is not served yet",
    ),
    ("MANIFEST_PERMISSIONS", '/permissions: Invalid permissions "sidePanel"', "Chromium's panel"),
    ("UNSUPPORTED_API", "dom.openOrClosedShadowRoot", "Firefox has it on the element itself"),
    ("UNSUPPORTED_API", "sidePanel.", "Chromium's panel; Firefox has a sidebar instead"),
)


def problems(found: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    """Name each finding that is not known, then each known one that is gone."""
    seen = set()
    for one in (*found["errors"], *found["warnings"], *found["notices"]):
        code, message = one["code"], one["message"]
        known = [kind for kind in KNOWN if kind[0] == code and message.startswith(kind[1])]
        seen.update(known)
        if not known:
            yield f"{one.get('file', 'manifest.json')}:{one.get('line', 1)}: {code}: {message}"
    for code, begins, _ in KNOWN:
        if not any(kind[:2] == (code, begins) for kind in seen):
            yield f"scripts/checks/weblint.py: {code} {begins} is found no more: take it out"


if __name__ == "__main__":
    tree.report(problems(json.load(sys.stdin)))
