"""The warm introduction: opening lines from the agent's card, and later one quiet hint."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sidecar_server.coaches.case import Case
from sidecar_server.coaches.words import Opening, words_of
from sidecar_server.model import Card, Fact, Item
from sidecar_server.text import fold, quote, words

_OURS = "introduction."  # how their ids begin
_MOST = 2
_UPSET_HEAT, _UPSET = 0.3, 0.6  # from which there is no small talk
_HOT = 0.3  # from which nothing is hinted
_SCORE = {"fact": 1.0, "expertise": 0.9, "years": 0.8, "plain": 0.7}
_STEM = 4  # letters that two words of one stem share at least
_SHORTEST = 3  # of a word of the card that is looked for: "cat"
# Words of a card that say nothing of what it is about: "returns and refunds", "two cats".
_EMPTY = frozenset((
    "and", "the", "for", "with", "from", "our", "old", "new", "all", "one", "two", "three",
    "four", "five", "und", "der", "die", "das", "mit", "von", "für", "aus", "auf", "ein", "eine",
    "zwei", "drei", "vier", "les", "des", "une", "pour", "avec", "sur", "mes", "deux", "trois",
    "los", "las", "una", "del", "con", "por", "para", "mis", "dos", "tres", "com", "meu", "minha",
    "dois", "duas", "três", "और", "मेरे", "मेरा", "मेरी", "दो", "तीन"
))  # fmt: skip
_MEANT = 0.45  # cosine from which a field of the card is what the chat is about
# Where a first name alone is too near for a first line; the notes of these locales say so.
_BY_FAMILY_NAME = ("cs", "de", "fr", "hi", "hu", "it", "ja", "ko", "pl", "vi", "zh")


def introduction(case: Case) -> Sequence[Item]:
    """Give up to two opening lines before the agent has written, each of another kind."""
    card = case.conversation.agent.card
    if not card.name or case.sent or not case.customer_spoke_last or _nothing_due(case):
        return []
    if any(id_.startswith(_OURS) for id_ in case.conversation.taken):
        return []  # it stands in the reply
    told = case.conversation.agent.introduced
    lines = [line for line in words_of(case.cues.language).openings if not line.informal]
    fitting = [line for line in lines if _fits(line, card, case)]
    ranked = sorted(fitting, key=lambda one: (told[one.id], -_SCORE[one.uses], one.id))
    shown: list[Item] = []
    for line in ranked:
        if len(shown) == _MOST or any(item.strategy == line.uses for item in shown):
            continue
        shown.append(_item(line, card, case))
    return [replace(item, strategy="greet") for item in shown]


def _nothing_due(case: Case) -> bool:
    first = next(iter(case.cues.situation), None)
    return bool(first) and case.searchable.situations[first.id].silent if first else False


def _fits(line: Opening, card: Card, case: Case) -> bool:
    """Say whether the card has what a line tells, and whether this is the chat for it."""
    if "{customer}" in line.text and not _first_name(case):
        return False
    if upset(case):
        return line.uses == "plain" and line.upset
    if line.uses == "years":
        return card.years >= 2
    if line.uses == "expertise":
        return bool(_field(card, case))
    if line.uses == "fact":
        return _near(card, case) is not None
    return not line.upset


def upset(case: Case) -> bool:
    """Say whether this is no moment for small talk."""
    cues = case.cues
    return cues.heat >= _UPSET_HEAT or cues.dissatisfaction >= _UPSET or cues.stakes == "high"


def _field(card: Card, case: Case) -> str:
    """Name the field of the card that the chat is about most, "" where it is about none."""
    near = {field: _nearness(field, case) for field in card.expertise}
    best = max(near, key=lambda field: near[field], default="")
    return best if best and near[best] >= _MEANT else ""


def about(field: str, case: Case) -> bool:
    """Say whether a chat is about a field, by its words or by what they mean."""
    return _nearness(field, case) >= _MEANT


def _nearness(field: str, case: Case) -> float:
    """Give how near a field is to what was written: a word of it counts as meant for sure."""
    subjects = [case.searchable.situations[one.id].title for one in case.cues.situation[:2]]
    said = [message.text for message in case.newest]
    named = any(shared_word(field, text) for text in (*subjects, *said))
    return (1.0 if named else 0.0) + _likeness(field, case)


def _likeness(field: str, case: Case) -> float:
    shelf = case.searchable.shelf(case.cues.language)
    known = case.conversation.vector(shelf.encoder, field) if shelf else None
    if shelf is None or known is None:
        return 0.0
    vectors = (case.conversation.vector(shelf.encoder, m.text) for m in case.newest)
    return max((float(known @ vector) for vector in vectors if vector is not None), default=0.0)


def shared_word(field: str, text: str) -> str:
    """Give the word of a text that a field names, whatever their endings; "" where none is."""
    named = (word for word in words(fold(field).text) if word not in _EMPTY)
    stems = [word for word in named if len(word) >= _SHORTEST]
    for word in words(fold(text).text):
        if any(_same(word, stem) for stem in stems):
            return word
    return ""


def _same(word: str, other: str) -> bool:
    """Say whether two words are of one stem, whatever their endings."""
    if word.removesuffix("s") == other.removesuffix("s"):
        return True
    shared = min(len(word), len(other))
    stem = max(_STEM, shared - 2)
    return shared >= _STEM and abs(len(word) - len(other)) <= 3 and word[:stem] == other[:stem]


def _near(card: Card, case: Case) -> tuple[Fact, str] | None:
    """Find a fact about something that the customer's newest turn mentions, least told first."""
    told = case.conversation.agent.introduced
    for fact in sorted(card.facts, key=lambda one: told[one.about]):
        for message in case.newest:
            if shared_word(fact.about, message.text):
                return fact, message.text
    return None


def _first_name(case: Case) -> str:
    """Give the first name of a customer whom a first line may call by it, "" else."""
    customer = case.conversation.customer
    locale = customer.locale or case.cues.language
    if locale == "en-IN" or locale.partition("-")[0] in _BY_FAMILY_NAME:
        return ""
    return next(iter(customer.name.split()), "")


def _item(line: Opening, card: Card, case: Case) -> Item:
    near = _near(card, case) if line.uses == "fact" else None
    fields = {
        "name": card.name,
        "years": str(card.years),
        "expertise": _field(card, case),
        "fact": near[0].says if near else "",
        "customer": _first_name(case),
    }
    text = line.text
    for name, value in fields.items():
        text = text.replace(f"{{{name}}}", value)
    case.conversation.tells[line.id] = (line.id, near[0].about) if near else (line.id,)
    why = "Your card" if line.uses == "plain" else f"Your card · {line.uses}"
    return Item(line.id, "introduction", text, why, _SCORE[line.uses], True, strategy=line.uses)


def hint(case: Case) -> Iterator[Item]:
    """Once a chat, say that the customer mentions what the card truly shares; never when hot."""
    agent = case.conversation.agent
    if not case.customer_spoke_last or not case.sent or case.cues.heat >= _HOT or upset(case):
        return
    given = [id_ for id_, kind in case.conversation.kinds.items() if kind == "hint"]
    for number, fact in enumerate(agent.card.facts):
        id_ = f"hint.{number}"
        answering = {message.id for message in case.newest}
        before = case.conversation.offered.get(id_, set())
        if (given and given != [id_]) or not before <= answering:
            continue
        for message in case.newest:
            if word := shared_word(fact.about, message.text):
                why = f"They wrote {quote(word)}; your card says it too"
                case.conversation.tells[id_] = (fact.about,)
                yield Item(id_, "hint", fact.says, why, 0.9, True, title="You share this")
                return
