"""Redaction: what is personal by its form never comes through, on either side, in any text."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sidecar_server.redaction import REFUSED, refused
from tests.soak.surfaces.drawn import drawn
from tests.soak.surfaces.judged import judging

PROPERTY = (
    "redaction takes out what was planted, twice is once, and the server refuses nothing of it"
)
_WORDS = st.sampled_from(
    (
        *("I", "will", "look", "for", "your", "order", "now", "and", "write", "again", "Monday"),
        *("das", "Paket", "ist", "noch", "nicht", "da", "llegará", "mañana", "申し訳", "मैं", "🎉"),
        *("<b>", "{item}", "—", "…", "‘so’", "e\u0301", "ﬁne", "we’re", "(soon)", "50%"),
    )
)
_PLAIN = st.lists(_WORDS, max_size=8).map(" ".join)
_ANY = st.text(max_size=40) | st.text("0123456789 .-+()/@:€$abzÄ", max_size=40)


def _luhn(digits: str) -> str:
    """Put the check digit behind the digits of a card."""
    twice = (int(one) * (2 - at % 2) for at, one in enumerate(reversed(digits)))
    return digits + str(-sum(one // 10 + one % 10 for one in twice) % 10)


def _grouped(digits: str, between: str) -> str:
    return between.join(re.findall(r".{1,4}", digits))


def _iban(country: str, account: str) -> str:
    """Put the check digits between country and account."""
    turned = "".join(str(int(one, 36)) for one in f"{account}{country}00")
    return f"{country}{98 - int(turned) % 97:02}{account}"


def _digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


_CARDS = st.builds(
    lambda start, rest, between: _grouped(_luhn(start + rest), between),
    st.sampled_from(("4", "51", "55", "6011")),
    _digits(11),
    st.sampled_from(("", " ", "-")),
).filter(lambda card: len(re.sub(r"\D", "", card)) in range(13, 20))
_IBANS = st.builds(
    lambda bank, between: _grouped(_iban("DE", bank), between),
    _digits(18),
    st.sampled_from(("", " ")),
)
_NEVER = set(REFUSED)
_NAME = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
_MAILS = st.builds("{}.{}@{}.example".format, _NAME, _NAME, _NAME)
_PHONES = st.builds(
    "{}{} {}".format, st.sampled_from(("+44 20 ", "+49 30 ")), _digits(4), _digits(4)
)
_KINDS = {"card": _CARDS, "iban": _IBANS, "email": _MAILS, "phone": _PHONES}
_PLANTS = st.sampled_from(sorted(_KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), _KINDS[kind])
)


def plant(count: int, full: bool) -> None:
    """Plant what is personal between words, and have both sides look for it."""
    with judging() as ask:

        @drawn(count, full)
        @given(_PLAIN, _PLANTS, _PLAIN)
        def holds(before: str, planted: tuple[str, str], after: str) -> None:
            kind, said = planted
            text = f"{before} {said} {after}"
            assert kind in refused(said), said
            assert refused(text), text  # what stands beside it may make another number of it
            made = ask(do="redact", text=text)
            assert said not in made["text"], made
            assert not set(re.findall(r"\d{4,}", said)) & set(re.findall(r"\d{4,}", made["text"]))
            assert made["again"] == {"text": made["text"], "taken": {}}, made
            _is_done(made)

        holds()


def any_text(count: int, full: bool) -> None:
    """Have both sides look at any text at all."""
    with judging() as ask:

        @drawn(count, full)
        @given(st.lists(_ANY | _PLAIN, max_size=4).map(" ".join))
        def holds(text: str) -> None:
            assert set(refused(text)) <= REFUSED.keys()
            _is_done(ask(do="redact", text=text))

        holds()


def _is_done(made: dict[str, Any]) -> None:
    """See that nothing is left that is never sent, for either side."""
    assert not _NEVER & made["again"]["taken"].keys(), made
    assert not refused(made["text"]), made
