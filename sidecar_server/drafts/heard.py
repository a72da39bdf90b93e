"""The heard check: points that the draft leaves out, and vague words for the customer's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sidecar_server.drafts.draft import Draft, open_to
from sidecar_server.drafts.points import Point, only_holds, points_of
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.model import Finding, Span
from sidecar_server.text import fold, quote, sentences, words

RULE = "heard"
_ASKED, _TOLD = 0.31, 0.24  # cosine below which a question, or a report, is not touched
_ANSWERED = 0.4  # from which a sentence surely is about a point
_SHARE = 0.2  # of a point's words of content in the draft, from which it is touched
_WEIGHT = 2  # words of content that a point must have
_MOST = 2
_TOLD_WORDS = 3  # of the customer's, from which they have named something
_TELLING = 0.15  # weight of a word in the situation's vocabulary from which it names the matter
_NAMED_WITHIN = 4  # words after vague ones

_VAGUE = re.compile(
    r"(?<!see )(?<!find )\b(?:the|this|that|your)(?: (?:other|second|first|third|further|"
    r"special|particular|whole))? (?:issue|concern|query|enquiry|inquiry|matter|problem)s?\b"
    r"(?! (?:with|of|about|around|regarding|concerning|in|on|that|is that|was that|is on|"
    r"was (?:a|an|the|our)|is (?:a|an|our)|report|form|page|email|mail)\b)"
    r"|\b(?:the|your) (?:other|second|special|particular) (?:request|question|thing|item|point)s?\b"
    r"|\b(?:ihr|dein|das|ihre|ihrem|ihren)(?: (?:weitere[sn]?|anderes|zweites))? (?:anliegen|"
    r"problem|sachverhalt|angelegenheit)\b"
    r"|\b(?:su|tu|el|este)(?: otr[oa])? (?:problema|asunto|inconveniente|gestión)\b|\b(?:su|"
    r"tu) otra (?:gestión|consulta|solicitud)\b"
    r"|\b(?:votre|ton|le|ce)(?: autre)? (?:problème|souci)\b|\bvotre (?:autre )?requête\b"
    r"|\b(?:seu|o|este)(?: outro)? (?:problema|assunto)\b|\bsua (?:outra )?(?:questão|demanda)\b"
)  # fmt: skip
# "Send me your number, so that I can look into the problem" asks, and names nothing yet.
_MEANT_FOR = re.compile(
    r"[?？]\s*$|\b(?:concerning|regarding|for your|solved?)\b"
    r"|\b(?:so (?:that )?(?:i|we|our|they)|in order to|to (?:better |further )?(?:verify|handle|"
    r"solve|help|check|look)|as for|please (?:send|provide|tell|describe|give|share))\b"
)
_YES = re.compile(
    r"^(?:\W*(?:hi|hello|hey|good \w+|thanks?|thank you)[^.!?]*[,.!]\s*)?(?:yes|no|yep|sure|"
    r"of course|absolutely|certainly|correct|right|ja|nein|klar|sí|si|claro|oui|non|bien sûr|"
    r"sim|não|はい|いいえ|हाँ|जी)\b"
)
_STOP = frozenset((
    "the", "a", "an", "and", "or", "but", "so", "to", "of", "in", "on", "at", "for", "with",
    "from", "by", "is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "have",
    "has", "had", "i", "you", "we", "he", "she", "it", "they", "me", "my", "your", "our", "his",
    "her", "its", "their", "them", "us", "this", "that", "these", "those", "what", "when",
    "where", "why", "how", "who", "which", "can", "could", "will", "would", "should", "shall",
    "may", "might", "must", "not", "no", "yes", "if", "as", "than", "then", "there", "here",
    "just", "also", "still", "again", "already", "any", "some", "all", "one", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "please",
    "thanks", "thank", "hi", "hello", "sorry", "about", "into", "out", "up", "down", "over",
    "get", "got", "go", "going", "went", "come", "want", "need", "know", "tell", "see", "say",
    "said", "let", "make", "made", "take", "give", "send", "back", "now", "today", "tomorrow",
    "really", "very", "much", "too", "only", "even", "more", "most", "like", "well", "ok",
    "okay", "u", "im", "dont", "cant", "its", "ive", "thats", "isnt", "didnt", "doesnt", "wont"
))  # fmt: skip


_TIME = re.compile(
    r"\d{1,2}(?::\d\d| ?[ap]m|h\d\d)|\b(?:\d+|one|two|three|four|five|ten|few|"
    r"couple of)[\s-]+(?:working |business )?(?:minute|min|hour|day|week|month)s?\b|"
    r"\b(?:today|tonight|tomorrow|now|immediately|noon|midnight|(?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b"
)
_MONEY = re.compile(
    r"[£$€₹¥]\s?\d|\d\s?(?:€|euros?|pounds?|dollars?|rupees?|quid)|\bfree\b|no (?:charge|cost|"
    r"fee)|costs? nothing"
)
_REASON = re.compile(
    r"\b(?:because|since|due to|as the|reason|came from|caused|happened|so that|which is why|"
    r"means that|comes from)\b"
)
# What kind of words answer a question of a kind, whatever else is meant.
_REPLIES = (
    (re.compile(r"\b(?:when|how long|how soon|what time|which day|by when)\b"), _TIME),
    (re.compile(r"\b(?:how much|cost|price|what.* fee)\b"), _MONEY),
    (re.compile(r"\b(?:why|how come|how does|how did)\b"), _REASON),
)


def heard(draft: Draft) -> Iterator[Finding]:
    """List vague words, and at most two points that a draft about others does not touch."""
    yield from _vague(draft)
    for point in left_out(draft)[:_MOST]:
        advice = f"They also wrote {quote(point.text)}: say a word on it, or that you come to it."
        yield Finding(RULE, (0, len(draft.text)), point.text, advice)


def left_out(draft: Draft) -> list[Point]:
    """Give the points that a draft leaves out while it is about others; questions come first."""
    if only_holds(draft.text):
        return []
    asked = open_to(draft.case.conversation)
    owed = {p: after for message, after in asked for p in points_of(message)}
    touched = {point: touch(draft, draft.text, point) for point in owed}
    if len(owed) < 2 or not any(touch.surely for touch in touched.values()):
        return []
    left = [
        point
        for point, after in owed.items()
        if _weighty(point)
        and not touched[point].at_all(point)
        and not any(touch(draft, one.text, point).at_all(point) for one in after)
    ]
    questions = [point for point in left if point.asks and not _replied(draft, point)]
    if _YES.search(draft.folded.text) and not any(
        touched[point].surely for point in owed if point.asks
    ):
        questions = questions[1:]  # a plain "yes" answers one of them
    return [*questions, *(point for point in left if point.adds)]


@dataclass(frozen=True, slots=True)
class Touch:
    """How a draft comes to a point: by meaning, and by the share of its words that it has."""

    near: float
    share: float

    @property
    def surely(self) -> bool:
        """Say whether it is about the point."""
        return self.near >= _ANSWERED or self.share >= _SHARE

    def at_all(self, point: Point) -> bool:
        """Say whether it touches the point."""
        return self.near >= (_ASKED if point.asks else _TOLD) or self.share >= _SHARE


def touch(draft: Draft, reply: str, point: Point) -> Touch:
    """Say how an agent's text comes to a point; both must have been encoded for the draft."""
    vector = draft.vector(point.text)
    said = (draft.vector(reply[slice(*span)]) for span in sentences(reply))
    nears = [float(vector @ one) for one in said if vector is not None and one is not None]
    theirs, ours = content(point.text), content(reply)
    shared = sum(any(same_stem(one, other) for other in ours) for one in theirs)
    return Touch(max(nears, default=1.0), shared / max(1, len(theirs)))


def _weighty(point: Point) -> bool:
    return len(content(point.text)) >= _WEIGHT


def _replied(draft: Draft, point: Point) -> bool:
    """Say whether the draft holds what a question of its kind asks for."""
    asked = fold(point.text).text
    kinds = (answer for question, answer in _REPLIES if question.search(asked))
    return any(answer.search(draft.folded.text) for answer in kinds)


def content(text: str) -> frozenset[str]:
    """Give the words of a text that carry its matter."""
    return frozenset(w for w in words(fold(text).text) if w not in _STOP and len(w) > 1)


def same_stem(word: str, other: str) -> bool:
    """Say whether two words are of one stem, roughly."""
    if word == other:
        return True
    shared = min(len(word), len(other))
    return shared >= 4 and word[: max(4, shared - 2)] == other[: max(4, shared - 2)]


def _vague(draft: Draft) -> Iterator[Finding]:
    """Find vague words where the customer has named the thing."""
    for found in _VAGUE.finditer(draft.folded.text):
        span = draft.folded.span(*found.span())
        noun = own_noun(draft)
        sentence = fold(draft.text[slice(*draft.around(span[0]))]).text
        told = len(words(draft.said)) >= _TOLD_WORDS
        if not told or _named(draft, span) or _MEANT_FOR.search(sentence):
            continue
        plain = "Name it in their own words: that shows that you read it."
        advice = f"Name it as they did: {quote(noun)} shows that you read it." if noun else plain
        shown = (f"the {noun}",) if noun and draft.language == ENGLISH else ()
        yield draft.finding(RULE, span, advice, shown)
        return


def own_noun(draft: Draft) -> str:
    """Give the customer's own name for what they write about, "" where none is sure."""
    cues, searchable = draft.case.cues, draft.case.searchable
    if not cues.situation:
        return ""
    vocabulary = searchable.vocabularies.get(cues.situation[0].id, {})
    named = [
        w for w in words(draft.said) if w in searchable.vocabularies.nouns and w not in _VAGUE_NOUNS
    ]
    best = max(named, key=lambda word: vocabulary.get(word, 0.0), default="")
    return best if vocabulary.get(best, 0.0) >= _TELLING else ""


_VAGUE_NOUNS = frozenset((
    "issue", "concern", "query", "matter", "request", "problem", "situation", "case", "question",
    "name", "time", "day", "week", "month", "year", "morning", "evening", "way", "thing"
))  # fmt: skip


def _named(draft: Draft, span: Span) -> bool:
    """Say whether the thing is named: in the draft, or right after, "the issue with the bill"."""
    if (noun := own_noun(draft)) and noun in content(draft.text):
        return True
    after = draft.text[span[1] : draft.around(span[0])[1]]
    ours = content(" ".join(after.split()[:_NAMED_WITHIN])) - _VAGUE_NOUNS
    theirs = content(draft.said) - _VAGUE_NOUNS
    return any(same_stem(one, other) and len(one) > 3 for one in ours for other in theirs)
