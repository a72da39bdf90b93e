"""Lines go into real editors where the caret is, and nothing else of the draft changes."""

from collections.abc import Iterator

import pytest

from tests.extension.chromium import Chromium
from tests.extension.editors import Editor, Kind, at
from tests.extension.editors.kinds import EACH, KINDS

pytestmark = pytest.mark.browser
LINE = "I am looking at your order {order_number} right now."
GAP = (27, 41)
TWO = "You were told Monday.\nI am finding out where it is."


@pytest.fixture(scope="module", params=EACH)
def opened(request: pytest.FixtureRequest, unpaired: Chromium, editors: str) -> Iterator[Editor]:
    with at(editors, request.param, unpaired) as editor:
        yield editor


@pytest.fixture
def editor(opened: Editor) -> Editor:
    return opened.anew()


def pause(editor: Editor) -> None:
    """Let the editor end its step: it takes what is typed in one go as one, Quill a second's."""
    editor.page.wait_for_timeout(1_100 if editor.kind.name == "quill" else 600)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_line_goes_into_every_editor_and_out_of_it(
    kind: Kind, unpaired: Chromium, editors: str
) -> None:
    with at(editors, kind, unpaired) as editor:
        editor.write("Hello Dana. Regards")
        pause(editor)
        editor.left("Regards")
        assert editor.insert(LINE) == {"ok": True}
        editor.reads(f"Hello Dana. {LINE} Regards")
        assert editor.draft() == editor.model()
        editor.page.keyboard.press("Control+z")
        editor.reads("Hello Dana. Regards")


def test_at_the_end_of_a_draft(editor: Editor) -> None:
    editor.write("Hello Dana.")
    assert editor.insert(LINE) == {"ok": True}
    editor.reads(f"Hello Dana. {LINE}")
    assert editor.draft() == f"Hello Dana. {LINE}"


def test_at_the_caret(editor: Editor) -> None:
    editor.write("Hello Dana. Regards")
    editor.left("Regards")
    assert editor.insert(LINE) == {"ok": True}
    editor.reads(f"Hello Dana. {LINE} Regards")


def test_into_an_empty_box_never_touched(editor: Editor) -> None:
    assert editor.insert(LINE) == {"ok": True}
    editor.reads(LINE)


def test_two_lines(editor: Editor) -> None:
    editor.write("Hello Dana.")
    assert editor.insert(TWO) == {"ok": True}
    joint = " " if editor.kind.kind == "input" else "\n"
    editor.reads(f"Hello Dana. {TWO.replace(chr(10), joint)}")
    assert editor.draft() == editor.model()


def test_on_a_line_of_its_own(editor: Editor) -> None:
    if editor.kind.kind == "input":
        pytest.skip("an input has one line")
    editor.write("Hello Dana.")
    editor.page.keyboard.press("Enter")
    editor.page.wait_for_timeout(200)
    assert editor.insert(LINE) == {"ok": True}
    editor.reads(f"Hello Dana.\n{LINE}")


def test_one_undo_takes_it_out(editor: Editor) -> None:
    editor.write("Hello Dana.")
    pause(editor)
    assert editor.insert(LINE) == {"ok": True}
    editor.reads(f"Hello Dana. {LINE}")
    editor.page.keyboard.press("Control+z")
    editor.reads("Hello Dana.")


def test_while_something_else_has_the_focus(editor: Editor) -> None:
    editor.write("Hello Dana. Regards")
    editor.left("Regards")
    editor.page.locator("#elsewhere").click()
    editor.page.keyboard.type("a search")
    assert editor.insert(LINE) == {"ok": True}
    editor.reads(f"Hello Dana. {LINE} Regards")
    assert editor.page.locator("#elsewhere").input_value() == "a search"


def test_the_gap_is_selected_and_the_next_line_goes_after_this_one(editor: Editor) -> None:
    editor.write("Hello Dana. ")
    assert editor.insert(LINE, GAP) == {"ok": True}
    assert editor.insert("Thank you.") == {"ok": True}
    editor.reads(f"Hello Dana. {LINE} Thank you.")


def test_a_key_press_fills_the_gap(editor: Editor) -> None:
    editor.write("Hello Dana.")
    assert editor.insert(LINE, GAP) == {"ok": True}
    editor.page.keyboard.type("771")
    editor.reads(f"Hello Dana. {LINE.replace('{order_number}', '771')}")


def test_never_into_a_private_note(editor: Editor) -> None:
    editor.write("only us")
    editor.page.evaluate("document.querySelector('#send').id = 'note-mode'")
    assert editor.insert(LINE) == {"ok": False, "reason": "no_composer"}
    editor.reads("only us")
