"""A small library for tests, and the parts built over it with the hashing encoder."""

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from sidecar_server.assistant import Assistant
from sidecar_server.conversation import Conversation, Message
from sidecar_server.encoders.languages import load_encoders
from sidecar_server.library.database import open_database
from sidecar_server.library.files import write
from sidecar_server.library.search import build
from sidecar_server.library.store import Store
from sidecar_server.model import (
    Advice,
    Expectation,
    Finding,
    Library,
    Moment,
    Note,
    Phrase,
    Situation,
    Triggers,
)

SITUATIONS = (
    Situation(
        "says-hello", "en", "A greeting", ("hello", "hi there", "good morning"), passing=True
    ),
    Situation(
        "delivery-late",
        "en",
        "A parcel is late",
        ("where is my parcel", "my parcel is late and was due monday", "parcel still not here"),
        stakes="medium",
    ),
    Situation(
        "card-stolen",
        "en",
        "A card was stolen",
        ("my card was stolen", "someone took my bank card", "block my card now"),
        stakes="high",
    ),
    Situation(
        "no-answer-yet",
        "en",
        "Waiting for an answer",
        ("hello is anyone there",),
        moment="waiting",
        passing=True,
    ),
    Situation(
        "thanks", "en", "It is solved", ("thank you that worked perfectly",), moment="closing"
    ),
    Situation("acknowledgement", "en", "Nothing is due", ("ok", "ok will do", "brb"), silent=True),
)


def phrase(
    name: str,
    strategy: str,
    text: str,
    moment: Moment = "opening",
    heat: tuple[float, float] = (0.0, 1.0),
    **more: object,
) -> Phrase:
    """Make a phrase whose situation is the first half of its name."""
    situation = name.partition(".")[0]
    return Phrase(name, situation, "en", strategy, moment, text, heat=heat, **more)  # type: ignore[arg-type]


PHRASES = (
    phrase("says-hello.ask", "clarify", "Good to have you here. What can I look at for you?"),
    phrase("delivery-late.good-day", "greet", "Good day, and thank you for the order number."),
    phrase(
        "delivery-late.gift", "offer", "Shall we send a second one?", avoid_when=("card-stolen",)
    ),
    phrase("delivery-late.grave", "restate", "A person depends on it.", stakes=("high",)),
    phrase("delivery-late.slow-down", "de-escalate", "Let us take this one step at a time."),
    phrase("delivery-late.find", "own", "I am opening the tracking to see where it was last."),
    phrase(
        "delivery-late.see", "acknowledge", "You planned around that parcel and it is not there."
    ),
    phrase(
        "delivery-late.which", "clarify", "Which of your orders is it, so I open the right one?"
    ),
    phrase(
        "delivery-late.sorry",
        "apologise",
        "I am sorry that the parcel did not come when it was due.",
    ),
    phrase(
        "delivery-late.calm", "validate", "A late parcel spoils more than a day.", heat=(0.0, 0.1)
    ),
    phrase("delivery-late.later", "hold", "Still with the courier about it.", moment="waiting"),
    phrase(
        "delivery-late.item",
        "inform",
        "The last scan of {item} is what I look at.",
        slots={"item": "what"},
    ),
    phrase("card-stolen.stop", "own", "First I block the card, then we look at everything else."),
    phrase(
        "no-answer-yet.here", "hold", "I am here, and I have your question open.", moment="waiting"
    ),
    phrase("no-answer-yet.hello", "acknowledge", "You have waited for a word from me."),
    phrase("thanks.close", "close", "Glad that it works again for you.", moment="closing"),
    phrase("thanks.draft", "thank", "Not to be seen.", moment="closing", state="draft"),
)

NOTES = (
    Note(
        "en-IN.do-the-needful",
        "en-IN",
        "idiom",
        "A courteous way to ask for the necessary steps.",
        "Say which step you take.",
        Triggers(text=("please do the needful", "do the needful")),
    ),
    Note(
        "en-GB.bit-disappointed",
        "en-GB",
        "understatement",
        "Often more than a bit.",
        "Treat it as a real complaint.",
        Triggers(text=("a bit disappointed",)),
        applies_to=("en-GB",),
    ),
    Note(
        "ja.name-order", "ja", "names", "The family name may stand first.", "Use it with -san.",
        applies_to=("ja",),
    ),
    Note(
        "und.date", "und", "dates", "{written} is {read} there.", "Write the month as a word.",
        Triggers(calendar="dates"),
    ),
    Note(
        "und.holiday", "und", "holidays", "{holiday} is {when} in {country}.", "Count without it.",
        Triggers(calendar="holiday"),
    ),
)  # fmt: skip

LIBRARY = Library(
    SITUATIONS,
    PHRASES,
    NOTES,
    (Expectation("where is my parcel", "en", any_of=("delivery-late.*",)),),
)

TRIED = Situation("tried-it", "en", "No luck", ("did that, no luck", "no luck"), reply="tried")


def store_in(folder: Path, library: Library = LIBRARY) -> Store:
    """Open a store in a folder that holds the library as its shipped one."""
    return store_of(open_database(folder), library)


def store_of(engine: Engine, library: Library = LIBRARY) -> Store:
    """Give a store that holds the library as its shipped one."""
    store = Store(engine)
    store.follow(library)
    return store


@cache
def prompts() -> str:
    """Give a folder that holds the library as files."""
    folder = Path(tempfile.mkdtemp(prefix="sidecar-prompts-"))
    write(LIBRARY, folder)
    return str(folder)


class Desk:
    """An assistant over the sample library, spoken to in whole messages."""

    def __init__(
        self, folder: Path, library: Library = LIBRARY, today: date = date(2026, 11, 24)
    ) -> None:
        self.encoders = load_encoders("hashing")
        self.encoder = self.encoders.first
        self.store = store_in(folder, library)
        self.today = today
        self.assistant = Assistant(
            build(self.store.library(), self.store, self.encoders), lambda: today
        )
        self.chat = Conversation("c1")

    def says(self, role: str, text: str, at: float | None = None) -> Advice:
        """Take one message, that came `at` seconds, and answer."""
        number = len(self.chat.messages)
        self.chat.see(Message(f"m{number}", role, text, at=at))  # type: ignore[arg-type]
        return self.answer()

    def checks(self, draft: str) -> tuple[Finding, ...]:
        """Check an unsent reply."""
        encoder, texts = self.assistant.unread_draft(self.chat, draft)
        if texts:
            self.chat.learn(encoder, texts, self.encoder.encode(texts))
        return self.assistant.check(self.chat, draft)

    def answer(self) -> Advice:
        """Answer the chat as it stands."""
        encoder, texts = self.assistant.unread(self.chat)
        if texts:
            self.chat.learn(encoder, texts, self.encoder.encode(texts))
        return self.assistant.advise(self.chat)

    def another(self, id_: str) -> None:
        """Begin another chat of the same agent."""
        self.chat = Conversation(id_, agent=self.chat.agent)

    def anew(self, *wanted: str) -> None:
        """Begin another chat, in which every line but these is dismissed."""
        self.chat = Conversation(f"{self.chat.id}+")
        self.chat.dismissed = {p.id for p in self.assistant.searchable.library.phrases}
        self.chat.dismissed -= set(wanted)


def ids(advice: Advice, kind: str = "phrase") -> list[str]:
    """List what is offered of one kind."""
    return [item.id for item in advice.items if item.kind == kind]
