"""A door between browser and server: it hears the extension, and can speak for the server."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

Chat = dict[str, tuple[str, str]]  # a message's id -> its role and text, in order


@dataclass
class Heard:
    """What a server that heard every frame knows; one frame a line in `frames`."""

    port: int
    chats: dict[str, Chat] = field(default_factory=dict)
    frames: list[dict[str, Any]] = field(default_factory=list)
    hushed: set[str] = field(default_factory=set)  # types that the server says in vain
    browser: socket.socket | None = None  # the newest connection
    speaking: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, type_: str, **fields: Any) -> None:
        """Say this to the browser as if the server did."""
        data = json.dumps({"type": type_, **fields}).encode()
        size = bytes([len(data)]) if len(data) < 126 else b"\x7e" + len(data).to_bytes(2)
        with self.speaking:
            assert self.browser
            self.browser.sendall(b"\x81" + size + data)

    def take(self, frame: dict[str, Any]) -> None:
        """Do to the chats what the frame says."""
        self.frames.append(frame)
        id_ = frame.get("conversation", "")
        if frame["type"] == "hello":
            self.chats = {}  # a new connection: the old one's chats may be forgotten
        if frame["type"].startswith("message.") and id_ not in self.chats:
            return  # the server says that it does not know this chat
        if frame["type"] == "conversation.opened":
            self.chats[id_] = {m["message"]: (m["role"], m["text"]) for m in frame["messages"]}
        if frame["type"] == "message.seen":
            self.chats[id_][frame["message"]] = (frame["role"], frame["text"])
        if frame["type"] == "message.removed":
            del self.chats[id_][frame["message"]]
        if frame["type"] == "message.renamed":
            old = self.chats[id_]
            new = {frame["message"]: frame["to"]}
            self.chats[id_] = {new.get(key, key): said for key, said in old.items()}

    def forget(self) -> None:
        """Begin anew: what an earlier page told must not pass for what the next one tells."""
        self.chats = {}
        self.frames.clear()

    def said(self, conversation: str) -> list[tuple[str, str]]:
        """Give a chat's messages as (role, text), in the order they were told."""
        return list(self.chats.get(conversation, {}).values())

    def drafts(self) -> list[str]:
        return [frame["text"] for frame in self.frames if frame["type"] == "draft.changed"]


@contextmanager
def listening(heard: Heard, to: int) -> Iterator[Heard]:
    """Pass every connection on `heard.port` to the port `to` of this computer, and listen."""
    with socket.create_server(("127.0.0.1", heard.port)) as door:
        threading.Thread(target=_serve, args=(door, to, heard), daemon=True).start()
        yield heard


def _serve(door: socket.socket, to: int, heard: Heard) -> None:
    while True:
        try:
            client, _ = door.accept()
        except OSError:  # closed: the test is over
            return
        threading.Thread(target=_join, args=(client, to, heard), daemon=True).start()


def _join(client: socket.socket, to: int, heard: Heard) -> None:
    with client, suppress(OSError), socket.create_connection(("127.0.0.1", to)) as server:
        heard.browser = client

        def loud(frame: dict[str, Any]) -> bool:
            return frame["type"] not in heard.hushed

        back = threading.Thread(
            target=_pump, args=(server, client, _Parser(loud), heard.speaking), daemon=True
        )
        back.start()

        def hear(frame: dict[str, Any]) -> bool:
            heard.take(frame)
            return True

        _pump(client, server, _Parser(hear), threading.Lock())
        back.join()


def _pump(
    source: socket.socket, target: socket.socket, parser: "_Parser", turn: threading.Lock
) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            whole = parser.feed(data)
            with turn:
                target.sendall(whole)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class _Parser:
    """Takes one side's bytes, the upgrade, then frames; gives back whole frames that may pass."""

    def __init__(self, passes: Callable[[dict[str, Any]], bool]) -> None:
        self._passes = passes
        self._bytes = b""
        self._upgraded = False

    def feed(self, data: bytes) -> bytes:
        self._bytes += data
        passed = b""
        if not self._upgraded:
            head, end, rest = self._bytes.partition(b"\r\n\r\n")
            if not end:
                return b""
            self._upgraded, self._bytes = True, rest
            passed = head + end
        while one := self._one():
            passed += one if self._may_pass(one) else b""
        return passed

    def _one(self) -> bytes:
        size, start = self._size()
        end = start + self._masked() + size
        if not start or len(self._bytes) < end:
            return b""
        one, self._bytes = self._bytes[:end], self._bytes[end:]
        self._payload = one[start:]
        return one

    def _masked(self) -> int:
        return 4 if len(self._bytes) > 1 and self._bytes[1] & 0x80 else 0

    def _may_pass(self, one: bytes) -> bool:
        if one[0] & 0x0F != 1:  # no text
            return True
        payload = self._payload
        if one[1] & 0x80:
            mask, masked = payload[:4], payload[4:]
            payload = bytes(byte ^ mask[at % 4] for at, byte in enumerate(masked))
        return self._passes(json.loads(payload))

    def _size(self) -> tuple[int, int]:
        """Give the payload's size and where the mask stands; (0, 0) where more bytes are needed."""
        if len(self._bytes) < 2:
            return 0, 0
        short = self._bytes[1] & 0x7F
        extra = {126: 2, 127: 8}.get(short, 0)
        if len(self._bytes) < 2 + extra:
            return 0, 0
        return int.from_bytes(self._bytes[2 : 2 + extra]) if extra else short, 2 + extra
