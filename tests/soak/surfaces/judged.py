"""The extension's judgement in a node process that stays, asked and answered line by line."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

JUDGE = Path(__file__).with_name("judge.js")
Ask = Callable[..., dict[str, Any]]


@contextmanager
def judging() -> Iterator[Ask]:
    """Give what asks the process."""
    pipe = subprocess.PIPE
    with subprocess.Popen(["node", str(JUDGE)], stdin=pipe, stdout=pipe, text=True) as node:
        given, told = node.stdin, node.stdout
        assert given
        assert told

        def ask(**fields: Any) -> dict[str, Any]:
            given.write(json.dumps(fields) + "\n")
            given.flush()
            found: dict[str, Any] = json.loads(told.readline())
            assert "raised" not in found, found["raised"]
            return found

        yield ask
        given.close()
