"""The family of draft rules: each reads an unsent reply and gives findings about its words.

To add one: write a module with a function from a `Draft` to findings and add it to `RULES`.
"""

from collections.abc import Callable, Iterable, Mapping

from sidecar_server.coaches.case import Case
from sidecar_server.drafts.apology import apology
from sidecar_server.drafts.culture import culture
from sidecar_server.drafts.draft import Draft, spoken_in, unread_in
from sidecar_server.drafts.heard import heard
from sidecar_server.drafts.private import private
from sidecar_server.drafts.sincerity import sincerity
from sidecar_server.drafts.slot import slot
from sidecar_server.drafts.tone import promise, tone
from sidecar_server.model import Finding, Span

__all__ = ["RULES", "Draft", "check", "spoken_in", "unread_in"]

Rule = Callable[[Draft], Iterable[Finding]]
MOST = 3
_WAVED = "finding:"  # before a rule's name, what a client calls a finding in its feedback

# In the order of the harm that each keeps from being sent.
RULES: Mapping[str, Rule] = {
    "private": private,
    "slot": slot,
    "promise": promise,
    "tone": tone,
    "culture": culture,
    "heard": heard,
    "apology": apology,
    "sincerity": sincerity,
}


def check(case: Case, text: str) -> tuple[Finding, ...]:
    """Give at most three findings, the most harmful first; none for rules that are off."""
    if not text.strip():
        return ()
    conversation, agent = case.conversation, case.conversation.agent
    spoken = spoken_in(conversation, text)
    draft = Draft(text, case, spoken, case.searchable.shelf(spoken))
    found: list[Finding] = []
    for name, rule in RULES.items():
        waved = f"{_WAVED}{name}" in conversation.dismissed
        if waved or not agent.on(name) or agent.asks(f"{_WAVED}{name}") >= 1:
            continue
        found += rule(draft)
    return tuple(_apart(found, text))


def _apart(findings: list[Finding], text: str) -> list[Finding]:
    """Give the most that are told, without what is mostly said of words told of already."""
    kept: list[Finding] = []
    for one in findings:
        worse = (other for other in kept if not _whole(other, text))
        if _whole(one, text) or not any(_covers(other.span, one.span) for other in worse):
            kept.append(one)
        if len(kept) == MOST:
            break
    return kept


def _covers(worse: Span, span: Span) -> bool:
    """Say whether at least half of a span is in another: a gap in a sentence hides it not."""
    shared = min(worse[1], span[1]) - max(worse[0], span[0])
    return shared > 0 and 2 * shared >= span[1] - span[0]


def _whole(finding: Finding, text: str) -> bool:
    return finding.rule == "heard" and finding.span == (0, len(text))
