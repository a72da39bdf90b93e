"""The points of a customer's message: what asks for an answer, clause by clause; a heuristic."""

import re
from dataclasses import dataclass
from itertools import pairwise

from sidecar_server.conversation import Message
from sidecar_server.model import Span
from sidecar_server.promises import promised
from sidecar_server.text import fold, sentences, words

_LEAST = 3  # words of a point
_SUBSTANCE = 8  # words of a text that answers something
# A question, a plea for details, an apology or thanks: nothing that the customer asked is in it.
_ONLY_ASKS = re.compile(
    r"[?？]\s*$|\b(?:please|pls|kindly|could you|can you|would you) (?:\w+ ){0,3}?"
    r"(?:send|provide|tell|give|describe|share|explain|specify|confirm|let (?:me|us) know|wait|"
    r"contact|pay attention|stay|hold|note|offer|leave)\b"
    r"|\b(?:sorry|apolog\w+|thank you|thanks)\b"
    r"|\b(?:has|have) been (?:\w+ )?(?:recorded|forwarded|transferred|reported|passed|sent|"
    r"fed back|received|noted|escalated)\b"
    r"|\b(?:we|i|our \w+) (?:have |has |will |am |are )?(?:\w+ )?(?:record|forward|transfer|report|"
    r"pass|feed|fed|receiv|note|escalat|verif|urg|follow|contact|handl)\w*\b"
)
# An outcry, tags, or a row of signs: nothing that a reply could answer.
_OUTCRY = re.compile(r"![^?]*$|[#@【】]|(?:[^\w\s]{2}.*){3}|\d{6}")
_ADDS = re.compile(
    r"^(?:(?:\w+ ){0,3}also|and|plus|besides|auch|und|außerdem|también|y|aussi|et|também|e)\b"
)
# Asked to complain, and not to be told: "didn't you say so?"
_RHETORICAL = re.compile(
    r"^(?:(?:and|but|so) )?(?:did|do|does|ca|could|wo|would|is|are|was|has|have|should)n['o]?t\b"
    r"|^what (?:are you doing|on earth)|^have you (?:even|ever|tried)\b|\byourself\b.*[?？]"
    r"|^(?:are you (?:suggesting|kidding|saying|serious)|is this (?:some|a) |do you (?:think|call)|"
    r"what(?:'s| is) the matter|how (?:to|do i|can i) (?:solve|fix|handle) (?:it|this|the)|"
    r"who do you)"
)
_BACKGROUND = re.compile(
    r"^(?:because|since|as|so that|when|while|that|which|who|and (?:is|are|was|were)|weil|da|"
    r"porque|parce que|car)\b|"
    r"^\W*\d+ (?:minutes?|mins?|hours?) left"
)
_JOINS = re.compile(
    r"(?:[,;]|\s[–—-])\s+|(?<!\s)\s+(?=(?:and|but|also|plus|und|aber|y|pero|et|mais|e|mas) (?:i|my|"
    r"the|can|could|do|does|did|is|are|what|when|where|why|how|who|will|if|there|it|also|ich|"
    r"wir|kann|können|wann|wo|wie|was|puedo|cuándo|quand|comment|quando|como)\b)",
)
_ASKS = re.compile(
    r"[?？]|(?:^|\b(?:and|but|also|plus|so|hi|hello|pls|please|ok|okay)[, ]+)(?:can|could|may|"
    r"might|will|would|do|does|did|is|are|am|was|were|has|have|should|shall|what|whats|what's|"
    r"when|whens|where|wheres|where's|why|who|whose|which|how|hows)\b"
    r"|\b(?:d'you|do you|can (?:i|you|u|we|he|she|they|my|it)|could (?:i|you|u|we)|"
    r"should (?:i|we)|how (?:do|long|much|many|can|come|soon)|what (?:do|happens|time|about|"
    r"if)|when (?:will|do|does|is|can)|why (?:did|do|is|was|does)|wann|warum|wieso|"
    r"wie (?:lange|viel)|kann ich|können sie|ob|cuándo|cuánto|por qué|cómo|puedo|dónde|quand|"
    r"combien|pourquoi|comment|est-ce|puis-je|peux-tu|pouvez-vous|quando|quanto|por que|posso|"
    r"onde)\b"
    r"|(?:か|かな|ますか|でしょうか)[。?？]?$|क्या|कब|कैसे|क्यों|कितन"
)  # fmt: skip
_WANTS = re.compile(
    r"\b(?:i want|i'd like|i would like|i need|we need|we want|i expect|please|pls|plz|"
    r"give me|send me|tell me|let me know|want to know|wants? to|need to know|refund|replace|"
    r"cancel|someone to|a manager|my money|"
    r"ich möchte|ich will|ich brauche|bitte|quiero|necesito|quisiera|por favor|je veux|"
    r"je voudrais|j'aimerais|s'il vous|svp|quero|preciso|gostaria)\b"
    r"|ください|欲しい|たい(?:です)?|चाहिए|दीजिए"
)
_WRONG = re.compile(
    r"\b(?:not|no|never|nothing|nobody|still|isn't|isnt|doesn't|doesnt|didn't|didnt|don't|"
    r"won't|wont|can't|cant|cannot|wasn't|hasn't|hasnt|missing|wrong|broke|broken|empty|late|lost|"
    r"gone|double|twice|charged|fee|left|loose|leak\w*|dripping|torn|cracked|damaged|stuck|"
    r"blocked|locked|error|fail\w*|"
    r"nicht|kein\w*|nie|falsch|kaputt|fehlt|leer|no funciona|nunca|falta|roto|mal|pas|jamais|"
    r"manque|cassé|não|nunca|errado|quebrado)\b|ない|ません|नहीं"
)
_CHATTER = re.compile(
    r"^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|morning|evening|thanks?|"
    r"thank you|thx|ty|cheers|ok|okay|yes|yep|no|nope|sure|great|perfect|please|sorry|bye|lol|"
    r"have an? \w+ (?:day|evening|night|weekend|one)|"
    r"hmm+|hallo|danke|hola|gracias|bonjour|merci|olá|oi|obrigad[oa]|no (?:worries|rush|"
    r"problem|hurry)|it'?s fine|take your time|have a (?:\w+ )?(?:day|evening|weekend|one)|"
    r"any(?:one|body) there|are you there)\b[^?]*$"
)
_ADDRESSED = re.compile(r"^(?:are you (?:still )?there|any(?:one|body) there|hello\?+|you there)")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the customer asked, wants or reports, where it stands in their message."""

    text: str
    message: str
    span: Span
    asks: bool
    adds: bool = False  # "also …", "and …": a matter beside the one before


def points_of(message: Message) -> list[Point]:
    """Cut a message into its points; greetings, thanks and mere answers are none."""
    found: list[Point] = []
    for sentence in sentences(message.text):
        for start, end in _clauses(message.text, sentence):
            text = message.text[start:end].strip(" ,;.-–—\n")
            folded = fold(text).text
            short = len(words(folded)) < _LEAST and not _unspaced_point(text)
            if short or _OUTCRY.search(text):
                continue
            if any(one.search(folded) for one in (_CHATTER, _ADDRESSED, _BACKGROUND, _RHETORICAL)):
                continue
            asks = bool(_ASKS.search(folded) or _WANTS.search(folded))
            if asks or _WRONG.search(folded):
                at = message.text.index(text, start)
                adds = not asks and bool(_ADDS.search(folded))
                found.append(Point(text, message.id, (at, at + len(text)), asks, adds))
    return found


def only_holds(text: str) -> bool:
    """Say whether an agent's text answers nothing yet: it holds, or asks what is needed first."""
    told = [text[slice(*span)] for span in sentences(text)]
    answers = [
        one for one in told if promised(one) is None and not _ONLY_ASKS.search(fold(one).text)
    ]
    return sum(len(words(one)) for one in answers) < _SUBSTANCE


def asks_for(text: str) -> bool:
    """Say whether an agent's sentence asks for something, with a question mark or not."""
    return bool(_ONLY_ASKS.search(fold(text).text))


def _unspaced_point(text: str) -> bool:
    return not text.isascii() and len(text) >= 8 and " " not in text


def _clauses(text: str, sentence: Span) -> list[Span]:
    """Cut a sentence where another matter may begin; short ends stay with the one before."""
    start, end = sentence
    cuts = [start, *(start + one.end() for one in _JOINS.finditer(text[start:end])), end]
    pieces: list[Span] = []
    for piece in pairwise(cuts):
        short = len(words(text[slice(*piece)])) < _LEAST
        if short and pieces:
            pieces[-1] = (pieces[-1][0], piece[1])
        else:
            pieces.append(piece)
    return pieces
