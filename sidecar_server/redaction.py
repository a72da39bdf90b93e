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
_TELEPHONE = re.compile(
    r"(?:tel|phone|\bcall|mobile|\bcell|whatsapp|handy|anruf|rückruf|llam|móvil|appel|portable|"
    r"ligar|celular|電話|携帯|फ़ोन|फोन|मोबाइल)[^.!?\n]*$",
    re.IGNORECASE,
)
_CURRENCY = r"(?:USD|EUR|GBP|JPY|INR|CHF|CAD|AUD|euros?|dollars?|pounds?|yen|rupees?|francs?|reais)"
_SUM = r"\d(?:[.,' ]?\d){0,14}"
_AMOUNT = re.compile(
    r"(?!0\d)(?:\d{1,6}|\d{1,3}(?:[.,' ]\d{3}){1,3})(?:[.,]\d{1,2})?",
)
_AT, _DOT = r"(?:@|\s@\s|\s?[\[({]at[\])}]\s?)", r"(?:\.|\s?[\[({]dot[\])}]\s?)"
_HOST = rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,8}}"
_GAP = rf"[^A-Za-z0-9{_HIDDEN}]{{0,3}}"  # what may stand between two signs of a number
_ISSUED = re.compile(r"3[04-9]|[456]|2[2-7]|8[12]|9792")  # how cards' numbers begin
LENGTHS = {  # of the IBANs of the register of ISO 13616
    country: int(length)
    for country, length in re.findall(
        "(..)([0-9]+)",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
        "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
        "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
        "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
        "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30",
    )
}

Judge = Callable[
    [str, str], tuple[int, str] | None
]  # how much of it, and what it is; None: nothing


def refused(text: str) -> Sequence[str]:
    """Name what a text holds that is never kept, each kind once, in the order of `REFUSED`."""
    left = "".join(_seen(one) for one in unicodedata.normalize("NFC", text))
    found = set()
    for pattern, judge in _RULES:
        spots = list(_spots(pattern, judge, left))
        found |= {kind for _, _, kind in spots}
        left = _hidden(left, spots)
    return [kind for kind in REFUSED if kind in found]


def _seen(one: str) -> str:
    """Give a character as it is looked at: ASCII for its double, "" for what nobody sees."""
    if one.isascii():
        return " " if one == "\t" else one
    kind, double = unicodedata.category(one), unicodedata.normalize("NFKC", one)
    if kind == "Nd":
        return str(unicodedata.decimal(one))
    if kind in {"Cf", "Me"} or "\ufe00" <= one <= "\ufe0f" or one == "\u034f":
        return ""
    if kind == "Pd" or one == "\u2212":
        return "-"
    return double if double.isascii() and len(double) == 1 and one not in "ªº" else one


def _spots(pattern: re.Pattern[str], judge: Judge, text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while match := pattern.search(text, at):
        start = match.start()
        judged = judge(match[0], text[max(0, start - _BEFORE) : start])
        at = start + 1 if judge in _INSIDE else match.end()
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


def is_card(plain: str) -> bool:
    """Say whether 13 to 19 digits have the check digit of a card, by Luhn."""
    if not re.fullmatch(r"[0-9]{13,19}", plain):
        return False
    values = [int(one) for one in reversed(plain)]
    twice = sum(2 * one % 10 + one // 5 for one in values[1::2])
    return (sum(values[::2]) + twice) % 10 == 0


def is_iban(plain: str) -> bool:
    """Say whether letters and digits have a country's length and the check digits of ISO 7064."""
    if len(plain) != LENGTHS.get(plain[:2].upper()) or not re.fullmatch(r"[A-Za-z0-9]+", plain):
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


def _card(found: str, before: str) -> tuple[int, str] | None:
    return _longest_card(found, before, glued=False)


def _glued_card(found: str, before: str) -> tuple[int, str] | None:
    """Take one with other digits right before or behind it, once those without are dealt with."""
    return _longest_card(found, before, glued=True)


def _longest_card(found: str, before: str, glued: bool) -> tuple[int, str] | None:
    """Take the longest beginning that passes; the less it looks like a card, the more is asked."""
    plain = re.sub("[^0-9]", "", found)
    issued, follows = _ISSUED.match(plain), re.search(rf"[0-9]{_GAP}$", before)
    behind = before[-1:].isdecimal()
    if (glued and not issued) or (behind and not glued):
        return None
    ends = [one.end() for one in re.finditer("[0-9]", found)]
    for count in range(min(19, len(ends)), 12, -1):
        end = ends[count - 1]
        if glued != (behind or found[end : end + 1].isdecimal()) or not is_card(plain[:count]):
            continue
        groups, gaps = re.findall("[0-9]+", found[:end]), re.findall("[^0-9]+", found[:end])
        even = len({re.sub(r"\s+", " ", gap) for gap in gaps}) <= 1
        grouped = even and all(len(group) >= 4 for group in groups[:-1])
        close = not glued and all(re.fullmatch(r"\s{1,3}|[.-]", gap) for gap in gaps)
        if (issued and grouped) or (close and (issued or not follows)):
            return end, "card"
    return None


def _iban(found: str, _: str) -> tuple[int, str] | None:
    ends = [one.end() for one in re.finditer("[A-Za-z0-9]", found)]
    plain = re.sub("[^A-Za-z0-9]", "", found)
    length = LENGTHS.get(plain[:2].upper(), 0)
    plain = plain[:length]
    is_one = 2 * len(re.findall("[0-9]", plain)) >= length and is_iban(plain)
    return (ends[length - 1], "iban") if is_one else None


def _amount(found: str, _: str) -> tuple[int, str] | None:
    """Keep money, which says nothing of anybody."""
    said = re.search(r"\d[\d.,' ]*", found)
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
    grouped = re.fullmatch(r"\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]\d{4}", found)
    dialled = re.match(r"\+|\(?0", found) and len(plain) >= 8
    is_phone = 7 <= len(plain) <= 15 and (grouped or dialled or _TELEPHONE.search(before))
    return (len(found), "phone" if is_phone else "")


_kept = _is("")
_INSIDE = (_card, _glued_card, _iban)  # where one does not begin, one may a sign later
_CARD = re.compile(rf"[0-9](?:{_GAP}[0-9]){{12,22}}")
_RULES: Sequence[tuple[re.Pattern[str], Judge]] = (
    (re.compile(rf"[\w.+%'-]{{1,64}}{_AT}{_HOST}", re.IGNORECASE), _is("email")),
    (
        re.compile(rf"[A-Za-z]{_GAP}[A-Za-z](?:{_GAP}[0-9]){{2}}(?:{_GAP}[A-Za-z0-9]){{11,29}}"),
        _iban,
    ),
    (_CARD, _card),
    (_CARD, _glued_card),
    (re.compile(rf"(?:[$€£¥￥₹]|(?<!\w)(?:{_CURRENCY}|Rs\.?))\s?{_SUM}", re.IGNORECASE), _amount),
    (
        re.compile(rf"(?<![\d.,]){_SUM}\s?(?:[$€£¥￥₹円元]|{_CURRENCY}(?!\w))", re.IGNORECASE),
        _amount,
    ),
    (re.compile(r"(?<![\d.])\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}(?![./-]?\d)"), _date),
    (re.compile(r"(?<![\d.-])(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|\d\d)(?![\d-])"), _kept),
    (re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{1,40}(?:[-_][A-Za-z0-9]{1,40}){0,8}"), _code),
    (re.compile(r"(?:\+|(?<![A-Za-z\d]))\(?\d(?:[ \-./()·_]{0,3}\d){5,40}"), _number),
)
