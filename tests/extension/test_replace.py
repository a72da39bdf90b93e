"""Words of a draft are replaced in real editors: no others, and one undo brings them back."""

from collections.abc import Iterator

import pytest

from tests.extension.chromium import Chromium
from tests.extension.editors import Editor, at
from tests.extension.editors.kinds import BY_NAME, EACH, FEW, SHADOWS

pytestmark = pytest.mark.browser
DRAFT = "🙂 Hi, your order will definitely be there today."
SOFT = "🙂 Hi, your order should be there today."
WORDS, AT = "will definitely be", DRAFT.index("will")


@pytest.fixture(scope="module", params=EACH)
def opened(request: pytest.FixtureRequest, unpaired: Chromium, editors: str) -> Iterator[Editor]:
    with at(editors, request.param, unpaired) as editor:
        yield editor


@pytest.fixture
def editor(opened: Editor) -> Editor:
    return opened.anew()


def test_the_words_are_replaced_and_the_agent_writes_on_at_the_end(editor: Editor) -> None:
    editor.write(DRAFT)
    assert editor.replace(WORDS, "should be", AT) == {"ok": True}
    editor.reads(SOFT)
    assert editor.draft() == SOFT
    editor.page.keyboard.type(" Bye")
    editor.reads(f"{SOFT} Bye")


def test_one_undo_brings_the_words_back(editor: Editor) -> None:
    editor.write(DRAFT)
    # The editors take what is typed in one go as one step; Quill's go lasts a second.
    editor.page.wait_for_timeout(1_100 if editor.kind.name == "quill" else 600)
    assert editor.replace(WORDS, "should be", AT) == {"ok": True}
    editor.reads(SOFT)
    editor.page.keyboard.press("Control+z")
    editor.reads(DRAFT)


def test_words_that_moved_are_found_where_they_stand_alone(editor: Editor) -> None:
    editor.write(f"Good morning! {DRAFT}")
    assert editor.replace(WORDS, "should be", AT) == {"ok": True}
    editor.reads(f"Good morning! {SOFT}")


def test_words_that_are_gone_or_stand_twice_change_nothing(editor: Editor) -> None:
    editor.write("It works now. It worked, it works.")
    for words in ["it never", "works"]:
        assert editor.replace(words, "is fine", 0) == {"ok": False, "reason": "moved"}
    editor.reads("It works now. It worked, it works.")


def test_words_inside_another_word_are_not_meant(editor: Editor) -> None:
    editor.write("Because of us and because.")
    assert editor.replace("us", "our team", 0) == {"ok": True}
    editor.reads("Because of our team and because.")


def test_words_are_taken_out(editor: Editor) -> None:
    editor.write(DRAFT)
    assert editor.replace(" definitely", "", AT + 4) == {"ok": True}
    editor.reads(DRAFT.replace(" definitely", ""))


@pytest.mark.parametrize("name", FEW)
def test_while_the_panel_has_the_focus(name: str, unpaired: Chromium, editors: str) -> None:
    with at(editors, BY_NAME[name], unpaired) as editor:
        editor.write("First.", DRAFT)
        editor.lose_the_focus()
        assert editor.replace(WORDS, "should be", AT + 7) == {"ok": True}
        editor.reads(f"First.\n{SOFT}")


@pytest.mark.parametrize("kind", SHADOWS, ids=str)
def test_in_a_shadow_root(kind: object, unpaired: Chromium, editors: str) -> None:
    with at(editors, BY_NAME[str(kind)], unpaired) as editor:
        editor.page.evaluate("focusBox()")
        editor.page.keyboard.type(DRAFT)
        editor.reads(DRAFT)
        editor.page.focus("#elsewhere")
        assert editor.replace(WORDS, "should be", AT) == {"ok": True}
        editor.reads(SOFT)


def test_never_in_a_private_note(unpaired: Chromium, editors: str) -> None:
    with at(editors, BY_NAME["field-textarea"], unpaired) as editor:
        editor.write(DRAFT)
        editor.page.evaluate("document.querySelector('#send').id = 'note-mode'")
        assert editor.replace(WORDS, "x", AT) == {"ok": False, "reason": "no_composer"}
        editor.reads(DRAFT)
