"""No pattern of ours takes longer than the text is long: each is tried on texts made to be slow."""

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import sidecar_server

# Parts of texts that patterns go over again and again where they are careless.
PARTS = (
    "a", "A", "a ", "a.", "a, ", "a-", "Ab ", "1", "1 ", "1-", "1,", "1.", "2020-", "GB12", " ",
    "\n", " \n", "\t", "\u3000", "!", "?!", "(", "[", "[a", "{", "{a", "{{", "{%", "<", "<your ",
    "@", "a@", "@a.", "_", "-", "'", '"', ",", "€1 ", "http://", "www.", "not ", "and ", "I ",
    "sorry ", "Mr ", "no 1 ", "é", "\u0301", "क", "の", "。", "\u0e01", "\u200d", "\U0001f600",
    "customer ", "12:30 ",
)  # fmt: skip
CHARACTERS = 30_000  # 7 times the longest text there is: what is squared takes many seconds
PATIENCE_S = 2.0  # of the processor, whatever else it does; the slowest takes a third


class TookTooLong(BaseException):
    """Not one of those that a program catches."""


@contextmanager
def patience() -> Iterator[None]:
    def over(*_: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Give every compiled pattern that a module of ours holds, by the module and name."""
    for found in pkgutil.walk_packages(sidecar_server.__path__, "sidecar_server."):
        if ".migrations" in found.name:
            continue
        try:
            module = importlib.import_module(found.name)
        except ImportError:  # what trains models needs more than is installed
            continue
        for name, value in vars(module).items():
            yield from ((f"{found.name}.{name}", one) for one in _within(value))


def _within(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, list | tuple | dict | frozenset):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _within(one)


FOUND = {(name, one.pattern): one for name, one in patterns()}


def test_all_patterns_are_found() -> None:
    assert len(FOUND) > 150


@pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="nothing here ends a search")
@pytest.mark.parametrize("part", PARTS)
def test_no_pattern_goes_over_a_text_again_and_again(part: str) -> None:
    text = (part * CHARACTERS)[:CHARACTERS] + "x"
    for (name, _), pattern in FOUND.items():
        try:
            with patience():
                for _ in pattern.finditer(text):
                    pass
        except TookTooLong:
            pytest.fail(f"{name} takes too long: {pattern.pattern[:200]}")
