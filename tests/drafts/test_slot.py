"""Gaps that were left open are found, with what the chat tells for them."""

import pytest

from tests.drafts.reviewed import Reviewed


@pytest.mark.parametrize(
    "gap",
    ["{order_number}", "{{name}}", "[DATE]", "[your name]", "<insert link>", "____", "XXX", "TBD",
     "【名前】", "[Datum]", "INSERT ORDER NUMBER"],
)  # fmt: skip
def test_a_gap_is_found(desk: Reviewed, gap: str) -> None:
    desk.begin()
    assert desk.words("slot", f"Your parcel {gap} leaves today.") == [gap]


@pytest.mark.parametrize(
    "draft",
    [
        "Your card XXXX 1234 works.",
        "See note [1] and [sic], size XXL.",
        "Type {{first_name}} where it belongs.",
        "The field “{name}” stays empty.",
        "Use a_b or snake__case.",
    ],
)
def test_what_only_looks_like_one_is_not(desk: Reviewed, draft: str) -> None:
    desk.begin()
    assert desk.of("slot", draft) == []


def test_a_gap_that_the_chat_is_about_is_no_gap(desk: Reviewed) -> None:
    desk.begin("my mails say {first_name} instead of the name")
    assert desk.of("slot", "So {first_name} is shown as it stands.") == []
    assert desk.words("slot", "So {last_name} is shown as it stands.") == ["{last_name}"]


def test_what_the_chat_tells_is_offered(desk: Reviewed) -> None:
    desk.begin("where is order 4471902", name="Ana Lima")
    found = desk.of("slot", "Hi {customer_name}, order [ORDER NUMBER] of {item} left.")
    assert [one.replacements for one in found] == [("Ana Lima",), ("4471902",), ()]
