"""Writes docs/protocol.md from the frames themselves and a text around them."""

import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import jinja2
import msgspec
import orjson

from sidecar_server import wire
from sidecar_server.library.kept import LEAST
from sidecar_server.model import Colleague, Cues, Finding, Item
from sidecar_server.settings import Limits, Settings
from sidecar_server.web.connection import SEND_WITHIN_S
from sidecar_server.web.greeting import TIME_TO_PROVE_S
from sidecar_server.web.handshake import id_of, key_of, proof
from sidecar_server.web.live import TICK_EVERY_S
from sidecar_server.web.pairing import CODE_LIVES_S, plain
from sidecar_server.web.rate import PATIENCE
from sidecar_server.web.schema_words import words
from sidecar_server.wire.codec import DEEPEST

TEMPLATES = Path(__file__).parent / "templates"
RECEIPT = {
    "read": wire.ReceiptRead,
    "held": wire.ReceiptHeld,
    "kept": wire.ReceiptKept,
    "sent": wire.ReceiptSent,
}
ALL: Mapping[str, type] = {**wire.CLIENT_FRAMES, **wire.SERVER_FRAMES}


def page() -> str:
    """Give the whole page as Markdown."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(  # noqa: S701  (Markdown, and no value of a stranger)
        loader=loader, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("protocol.md").render(
        protocol=wire.PROTOCOL,
        frame=frame,
        table=table,
        message=wire.MessageShown,
        item=Item,
        cues=Cues,
        finding=Finding,
        colleague=Colleague,
        receipt=RECEIPT,
        vectors=vectors(),
        schema=schema(),
        limits=Limits(),
        **_numbers(),
    )


def frame(name: str) -> str:
    """Describe one frame: its purpose and its fields."""
    return f"### `{name}`\n\n{ALL[name].__doc__}{table(ALL[name])}"


def table(kind: type) -> str:
    """List a record's fields with their types, as a Markdown table."""
    described = _schemas()[kind.__name__]
    rows = [
        f"| `{field.name}` | {words(described['properties'][field.name])} "
        f"| {'' if field.name in described['required'] else 'optional'} |"
        for field in fields(kind)
    ]
    head = "\n\n| field | type | |\n|---|---|---|\n"
    return head + "\n".join(rows) if rows else " It has no fields."


def vectors() -> str:
    """Work a handshake and a pairing through, for clients to compare with."""
    token, code = "an example token, never valid", "ABCD-EFGH-IJKL-MNOP"
    authority, ours, theirs = "127.0.0.1:8765", "0123456789abcdef" * 4, "fedcba9876543210" * 4
    key, code_key = key_of(token), key_of(plain(code))
    lines = {"token": token, "key (hex)": key.hex(), "id": id_of(key), "authority": authority}
    lines |= {"client nonce": ours, "server nonce": theirs}
    lines |= {f"{s} proof": proof(key, s, authority, ours, theirs) for s in ("server", "client")}
    lines |= {"pairing code": code, "pairing key (hex)": code_key.hex()}
    lines |= {
        f"{s} proof, pairing": proof(code_key, s, authority, ours, theirs)
        for s in ("server", "client")
    }
    width = max(map(len, lines))
    return "\n".join(f"{name:<{width}}  {value}" for name, value in lines.items())


def schema() -> str:
    """Give the JSON Schema of every frame, keyed by `type`, as JSON text."""
    defs = _schemas()
    client = {name: _typed(name, defs[kind.__name__]) for name, kind in wire.CLIENT_FRAMES.items()}
    server = {name: _typed(name, defs[kind.__name__]) for name, kind in wire.SERVER_FRAMES.items()}
    frames = {kind.__name__ for kind in ALL.values()}
    shared = {name: found for name, found in defs.items() if name not in frames}
    whole = {"from the client": client, "from the server": server, "$defs": shared}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode()


def _typed(name: str, described: dict[str, Any]) -> dict[str, Any]:
    return {
        **described,
        "properties": {"type": {"const": name}, **described["properties"]},
        "required": ["type", *described["required"]],
    }


def _schemas() -> dict[str, dict[str, Any]]:
    _, defs = msgspec.json.schema_components(list(ALL.values()))
    _, read = msgspec.json.schema_components(list(wire.CLIENT_FRAMES.values()))
    for name in defs.keys() - read.keys():  # the server leaves out nothing but what is null
        described = defs[name]["properties"].items()
        defs[name]["required"] = [
            field for field, its in described if its.get("default", 0) is not None
        ]
    return defs


def _numbers() -> dict[str, int]:
    found = {
        "time_to_prove_s": TIME_TO_PROVE_S,
        "code_lives_s": CODE_LIVES_S,
        "tick_every_s": TICK_EVERY_S,
        "send_within_s": SEND_WITHIN_S,
        "patience": PATIENCE,
        "deepest": DEEPEST,
        "receipt_chars": LEAST,
        "forget_after_min": Settings().forget_after_s / 60,
    }
    return {name: int(value) for name, value in found.items()}


if __name__ == "__main__":
    sys.stdout.write(page())
