"""Well-being: after a hard run a private word, and a line that sets a boundary kindly."""

from collections.abc import Sequence

from sidecar_server.coaches.case import Case
from sidecar_server.coaches.words import words_of
from sidecar_server.conversation import Message
from sidecar_server.lexicon import THANKS_PATTERN
from sidecar_server.model import Item
from sidecar_server.text import fold

HOSTILE = 0.7  # heat from which a message counts as hostile, by the customer's words alone
_HEATED = 0.45  # below it the word goes away by itself
_HARD_RUN = 3  # such messages among the newest ten
_PRAISE, _CALM, _LEAST = 0.6, 0.3, 12  # score of praise without thanks; heat; characters
_HERE, _OFTEN = "hostile", 2  # such messages of this chat, from which a boundary is offered
_KINDS = ("pause", "handover")
_INSULTED = "harassment"


def count(case: Case) -> None:
    """Count what is new for the shift: what the agent sent, hostility received, thanks."""
    conversation, agent = case.conversation, case.conversation.agent
    for message in conversation.messages:
        if message.role == "agent" and agent.is_new(conversation.id, message.id):
            agent.remember(message.text)
    if not case.customer_spoke_last or not case.newest:
        return
    newest = case.newest[-1]
    if not agent.is_new(conversation.id, newest.id):
        return
    hostile = _hostile(newest, case)
    agent.received(hostile)
    conversation.told[_HERE] = conversation.told.get(_HERE, 0) + hostile
    if _grateful(newest.text, case):
        agent.thanks.append(newest.text)


def _hostile(message: Message, case: Case) -> bool:
    """Say whether a message has its part in a turn that is hot, or is an insult itself."""
    heated = any(e.message == message.id and e.cue.startswith("heat") for e in case.cues.evidence)
    likely = case.likely(message.text)[:1]
    return (heated and case.cues.heat >= HOSTILE) or any(one.id == _INSULTED for one in likely)


def _grateful(text: str, case: Case) -> bool:
    """Say whether a message is a thanks worth reading again: of some words, and not hot."""
    likely = case.likely(text)
    closes = bool(likely) and case.searchable.situations[likely[0].id].moment == "closing"
    thanks = THANKS_PATTERN.search(fold(text).text) or (closes and likely[0].score >= _PRAISE)
    return bool(closes and thanks) and case.cues.heat < _CALM and len(text) >= _LEAST


def care(case: Case) -> Sequence[Item]:
    """After a hard run give a private word and a boundary line; once for each three messages."""
    agent = case.conversation.agent
    heated = case.cues.heat >= _HEATED
    standing = heated and case.conversation.told.get("care") == agent.hostile
    here = case.conversation.told.get(_HERE, 0)
    run = sum(agent.recent) >= _HARD_RUN or here >= _HARD_RUN  # of late, or all in this chat
    hard = run and agent.hostile - agent.cared >= _HARD_RUN
    if not case.customer_spoke_last or not (hard or standing):
        return []
    if hard:
        agent.cared = agent.hostile
        case.conversation.told["care"] = agent.hostile
    lines = words_of(case.cues.language)
    turn = agent.hostile // _HARD_RUN
    word, boundary = lines.care[_KINDS[(turn - 1) % 2]], lines.care["boundary"]
    private = Item(
        id=f"care.{turn}",
        kind="care",
        text=word[turn % len(word)],
        title="For you alone",
        why=f"{agent.hostile} hard messages today",
        score=0.9,
        insertable=False,
    )
    limit = Item(
        id=f"care.boundary.{turn}",
        kind="care",
        text=boundary[turn % len(boundary)],
        title="A kind boundary",
        why="Their last messages were hostile",
        score=0.9,
        insertable=True,
        strategy="de-escalate",
    )
    # The run may be of several chats; who wrote one hot message is not told of insults.
    return [private, limit] if here >= _OFTEN else [private]
