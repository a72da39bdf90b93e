"""The drafts to try of the demo chats show what their buttons say; and what a walk there mended."""

import pytest

from sidecar_server.assistant import Assistant
from sidecar_server.library.search import Extent
from sidecar_server.model import Card, Fact, Finding, Item
from sidecar_server.replay import Line, Replay
from sidecar_server.settings import Settings
from sidecar_server.shift import Shift
from sidecar_server.startup import Parts, open_parts
from sidecar_server.web.scripted import Chat, Try, load_chats
from tests.prepared import prepare

pytestmark = pytest.mark.quality

SAM = Card(
    name="Sam",
    years=6,
    expertise=("returns and refunds", "deliveries"),
    languages=("en",),
    facts=(Fact("two cats", "I share my flat with two cats."),),
)
CHATS = {chat.id: chat for chat in load_chats()}
TRIES = [(chat, draft) for chat in CHATS.values() for draft in chat.drafts]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    home = tmp_path_factory.mktemp("beside") / "home"
    prepare(home)
    return open_parts(Settings(home=home), pytest.fail)


@pytest.fixture(scope="module")
def assistant(parts: Parts) -> Assistant:
    return Assistant(parts.searchable(extent=Extent(languages={"en"})))


class Walk:
    """One chat as a visitor has it open, with Sam's card."""

    def __init__(self, parts: Parts, assistant: Assistant, chat: Chat, shift: Shift) -> None:
        self.chat, self.at, self.number = chat, 0.0, 0
        self.replay = Replay(assistant, parts.encoders, agent=shift)

    def step(self, role: str, text: str = "", draft: bool = False) -> "Walk":
        self.number += 1
        of = self.chat.customer
        line = Line(role, text, self.at, self.chat.id, of.locale, of.name, draft)
        self.advice = self.replay.step(line, str(self.number))
        return self

    def draft(self, text: str) -> tuple[Finding, ...]:
        return self.step("agent", text, draft=True).advice.findings

    def items(self, kind: str) -> list[Item]:
        return [item for item in self.advice.items if item.kind == kind]


@pytest.fixture
def walks(parts: Parts, assistant: Assistant) -> type:
    shift = Shift(card=SAM)

    class Opened(Walk):
        """A chat with its first line of the customer, or another one in its place."""

        def __init__(self, id_: str, *said: str) -> None:
            super().__init__(parts, assistant, CHATS[id_], shift)
            first = next(line for line in self.chat.line if line.role == "customer")
            for text in said or (first.text,):
                self.step("customer", text)

    return Opened


@pytest.mark.parametrize(
    ("chat", "draft"), TRIES, ids=lambda one: one.name if isinstance(one, Try) else one.id
)
def test_a_draft_to_try_shows_first_what_it_is_there_to_show(
    walks: type, chat: Chat, draft: Try
) -> None:
    walk = walks(chat.id)
    if draft.again:
        assert not walk.draft(draft.text)
        walk.step("agent", draft.text)
    found = [finding.rule for finding in walk.draft(draft.text)]
    assert found[: len(draft.shows)] == list(draft.shows)


def test_the_drafts_show_every_rule() -> None:
    shown = {rule for _, draft in TRIES for rule in draft.shows}
    rules = {"private", "slot", "promise", "tone", "culture", "heard", "apology", "sincerity"}
    assert shown == rules


def test_calm_down_is_heard_however_it_is_said(walks: type) -> None:
    walk = walks("late-parcel")
    for text in ("Calm down.", "Please calm down, Dana.", "I have it here. Now calm down."):
        assert [one.rule for one in walk.draft(text)] == ["tone"], text
    assert not walk.draft("I'm here until it calms down at the depot.")


def test_who_says_their_family_name_settles_which_it_is(walks: type) -> None:
    assert not walks("japanese-apology").draft("Dear Ms Matsuda, thank you for writing.")


def test_a_word_of_fun_is_taken_out_with_its_comma(walks: type) -> None:
    draft = "I'm blocking it now. You still have your phone, haha!"
    [found] = walks("stolen-card").draft(draft)
    assert draft.replace(found.text, found.replacements[0]) == draft.replace(", haha", "")


def test_vague_words_are_replaced_by_a_noun_or_not_at_all(walks: type) -> None:
    [found] = walks("billing-understatement").draft("Thank you. I have noted your concern.")
    assert found.rule == "heard"
    assert not found.replacements  # "the twice" would be worse


def test_a_goodbye_is_no_point_that_is_left_out(walks: type) -> None:
    said = "My refund of Rs 18,450 is still not received. When will it come? Have a pleasant day."
    found = walks("formal-request", said).draft("Your refund leaves our bank on 3 April.")
    assert not any("pleasant" in one.text for one in found)


def test_the_first_word_to_who_waits_is_no_still(walks: type) -> None:
    walk = walks("blocked-by-bug")
    assert walk.items("introduction")
    walk.at = 300.0
    [nudge] = walk.step("clock").advice.nudges
    assert nudge.text.startswith("I'm Sam")
    chat = walk.replay.chats["blocked-by-bug"]
    assert [item.kind for item in chat.advice.items if item.kind != "phrase"] == ["nudge"]


def test_the_card_tells_what_this_chat_is_about_and_another_line_each_time(walks: type) -> None:
    walk = walks("late-parcel")
    first = walk.items("introduction")[0]
    assert "deliveries" in first.text  # not "returns and refunds", for the sake of an "and"
    walk.replay.chats["late-parcel"].note(first.id, "inserted")
    assert not walk.step("customer", "It is for Saturday").items("introduction")
    assert walks("late-parcel").items("introduction")[0].text != first.text


def test_nobody_is_called_by_a_first_name_where_that_is_too_near(walks: type) -> None:
    for _ in range(6):
        walk = walks("german-appointment", "Hello, when is the shop in Bremen open?")
        for item in walk.items("introduction"):
            assert "Katrin" not in item.text
            walk.replay.chats["german-appointment"].note(item.id, "inserted")


def test_a_count_of_two_is_nothing_in_common(walks: type) -> None:
    walk = walks("cat-and-screws").step("agent", "I am looking at it now.")
    assert not walk.step("customer", "It came in two boxes").items("hint")
    assert walk.step("agent", "Thank you.").step("customer", "My cats say hello").items("hint")


def test_after_a_hard_run_a_pause_comes_before_a_handover(walks: type) -> None:
    walk = walks("hard-run")
    for text in ("thieves, the lot of you. absolute joke of a company", "ANSWER ME you clown"):
        walk.step("customer", text)
    assert walk.items("care"), walk.replay.agent.hostile
    word, boundary = walk.items("care")
    assert not word.insertable
    assert "breathe" in word.text or "breath" in word.text or "break" in word.text
    assert boundary.insertable


def test_no_boundary_is_drawn_to_who_wrote_one_hot_message(walks: type) -> None:
    rude = walks("hard-run").step("customer", "thieves, the lot of you, absolute joke of a company")
    assert rude.replay.agent.hostile == 2
    hot = walks("left-waiting", "this is RIDICULOUS, nobody does a thing!! I'm so fed up with this")
    assert [item.insertable for item in hot.items("care")] == [False]


def test_a_gap_does_not_hide_the_promise_that_it_stands_in(walks: type) -> None:
    found = walks("late-parcel").draft("Your parcel {number} will definitely be there on Monday.")
    assert [one.rule for one in found] == ["slot", "promise"]


def test_a_hard_run_of_one_chat_counts_though_others_wrote_between(walks: type) -> None:
    walk = walks("hard-run").step("customer", "thieves, the lot of you. absolute joke of a company")
    for number in range(12):
        walks("cat-and-screws", f"Thank you for asking, it is order {number}")
    assert walk.step("customer", "are you stupid or just not listening to me").items("care")
