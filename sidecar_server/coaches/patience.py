"""The patience clock: when a word is due to whoever waits, which one, and who comes first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sidecar_server.coaches.case import Case
from sidecar_server.coaches.holding import holding
from sidecar_server.conversation import Conversation, Message
from sidecar_server.lexicon import NEGATION_PATTERN
from sidecar_server.model import Cues, Item
from sidecar_server.promises import asks, promised, urgency
from sidecar_server.text import fold, unspaced, words

NUDGE = "nudge"
_CALM_S, _SHORTEST_S = 120.0, 30.0
_HEATED, _UPSET, _RISING = 0.6, 0.35, 0.2  # what full heat and the like take of the patience
_STAKES = {"low": 1.0, "medium": 0.85, "high": 0.5}
_SOON_S, _PRESSED = 3_600.0, 0.6  # a time named by the customer, and what it leaves of the patience
_HOLD_S = 150.0  # that "one moment" is good for, with a calm customer
_AHEAD, _AHEAD_LEAST_S = 0.2, 20.0  # how long before a promise is broken the agent hears
_TYPING_S = 15.0  # somebody who has just written may go on
_PUT_OFF_S = 20.0  # while the agent writes
_DISMISSED = 0.25  # what each dismissed nudge adds to the patience, today
_HOT, _WARM, _UPSET_FROM = 0.6, 0.3, 0.6
_TELLING, _TELLING_UNSPACED = 8, 20  # words, or characters where none are parted, of an answer
_AND = " · "
_BRIEF = 2  # words of a message that asks for nothing, unless it does with a mark


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody waits: since when, when a word falls due, and when it is too late."""

    since: float
    due: float
    why: str
    promise: bool = False


def wait(case: Case) -> Wait | None:
    """Say who waits for the agent in this chat: by an unanswered message, else by a promise."""
    unanswered, spoken = _unanswered(case.turns)
    once = case.conversation.once
    pressed = any(once("pressed", message.text, _pressed) for message in unanswered)
    patience = (
        _patience(case.cues)
        * (_PRESSED if pressed else 1.0)
        * (1 + _DISMISSED * case.conversation.agent.dismissed[NUDGE])
    )
    kept = _promise(spoken, patience, case)
    due = [one for one in unanswered if one.at is not None and _due(one, case)]
    if not due:
        return kept
    since, newest = float(due[0].at or 0), float(due[-1].at or 0)
    waits = Wait(since, max(since + patience, newest + _TYPING_S), "unanswered")
    return min((waits, kept), key=lambda one: one.due) if kept else waits


def _unanswered(turns: Sequence[Sequence[Message]]) -> tuple[list[Message], list[Message]]:
    """Give the customer's messages since the agent wrote last, and what the agent wrote then."""
    unanswered: list[Message] = []
    for turn in reversed(turns):
        if turn[0].role == "agent":
            return unanswered, list(turn)
        if turn[0].role == "customer":
            unanswered = [*turn, *unanswered]
    return unanswered, []


def _patience(cues: Cues) -> float:
    """Give the seconds that this customer is likely to wait in peace; a heuristic."""
    left = _CALM_S * _STAKES[cues.stakes] * (1 - _HEATED * cues.heat)
    left *= 1 - _UPSET * max(0.0, 2 * cues.dissatisfaction - 1)
    left *= 1 - _RISING * max(0.0, cues.trend)
    return max(_SHORTEST_S, left)


def _pressed(text: str) -> bool:
    """Say whether a customer names a time that is soon: "25 minutes left"."""
    left = urgency(text)
    return left is not None and left <= _SOON_S


def _promise(spoken: Sequence[Message], patience: float, case: Case) -> Wait | None:
    """Give the wait that the agent's last words began, a little before they are broken."""
    once = case.conversation.once
    if not spoken or spoken[-1].at is None or once("asks", spoken[-1].text, asks):
        return None
    for message in reversed(spoken):
        if message.at is not None and (found := once("promised", message.text, promised)):
            if found.seconds is None:
                lasts = _HOLD_S * patience / _CALM_S
                return Wait(message.at, message.at + max(_SHORTEST_S, lasts), "held", True)
            ahead = max(_AHEAD_LEAST_S, _AHEAD * found.seconds)
            due = message.at + max(found.seconds / 2, found.seconds - ahead)
            return Wait(message.at, due, "promised", True)
        if _tells(message.text):
            return None
    return None


def _tells(text: str) -> bool:
    """Say whether a message without a promise is long enough to be the answer itself."""
    return len(text) >= _TELLING_UNSPACED if unspaced(text) else len(words(text)) >= _TELLING


def _due(message: Message, case: Case) -> bool:
    """Say whether a customer's message asks for an answer: thanks, "ok" and "brb" do not."""
    if "?" in message.text or "？" in message.text:
        return True
    if case.conversation.once("denied", message.text, _denies):
        return len(message.text.split()) > _BRIEF  # "thanks, but it still does not work"
    likely = case.likely(message.text)
    if not likely:
        return len(message.text.split()) > _BRIEF
    first = case.searchable.situations[likely[0].id]
    return not first.silent and first.moment != "closing"


def _denies(text: str) -> bool:
    return bool(NEGATION_PATTERN.search(fold(text).text))


def ring(case: Case, now: float) -> Item | None:
    """Give the nudge that is due now, at most one until the agent writes; None where none is."""
    clock, waits = case.conversation.clock, wait(case)
    clock.due = waits.due if waits and _owed(case.conversation) else None
    if waits is None or clock.due is None or now < clock.due:
        return None
    if clock.writing:  # nothing pops up while a draft is being written
        clock.writing = False
        clock.due = now + _PUT_OFF_S
        return None
    clock.nudged, clock.due = _last_word(case.conversation), None
    line = holding(case, waits.promise)
    title = "Your promise is nearly up" if waits.promise else "They are still waiting"
    said = _lasting(now - waits.since)
    why = {
        "unanswered": f"No answer for {said}",
        "held": f"You asked them to wait {said} ago",
        "promised": f"You gave them a time {said} ago",
    }[waits.why]
    return replace(line, kind=NUDGE, title=title, why=f"{why}{_heat_words(case.cues)}", score=1.0)


def schedule(case: Case) -> float | None:
    """Give when the next nudge falls due on the chat's clock, None where none will."""
    waits = wait(case)
    return waits.due if waits and _owed(case.conversation) else None


def _owed(conversation: Conversation) -> bool:
    agent = conversation.agent
    allowed = agent.on(NUDGE) and not agent.quiet
    return allowed and conversation.clock.nudged != _last_word(conversation)


def _last_word(conversation: Conversation) -> str:
    """Name the agent's newest message, "" before the first: one nudge for each."""
    agents = (message.id for message in reversed(conversation.messages) if message.role == "agent")
    return next(agents, "")


def need(case: Case, now: float) -> tuple[float, str, float]:
    """Give how much a chat needs its agent (1: patience is out), why, and the seconds waited."""
    waits = wait(case)
    if waits is None:
        return 0.0, "answered", 0.0
    waited = max(0.0, now - waits.since)
    share = waited / max(1.0, waits.due - waits.since)
    weight = 1 + case.cues.heat + {"low": 0.0, "medium": 0.3, "high": 1.0}[case.cues.stakes]
    pressing = _heat_words(case.cues)
    why = f"your promise{pressing}" if waits.promise else pressing.removeprefix(_AND) or "waiting"
    return (0.2 + share) * weight, why, round(waited, 1)


def _heat_words(cues: Cues) -> str:
    """Say in a few words what makes this wait a short one."""
    words = [
        "hot" if cues.heat >= _HOT else "heated" if cues.heat >= _WARM else "",
        "much to lose" if cues.stakes == "high" else "",
        "not going well" if cues.dissatisfaction >= _UPSET_FROM and cues.heat < _WARM else "",
    ]
    return "".join(f"{_AND}{word}" for word in words if word)


def _lasting(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds / 5) * 5} seconds"
    return f"{minutes} minutes"
