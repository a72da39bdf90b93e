"""How a locale writes dates and sums, and when a country rests: from Babel and holidays.

Each function gives a span of the text, where it is about one, and the fields that a note's text
may name; or None where there is nothing to say.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from sidecar_server.model import Customer, Span

if TYPE_CHECKING:
    from babel import Locale

Fields = Mapping[str, str]
Found = tuple[Span | None, Fields] | None

# With a year, or of two digits each: "3/4" is as often a fraction.
_DATE = re.compile(
    r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})(?:\2(?:\d{4}|\d{2})|(?<=\d\d)(?<=\d\d[/-]\d\d))(?![\d/-])"
)
_SUM = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}(?:,\d{1,2})?|,\d{1,2})(?![.,]?\d)")
_AHEAD = 3  # days; a holiday nearer than this touches what is promised today
_USUAL_WEEKEND, _SUNDAY = {5, 6}, 6  # Monday is 0
# Their formats put the year first, and people write day and month either way.
_EITHER_WAY = {"en", "fr"}


def dates(customer: Customer, text: str, today: date) -> Found:
    """Read the first date in figures that has two readings, as the stated locale has it."""
    day_first = _day_first(customer.locale)
    for found in _DATE.finditer(text) if day_first is not None else ():
        first, second = int(found[1]), int(found[3])
        if first != second and 1 <= first <= 12 and 1 <= second <= 12:
            day, month = (first, second) if day_first else (second, first)
            meant = date(2000, month, day)  # a leap year: no day is missing
            return found.span(), {"written": found[0], "read": f"{meant.day} {meant:%B}"}
    return None


def numbers(customer: Customer, text: str, today: date) -> Found:
    """Read the first sum whose marks change places, as a locale with a decimal comma has it."""
    locale, found = _locale(customer.locale), _SUM.search(text)
    if locale is None or found is None:
        return None
    from babel.numbers import get_decimal_symbol, parse_decimal  # noqa: PLC0415  (slow to import)

    if get_decimal_symbol(locale) != ",":
        return None
    return found.span(), {"written": found[0], "read": f"{parse_decimal(found[0], locale):,f}"}


def holiday(customer: Customer, text: str, today: date) -> Found:
    """Name a public holiday of the customer's country, today or in the next three days."""
    country = _country(customer)
    for ahead in range(_AHEAD + 1):
        day = today + timedelta(days=ahead)
        if name := _holidays(country, day.year).get(day):
            later = f"on {day:%A}, {day.day} {day:%B}"
            when = {0: "today", 1: "tomorrow"}.get(ahead, later)
            return None, {"holiday": name, "when": when, "country": country_name(country)}
    return None


def weekend(customer: Customer, text: str, today: date) -> Found:
    """Say which days a country rests, where Sunday is none of them and it matters now."""
    country = _country(customer)
    locale = _locale(f"und-{country}") if country else None
    if locale is None:
        return None
    days = {locale.weekend_start, locale.weekend_end}
    near = {today.weekday(), (today.weekday() + 1) % 7}
    if _SUNDAY in days or not near & (days ^ _USUAL_WEEKEND):
        return None
    names = [f"{date(2024, 1, 1 + day):%A}" for day in sorted(days)]  # that was a Monday
    return None, {"days": " and ".join(names), "country": country_name(country)}


KINDS: Mapping[str, Callable[[Customer, str, date], Found]] = {
    "dates": dates,
    "numbers": numbers,
    "holiday": holiday,
    "weekend": weekend,
}
FIELDS = {
    "dates": ("written", "read"),
    "numbers": ("written", "read"),
    "holiday": ("holiday", "when", "country"),
    "weekend": ("days", "country"),
}


def prepare(customer: Customer, today: date) -> None:
    """Load what a customer's locale and country need; the first time takes up to a second."""
    for read in KINDS.values():
        read(customer, "1,5 or 3/4", today)


@lru_cache(maxsize=64)
def _locale(stated: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (slow, and few chats need it)

    try:
        return Locale.parse(stated.replace("-", "_")) if stated else None
    except (ValueError, UnknownLocaleError):
        return None


@lru_cache(maxsize=64)
def _day_first(stated: str) -> bool | None:
    """Say whether the day comes first; None where the locale does not tell."""
    locale = _locale(stated)
    if locale is None or not (locale.territory or locale.language != "en"):
        return None
    if locale.date_formats["short"].pattern.startswith("y") and locale.language in _EITHER_WAY:
        return None
    pattern = locale.datetime_skeletons["Md"].pattern
    return bool(pattern.index("d") < pattern.index("M"))


def _country(customer: Customer) -> str:
    locale = _locale(customer.locale)
    return (customer.country or (locale.territory if locale else "") or "").upper()


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> Mapping[date, str]:
    if not re.fullmatch("[A-Z]{2}", country):
        return {}
    import holidays  # noqa: PLC0415  (slow to import, and few chats state a country)

    try:
        return dict(holidays.country_holidays(country, years=year, language="en_US"))
    except NotImplementedError:  # not a country it knows
        return {}


def country_name(country: str) -> str:
    """Give a country's English name, the code itself if unknown."""
    locale = _locale("en")
    return str(locale.territories.get(country, country)) if locale else country


def language_name(tag: str) -> str:
    """Give a language's English name: "Hindi (Latin)" for hi-Latn, the tag itself if unknown."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (slow to import)

    try:
        return Locale.parse(tag, sep="-").english_name or tag
    except (ValueError, UnknownLocaleError):
        return tag
