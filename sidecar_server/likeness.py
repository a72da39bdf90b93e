"""The situations of one text of a chat, found once for one library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sidecar_server.conversation import Conversation
from sidecar_server.library.indexes.protocol import Vector
from sidecar_server.library.search import Searchable
from sidecar_server.library.shelf import Shelf
from sidecar_server.model import Likely
from sidecar_server.spoken import language

SITUATIONS = 8


def likely(
    text: str, conversation: Conversation, searchable: Searchable, shelf: Shelf | None
) -> Sequence[Likely]:
    """Rank the situations of one text, once for one library; none without a vector."""
    vector = conversation.vector(shelf.encoder, text) if shelf else None
    if shelf is None or vector is None:
        return ()
    key = _name(shelf, searchable)
    return conversation.once(key, text, lambda _: shelf.likely(vector, SITUATIONS))


def _name(shelf: Shelf, searchable: Searchable) -> str:
    return f"likely by {shelf.encoder}, {searchable.library.revision}"


@dataclass(frozen=True, slots=True)
class Lookup:
    """Texts of a chat that another program is asked about, which takes its time."""

    name: str
    shelf: Shelf
    searchable: Searchable
    vectors: Mapping[str, Vector]

    def find(self) -> Mapping[str, Sequence[Likely]]:
        """Ask it, in any thread: the chat is not touched. The lines that may come are held."""
        found = {t: self.shelf.likely(row, SITUATIONS) for t, row in self.vectors.items()}
        about = dict.fromkeys(one.id for likely in found.values() for one in likely)
        lines = self.searchable.by_situation
        self.shelf.hold([one for id_ in about for one in lines.get(id_, ())])
        return found


def lookup(conversation: Conversation, searchable: Searchable) -> Lookup | None:
    """Give what should be looked up before the chat is read; None where nothing would wait."""
    shelf = searchable.shelf(language(conversation))
    if shelf is None or not shelf.waits:
        return None
    name = _name(shelf, searchable)
    rows = {text: conversation.vector(shelf.encoder, text) for text in conversation.recent}
    unknown = {t: v for t, v in rows.items() if v is not None and not conversation.knows(name, t)}
    return Lookup(name, shelf, searchable, unknown) if unknown else None
