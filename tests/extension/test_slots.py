"""Open slots: Tab goes from one to the next, and a reply with one is held once before it goes."""

from collections.abc import Iterator

import pytest

from tests.extension.chromium import Chromium
from tests.extension.editors import Editor, Kind, at

pytestmark = pytest.mark.browser
KINDS = [
    Kind("react", kind="textarea"),
    Kind("plain"),
    Kind("prosemirror", ".ProseMirror"),
    Kind("slate", "[data-slate-editor]"),
    Kind("ckeditor", ".ck-editor__editable"),
    Kind("tinymce", "#tinymce", frame="iframe.tox-edit-area__iframe"),
]
FORM = Kind("react", kind="textarea", send="")
ORDER, WHAT = "{order_number}", "what was ordered"
LINE = f"Your order {ORDER}, {WHAT}, is on its way."
GAP = (11, 25)
NOTICE = "Still open: order number, what was ordered. Fill it in, or press again to send."


@pytest.fixture(scope="module", params=KINDS, ids=str)
def opened(request: pytest.FixtureRequest, unpaired: Chromium, editors: str) -> Iterator[Editor]:
    with at(editors, request.param, unpaired) as editor:
        yield editor


@pytest.fixture
def editor(opened: Editor) -> Editor:
    """An editor with the line just inserted."""
    return with_line(opened.anew())


@pytest.fixture
def form(unpaired: Chromium, editors: str) -> Iterator[Editor]:
    """A box whose profile names no button: its form is what sends it."""
    with at(editors, FORM, unpaired) as editor:
        editor.page.evaluate("desk.append(document.querySelector('#send'))")
        yield with_line(editor)


def with_line(editor: Editor) -> Editor:
    editor.watch_slots()
    assert editor.insert(LINE, GAP) == {"ok": True}
    editor.add_slots(ORDER, WHAT)
    editor.reads(LINE)
    return editor


def in_editor(editor: Editor) -> bool:
    return bool(editor.box.evaluate("(box) => box.contains(box.getRootNode().activeElement)"))


def test_tab_goes_from_slot_to_slot_and_then_out_of_the_box(editor: Editor) -> None:
    keys = editor.page.keyboard
    for key in ("Tab", "Shift+Tab"):
        keys.press(key)
        editor.page.wait_for_timeout(200)
    keys.type("771")
    keys.press("Tab")
    editor.page.wait_for_timeout(200)
    keys.type("a lamp")
    editor.reads("Your order 771, a lamp, is on its way.")
    if editor.kind.name != "tinymce":  # there Tab stays, as its makers have it
        keys.press("Tab")
        assert not in_editor(editor)


def test_a_send_button_is_held_once(editor: Editor) -> None:
    editor.page.click("#send")
    assert editor.sent() == 0
    assert editor.notice() == NOTICE
    editor.page.click("#send")
    assert editor.sent() == 1
    assert not editor.notice()


def test_what_is_filled_is_not_held(editor: Editor) -> None:
    editor.page.click("#send")
    editor.rewrite("Your lamp is on its way.")
    editor.page.wait_for_timeout(600)
    assert not editor.notice()
    editor.page.click("#send")
    assert editor.sent() == 1


def test_a_slot_once_replaced_is_forgotten(editor: Editor) -> None:
    editor.rewrite("Yes.")
    editor.page.keyboard.type(f" {ORDER}")
    editor.page.click("#send")
    assert editor.sent() == 1


@pytest.mark.parametrize("opened", KINDS[:-1], ids=str, indirect=True)
def test_enter_is_held_once_and_the_box_keeps_the_focus(editor: Editor) -> None:
    editor.page.evaluate("document.title = 'sends'")
    for _ in range(3):  # a key held down is one press
        editor.page.keyboard.down("Enter")
    editor.page.keyboard.up("Enter")
    assert (editor.sent(), editor.notice(), editor.model()) == (0, NOTICE, LINE)
    assert in_editor(editor)
    editor.page.keyboard.press("Enter")
    assert editor.sent() == 1
    assert not editor.notice()


def test_where_no_button_is_named_the_form_is_held(form: Editor) -> None:
    form.page.click("#send")
    assert form.sent() == 0
    assert form.notice() == NOTICE
    form.page.click("#send")
    assert form.sent() == 1


def test_a_draft_sent_by_the_page_leaves_no_notice_behind(form: Editor) -> None:
    form.page.click("#send")
    assert form.notice() == NOTICE
    form.box.evaluate("(box) => { box.remove(); }")
    form.page.wait_for_timeout(700)
    assert not form.notice()
