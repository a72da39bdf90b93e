"""The test bench: what would come for a message or a whole chat, and which step decided."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sidecar_server.assistant import Assistant
from sidecar_server.coaches import Case
from sidecar_server.coaches.reasons import FAR, Reason, explain
from sidecar_server.conversation import Conversation
from sidecar_server.curation.catalogue import Line as Entry
from sidecar_server.curation.desk import Desk
from sidecar_server.library.search import Searchable
from sidecar_server.model import Advice, Cues, Phrase
from sidecar_server.replay import Line, Replay
from sidecar_server.text import quote

NEAR_MISSES = 12


@dataclass(frozen=True, slots=True)
class Told:
    """Words of the chat, and the cues that were read in them."""

    words: str
    cues: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of a chat, what came of it, and what became of each candidate."""

    line: Line
    advice: Advice
    told: Sequence[Told] = ()
    reasons: Sequence[Reason] = ()

    @property
    def due(self) -> bool:
        """Whether a customer wrote, so that an answer is due."""
        return self.line.role == "customer"

    @property
    def near(self) -> Sequence[Reason]:
        """The lines that came nearest to being shown, nearest first."""
        missed = (one for one in self.reasons if not one.shown and one.step not in FAR)
        return list(islice(missed, NEAR_MISSES))

    @property
    def whole(self) -> str:
        """What decided of all lines at once, where something did."""
        steps = {one.step: one.says for one in self.reasons}
        return next(iter(steps.values())) if len(steps) == 1 and {*steps} <= {*FAR} else ""

    @property
    def looked_at(self) -> set[str]:
        """The situations whose lines were looked at."""
        return {one.phrase.situation for one in self.reasons if one.step not in FAR}

    def reason(self, id_: str) -> Reason | None:
        """Give what became of one line."""
        return next((one for one in self.reasons if one.phrase.id == id_), None)


def run(chat: Sequence[Line], desk: Desk, trying: Entry | None = None) -> list[Answered]:
    """Play a chat as if live, stored nowhere; `trying` stands in its entry's place."""

    def load(languages: Collection[str]) -> Searchable:
        for one in languages:
            desk.served(one)
        return desk.trying(trying) if trying else desk.searchable()

    also = (trying,) if isinstance(trying, Phrase) else ()
    replay = Replay(Assistant(load(())), desk.encoders, load)
    return [_step(replay, line, n, also) for n, line in enumerate(chat, start=1)]


def _step(replay: Replay, line: Line, number: int, also: Sequence[Phrase]) -> Answered:
    advice = replay.step(line, str(number))
    if advice.cues is None or line.role != "customer":
        return Answered(line, advice)
    conversation = replay.chats[line.conversation]
    searchable = replay.assistant.searchable
    case = Case(conversation, advice.cues, searchable, date.today())
    return Answered(line, advice, told(advice.cues, conversation), explain(case, also))


def told(cues: Cues, conversation: Conversation) -> list[Told]:
    """Give the words that cues were read in, each once."""
    texts = {message.id: message.text for message in conversation.messages}
    found: dict[str, list[str]] = {}
    for one in cues.evidence:
        cues_there = found.setdefault(quote(texts[one.message][slice(*one.span)]), [])
        cues_there += [one.cue] if one.cue not in cues_there else []
    return [Told(words, cues_there) for words, cues_there in found.items()]
