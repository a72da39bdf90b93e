"""Puts many small chats to the library at once: what is to be read is read in one batch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from sidecar_server.assistant import Assistant
from sidecar_server.conversation import Conversation, Message
from sidecar_server.encoders.languages import Encoders
from sidecar_server.library.search import Searchable, read_before
from sidecar_server.library.store import Store
from sidecar_server.model import Advice, Customer, Role


def small_chat(said: Iterable[tuple[Role, str]], locale: str = "") -> Conversation:
    """Give a chat of a few messages."""
    chat = Conversation("asked", Customer(locale=locale))
    for number, (role, text) in enumerate(said, start=1):
        chat.see(Message(str(number), role, text))
    return chat


def ask(
    chats: Sequence[Conversation],
    searchable: Searchable,
    store: Store,
    encoders: Encoders,
    keep: bool = False,
) -> list[Advice]:
    """Answer each chat as it stands; `keep` stores new vectors, where all texts are the library's.

    Only the answer to the newest message is worked out: nothing was offered before.
    """
    assistant = Assistant(searchable)
    unread = [assistant.unread(chat) for chat in chats]
    texts: dict[str, list[str]] = defaultdict(list)
    for encoder, wanted in unread:
        texts[encoder] += wanted
    for encoder, wanted in texts.items():
        once = list(dict.fromkeys(wanted))
        if once:
            rows = read_before(once, store, encoders.by_name[encoder], keep)
            known = dict(zip(once, rows, strict=True))
            for chat, (reader, own) in zip(chats, unread, strict=True):
                if own and reader == encoder:
                    chat.learn(encoder, own, np.stack([known[text] for text in own]))
    return [assistant.advise(chat) for chat in chats]
