"""What no proposed line may hold: e-mail addresses, cards, IBANs, telephone numbers; all by form.

The extension takes more out before anything is sent (extension/panel/redact.js); this looks once
more, and both read the same cases (tests/personal.json). Each repetition has its bound, so the time
grows with the text alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

REFUSED = {
    "email": "an e-mail address",
    "card": "a card number",
    "iban": "an account number",
    "phone": "a telephone number",
}
_HIDDEN = "\ue000"  # stands for what is dealt with: no letter, no digit, no space
_BEFORE = 32  # characters in which the word that says what a number is may stand
_DASH, _SPACE = r"\-‐‑–－", " \u00a0\u202f"
_TELEPHONE = re.compile(
    r"(?:tel|phone|\bcall|mobile|\bcell|whatsapp|handy|anruf|rückruf|llam|móvil|appel|portable|"
    r"ligar|celular|電話|携帯|फ़ोन|फोन|मोबाइल)[^.!?\n]*$",
    re.IGNORECASE,
)
_CURRENCY = r"(?:USD|EUR|GBP|JPY|INR|CHF|CAD|AUD|euros?|dollars?|pounds?|yen|rupees?|francs?|reais)"
_SUM = rf"\d(?:[.,'{_SPACE}]?\d){{0,14}}"
_AMOUNT = re.compile(
    rf"(?!0\d)(?:\d{{1,6}}|\d{{1,3}}(?:[.,'{_SPACE}]\d{{3}}){{1,3}})(?:[.,]\d{{1,2}})?"
)
_HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_PLAIN = re.compile(r"[^A-Za-z0-9]")

Judge = Callable[
    [str, str], tuple[int, str] | None
]  # how much of it, and what it is; None: nothing


def refused(text: str) -> Sequence[str]:
    """Name what a text holds that is never kept, each kind once, in the order of `REFUSED`."""
    left = unicodedata.normalize("NFC", text)
    found = set()
    for pattern, judge in _RULES:
        spots = list(_spots(pattern, judge, left))
        found |= {kind for _, _, kind in spots}
        left = _hidden(left, spots)
    return [kind for kind in REFUSED if kind in found]


def _spots(pattern: re.Pattern[str], judge: Judge, text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while match := pattern.search(text, at):
        start = match.start()
        judged = judge(match[0], text[max(0, start - _BEFORE) : start])
        at = match.end()
        if judged is not None:
            at = start + judged[0]
            yield start, at, judged[1]


def _hidden(text: str, spots: Sequence[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for start, end, _ in spots:
        pieces += [text[at:start], _HIDDEN * (end - start)]
        at = end
    return "".join((*pieces, text[at:]))


def _is(kind: str) -> Judge:
    return lambda found, _: (len(found), kind)


def _beginning(passes: Callable[[str], bool], kind: str) -> Judge:
    """Take the longest beginning, up to a group's end, that passes."""

    def judge(found: str, _: str) -> tuple[int, str] | None:
        for end in range(len(found), 0, -1):
            inside = end < len(found) and not _PLAIN.match(found[end])
            if inside or _PLAIN.match(found[end - 1]):
                continue
            if passes(_PLAIN.sub("", found[:end])):
                return end, kind
        return None

    return judge


def is_card(plain: str) -> bool:
    """Say whether 13 to 19 digits have the check digit of a card, by Luhn."""
    if not re.fullmatch(r"[0-9]{13,19}", plain):
        return False
    values = [int(one) for one in reversed(plain)]
    twice = sum(2 * one % 10 + one // 5 for one in values[1::2])
    return (sum(values[::2]) + twice) % 10 == 0


def is_iban(plain: str) -> bool:
    """Say whether letters and digits have the check digits of an IBAN, ISO 7064."""
    if not re.fullmatch(r"[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{11,30}", plain):
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


def _amount(found: str, _: str) -> tuple[int, str] | None:
    """Keep money, which says nothing of anybody."""
    said = re.search(rf"\d[\d.,'{_SPACE}]*", found)
    return (len(found), "") if said and _AMOUNT.fullmatch(said[0].strip()) else None


def _date(found: str, _: str) -> tuple[int, str] | None:
    """Keep what can be a day: it is no telephone number."""
    first, second, third = (int(one) for one in re.findall(r"\d+", found))
    day, month, year = (third, second, first) if first > 31 else (first, second, third)
    can = (1 <= day <= 31 and 1 <= month <= 12) or (1 <= month <= 31 and 1 <= day <= 12)
    return (len(found), "") if can and (year < 100 or 1900 <= year <= 2100) else None


def _code(found: str, _: str) -> tuple[int, str] | None:
    """Keep letters and digits together: an order's number is no telephone number."""
    return (len(found), "") if re.search(r"[A-Za-z]", found) and re.search(r"\d", found) else None


def _number(found: str, before: str) -> tuple[int, str] | None:
    plain = re.sub(r"\D", "", found)
    grouped = re.fullmatch(r"[(（]?\d{3}[)）]?[-. ]{0,2}\d{3}[-. ]\d{4}", found)
    dialled = re.match(r"[+＋]|[(（]?[0０]", found) and len(plain) >= 8
    is_phone = 7 <= len(plain) <= 15 and (grouped or dialled or _TELEPHONE.search(before))
    return (len(found), "phone" if is_phone else "")


_kept = _is("")
_RULES: Sequence[tuple[re.Pattern[str], Judge]] = (
    (re.compile(rf"[\w.+%'-]{{1,64}}(?:[@＠]|\s?[\[(]at[)\]]\s?){_HOST}"), _is("email")),
    (
        re.compile(
            rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}[0-9]{{2}}(?:[{_SPACE}{_DASH}]?[A-Za-z0-9]){{11,30}}"
        ),
        _beginning(is_iban, "iban"),
    ),
    (
        re.compile(rf"(?<![A-Za-z0-9])[0-9](?:[{_SPACE}{_DASH}.]?[0-9]){{12,22}}"),
        _beginning(is_card, "card"),
    ),
    (re.compile(rf"(?:[$€£¥￥₹]|(?<!\w)(?:{_CURRENCY}|Rs\.?))\s?{_SUM}", re.IGNORECASE), _amount),
    (
        re.compile(rf"(?<![\d.,]){_SUM}\s?(?:[$€£¥￥₹円元]|{_CURRENCY}(?!\w))", re.IGNORECASE),
        _amount,
    ),
    (re.compile(r"(?<![\d.])\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?![./-]?\d)"), _date),
    (re.compile(r"(?<![\d.-])(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d)(?![\d-])"), _kept),
    (re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{1,40}(?:[-_][A-Za-z0-9]{1,40}){0,8}"), _code),
    (
        re.compile(rf"(?<![A-Za-z\d])[+＋]?[(（]?\d(?:[{_SPACE}{_DASH}./()（）]{{0,2}}\d){{5,40}}"),
        _number,
    ),
)
