"""Chats of the replay format, Chatwoot and Zendesk Chat are read, and a fault never quotes them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sidecar_server.errors import BadInput
from sidecar_server.practice.transcripts import MOST_BYTES, Chats, read, read_file
from sidecar_server.replay import Line

SECRET = "my mother died in order 4471"
WRONG = "a field is missing or of the wrong type"
BOM = b"\xef\xbb\xbf"
REPLAY = b"""{"role":"customer","text":"Where is it?","at":0,"locale":"en-GB"}

{"role":"agent","text":"In Leeds.","at":30,"practice":true}
{"role":"agent","text":"Hi","conversation":"two","at":null}
"""
CHATWOOT: list[dict[str, Any]] = [
    {"id": 4, "content": "Rude, this one", "message_type": 1, "private": True, "created_at": 130},
    {"id": 2, "content": "In Leeds.", "message_type": 1, "private": False, "created_at": 160},
    {"id": 1, "content": "Where is it?", "message_type": 0, "created_at": 100},
    {"id": 3, "content": "Ana was assigned", "message_type": 2, "created_at": 110},
    {"id": 5, "content": "Rate us", "message_type": 3, "created_at": 170},
    {"id": 6, "content": "?", "message_type": 9, "created_at": 180},
    {"id": 7, "content": None, "message_type": 1, "created_at": 190},
]
HISTORY: list[dict[str, Any]] = [
    {
        "type": "chat.msg",
        "msg": "Where is it?",
        "sender_type": "Visitor",
        "timestamp": "2026-11-24T10:00:00Z",
    },
    {"type": "chat.memberjoin", "nick": "agent:77", "timestamp": "2026-11-24T10:00:20Z"},
    {
        "type": "chat.msg",
        "msg": "In Leeds.",
        "nick": "agent:77",
        "timestamp": "2026-11-24T10:00:30Z",
    },
    {
        "type": "chat.msg",
        "msg": "Rate us",
        "sender_type": "Trigger",
        "timestamp": "2026-11-24T10:01:00+00:00",
    },
    {"type": "chat.msg", "msg": "Hm", "nick": "visitor:1", "timestamp": "yesterday"},
    {"type": "chat.msg", "msg": "?", "nick": "someone"},
]


def chats(found: Any) -> Chats:
    return read(json.dumps(found).encode(), "x.json")


def told(lines: Any) -> list[tuple[str, str, float | None]]:
    return [(line.role, line.text, line.at) for line in lines]


def fault(content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        read(content, "x.json")
    assert SECRET not in caught.value.sentence()
    assert caught.value.fix
    return str(caught.value)


@pytest.mark.parametrize("content", [REPLAY, BOM + REPLAY, REPLAY.replace(b"\n", b"\r\n")])
def test_the_replay_format_is_read_chat_by_chat(content: bytes) -> None:
    assert read(content, "x.jsonl") == {
        "1": [
            Line("customer", "Where is it?", 0.0, locale="en-GB"),
            Line("agent", "In Leeds.", 30.0, practice=True),
        ],
        "two": [Line("agent", "Hi", None, "two")],
    }


def test_a_file_of_one_line_is_in_the_replay_format() -> None:
    assert chats({"role": "agent", "text": "Hi"}) == {"1": [Line("agent", "Hi")]}


@pytest.mark.parametrize("found", [CHATWOOT, {"meta": {}, "payload": CHATWOOT}])
def test_chatwoots_messages_come_in_their_order_and_a_private_one_is_a_note(found: object) -> None:
    [lines] = chats(found).values()
    assert told(lines) == [
        ("customer", "Where is it?", 0.0),
        ("system", "Ana was assigned", 10.0),
        ("note", "Rude, this one", 30.0),
        ("agent", "In Leeds.", 60.0),
        ("bot", "Rate us", 70.0),
        ("unknown", "?", 80.0),
    ]


def test_chatwoots_conversations_are_chats_and_without_times_the_id_orders() -> None:
    found = [
        {"id": 3, "conversation_id": 8, "content": "c", "message_type": 1},
        {"id": 2, "conversation_id": 9, "content": "b", "message_type": 1},
        {"id": 1, "conversation_id": 8, "content": "a", "message_type": 0},
    ]
    assert {name: told(lines) for name, lines in chats(found).items()} == {
        "8": [("customer", "a", None), ("agent", "c", None)],
        "9": [("agent", "b", None)],
    }


def test_a_chatwoot_message_without_a_time_has_none() -> None:
    timed, untimed = CHATWOOT[1], {"id": 9, "content": "b", "message_type": 1}
    [lines] = chats([timed, untimed]).values()
    assert {line.text: line.at for line in lines} == {"In Leeds.": 0.0, "b": None}


@pytest.mark.parametrize(
    "found",
    [
        {"chats": [{"id": "7", "history": HISTORY}], "count": 1},
        [{"id": "7", "history": HISTORY}],
        {"id": "7", "history": HISTORY},
    ],
)
def test_zendesks_chats_tell_who_wrote_by_type_or_nick(found: object) -> None:
    [(name, lines)] = chats(found).items()
    assert name == "7"
    assert told(lines) == [
        ("customer", "Where is it?", 0.0),
        ("agent", "In Leeds.", 30.0),
        ("bot", "Rate us", 60.0),
        ("customer", "Hm", None),
        ("unknown", "?", None),
    ]


def test_zendesks_chats_are_apart_and_each_begins_at_nothing() -> None:
    later = {"msg": "Hi", "sender_type": "Agent", "timestamp": "2026-11-25T08:00:00Z"}
    found = chats([{"history": HISTORY}, {"history": [later]}, {"type": "offline_msg"}, "x"])
    assert list(found) == ["1", "2"]
    assert told(found["2"]) == [("agent", "Hi", 0.0)]


@pytest.mark.parametrize("at", ["yesterday", "", None, 5, "9999-99-99", "2026-11-24T10:00:00Q", []])
def test_a_bad_timestamp_is_no_time(at: object) -> None:
    found = chats([{"history": [{"msg": "Hi", "sender_type": "agent", "timestamp": at}]}])
    assert told(found["1"]) == [("agent", "Hi", None)]


@pytest.mark.parametrize(
    "found",
    [
        {"conversations": [{"message": SECRET}]},
        [{"role": "agent", "text": SECRET}],
        [SECRET],
        SECRET,
        [],
        {},
        0,
        {"payload": {"content": SECRET}},
        {"chats": SECRET},
        [{"history": SECRET}],
    ],
)
def test_json_of_another_kind_is_refused(found: object) -> None:
    assert fault(json.dumps(found).encode()) == "x.json is JSON of a kind that is not known"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"role": "customer", "text": SECRET}).encode(),
        json.dumps({"role": "agent", "text": SECRET, "draft": True}).encode(),
        json.dumps([{**CHATWOOT[0], "content": SECRET}]).encode(),
        json.dumps({"history": [{"msg": SECRET, "sender_type": "Visitor"}]}).encode(),
        b"",
        b" \n\n",
        BOM,
    ],
)
def test_without_a_message_of_an_agent_there_is_nothing_to_review(content: bytes) -> None:
    assert fault(content) == "x.json holds no message of an agent"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (SECRET, "not JSON"),
        (f'{{"role":"agent","text":"{SECRET}"', "not JSON"),
        (f'["{SECRET}"]', WRONG),
        (f'{{"text":"{SECRET}"}}', f"{WRONG} (role)"),
        (f'{{"role":"{SECRET}","text":"x"}}', "there is no such role"),
        (f'{{"role":"agent","text":["{SECRET}"]}}', f"{WRONG} (text)"),
        (f'{{"role":"agent","at":"{SECRET}"}}', f"{WRONG} (at)"),
    ],
)
def test_a_broken_line_is_named_by_its_number(line: str, what: str) -> None:
    said = fault(b'{"role":"agent","text":"Hi"}\n\n' + line.encode())
    assert said.startswith(f"line 3: {what}")


def test_a_broken_role_is_not_quoted_whatever_it_holds() -> None:
    fault(json.dumps({"role": f"x - at {SECRET}", "text": "Hi"}).encode())


def test_what_is_no_utf_8_is_refused() -> None:
    assert fault('{"role":"agent","text":"Schön"}'.encode("latin-1")) == "line 1: not JSON"


def test_a_file_is_read_and_one_too_large_is_not(tmp_path: Path) -> None:
    file = tmp_path / "chats.jsonl"
    file.write_bytes(REPLAY)
    assert read_file(file) == read(REPLAY, file.name)
    with file.open("r+b") as opened:
        opened.truncate(MOST_BYTES + 1)
    with pytest.raises(BadInput, match=r"chats\.jsonl is over 50 MB"):
        read_file(file)


PLAIN = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False)
TEXT = st.text(max_size=8)
NAMES = st.sampled_from(
    ["payload", "chats", "history", "content", "message_type", "created_at", "msg", "role", "id"]
)
ANY = st.recursive(
    PLAIN | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXT, inner, max_size=4),
    max_leaves=12,
)


def either_read_or_refused(content: bytes) -> None:
    found: Chats = {}
    said = ""
    try:
        found = read(content, "x.json")
    except BadInput as bad:
        said = bad.sentence()
    assert SECRET not in said
    assert any(line.role == "agent" for lines in found.values() for line in lines) == (not said)


@given(st.binary(max_size=99) | ANY.map(lambda found: json.dumps(found).encode()))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    either_read_or_refused(content)


def rows(**kinds: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.fixed_dictionaries({}, optional=kinds) | ANY, max_size=4)


ODD: st.SearchStrategy[Any] = PLAIN | TEXT | st.just([]) | st.just({}) | st.just(SECRET)
MESSAGES = rows(content=ODD, message_type=ODD | st.just(1), created_at=ODD, id=ODD, private=ODD)
SENT = rows(msg=ODD, sender_type=ODD | st.just("Agent"), nick=ODD, timestamp=ODD)
CHAT = st.fixed_dictionaries({}, optional={"id": ODD, "history": SENT | ODD})
NEARLY = MESSAGES | st.lists(CHAT | ANY, max_size=3)


@settings(deadline=None)
@given(NEARLY)
@example([{"message_type": [], "content": SECRET}])
@example([{"message_type": 1, "content": "a", "id": one} for one in ("x", 2)])
@example([{"history": []}, {"history": 5}])
def test_a_helpdesks_file_with_odd_values_is_read_or_refused(found: list[Any]) -> None:
    either_read_or_refused(json.dumps(found).encode())
    either_read_or_refused(json.dumps({"payload": found}).encode())
    either_read_or_refused(json.dumps({"chats": found}).encode())
