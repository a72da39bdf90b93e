"""The match, on request: colleagues who share the customer's language and know the topic."""

import random
from collections.abc import Iterable, Sequence

from sidecar_server.coaches.case import Case
from sidecar_server.coaches.introduction import about, shared_word
from sidecar_server.customs import language_name
from sidecar_server.model import Card, Colleague


def match(case: Case, cards: Sequence[Card]) -> Sequence[Colleague]:
    """Name those who fit, shuffled: nobody comes first for a reason."""
    found = [one for card in cards if (one := _colleague(card, case))]
    random.shuffle(found)
    return found


def _colleague(card: Card, case: Case) -> Colleague | None:
    language = case.cues.language or "en"
    languages = [one for one in card.languages if _speaks(one, language)]
    topics = [field for field in card.expertise if about(field, case)]
    if not languages or not topics:
        return None
    shared = [fact.about for fact in card.facts if _mentioned(fact.about, case)]
    return Colleague(card.name, tuple(languages), tuple(topics), tuple(shared), card.photo or None)


def _speaks(stated: str, language: str) -> bool:
    """Say whether a card's language, by its code or its name, is the customer's."""
    told = stated.strip().casefold()
    code = told.replace("_", "-").partition("-")[0]
    return code == language.partition("-")[0] or told == language_name(language).casefold()


def _mentioned(about_: str, case: Case) -> bool:
    said: Iterable[str] = (
        m.text for turn in case.turns if turn[0].role == "customer" for m in turn
    )
    return any(shared_word(about_, text) for text in said)
