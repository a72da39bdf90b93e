"""Wording that reads otherwise where the customer is: dates, idioms, names, register, humour."""

import re
from collections.abc import Iterator
from datetime import date

from sidecar_server.drafts import register
from sidecar_server.drafts.draft import Draft
from sidecar_server.drafts.idioms import idioms
from sidecar_server.model import Finding
from sidecar_server.text import fold, quote, words

RULE = "culture"
_DATE = re.compile(
    r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d/-]|[.]\d|\s?(?:x|stars?|"
    r"of)\b)"
)
_NOT_A_DATE = re.compile(
    r"24/7|(?:v|version|build|size|ratio|score|rated|gate|route|line|flat|unit|no\.?|#)\s*$",
    re.IGNORECASE,
)
_MONTH_FIRST = ("en-US", "en-PH")
_FAMILY_FIRST = ("hu", "zh", "ja", "ko")
_GIVEN_LAST = ("vi",)
_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx)\.?\s+([A-ZÀ-Þ][\w'’-]+)")
_HONORIFIC = re.compile(r"[さ様]")
_HOT, _UPSET = 0.45, 0.6
_GRAVE = (
    "bereavement",
    "illness",
    "self-harm",
    "violence-threat",
    "safety-at-home",
    "job-loss",
    "money-worry",
)
_GRIEF = re.compile(
    r"\b(?:died|passed away|funeral|late (?:father|mother|husband|wife|dad|mum|mom)|my (?:dad|"
    r"mum|mom|father|mother|husband|wife|son|daughter)'?s? (?:death|died)|hospital|cancer|"
    r"surgery|miscarriage|gestorben|beerdigung|falleci\w+|murió|funeral|décédée?|obsèques|"
    r"enterrement|faleceu|morreu|velório)\b|亡くな|葬|निधन"
)
_FUN = re.compile(
    r"[\U0001F600-\U0001F606\U0001F609\U0001F61C-\U0001F61D\U0001F92A\U0001F923\U0001F639\U0001F643\U0001F60E\U0001F973\U0001F389\U0001F648]"
    r"|(?<![\w:])[:;]-?[)DpP](?!\w)|\b(?:haha+|hehe+|lol|lmao|rofl|jk|just kidding|"
    r"only joking|jajaja*|kkk+|rsrs+|mdr|ptdr)\b|wwww+"
)
_JOKE = re.compile(
    r"\b(?:look on the bright side|on the bright side|at least you (?:still )?(?:have|got|"
    r"can)|could be worse|first world|no pun intended|funny (?:thing|enough)|joking aside|"
    r"poof)\b"
)


def culture(draft: Draft) -> Iterator[Finding]:
    """Find what a reader from the stated locale may take otherwise, or not at all."""
    yield from _dates(draft)
    yield from _names(draft)
    yield from register.mixed(draft)
    yield from _humour(draft)
    yield from _idioms(draft)


def _dates(draft: Draft) -> Iterator[Finding]:
    locale = draft.case.conversation.customer.locale
    for found in _DATE.finditer(draft.text) if locale else ():
        first, second = int(found[1]), int(found[3])
        if not (1 <= first <= 12 and 1 <= second <= 12) or first == second:
            continue
        if found[2] in ".-" and not found[4]:
            continue  # "9.12" is a time or a sum, "3-4" a range
        if _NOT_A_DATE.search(
            draft.text[max(0, found.start() - 10) : found.end()][: -len(found[0])]
        ):
            continue
        ways = [_day(first, second, draft), _day(second, first, draft)]
        if locale in _MONTH_FIRST:  # as this reader would take it comes first
            ways.reverse()
        advice = f"{quote(found[0])} has two readings: write the month as a word."
        yield draft.finding(RULE, found.span(), advice, ways)


def _day(day: int, month: int, draft: Draft) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415  (slow to import)

    english = draft.language == "en"
    locale = "en_US" if english and draft.case.conversation.customer.locale == "en-US" else "en_GB"
    return str(
        format_skeleton(
            "MMMMd", date(2000, month, day), locale=locale if english else draft.language
        )
    )


def _names(draft: Draft) -> Iterator[Finding]:
    """Find a title before the wrong part of a name, where the locale's custom is another."""
    customer = draft.case.conversation.customer
    parts = customer.name.split()
    base = customer.locale.partition("-")[0]
    if len(parts) < 2 or base not in (*_FAMILY_FIRST, *_GIVEN_LAST):
        return
    right = parts[-1] if base in _GIVEN_LAST else parts[0]
    told = words(draft.said)  # who writes "my name is Matsuda" settles it
    wrong = {fold(part).text for part in parts if part != right}.difference(told)
    for found in _TITLED.finditer(draft.text):
        if fold(found[2]).text in wrong:
            custom = (
                "given name comes last and follows the title"
                if base in _GIVEN_LAST
                else "family name comes first"
            )
            advice = f"As they state it, their {custom}: {found[1]} {right}."
            yield draft.finding(RULE, found.span(), advice, (f"{found[1]} {right}",))


def _humour(draft: Draft) -> Iterator[Finding]:
    cues = draft.case.cues
    upset = cues.heat >= _HOT or cues.dissatisfaction >= _UPSET or cues.stakes == "high"
    grave = any(one.id in _GRAVE for one in cues.situation[:2]) or _GRIEF.search(draft.said)
    if not (upset or grave):
        return
    advice = "This is no moment for a joke: they are upset, or have much to lose."
    if found := _FUN.search(draft.folded.text):  # goes with the comma or the space before it
        start = len(draft.folded.text[: found.start()].rstrip(" ,"))
        yield draft.finding(RULE, draft.folded.span(start, found.end()), advice, ("",))
    elif found := _JOKE.search(draft.folded.text):
        yield draft.finding(RULE, draft.folded.span(*found.span()), advice)


def _idioms(draft: Draft) -> Iterator[Finding]:
    """Find idioms for a reader whose stated language is another than the draft's."""
    reads = draft.case.conversation.customer.locale.partition("-")[0]
    if not reads or reads == draft.language:
        return
    known = idioms(draft.language)
    found = known.pattern.search(draft.folded.text) if known else None
    if found and known:
        span = draft.folded.span(*found.span())
        plain = known.plain[found[0]]
        advice = f"{quote(found[0])} may puzzle a reader of another language: say it plainly."
        yield draft.finding(RULE, span, advice, (plain,))
