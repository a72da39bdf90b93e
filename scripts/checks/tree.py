"""The files that the checks read: what git tracks or would, without what others wrote."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def files(*endings: str) -> Iterator[Path]:
    """Every file of the checkout, relative to its top, with one of the endings (all: none)."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(  # noqa: S603 - no word of it comes from outside
        command, cwd=TOP, capture_output=True, check=True, text=True
    ).stdout
    for path in map(Path, sorted(set(listed.split("\0")) - {""})):
        wanted = not endings or path.suffix in endings
        if wanted and "vendor" not in path.parts and (TOP / path).is_file():
            yield path


def text(path: Path) -> str | None:
    """Give the file's text, or None where it is not text."""
    try:
        return (TOP / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def report(problems: Iterable[str]) -> None:
    """Print each problem on a line, and end with 1 if there was one."""
    found = list(problems)
    for problem in found:
        sys.stdout.write(problem + "\n")
    sys.exit(bool(found))
