"""Tone and promises: sentences that wave away, blame, sound canned, hide behind a rule, promise.

Read by a trained head, clause by clause, and borne out by signs; the customer's own words, quoted,
do not count.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sidecar_server.drafts.apology import APOLOGY
from sidecar_server.drafts.draft import Draft, Vector
from sidecar_server.drafts.signs import CALM_DOWN, HINDSIGHT, SIGNS
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.heads.politeness import load_politeness
from sidecar_server.heads.tone import load_tone
from sidecar_server.model import Finding, Span
from sidecar_server.text import fold, parts, words

TONE, PROMISE = "tone", "promise"
ADVICE: Mapping[str, str] = {
    "dismissive": "This may read as waving it away: say what you take seriously, then what you do.",
    "blaming": "This may read as their fault: say what happened, and leave out whose it was.",
    "robotic": "This sounds canned: say it in your own words, about this case.",
    "policy": "A rule alone closes the door: give its reason, and what is still possible.",
    "promise": "You cannot be sure of this: say what you will do, or what is planned and by whom.",
}
_SURE: Mapping[str, float] = {
    "dismissive": 0.5, "blaming": 0.5, "robotic": 0.65, "policy": 0.55, "promise": 0.6,
}  # fmt: skip
_SURE_ELSEWHERE = 0.9  # in languages without signs
_CLAUSE_SURER = 0.05  # a clause without its sentence says less
_POLITE = 0.2  # what politeness weighs beside the tone
_HOLLOW = re.compile(r"inconvenien|unpleasant|regret")  # an apology that is canned all the same
_QUOTED = re.compile(r"[\"“„«](.+?)[\"”“»]")


@dataclass(frozen=True, slots=True)
class Sound:
    """A part of the draft that sounds like one of the labels."""

    span: Span
    label: str
    share: float


def tone(draft: Draft) -> Iterator[Finding]:
    """Find wordings that a customer would feel."""
    yield from _found(draft, TONE)


def promise(draft: Draft) -> Iterator[Finding]:
    """Find promises that an agent cannot keep."""
    yield from _found(draft, PROMISE)


def _found(draft: Draft, rule: str) -> Iterator[Finding]:
    for one in sorted(sounds(draft), key=lambda one: -one.share):
        if (one.label == PROMISE) == (rule == PROMISE):
            yield draft.finding(rule, one.span, ADVICE[one.label])


def sounds(draft: Draft) -> list[Sound]:
    """Read every sentence and clause; of a sentence the part that is surest stands for it."""
    best: dict[Span, Sound] = {}
    for span in parts(draft.text):
        whole = draft.around(span[0])
        one = _read(draft, span, 0.0 if span == whole else _CLAUSE_SURER)
        if one and (whole not in best or one.share > best[whole].share):
            best[whole] = one
    return list(best.values())


def _read(draft: Draft, span: Span, surer: float) -> Sound | None:
    """Say what a part sounds like, where the head is sure and the words bear it out."""
    text = draft.text[slice(*span)]
    head = load_tone(draft.shelf.encoder) if draft.shelf else None
    vector = draft.vector(text)
    if head is None or vector is None or _customers(text, draft):
        return None
    if draft.language == ENGLISH and CALM_DOWN.search(fold(text).text):
        return Sound(span, "dismissive", 1.0)
    if draft.language == ENGLISH and HINDSIGHT.search(fold(text).text):
        return Sound(span, "blaming", 1.0)
    shares = draft.case.conversation.once("tone", text, lambda one: head.read(one, vector))
    label = max((name for name in shares if name != "good"), key=lambda name: shares[name])
    share = 1 - shares["good"] - surer + _rudeness(draft, text, vector)
    english = draft.language == ENGLISH
    folded = fold(text).text
    sure = share >= (_SURE[label] if english else _SURE_ELSEWHERE)
    believed = not english or SIGNS[label].agree(folded, draft.folded.text)
    sorry = APOLOGY.search(folded) and not _HOLLOW.search(folded)  # another rule's
    return Sound(span, label, share) if sure and believed and not sorry else None


def _rudeness(draft: Draft, text: str, vector: Vector) -> float:
    """Give what politeness takes away from a bad tone, and rudeness adds to it."""
    head = load_politeness(draft.shelf.encoder) if draft.shelf else None
    if head is None:
        return 0.0
    polite = draft.case.conversation.once("polite", text, lambda one: head.read(one, vector))
    return _POLITE * (0.5 - polite)


def _customers(text: str, draft: Draft) -> bool:
    """Say whether the words are the customer's own, quoted or taken up."""
    folded = fold(text).text
    quoted = [one[1] for one in _QUOTED.finditer(folded)]
    own = len(words(folded)) >= 3 and folded.strip(" .!?,;:") in draft.said
    return own or any(one.strip(" .!?") in draft.said for one in quoted)
