"""Languages other than English are indexed when somebody writes them, and not before."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.conversation import Conversation, Message
from sidecar_server.encoders.hashing import HashingEncoder
from sidecar_server.encoders.languages import Encoders
from sidecar_server.library.files import write
from sidecar_server.model import Phrase, Situation
from sidecar_server.settings import Settings
from sidecar_server.startup import Parts, open_parts
from sidecar_server.web.metrics import Metrics
from sidecar_server.web.server import load
from tests.sample import LIBRARY


class Second(HashingEncoder):
    """An encoder of its own for German."""

    name = "hashing-second"


LATE = Situation("delivery-late", "de", "Ein Paket ist zu spät", ("wo bleibt mein Paket",))
LINE = Phrase(
    "delivery-late.suche", "delivery-late", "de", "own", "opening", "Ich sehe nach, wo es ist."
)


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    made = replace(
        LIBRARY, situations=(*LIBRARY.situations, LATE), phrases=(*LIBRARY.phrases, LINE)
    )
    write(made, tmp_path / "prompts")
    settings = Settings(
        home=tmp_path / "home", prompts=str(tmp_path / "prompts"), encoder="hashing"
    )
    opened = open_parts(settings, pytest.fail)
    return replace(opened, encoders=Encoders(opened.encoders.first, {"de": Second()}))


async def test_a_language_is_indexed_when_it_is_written(parts: Parts) -> None:
    mind = await load(parts, Metrics())
    chat = Conversation("c")
    chat.see(Message("1", "customer", "Wo bleibt mein Paket? Wo ist mein Paket?"))
    assert mind.advisor.lacking(chat) == "de"
    assert mind.advisor.lacking(None, "Wo ist mein Paket und wo bleibt es?") == "de"
    assert mind.advisor.unread(chat) == ("", [])
    mind.speak("de")
    assert mind.advisor.lacking(chat) == ""
    encoder, texts = mind.advisor.unread(chat)
    chat.learn(encoder, texts, await mind.encoding.encode(encoder, texts))
    assert [item.id for item in mind.advisor.advise(chat).items] == ["delivery-late.suche"]
    mind.refresh()
    assert mind.advisor.lacking(chat) == ""  # once spoken, a change of the library keeps it
    await mind.encoding.close()


async def test_a_language_that_the_library_has_not_is_not_waited_for(parts: Parts) -> None:
    mind = await load(parts, Metrics())
    chat = Conversation("c")
    chat.see(Message("1", "customer", "Dzień dobry, gdzie jest moja paczka? Czekam już tydzień."))
    assert mind.advisor.lacking(chat) == ""
    assert [item.kind for item in mind.advisor.advise(chat).items] == ["notice"]
    await mind.encoding.close()
