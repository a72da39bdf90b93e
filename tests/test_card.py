"""The card: what is protected is refused in every language here, ordinary things are taken."""

from dataclasses import replace

import orjson
import pytest

from sidecar_server.card import refused
from sidecar_server.model import Card, Fact
from sidecar_server.web.colleagues import load_people

REFUSED = {
    "religion": [
        "I am a practising Christian",
        "Ich gehe jeden Sonntag in die Kirche",
        "Soy católica",
        "Je suis musulman",
        "Sou ateia",
        "キリスト教徒です",
        "मैं हिंदू हूँ",
    ],
    "origin": [
        "I was born in Ghana",
        "Ich bin in Polen geboren in der Stadt",
        "Mi nacionalidad es peruana",
        "Ma nationalité est belge",
        "Nasci em Angola",
        "出身は大阪です",
        "मेरी जाति अलग है",
    ],
    "health or disability": [
        "I live with diabetes",
        "Ich habe eine Behinderung",
        "Tengo una discapacidad",
        "Je suis malade",
        "Estou grávida",
        "障害を持っています",
        "मैं विकलांग हूँ",
    ],
    "sexual orientation or gender": [
        "I am gay",
        "Ich bin schwul",
        "Soy lesbiana",
        "Je suis bisexuelle",
        "Sou homossexual, homosexual",
        "性別は女性です",
        "मेरा लिंग",
    ],
    "politics": [
        "I voted for the Labour Party",
        "Ich bin in einer Partei",
        "Voy a un sindicato",
        "Je suis syndiqué, au syndicat",
        "Sou do partido",
        "政治が好きです",
        "मुझे राजनीति पसंद है",
    ],
    "age or family": [
        "I am 44 years old",
        "Ich bin 44 Jahre alt",
        "Estoy casada",
        "J'ai 44 ans",
        "Sou divorciado",
        "結婚しています",
        "मैं शादीशुदा हूँ",
    ],
}
TAKEN = [
    "late parcels",
    "amateur photographer",
    "I have a dog and two cats",
    "Krankenversicherung und Krankenkassen",
    "Bienenzucht",
    "clases de castellano",
    "me gusta cocinar",
    "le nautisme",
    "faire du vélo",
    "gosto de futebol",
    "システム障害の対応",
    "ピアノを弾きます",
    "साइक्लिंग और क्रिकेट",
    "email templates",
    "contemporary music",
]
CASES = [(trait, text) for trait, texts in REFUSED.items() for text in texts]


@pytest.mark.parametrize(("trait", "text"), CASES)
def test_what_is_protected_is_refused_wherever_it_stands(trait: str, text: str) -> None:
    cards = {
        "field 2": Card("Ana", expertise=("parcels", text)),
        "fact 1": Card("Ana", facts=(Fact("something", text),)),
        "fact 2": Card("Ana", facts=(Fact("dogs", "I have a dog."), Fact(text, "So it is."))),
    }
    for where, card in cards.items():
        fault = refused(card)
        assert fault is not None
        assert fault.what == f"{where} of the card seems to tell of {trait}"
        assert text.casefold() not in f"{fault.what} {fault.fix}".casefold()
        assert refused(replace(card, match=True)) == fault


@pytest.mark.parametrize("text", TAKEN)
def test_ordinary_things_are_taken(text: str) -> None:
    assert refused(Card("Ana", 12, (text,), ("en",), (Fact(text, text),), match=True)) is None


def test_what_the_cards_own_words_are_is_not_repeated_in_a_refusal() -> None:
    canary = "canary51c0"
    fault = refused(Card(canary, facts=(Fact(canary, f"{canary} is my church"),)))
    assert fault is not None
    assert canary not in orjson.dumps([fault.what, fault.fix]).decode()


def test_a_blank_name_is_none_and_an_empty_card_is_fine() -> None:
    fault = refused(Card("   "))
    assert fault is not None
    assert "name" in fault.fix
    assert refused(Card()) is None


def test_every_example_of_the_demo_desk_is_taken() -> None:
    people = load_people()
    assert people.you.name
    assert len(people.colleague) >= 2
