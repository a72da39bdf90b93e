"""What a chat shows: situation, heat, dissatisfaction, stakes, language, each with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from sidecar_server.conversation import TURNS_READ, Conversation, Message
from sidecar_server.language import identify
from sidecar_server.lexicon import HEAT_PATTERNS, SOOTHING_PATTERN, STAKES_PATTERN
from sidecar_server.library.search import Searchable
from sidecar_server.library.vocabulary import telling_part
from sidecar_server.model import Cues, Evidence, Likely, Stakes
from sidecar_server.text import fold

ABOUT_THE_SAME = 0.36  # score below which a situation is not meant; docs/architecture.md
_EARLIER = 0.86  # how much of its weight a turn keeps with each later one
_SITUATIONS = 5
_ORDER: tuple[Stakes, ...] = ("low", "medium", "high")


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
    now, now_evidence = _heat(turns[-1])
    before = _heat(turns[-2])[0] if len(turns) > 1 else now
    readings = _situations(turns, conversation, searchable)
    stakes, stakes_evidence = _stakes(turns, readings, searchable)
    return Cues(
        situation=tuple(Likely(id_, round(r.score, 3)) for id_, r in readings.items()),
        heat=round(now, 2),
        dissatisfaction=round(_dissatisfaction(turns), 2),
        trend=round(now - before, 2),
        stakes=stakes,
        language=_language(turns, conversation),
        evidence=tuple(
            [_evidence(id_, reading, searchable) for id_, reading in readings.items()]
            + now_evidence
            + stakes_evidence
        ),
    )


def _evidence(id_: str, reading: _Reading, searchable: Searchable) -> Evidence:
    """Point at the sentence that speaks most of the situation."""
    span = telling_part(reading.message.text, searchable.vocabularies[id_])
    return Evidence(id_, reading.message.id, span)


def _language(turns: Sequence[Sequence[Message]], conversation: Conversation) -> str:
    said = " ".join(message.text for turn in turns for message in turn)
    return identify(said, conversation.customer.locale)


def _situations(
    turns: Sequence[Sequence[Message]], conversation: Conversation, searchable: Searchable
) -> dict[str, _Reading]:
    """Rank situations over the last turns; where nothing is due now, earlier turns do not count."""
    found: dict[str, _Reading] = {}
    for age, turn in enumerate(reversed(turns[-TURNS_READ:])):
        for id_, reading in _turn(turn, conversation, searchable).items():
            if age and _passes(id_, searchable):
                continue
            kept = _Reading(reading.score * _EARLIER**age, reading.message)
            if id_ not in found or kept.score > found[id_].score:
                found[id_] = kept
        if age == 0 and found and searchable.situations[_first(found)].silent:
            break
    likely = sorted(found.items(), key=lambda pair: -pair[1].score)
    return dict(likely[:_SITUATIONS])


def _first(readings: dict[str, _Reading]) -> str:
    return max(readings, key=lambda id_: readings[id_].score)


def _passes(id_: str, searchable: Searchable) -> bool:
    return searchable.situations[id_].silent or searchable.situations[id_].passing


def _turn(
    turn: Sequence[Message], conversation: Conversation, searchable: Searchable
) -> dict[str, _Reading]:
    """Read one turn: once any message is about a matter, greetings and the like give way."""
    best: dict[str, _Reading] = {}
    matter = False
    for message in turn[-TURNS_READ:]:
        readings = _message(message, conversation, searchable)
        matter = matter or (bool(readings) and not _passes(_first(readings), searchable))
        for id_, reading in readings.items():
            if id_ not in best or reading.score > best[id_].score:
                best[id_] = reading
    return {id_: r for id_, r in best.items() if not (matter and _passes(id_, searchable))}


def _message(
    message: Message, conversation: Conversation, searchable: Searchable
) -> dict[str, _Reading]:
    """Give the situations that a message is likely about."""
    vector = conversation.vector(message.text)
    if vector is None:
        return {}
    return {
        likely.id: _Reading(likely.score, message)
        for likely in searchable.likely(vector, _SITUATIONS)
        if likely.score >= ABOUT_THE_SAME
    }


def _heat(turn: Sequence[Message]) -> tuple[float, list[Evidence]]:
    """Give 0 calm … 1 furious for one turn, from words, capitals and marks; a heuristic."""
    calm, evidence = 1.0, []
    for message in turn[-3:]:
        folded = fold(message.text)
        for cue, (weight, words) in HEAT_PATTERNS.items():
            for found in list(words.finditer(folded.text))[:3]:
                calm *= 1 - weight
                evidence.append(Evidence(f"heat.{cue}", message.id, folded.span(*found.span())))
        calm *= 1 - _shouting(message.text)
        calm = calm + (1 - calm) * (0.2 if SOOTHING_PATTERN.search(folded.text) else 0.0)
    return 1 - calm, evidence


def _shouting(text: str) -> float:
    long_words = [word for word in text.split() if sum(c.isalpha() for c in word) >= 3]
    capitals = sum(word.isupper() for word in long_words)
    share = capitals / len(long_words) if long_words else 0.0
    loud = 0.3 * share if capitals >= 2 else 0.0
    marks = 0.15 if "!!" in text or "?!" in text or "!?" in text or "???" in text else 0.0
    return 1 - (1 - loud) * (1 - marks)


def _dissatisfaction(turns: Sequence[Sequence[Message]]) -> float:
    """Give 0 … 1: the worst recent heat, the newest heat and a chat that drags on; a heuristic."""
    heats = [_heat(turn)[0] for turn in turns[-4:]]
    dragging = min(len(turns) - 1, 6) / 6
    return min(1.0, 0.45 * max(heats) + 0.35 * heats[-1] + 0.2 * dragging)


def _stakes(
    turns: Sequence[Sequence[Message]], readings: dict[str, _Reading], searchable: Searchable
) -> tuple[Stakes, list[Evidence]]:
    """High where the words name it; else what the likeliest situation usually means."""
    evidence = []
    for message in [message for turn in turns[-4:] for message in turn]:
        folded = fold(message.text)
        for found in list(STAKES_PATTERN.finditer(folded.text))[:3]:
            evidence.append(Evidence("stakes", message.id, folded.span(*found.span())))  # noqa: PERF401
    if evidence:
        return "high", evidence
    first = next(iter(readings), None)
    return (searchable.situations[first].stakes if first else "low"), []
