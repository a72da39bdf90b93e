"""Other products' lines become ours: text, slots, a name that stays, a proposed situation."""

import json

import pytest

from sidecar_server.curation.exchange import read, zendesk
from sidecar_server.curation.exchange.placeholders import slotted
from sidecar_server.curation.exchange.reading import MOST_VALUES, Source
from sidecar_server.errors import BadInput

CHATWOOT = [
    {"id": 1, "account_id": 1, "short_code": "late_parcel", "content": "Hi {{ contact.name }}!"},
    {"id": 2, "account_id": 1, "short_code": "bye", "content": "Bye, {{agent.first_name}}."},
]
ZENDESK = {
    "macros": [
        {
            "title": "Delivery::Late",
            "actions": [{"field": "comment_value", "value": "On its way."}],
        },
        {"title": "Close", "actions": [{"field": "status", "value": "solved"}]},
        {
            "title": "Rich",
            "actions": [
                {"field": "comment_value_html", "value": "<p>Dear&nbsp;you,</p><p>a <b>b</b></p>"},
                {"field": "status", "value": "open"},
            ],
        },
        {
            "title": "Chat",
            "actions": [{"field": "comment_value", "value": ["channel:chat", "In chat."]}],
        },
        {
            "title": "For us",
            "actions": [
                {"field": "comment_value", "value": "He is angry."},
                {"field": "comment_mode_is_public", "value": "false"},
            ],
        },
        {
            "title": "Off",
            "active": False,
            "actions": [{"field": "comment_value", "value": "Old words."}],
        },
    ],
    "next_page": None,
    "count": 6,
}


def texts(content: bytes, name: str = "x.json") -> dict[str, str]:
    found = read(Source(name, content, "en"))
    assert not found.faults, found.faults
    return {one.name: one.text for one in found.foreign}


def test_chatwoots_responses_are_read_as_json_and_as_a_table() -> None:
    wanted = {"chatwoot-late-parcel": "Hi {customer_name}!", "chatwoot-bye": "Bye, {agent_name}."}
    assert texts(json.dumps(CHATWOOT).encode()) == wanted
    rows = "".join(f'{one["short_code"]};"{one["content"]}"\n' for one in CHATWOOT)
    assert texts(f"short_code;content\n{rows}".encode(), "x.csv") == wanted


def test_zendesks_macros_give_what_they_write_to_the_customer() -> None:
    content = json.dumps(ZENDESK).encode()
    assert texts(content) == {
        "zendesk-delivery-late": "On its way.",
        "zendesk-rich": "Dear you,\na b",
        "zendesk-chat": "In chat.",
    }
    [remark] = read(Source("x.json", content)).remarks
    assert remark.startswith("3 macros were left out")
    assert texts(json.dumps({"macro": ZENDESK["macros"][0]}).encode())  # type: ignore[index]
    assert texts(json.dumps(ZENDESK["macros"]).encode())


@pytest.mark.parametrize(
    ("said", "ours", "slots"),
    [
        ("Hi {{contact.name}}", "Hi {customer_name}", {"customer_name": "the customer's name"}),
        ("{{ ticket.requester.first_name }}", "{customer_name}", {}),
        ("{{contact.first_name || 'there'}}", "{customer_name}", {}),
        ("{{ contact.name | upcase }}", "{customer_name}", {}),
        ("{{current_user.name}}", "{agent_name}", {"agent_name": "your own name"}),
        ("{{ticket.id}}", "{ticket_id}", {"ticket_id": "ticket id"}),
        ("{{contact.custom_attribute.order_number}}", "{order_number}", {}),
        ("{{dc.sign-off}}", "{dc_sign_off}", {"dc_sign_off": "dc sign off"}),
        ("{item} stays", "{item} stays", {"item": "item"}),
        ("{{}}", "{detail}", {"detail": "detail"}),
        ("no {{ end", "no {{ end", {}),
    ],
)
def test_placeholders_become_slots(said: str, ours: str, slots: dict[str, str]) -> None:
    text, found = slotted(said)
    assert text == ours
    assert found.items() >= slots.items()
    assert all(f"{{{name}}}" in text for name in found)


def test_logic_is_a_fault_with_its_place() -> None:
    one = {"short_code": "x", "content": "{% if contact.name %}Hi{% endif %}"}
    [(place, what)] = read(Source("x.json", json.dumps([one]).encode())).faults
    assert place == "x.json:1"
    assert "write a line for each case" in what
    with pytest.raises(BadInput):
        slotted("{% if x %}")


@pytest.mark.parametrize("content", [None, "", "  ", 7, ["a"]])
def test_a_response_without_a_text_is_a_fault(content: object) -> None:
    one = {"short_code": "x", "content": content}
    [(place, what)] = read(Source("x.json", json.dumps([one]).encode())).faults
    assert (place, what) == ("x.json:1", "it has no text — write one or take the entry out")


@pytest.mark.parametrize("value", [b"[]", b"{}", b"0"])
def test_a_file_of_values_without_end_is_refused_before_it_is_read(value: bytes) -> None:
    with pytest.raises(BadInput, match="too many values"):
        read(Source("x.json", b"[" + b",".join([value] * (MOST_VALUES + 1)) + b"]"))


def test_what_is_no_object_is_a_fault() -> None:
    found = read(Source("x.json", json.dumps([*CHATWOOT, "x", 1]).encode()))
    assert [place for place, _ in found.faults] == ["x.json:3", "x.json:4"]
    found = read(Source("x.json", json.dumps({"macros": [*ZENDESK["macros"], "x"]}).encode()))  # type: ignore[misc]
    assert [place for place, _ in found.faults] == ["x.json:7"]


def test_the_same_titles_have_names_of_their_own_and_keep_them() -> None:
    twice = [{"short_code": "Grüße!", "content": text} for text in ("One.", "Two.")]
    first = texts(json.dumps(twice).encode())
    assert list(first) == ["chatwoot-gru-e", "chatwoot-gru-e-2"] or len(first) == 2
    assert texts(json.dumps(twice).encode()) == first
    assert len(texts(json.dumps([{"short_code": "日本", "content": "x"}]).encode())) == 1


def test_a_language_is_the_chosen_one_or_the_one_a_line_is_written_in() -> None:
    one = [{"short_code": "x", "content": "Ich kümmere mich gleich darum und melde mich bei dir."}]
    content = json.dumps(one).encode()
    assert read(Source("x.json", content)).foreign[0].language == "de"
    assert read(Source("x.json", content, "fr")).foreign[0].language == "fr"


def test_html_is_read_as_people_see_it() -> None:
    html = "<style>p{}</style><p>a &amp; b<br>c</p><script>alert(1)</script><ul><li>d</li></ul>"
    assert zendesk.plain(html) == "a & b\nc\nd"
    assert zendesk.plain("5 < 6 <unknown>x</unknown>") == "5 < 6 x"
