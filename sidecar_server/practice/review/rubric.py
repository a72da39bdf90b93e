"""The rubric: what a chat showed, measure by measure, each with its quotes and a better line.

A measure's share is 0 … 1, None where the chat gave no occasion; the total is their weighted mean.
The weights are a judgement: what the customer feels first counts most.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sidecar_server.model import Finding, Span
from sidecar_server.practice.moves import back_within
from sidecar_server.practice.review.witness import Seen, Turn
from sidecar_server.text import meet

_ACKNOWLEDGING = frozenset(("acknowledge", "validate", "restate", "apologise", "de-escalate"))
_SOON_S, _LATE_S = 90.0, 300.0
_HOT, _COOL = 0.3, 0.2
_BY_REPLY = (1.0, 0.7, 0.4)  # where the first acknowledgement is in the first, second, third reply
_EACH = 0.25  # what one cold or cultural finding costs
_MOST_QUOTES = 4


Curve = Sequence[tuple[float | None, float]]  # seconds, where they are known, and heat 0 … 1


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the chat, what is said of them, and a better line; `at` in seconds."""

    text: str
    says: str
    role: str = "agent"
    at: float | None = None
    better: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the rubric: `value` as a person reads it, `share` 0 … 1 or None."""

    id: str
    title: str
    value: str
    share: float | None
    weight: float
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review: `total` 0 … 100, None where nothing could be judged; `curve` is the heat."""

    total: int | None
    measures: tuple[Measure, ...]
    curve: tuple[tuple[float | None, float], ...]
    messages: int
    language: str


def review(seen: Seen, curve: Curve = ()) -> Review:
    """Judge a chat; `curve` is the customer's own heat, where it is known."""
    heats = tuple(curve or seen.heats)
    found = (*(one(seen) for one in MEASURES), _heat(heats))
    measures = tuple(replace(one, quotes=one.quotes[:_MOST_QUOTES]) for one in found)
    judged = [(one.share, one.weight) for one in measures if one.share is not None]
    weight = sum(weight for _, weight in judged)
    total = (
        round(100 * sum(share * weight for share, weight in judged) / weight) if weight else None
    )
    return Review(total, measures, heats, len(seen.lines), seen.language)


def _first(seen: Seen) -> Measure:
    """Time to the first acknowledgement."""
    title = "First acknowledgement"
    if not seen.reads_warmth:
        return Measure("first", title, "not read in this language", None, 3)
    began = next((line.at for line in seen.lines if line.role == "customer"), None)
    found = next((one for one in seen.turns if one.moves.heard or one.moves.felt), None)
    if found is None:
        quotes = [
            _quote(one, None, "Nothing in it takes up what they wrote.") for one in seen.turns[:1]
        ]
        return Measure("first", title, "none", 0.0, 3, tuple(quotes))
    span = (*found.moves.felt, *found.moves.heard)[0]
    share = _BY_REPLY[found.number - 1] if found.number <= len(_BY_REPLY) else 0.2
    value = f"in reply {found.number}"
    if found.line.at is not None and began is not None:
        waited = found.line.at - began
        value = f"after {clock(waited)}, {value}"
        share *= 1.0 if waited <= _SOON_S else 0.8 if waited <= _LATE_S else 0.6
    said = "This is where they could see that they were read."
    return Measure("first", title, value, share, 3, (_plain(found, span, said),))


def _heard(seen: Seen) -> Measure:
    """Points of the customer's that the agent came to."""
    came = sum(one.heard for one in seen.owed)
    left = [one for one in seen.owed if not one.heard]
    quotes = [
        Quote(one.text, "Nobody came back to this.", "customer", one.at, one.line) for one in left
    ]
    share = came / len(seen.owed) if seen.owed else None
    value = f"{came} of {len(seen.owed)}" if seen.owed else "nothing was asked"
    return Measure("heard", "Points heard", value, share, 3, tuple(quotes))


def _asked(seen: Seen) -> Measure:
    """Questions: shown, and not judged, because one too many costs as much as one too few."""
    quotes = [_plain(one, span, "") for one in seen.turns for span in one.moves.asked]
    return Measure("asked", "Questions asked", str(len(quotes)), None, 0, tuple(quotes))


def _felt(seen: Seen) -> Measure:
    """Feelings named, or what should not be so owned."""
    title = "Feelings named"
    if not seen.reads_warmth:
        return Measure("felt", title, "not read in this language", None, 1)
    quotes = [_plain(one, span, "") for one in seen.turns for span in one.moves.felt]
    hot = max((heat for _, heat in seen.heats), default=0.0) >= _HOT
    share = 1.0 if quotes else 0.0 if hot else None
    return Measure(
        "felt",
        title,
        str(len(quotes)) if quotes else "none",
        share,
        1,
        tuple(quotes),
    )


def _sorry(seen: Seen) -> Measure:
    """Apologies: one good one is heard, many are not."""
    good = [_plain(one, span, "") for one in seen.turns for span in one.moves.sorry]
    heaped = list(_found(seen, "apology"))
    share = max(0.0, 1 - 0.5 * len(heaped)) if good or heaped else None
    value = f"{len(good)}, {len(heaped)} too many" if heaped else str(len(good) or "none")
    return Measure("sorry", "Apologies", value, share, 1, (*heaped, *good))


def _promises(seen: Seen) -> Measure:
    """Promises to be back, and whether the agent was."""
    title, kept, quotes = "Promises kept", 0, []
    made = [one for one in seen.turns if one.moves.promised]
    judged = 0
    for one in made:
        back = next((other for other in seen.turns if other.number > one.number), None)
        outcome = _was_kept(one, back)
        judged += outcome is not None
        kept += outcome is True
        if outcome is False and one.moves.promised:
            said = "You were not back in that time." if back else "Nothing came after this."
            quotes.append(
                Quote(one.moves.promised.words, said, at=one.line.at, better=_line(one, {"hold"}))
            )
    if not judged:
        return Measure("promises", title, f"{len(made)} made" if made else "none made", None, 2)
    return Measure("promises", title, f"{kept} of {judged}", kept / judged, 2, tuple(quotes))


def _was_kept(one: Turn, back: Turn | None) -> bool | None:
    """Say whether the next message came in time; None where that cannot be told."""
    within = back_within(one.moves.promised)
    if back is None:
        return None if within is None else False
    if within is None or one.line.at is None or back.line.at is None:
        return True
    return back.line.at - one.line.at <= within


def _repeated(seen: Seen) -> Measure:
    """Wordings that this customer was sent before."""
    quotes = list(_found(seen, "sincerity"))
    share = max(0.0, 1 - _EACH * len(quotes)) if len(seen.turns) > 1 else None
    return Measure(
        "repeated",
        "Repeated wordings",
        str(len(quotes) or "none"),
        share,
        1,
        tuple(quotes),
    )


def _cold(seen: Seen) -> Measure:
    """Sentences that a customer would feel: waved away, blamed, canned, a rule alone, promised."""
    quotes = [
        quote
        for turn in seen.turns
        for one, quote in _findings(turn, "tone", "promise")
        if one.rule == "promise" or any(meet(one.span, span) for span in turn.moves.colds)
    ]
    share = max(0.0, 1 - _EACH * len(quotes)) if seen.turns else None
    return Measure(
        "tone",
        "Tone",
        f"{len(quotes)} to look at" if quotes else "nothing to say",
        share,
        3,
        tuple(quotes),
    )


def _culture(seen: Seen) -> Measure:
    """Cultural findings: wordings that may read otherwise where the customer is."""
    quotes = list(_found(seen, "culture"))
    share = max(0.0, 1 - _EACH * len(quotes)) if quotes else None
    return Measure(
        "culture",
        "Cultural findings",
        str(len(quotes) or "none"),
        share,
        1,
        tuple(quotes),
    )


MEASURES: tuple[Callable[[Seen], Measure], ...] = (
    _first, _heard, _felt, _asked, _sorry, _promises, _cold, _repeated, _culture,
)  # fmt: skip


def _heat(curve: Curve) -> Measure:
    """How the heat went: where it ended, and whether it fell."""
    if not curve:
        return Measure("heat", "Heat", "not read", None, 2)
    first, last, most = curve[0][1], curve[-1][1], max(heat for _, heat in curve)
    way = "fell" if last < first - 0.02 else "rose" if last > first + 0.02 else "stayed"
    went = 1.0 if last <= _COOL and last <= first else 0.6 + first - last - last / 4
    above = most - max(first, last)  # a chat that boiled over between was not all well
    value = f"{way} from {first:.0%} to {last:.0%}"
    value += f", at most {most:.0%}" if above > 0 else ""
    return Measure("heat", "Heat", value, min(1.0, max(0.0, went - above / 2)), 2)


def _found(seen: Seen, rule: str) -> Iterable[Quote]:
    for turn in seen.turns:
        yield from (quote for _, quote in _findings(turn, rule))


def _findings(turn: Turn, *rules: str) -> Iterable[tuple[Finding, Quote]]:
    for one in turn.findings:
        if one.rule in rules:
            better = next(iter(one.replacements), "") or _line(turn)
            yield one, Quote(one.text, one.advice, at=turn.line.at, better=better)


def _quote(turn: Turn, span: Span | None, says: str) -> Quote:
    text = turn.line.text[slice(*span)] if span else turn.line.text
    return Quote(text, says, at=turn.line.at, better=_line(turn, _ACKNOWLEDGING))


def _plain(turn: Turn, span: Span, says: str) -> Quote:
    return Quote(turn.line.text[slice(*span)], says, at=turn.line.at)


def _line(turn: Turn, strategies: Collection[str] = ()) -> str:
    """Give a line that was offered at that moment: of a strategy, where one was."""
    lines = [item for item in turn.offered if item.kind == "phrase"]
    fitting = [item for item in lines if (item.strategy or "") in strategies]
    return next((item.text for item in (*fitting, *lines)), "")


def clock(seconds: float) -> str:
    """Write a time as people read it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
