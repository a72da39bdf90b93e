"""What an agent's card may not tell: by what is protected nobody is matched to a customer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sidecar_server.model import Card
from sidecar_server.text import fold

# Stems of words, in the languages of the library: a heuristic that errs on the side of asking.
_PROTECTED = {
    "religion": (
        r"christ(?:ian|in|en|lich|ão|ão|iano)|muslim|musulm|muçulm|islam|jewish|jüd|judío|judeu|"
        r"juif|hindu(?!stan)|buddhis|budis|bouddhis|sikh|catholic|katholi|católic|catholique|"
        r"protestant|atheis|atéis|athée|\bate(?:o|a|u|ia)s?\b|church|kirche|iglesia|igreja|"
        r"église|mosque|moschee|mezquita|mosquée|mesquita|synagog|temple|religio|glaube[ns]?\b|\bpray|gebet|"
        r"キリスト|イスラム|仏教|宗教|धर्म|मुस्लिम|हिन्दू|हिंदू|ईसाई|मंदिर|मस्जिद"
    ),
    "origin": (
        r"ethnic|ethni|\brace\b|\brasse\b|\braza\b|\braça\b|nationalit|nacionalidad|staatsangehör|"
        r"immigra|migrant|einwander|refugee|flüchtling|refugiad|réfugié|\broots in\b|was born in|"
        r"geboren in|nací en|nasci em|née? (?:en|au|à)|heritage|descent|\bblack\b (?:man|woman|"
        r"person)|\bcastes?\b|国籍|民族|出身|(?<![ऀ-ॿ])जाति|नस्ल"
    ),
    "health or disability": (
        r"disab|behinder|discapacid|deficiên|handicap|wheelchair|rollstuhl|\bautis|adhd|\badhs\b|"
        r"depress|diabet|cancer|krebs|cáncer|câncer|illness|enferm|malad|chronic|"
        r"krank(?!en(?:versicher|kasse))|therapy|pregnan|schwanger|embaraz|grávid|enceinte|障害者|(?:身体|知的|発達|精神|聴覚|視覚)障害|"
        r"障害(?:を(?:持|抱)|があ)|病気|妊娠|विकलांग|बीमार|गर्भवती"
    ),
    "sexual orientation or gender": (
        r"\bgay\b|lesbi|bisex|\bqueer|\btrans(?:gender)?\b|hetero|homosex|non-?binary|schwul|"
        r"gênero|género|\bgender\b|as a (?:wo)?man\b|als (?:frau|mann)\b|ゲイ|レズ|性別|समलैंगिक|"
        r"(?<![ऀ-ॿ])लिंग"
    ),
    "politics": (
        r"republican|democrat|\blabour party|conservative party|socialis|communis|\bvote[ds]? for|"
        r"politic|politi[sk]|partei\b|partido|parti politique|gewerkschaft|trade union|"
        r"union member|sindicat|syndicat|政治|政党|राजनीति"
    ),
    "age or family": (
        r"years? old\b|jahre alt|años de edad|anos de idade|\bans\b|\bage of\b|married|verheirat|"
        r"casad[oa]|marié|divorc|geschieden|widow|witwe|single (?:mother|mum|mom|father|dad|"
        r"parent)|alleinerzieh|retired|歳|結婚|離婚|शादीशुदा|तलाक|उम्र"
    ),
}  # fmt: skip
_PATTERNS = {name: re.compile(words) for name, words in _PROTECTED.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a card, and the way to mend it; the text itself is in neither."""

    what: str
    fix: str


def refused(card: Card) -> Fault | None:
    """Say why a card cannot be taken, or None: protected traits stay out, opted in or not."""
    for where, text in _texts(card):
        folded = fold(text).text
        for trait, pattern in _PATTERNS.items():
            if pattern.search(folded):
                return Fault(
                    f"{where} of the card seems to tell of {trait}",
                    "leave it out: nobody here is introduced or matched by that",
                )
    if card.name and not card.name.strip():
        return Fault("the name of the card is blank", "write the name that customers see")
    return None


def _texts(card: Card) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(card.expertise, start=1):
        yield f"field {number}", text
    for number, fact in enumerate(card.facts, start=1):
        yield f"fact {number}", f"{fact.about}. {fact.says}"
