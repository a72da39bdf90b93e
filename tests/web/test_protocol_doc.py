"""The page about the protocol is as new as the code."""

import re
from pathlib import Path

from sidecar_server import wire
from sidecar_server.web import protocol_doc
from sidecar_server.web.handshake import id_of, key_of, proof

PAGE = Path(__file__).parents[2] / "docs" / "protocol.md"


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == protocol_doc.page(), (
        "run: python -m sidecar_server.web.protocol_doc > docs/protocol.md"
    )


def test_every_frame_has_its_section() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in [*wire.CLIENT_FRAMES, *wire.SERVER_FRAMES]:
        assert text.count(f"### `{name}`\n") == 1


def test_the_vectors_on_the_page_hold() -> None:
    block = re.search(r"### Test vectors\n\n```\n(.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block
    found = dict(re.split(r" {2,}", line, maxsplit=1) for line in block[1].splitlines())
    key = key_of(found["token"])
    assert (key.hex(), id_of(key)) == (found["key (hex)"], found["id"])
    said = (found["authority"], found["client nonce"], found["server nonce"])
    assert proof(key, "server", *said) == found["server proof"]
    assert proof(key, "client", *said) == found["client proof"]
    assert key_of("ABCDEFGHIJKLMNOP").hex() == found["pairing key (hex)"]
