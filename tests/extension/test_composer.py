"""Reply boxes in frames and shadow roots, ones that refuse, and what is told of their drafts."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.extension.chromium import Chromium
from tests.extension.editors import Editor, Kind, at
from tests.extension.editors.kinds import BY_NAME, DEAF, FRAME, SHADOWS

pytestmark = pytest.mark.browser
Open = Callable[[Kind], Editor]
LINE = "I am looking at your order {order_number} right now."
GAP = (27, 41)
BESIDE = ["plain", "prosemirror", "lexical", "slate", "draft", "ckeditor"]
DRAFTS = ["field-textarea", "prosemirror", "slate", "ckeditor", "tinymce"]


@pytest.fixture
def opened(unpaired: Chromium, editors: str) -> Iterator[Open]:
    with ExitStack() as pages:
        yield lambda kind: pages.enter_context(at(editors, kind, unpaired))


def write_in_shadow(editor: Editor, text: str) -> None:
    editor.page.evaluate("focusBox()")
    editor.page.keyboard.type(text)
    editor.reads(text)


@pytest.mark.parametrize("kind", SHADOWS, ids=str)
def test_in_a_shadow_root_at_the_caret(opened: Open, kind: Kind) -> None:
    editor = opened(kind)
    write_in_shadow(editor, "Hello Dana. Regards")
    editor.left("Regards")
    editor.page.focus("#elsewhere")
    assert editor.insert(LINE, GAP) == {"ok": True}
    editor.reads(f"Hello Dana. {LINE} Regards")
    editor.page.keyboard.type("771")
    editor.reads(f"Hello Dana. {LINE.replace('{order_number}', '771')} Regards")


@pytest.mark.parametrize("kind", SHADOWS, ids=str)
def test_slots_in_a_shadow_root(opened: Open, kind: Kind) -> None:
    editor = opened(kind)
    editor.watch_slots()
    assert editor.insert(LINE) == {"ok": True}
    editor.add_slots("{order_number}")
    editor.page.evaluate("clickSend()")
    assert editor.sent() == 0
    assert editor.notice().startswith("Still open: order number.")
    editor.page.keyboard.press("Tab")
    editor.page.wait_for_timeout(200)
    editor.page.keyboard.type("771")
    editor.reads(LINE.replace("{order_number}", "771"))
    editor.page.evaluate("clickSend()")
    assert editor.sent() == 1


@pytest.mark.parametrize("name", BESIDE)
def test_while_the_panel_has_the_focus(opened: Open, name: str) -> None:
    editor = opened(BY_NAME[name])
    editor.write("Hello Dana. Regards")
    editor.left("Regards")
    editor.lose_the_focus()
    assert editor.insert(LINE, GAP) == {"ok": True}
    assert editor.insert("Thank you.") == {"ok": True}
    editor.reads(f"Hello Dana. {LINE} Thank you. Regards")


def test_in_a_frame_at_the_caret(opened: Open) -> None:
    editor = opened(FRAME)
    editor.write("Hello Dana. Regards")
    editor.left("Regards")
    editor.page.locator("#elsewhere").click()
    assert editor.insert(LINE) == {"ok": True}
    editor.reads(f"Hello Dana. {LINE} Regards")


def test_an_editor_that_takes_the_line_and_drops_it_is_a_refusal(opened: Open) -> None:
    editor = opened(DEAF)
    assert editor.insert(LINE) == {"ok": False, "reason": "refused"}
    editor.reads("")


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_is_told_whatever_it_is_written_in(opened: Open, name: str) -> None:
    editor = opened(BY_NAME[name])
    editor.watch_drafts()
    editor.write("Hello Dana.", "Thank you.")
    told_last(editor, "Hello Dana.\nThank you.")
    assert editor.insert(LINE) == {"ok": True}
    told_last(editor, f"Hello Dana.\nThank you. {LINE}")


def told_last(editor: Editor, text: str) -> None:
    for _ in range(40):
        if editor.drafts()[-1:] == [text]:
            return
        editor.page.wait_for_timeout(50)
    raise AssertionError(f"told {editor.drafts()!r}, not {text!r} at last")
