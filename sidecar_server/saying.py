"""What is said to whoever started a program, on streams that may be files on a full disk."""

from contextlib import suppress
from typing import TextIO


def say(stream: TextIO, text: str, end: str = "\n") -> None:
    """Write a line at once; where it cannot be written, go on without it."""
    with suppress(OSError):
        stream.write(text + end)
        stream.flush()
