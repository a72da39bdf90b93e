"""What keeps a line back in this chat: named tests, for serving and for saying why not."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from sidecar_server.coaches.before import AFTER, came_before
from sidecar_server.coaches.case import Case
from sidecar_server.conversation import Conversation
from sidecar_server.lexicon import APOLOGY_PATTERN
from sidecar_server.model import After, Cues, Moment, Phrase
from sidecar_server.text import fold, fold_words, words

_SENT_SHARE = 0.7  # of a phrase's words in an agent's message: it was sent, if edited

# How well a phrase written for one moment serves at another; absent means not at all. Bad news
# comes at none of them: only the agent knows it, and finds its lines by search. Nor does a closing
# line come before the end, or one about details before any were asked for.
FITS: dict[Moment, dict[Moment, float]] = {
    "opening": {"opening": 1.0},
    "working": {"working": 1.0, "opening": 0.84, "waiting": 0.8},
    "waiting": {"waiting": 1.0, "working": 0.92, "opening": 0.8},
    "closing": {"closing": 1.0, "opening": 0.6},
}


@dataclass(frozen=True, slots=True)
class Sieve:
    """What the tests ask of a chat, worked out once."""

    cues: Cues
    fits: Mapping[Moment, float]  # the moments whose lines serve now
    present: Set[str]  # the situations that a line may be kept from
    dismissed: Set[str]
    before: Set[After]  # what the customer has just told
    used: Callable[[Phrase], bool]
    offered: Mapping[str, Set[str]]
    answering: Set[str]  # the messages that an answer is due to
    done: Mapping[str, bool]  # strategies that are for once


Keeps = Callable[[Phrase, Sieve], bool]  # whether it keeps the line back

# In this order; the first that keeps a line back is the reason. Most lines fail by the first ones.
TESTS: tuple[tuple[str, Keeps], ...] = (
    ("language", lambda line, chat: line.language != chat.cues.language),
    ("moment", lambda line, chat: line.moment not in chat.fits),
    ("heat", lambda line, chat: not line.heat[0] <= chat.cues.heat <= line.heat[1]),
    ("stakes", lambda line, chat: bool(line.stakes) and chat.cues.stakes not in line.stakes),
    ("avoid", lambda line, chat: not chat.present.isdisjoint(line.avoid_when)),
    ("dismissed", lambda line, chat: line.id in chat.dismissed),
    ("after", lambda line, chat: line.after not in chat.before),
    ("done", lambda line, chat: chat.done.get(line.strategy, False)),
    ("used", lambda line, chat: chat.used(line)),
    ("offered", lambda line, chat: not chat.offered.get(line.id, _NONE) <= chat.answering),
)
_NONE: Set[str] = frozenset()


def sieve(case: Case) -> Sieve:
    """Work out what the tests ask of a chat."""
    chat = case.conversation
    apologised = any(one.apologises for one in _sent(chat))
    return Sieve(
        cues=case.cues,
        fits=FITS.get(case.cues.moment, {}),
        present={likely.id for likely in case.cues.situation[:2]},
        dismissed=chat.dismissed,
        before={after for after in AFTER if came_before(after, case)},
        used=used_in(chat),
        offered=chat.offered,
        answering={message.id for message in case.newest},
        done={"greet": bool(case.sent), "apologise": apologised},
    )


def kept_by(line: Phrase, chat: Sieve) -> str:
    """Name the first test that keeps a line back, or nothing where none does."""
    for name, keeps in TESTS:
        if keeps(line, chat):
            return name
    return ""


@lru_cache(maxsize=4096)
def _words(curated: str) -> frozenset[str]:
    return frozenset(words(fold_words(curated)))


def used_in(conversation: Conversation) -> Callable[[Phrase], bool]:
    """Tell which phrases were taken, or sent by hand: the page is the truth.

    Sent is a phrase most of whose words stand in one message of an agent's.
    """
    sent = [one.words for one in _sent(conversation)]
    heard = frozenset[str]().union(*sent)

    def used(phrase: Phrase) -> bool:
        said = _words(phrase.text) if sent else frozenset()
        enough = _SENT_SHARE * len(said)
        by_hand = len(said & heard) >= enough and any(len(said & one) >= enough for one in sent)
        return (bool(sent) and by_hand) or phrase.id in conversation.taken

    return used


@dataclass(frozen=True, slots=True)
class _Sent:
    """What an agent's message shows."""

    words: frozenset[str]
    apologises: bool


def _sent(conversation: Conversation) -> list[_Sent]:
    turns = conversation.turns("agent")
    return [conversation.once("sent", m.text, _read) for turn in turns for m in turn]


def _read(text: str) -> _Sent:
    folded = fold(text).text
    return _Sent(frozenset(words(folded)), bool(APOLOGY_PATTERN.search(folded)))
