"""What must not reach this customer: others' names, whole card and account numbers, passwords."""

import re
from collections.abc import Iterator

from sidecar_server.drafts.draft import Draft
from sidecar_server.model import Finding
from sidecar_server.text import fold, words

RULE = "private"
_GROUPED = re.compile(r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}(?![\d-])")
_RUN = re.compile(r"(?<![\w.-])\d{13,19}(?![\w-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_ACCOUNT = re.compile(
    r"(?:account|acct|konto\w*|cuenta|compte|conta|口座\w*|"
    r"खाता)\b[^.\n\d]{0,24}((?<!\d)\d{7,17})(?!\d)",
    re.IGNORECASE,
)
_SECRET_TALK = re.compile(
    r"password|passwort|kennwort|contraseña|mot de passe|senha|パスワード|पासवर्ड|\bpin\b|passcode"
)
_SECRET = re.compile(
    r"(?<![\w@/.])(?=\S{0,99}[a-zA-Z])(?=\S{0,99}\d)(?=\S{0,99}[!#$%^&*_+=?])"
    r"[^\s\"'“”,;]{8,100}(?<![.?!,;:])!?"
)
_LINK = re.compile(r"https?:|www\.|@\w+\.|\.\w{2,4}/")
_LUHN_TWICE = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

_TITLES = (
    r"(?:mr|mrs|ms|miss|mx|dr|sir|madam|herr|frau|señora?|sra?|don|doña|monsieur|madame|mme|"
    r"senhora?)"
)
_GREETED = re.compile(
    r"(?:^|[.!?\n]\s{0,9}|,\s{0,9})(?:(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|"
    r"morning|evening|thanks|thank you|sorry|welcome back|"
    r"hallo|guten (?:tag|morgen|abend)|liebe[r]?|sehr geehrte[r]?|hola|buen[oa]s (?:días|"
    r"tardes|noches)|estimad[oa]|bonjour|bonsoir|chère?|olá|oi|bom dia|boa (?:tarde|noite)|"
    r"prezad[oa])(?: there)?,?\s{1,9})"
    rf"(?:(?i:{_TITLES})\.?\s{{1,9}})?([A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)?)()"
    r"(?=\s{0,9}[,.!?:;\n–—-]|$|\s{1,9}[a-z])"
)  # fmt: skip
_TITLED = re.compile(
    rf"(?:(?:^|[.!?\n])\s{{0,9}}(?i:{_TITLES})\.?\s{{1,9}}([A-ZÀ-Þ][\w'’-]+)(?=\s{{0,9}},)"
    rf"|,\s{{0,9}}(?i:{_TITLES})\.?\s{{1,9}}([A-ZÀ-Þ][\w'’-]+)(?=\s{{0,9}}(?:[.!?]|$)))"
)
_OTHER = re.compile(
    r"\b(?:(?:card|account|order|parcel|file|number|details?|booking|profile|name|case) (?:of|"
    r"for|belongs? to)|belongs? to|(?:other|previous|another) (?:customer|guest|passenger|"
    r"member|caller|user)|(?:customer|guest|passenger|tenant|patient|member)s? before you|"
    r"before you,|next door|the (?:man|woman|person|other one|customer|guest|passenger|user|"
    r"buyer|seller) (?:is|was|called|named)|neighbou?r)\b"
)
_FULL_NAME = re.compile(r"\b([A-ZÀ-Þ][a-zà-ÿ'’-]+ [A-ZÀ-Þ][a-zà-ÿ'’-]+)\b")
_NOT_NAMES = frozenset((
    "there", "all", "team", "everyone", "everybody", "again", "both", "sir", "madam",
    "customer", "friend", "for", "to", "you", "so", "the", "that", "your", "i", "we", "it",
    "this"
))  # fmt: skip


def private(draft: Draft) -> Iterator[Finding]:
    """Find numbers, passwords and names that this customer should not be sent."""
    yield from _numbers(draft)
    yield from _secrets(draft)
    yield from _names(draft)


def _numbers(draft: Draft) -> Iterator[Finding]:
    card = "A whole card number never belongs in a chat: its last four digits are enough."
    account = "A whole account number does not belong in a chat: its last four digits are enough."
    for found in _IBAN.finditer(draft.text):  # before cards: its groups look like one
        if sum(map(str.isdigit, found[0])) >= 10:
            yield draft.finding(RULE, found.span(), account, (f"ending {_last(found[0])}",))
    for found in _GROUPED.finditer(draft.text):
        yield draft.finding(RULE, found.span(), card, (f"ending {_last(found[0])}",))
    for found in _RUN.finditer(draft.text):
        if _luhn(found[0]):
            yield draft.finding(RULE, found.span(), card, (f"ending {_last(found[0])}",))
    for found in _ACCOUNT.finditer(draft.text):
        yield draft.finding(RULE, found.span(1), account, (f"ending {_last(found[1])}",))


def _last(number: str) -> str:
    return re.sub(r"\W", "", number)[-4:]


def _luhn(digits: str) -> bool:
    plain = [int(one) for one in reversed(digits)]
    total = sum(one if at % 2 == 0 else _LUHN_TWICE[one] for at, one in enumerate(plain))
    return total % 10 == 0


def _secrets(draft: Draft) -> Iterator[Finding]:
    if not _SECRET_TALK.search(draft.folded.text) and not _SECRET_TALK.search(draft.said):
        return
    advice = "A password in a chat is read by others: send a reset link instead."
    for found in _SECRET.finditer(draft.text):
        if not _LINK.search(found[0]):
            yield draft.finding(RULE, found.span(), advice)


def _names(draft: Draft) -> Iterator[Finding]:
    seen: set[int] = set()
    for pattern in (_GREETED, _TITLED):
        for found in pattern.finditer(draft.text):
            group = next(n for n in (1, 2) if found[n])
            if found.start(group) not in seen and _is_other(found[group], draft):
                seen.add(found.start(group))
                name = draft.case.conversation.customer.name
                advice = f"This chat is with {name}: is that name from another one?"
                yield draft.finding(RULE, found.span(group), advice)
    yield from _elsewhere(draft, seen)


def _is_other(greeted: str, draft: Draft) -> bool:
    """Say whether somebody else is addressed than who writes here, by any of their names."""
    name = draft.case.conversation.customer.name
    addressed = [word for word in words(fold(greeted).text) if word not in _NOT_NAMES]
    if not name or not addressed or greeted.split(maxsplit=1)[0].casefold() in _NOT_NAMES:
        return False
    own = words(fold(name).text)
    told = set(words(draft.said)) | _agents_names(draft)
    return not any(word in told or any(_short_for(word, one) for one in own) for word in addressed)


def _agents_names(draft: Draft) -> set[str]:
    """List words that agents wrote before: a colleague who was named is nobody's secret."""
    sent = " ".join(message.text for message in draft.agents)
    return set(words(fold(f"{sent} {draft.case.conversation.agent.card.name}").text))


def _short_for(word: str, name: str) -> bool:
    """Say whether a word may be a name in short: "Liz" for Elizabeth is not seen, "Ben" is."""
    return name == word or (len(word) >= 2 and name[:2] == word[:2])


def _elsewhere(draft: Draft, seen: set[int]) -> Iterator[Finding]:
    """Find the names of customers of the agent's other chats, and full names told of others."""
    conversation = draft.case.conversation
    mine = set(words(fold(conversation.customer.name).text)) | set(words(draft.said))
    others = {n for one, n in conversation.agent.names.items() if one != conversation.id}
    for found in _FULL_NAME.finditer(draft.text):
        parts = set(words(fold(found[1]).text))
        if found.start(1) in seen or parts & mine:
            continue
        sentence = draft.text[slice(*draft.around(found.start()))]
        served = any(parts <= set(words(fold(name).text)) for name in others)
        if served or _OTHER.search(fold(sentence).text):
            advice = "This seems to be somebody else's name: leave it out."
            yield draft.finding(RULE, found.span(1), advice)
