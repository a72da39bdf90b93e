"""What a chat shows: situation, heat, dissatisfaction, stakes, language, each with its evidence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sidecar_server import wording
from sidecar_server.conversation import MESSAGES_READ, TURNS_READ, Conversation, Message
from sidecar_server.dissatisfaction import dissatisfaction
from sidecar_server.heads import Head, load_heads, surface
from sidecar_server.lexicon import NEGATION_PATTERN, THANKS_PATTERN
from sidecar_server.library.calibration import calibration
from sidecar_server.library.search import Searchable
from sidecar_server.library.shelf import Shelf
from sidecar_server.library.vocabulary import cut, telling_part
from sidecar_server.likeness import SITUATIONS, likely
from sidecar_server.model import Cues, Evidence, Likely, Moment, Span, Stakes
from sidecar_server.spoken import language
from sidecar_server.text import fold, words
from sidecar_server.wording import Wording

_FADING = 0.9  # how much of its weight a turn keeps with each later one
_BOTH = 0.25  # what a situation gains that the newest turn and an earlier one share
_FEW_WORDS = 0.6  # what a new situation counts in a turn of hardly a word, in a running chat
_TELLING = 15  # words from which a turn tells a matter of its own
_SURELY_IDLE, _FEW = 0.45, 5  # a silent situation's score, or words, that end it at once
_HOT = 0.5
_PUT_OUT, _ANNOYED = 0.7, 0.35  # a mood from which there is heat, and how much at most
_AT_STAKE = 0.5  # from which a text is read as of much to lose
_TOLD = 0.2  # heat by tone from which the message is given as its evidence
_HEAT_TURNS = 4  # customer turns that heat and stakes are read over


@dataclass(frozen=True, slots=True)
class _Reading:
    """How near a situation came, and where."""

    score: float
    message: Message


def read(conversation: Conversation, searchable: Searchable) -> Cues:
    """Read the chat as it stands; texts without a learnt vector count by their words alone."""
    turns = conversation.turns("customer")
    if not turns:
        return Cues()
    spoken = language(conversation)
    chat = _Chat(conversation, searchable, searchable.shelf(spoken))
    heats = [chat.heat(turn) for turn in turns[-_HEAT_TURNS:]]
    readings = _situations(turns, chat)
    stakes, stakes_evidence = _stakes(turns, readings, chat)
    situations = [_evidence(id_, reading, chat) for id_, reading in readings.items()]
    return Cues(
        situation=tuple(Likely(id_, round(r.score, 3)) for id_, r in readings.items()),
        heat=round(heats[-1], 2),
        dissatisfaction=round(_dissatisfaction(turns, heats, chat), 2),
        trend=round(heats[-1] - heats[-2], 2) if len(heats) > 1 else 0.0,
        stakes=stakes,
        language=spoken,
        moment=_moment(conversation, chat),
        evidence=(*situations, *chat.heat_evidence(turns[-1]), *stakes_evidence),
    )


@dataclass(frozen=True, slots=True)
class _Chat:
    """A chat and the library it is read against."""

    conversation: Conversation
    searchable: Searchable
    shelf: Shelf | None  # of the chat's language

    def wording(self, text: str) -> Wording:
        """Read the words of one text, once."""
        return self.conversation.once("wording", text, wording.read)

    def likely(self, text: str) -> Sequence[Likely]:
        """Rank the situations of one text, once for one library; none without a vector."""
        return likely(text, self.conversation, self.searchable, self.shelf)

    def closes(self, id_: str) -> bool:
        """Say whether a situation is of a chat's end: thanks, praise."""
        return self.searchable.situations[id_].moment == "closing"

    def lasts(self, id_: str) -> bool:
        """Say whether a situation is a matter, and not what one turn alone says."""
        one = self.searchable.situations[id_]
        return not (one.silent or one.passing or one.reply or self.closes(id_))

    def heat(self, turn: Sequence[Message]) -> float:
        """Give 0 calm … 1 furious for one turn."""
        calm = 1.0
        for message in turn[-MESSAGES_READ:]:
            shown = self.wording(message.text)
            felt = 1 - self.tone(message.text)
            calm = wording.cooled(calm, replace(shown, calm=min(shown.calm, felt)))
        return 1 - calm

    def tone(self, text: str) -> float:
        """Give the heat that a text's vector has by what was learnt, whatever its words, once."""
        return self.conversation.once(
            f"tone by {self.shelf.encoder if self.shelf else None}", text, self._tone
        )

    def _tone(self, text: str) -> float:
        shelf = self.shelf
        vector = self.conversation.vector(shelf.encoder, text) if shelf else None
        if shelf is None or vector is None or not (head := load_heads(shelf.encoder).heat):
            return 0.0
        calm, hot = calibration(shelf.encoder).tone
        felt = (head.read(vector, surface(text, self.wording(text))) - calm) / (hot - calm)
        put_out = ((self._felt("mood", text) or 0.0) - _PUT_OUT) / (1 - _PUT_OUT)
        return min(1.0, max(0.0, felt, _ANNOYED * put_out))

    def mood(self, turn: Sequence[Message]) -> float | None:
        """Give how put out a turn sounds, as log-odds; None where no head reads it."""
        read = [self._felt("mood", message.text) for message in turn[-MESSAGES_READ:]]
        felt = [min(0.99, max(0.01, one)) for one in read if one is not None]
        return max(math.log(one / (1 - one)) for one in felt) if felt else None

    def at_stake(self, text: str) -> list[Span]:
        """Give the whole text where it is learnt to be of much to lose, whatever its words."""
        read = self._felt("stakes", text)
        return [(0, len(text))] if read is not None and read >= _AT_STAKE else []

    def _felt(self, kind: Literal["mood", "stakes"], text: str) -> float | None:
        """Read a text's vector by a head; None where there is none of either."""
        shelf = self.shelf
        vector = self.conversation.vector(shelf.encoder, text) if shelf else None
        if shelf is None or vector is None:
            return None
        head: Head | None = getattr(load_heads(shelf.encoder), kind)
        key = f"{kind} by {shelf.encoder}"
        return self.conversation.once(key, text, lambda _: head.read(vector)) if head else None

    def ended(self, turn: Sequence[Message]) -> bool:
        """Say whether a turn tells that it is solved, or praises."""
        return any(self.closes(one.id) for one in self.likely(turn[-1].text)[:1])

    def heat_evidence(self, turn: Sequence[Message]) -> list[Evidence]:
        """Give the words that made a turn hot, or the whole message where it is its tone."""
        found: list[Evidence] = []
        for message in turn[-MESSAGES_READ:]:
            words = self.wording(message.text).heat
            found += [Evidence(cue, message.id, span) for cue, span in words]
            if not words and self.tone(message.text) >= _TOLD:
                found.append(Evidence("heat.tone", message.id, (0, len(message.text))))
        return found


def _evidence(id_: str, reading: _Reading, chat: _Chat) -> Evidence:
    """Point at the sentence that speaks most of the situation."""
    text = reading.message.text
    span = telling_part(chat.conversation.once("cut", text, cut), chat.searchable.vocabularies[id_])
    return Evidence(id_, reading.message.id, span or (0, len(text)))


def _situations(turns: Sequence[Sequence[Message]], chat: _Chat) -> dict[str, _Reading]:
    """Rank situations by the newest turn and, where a matter is open, by the turns before it."""
    found = _turn(turns[-1], chat)
    if _unsolved(turns[-1]):
        found = {id_: reading for id_, reading in found.items() if not chat.closes(id_)}
    hot = chat.heat(turns[-1]) >= _HOT  # whoever is, is owed a word
    nothing_due = not hot and _nothing_due(found, turns, chat)
    if not nothing_due and _ends(turns[-1], found, chat):
        found = {id_: r for id_, r in found.items() if chat.closes(id_)} or found
    elif not nothing_due:
        _add_earlier(found, turns, chat)
    answered = bool(chat.conversation.turns("agent"))
    if not nothing_due:
        found = {i: r for i, r in found.items() if not chat.searchable.situations[i].silent}
    likely = sorted(found.items(), key=lambda pair: -pair[1].score)
    said = [pair for pair in likely if answered or not chat.searchable.situations[pair[0]].reply]
    return dict(said[:SITUATIONS])


def _nothing_due(
    found: dict[str, _Reading], turns: Sequence[Sequence[Message]], chat: _Chat
) -> bool:
    """Say whether the newest turn asks for nothing; of a sentence beside an open matter, surely."""
    first = _first(found) if found else ""
    if not first or not chat.searchable.situations[first].silent:
        return False
    return len(turns) == 1 or found[first].score >= _SURELY_IDLE or _words(turns[-1]) <= _FEW


def _words(turn: Sequence[Message]) -> int:
    return sum(len(words(fold(message.text).text)) for message in turn)


def _unsolved(turn: Sequence[Message]) -> bool:
    """Say whether the words deny an end: "it works" and "it does not work" are near as vectors."""
    said = fold(turn[-1].text).text
    return bool(NEGATION_PATTERN.search(said)) and not THANKS_PATTERN.search(said)


def _ends(turn: Sequence[Message], found: dict[str, _Reading], chat: _Chat) -> bool:
    """Say whether the newest turn gives thanks or a farewell and brings no matter of its own."""
    first = _first(found) if found else ""
    matter = found and not _passes(first, chat.searchable) and not chat.closes(first)
    return not matter and THANKS_PATTERN.search(fold(turn[-1].text).text) is not None


def _add_earlier(
    found: dict[str, _Reading], turns: Sequence[Sequence[Message]], chat: _Chat
) -> None:
    """Carry on the open matters; a few words beside them hardly open another."""
    earlier = _earlier(turns, chat)
    told = min(1.0, _words(turns[-1]) / _TELLING)
    for id_, now in list(found.items()):
        if earlier and id_ not in earlier and chat.lasts(id_):
            found[id_] = _Reading(now.score * (_FEW_WORDS + (1 - _FEW_WORDS) * told), now.message)
    for id_, before in earlier.items():
        same = found.get(id_)
        best = same if same and same.score >= before.score else before
        both = _BOTH * min(same.score, before.score) if same else 0.0
        found[id_] = _Reading(min(1.0, best.score + both), best.message)


def _earlier(turns: Sequence[Sequence[Message]], chat: _Chat) -> dict[str, _Reading]:
    """Give the matters of the turns before the newest, faded with their age."""
    found: dict[str, _Reading] = {}
    for age, turn in enumerate(reversed(turns[-TURNS_READ:-1]), start=1):
        for id_, reading in _turn(turn, chat).items():
            score = reading.score * _FADING**age
            known = found.get(id_)
            if chat.lasts(id_) and (not known or score > known.score):
                found[id_] = _Reading(score, reading.message)
    return found


def _moment(conversation: Conversation, chat: _Chat) -> Moment:
    """Tell where the chat stands: by the newest message's situation, else by who has spoken."""
    newest = conversation.turns("customer")[-1][-1]
    likely = chat.likely(newest.text)
    stated = chat.searchable.situations[likely[0].id].moment if likely else None
    answered = bool(conversation.turns("agent"))
    if stated == "waiting" and not answered:
        return "opening"  # nobody has begun to look
    return stated or ("working" if answered else "opening")


def _first(readings: dict[str, _Reading]) -> str:
    return max(readings, key=lambda id_: readings[id_].score)


def _passes(id_: str, searchable: Searchable) -> bool:
    return searchable.situations[id_].silent or searchable.situations[id_].passing


def _turn(turn: Sequence[Message], chat: _Chat) -> dict[str, _Reading]:
    """Read one turn: once any message is about a matter, greetings and the like give way."""
    best: dict[str, _Reading] = {}
    matter = False
    for message in turn[-MESSAGES_READ:]:
        likely = chat.likely(message.text)
        matter = matter or (bool(likely) and not _passes(likely[0].id, chat.searchable))
        for one in likely:
            if one.id not in best or one.score > best[one.id].score:
                best[one.id] = _Reading(one.score, message)
    return {id_: r for id_, r in best.items() if not (matter and _passes(id_, chat.searchable))}


def _dissatisfaction(
    turns: Sequence[Sequence[Message]], heats: Sequence[float], chat: _Chat
) -> float:
    moods = [mood for turn in turns[-TURNS_READ:] if (mood := chat.mood(turn)) is not None]
    written = sum(len(message.text) for turn in turns for message in turn)
    return dissatisfaction(moods, heats, written, len(turns) > 1 and chat.ended(turns[-1]))


def _stakes(
    turns: Sequence[Sequence[Message]], readings: dict[str, _Reading], chat: _Chat
) -> tuple[Stakes, list[Evidence]]:
    """High where the words name it or sound like it; else what the situation usually means."""
    evidence = [
        Evidence("stakes", message.id, span)
        for turn in turns[-_HEAT_TURNS:]
        for message in turn
        for span in chat.wording(message.text).stakes or chat.at_stake(message.text)
    ]
    if evidence:
        return "high", evidence
    first = next(iter(readings), None)
    if first is None:
        return "low", []
    usual = chat.searchable.situations[first].stakes
    told = [replace(_evidence(first, readings[first], chat), cue="stakes")]
    return usual, told if usual == "high" else []
