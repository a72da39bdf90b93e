"""A review as text for a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import fill

from sidecar_server.practice.review.rubric import Measure, Quote, Review, clock
from sidecar_server.practice.review.totals import Side, Totals

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDE = 96
# What a customer writes must not steer the terminal of who reads it.
_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {ord("\n")}, "\ufffd")


def render(name: str, one: Review) -> str:
    """Write a review as a person reads it."""
    total = "nothing to judge" if one.total is None else f"{one.total} of 100"
    head = f"{name}: {total}, {one.messages} messages"
    shown = [head, "=" * len(head), *(_measure(m) for m in one.measures)]
    if curve := spark([heat for _, heat in one.curve]):
        shown.append(f"  {'':24}{curve}  (each block one message of the customer)")
    return "\n".join(shown).translate(_CONTROLS)


def spark(heats: Sequence[float]) -> str:
    """Draw heats of 0 … 1 as a row of blocks."""
    return "".join(_BLOCKS[min(7, int(heat * 8))] for heat in heats)


def _measure(one: Measure) -> str:
    share = "" if one.share is None else f"{one.share:5.0%}"
    return "\n".join([f"  {one.title:24}{share:6} {one.value}", *(_lines(one.quotes))])


def _lines(quotes: Sequence[Quote]) -> Iterator[str]:
    for one in quotes:
        at = "" if one.at is None else f" ({clock(one.at)})"
        who = "they" if one.role == "customer" else "you"
        yield _indented(f"{who}{at}: “{' '.join(one.text.split())}”", 6)
        if one.says:
            yield _indented(one.says, 8)
        if one.better:
            yield _indented(f"better: {one.better}", 8)


def _indented(text: str, by: int) -> str:
    return fill(text, _WIDE, initial_indent=" " * by, subsequent_indent=" " * (by + 2))


def render_totals(found: Totals) -> str:
    """Write totals as a person reads them."""
    shown: list[str] = []
    for name, side in (("Practice", found.practice), ("Real chats", found.real)):
        shown += [f"{name}: {_side(side)}"]
        shown += [f"  {key:12}{share:5.0%}" for key, share in (side.shares if side else {}).items()]
    if found.gap:
        rest = ", ".join(f"{k} {v:+.0%}" for k, v in found.gap.items() if k != "total")
        shown.append(f"Practice less real: {found.gap['total']:+g} of 100")
        shown += [f"  {rest}"] if rest else []
    return "\n".join(shown)


def _side(side: Side | None) -> str:
    if side is None:
        return "fewer than five agents, so nothing is said"
    return f"{side.total:g} of 100 over {side.agents} agents and {side.chats} chats"
