"""What a locale and a country say of dates, sums, holidays and weekends."""

from datetime import date

import pytest

from sidecar_server import customs
from sidecar_server.model import Customer

NEW_YEAR = date(2026, 1, 1)


def read(kind: str, customer: Customer, text: str = "", today: date = NEW_YEAR) -> str:
    found = customs.KINDS[kind](customer, text, today)
    return " ".join(found[1][name] for name in customs.FIELDS[kind]) if found else ""


@pytest.mark.parametrize(
    ("locale", "text", "meant"),
    [
        ("en-US", "it should come 03/04, right?", "03/04 4 March"),
        ("en-GB", "it should come 03/04, right?", "03/04 3 April"),
        ("de-DE", "bestellt am 03.04.2026", "03.04.2026 3 April"),
        ("ja", "04/05に届くはず", "04/05 5 April"),
        ("en-ZA", "it should come 03/04", ""),  # people write both ways there
        ("en", "it should come 03/04", ""),
        ("", "it should come 03/04", ""),
        ("en-US", "3/4 of the order is missing, 24/7 support they say", ""),
        ("en-US", "due 13/04 and 05/05", ""),  # one reading only
        ("de", "seit version 3.4 geht es nicht", ""),
        ("xx-ZZ", "03/04", ""),
    ],
)
def test_a_date_with_two_readings_is_read_as_the_locale_has_it(
    locale: str, text: str, meant: str
) -> None:
    assert read("dates", Customer(locale=locale), text) == meant


@pytest.mark.parametrize(
    ("locale", "text", "meant"),
    [
        ("de", "die rechnung sagt 1.234,50 euro", "1.234,50 1,234.50"),
        ("pt-BR", "cobraram 1.500 a mais", "1.500 1,500"),
        ("en-US", "they took 1.500", ""),
        ("es-MX", "me cobraron 1,500 pesos", ""),
        ("de", "auftrag 1.234.567.890", ""),
    ],
)
def test_a_sum_is_read_where_comma_and_point_change_places(
    locale: str, text: str, meant: str
) -> None:
    assert read("numbers", Customer(locale=locale), text) == meant


def test_a_holiday_near_enough_to_move_a_promise_is_named() -> None:
    germany = Customer(country="DE")
    assert read("holiday", germany, today=date(2026, 12, 24)) == "Christmas Day tomorrow Germany"
    assert read("holiday", germany, today=date(2026, 12, 25)).startswith("Christmas Day today")
    assert read("holiday", germany, today=date(2026, 11, 2)) == ""
    assert read("holiday", Customer(locale="en-US"), today=date(2026, 11, 25)).startswith("Thanks")
    assert read("holiday", Customer(country="neverland"), today=date(2026, 12, 24)) == ""


def test_another_weekend_is_told_on_the_days_on_which_it_matters() -> None:
    thursday, tuesday = date(2026, 11, 26), date(2026, 11, 24)
    assert read("weekend", Customer(country="SA"), today=thursday) == (
        "Friday and Saturday Saudi Arabia"
    )
    assert read("weekend", Customer(country="SA"), today=tuesday) == ""
    assert read("weekend", Customer(country="DE"), today=thursday) == ""
    assert read("weekend", Customer(), today=thursday) == ""
