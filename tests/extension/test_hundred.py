"""More chats in one page than the server takes frames at once: each is answered, and told anew."""

import pytest

from tests.extension.helpdesk import Browser, browser, fresh
from tests.soak import hundred

__all__ = ["browser", "fresh"]
pytestmark = pytest.mark.browser


def test_each_of_many_chats_in_a_page_has_its_answer_and_has_it_again_after_a_restart(
    browser: Browser,
) -> None:
    found = hundred.measure(browser, hundred.CHATS, hundred.SLICE_TURNS, hundred.SLICE_LOOK_EVERY)
    assert not found["unread"] + found["unread_after_restart"]
    assert not found["unanswered"] + found["unanswered_after_restart"]
