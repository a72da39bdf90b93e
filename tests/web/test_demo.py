"""The demo desk's routes: who gets a token, which files a page may read, which chats are played."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import orjson
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sidecar_server import resources
from sidecar_server.errors import LibraryProblem
from sidecar_server.settings import Settings
from sidecar_server.web import colleagues, demo, scripted
from sidecar_server.web.access import Access

TRY = """
[[try]]
name = "Rude"
text = "Calm down"
shows = ["tone"]
"""
CHAT = """
id = "late"
title = "A parcel is late"
[customer]
name = "Dana"
[[line]]
text = "Where is it?"
when = "opening"
"""


@dataclass
class Minting:
    tokens: list[str] = field(default_factory=list)

    def demo(self) -> str:
        self.tokens.append(f"token-{len(self.tokens)}")
        return self.tokens[-1]


@pytest.fixture
def minting() -> Minting:
    return Minting()


@pytest.fixture
def client(minting: Minting) -> Iterator[TestClient]:
    settings = Settings(port=8765)
    app = Access(Starlette(routes=demo.routes(settings, minting)), settings)
    with TestClient(app, base_url="http://127.0.0.1:8765") as made:
        yield made


def desk_of(page: str) -> dict[str, object]:
    found = re.search(r'id="desk-data">([^<]*)</script>', page)
    assert found
    data: dict[str, object] = orjson.loads(found[1])
    return data


def test_each_page_has_a_token_of_its_own_and_is_not_kept(
    client: TestClient, minting: Minting
) -> None:
    first, second = client.get("/demo"), client.get("/demo")
    assert [desk_of(page.text)["token"] for page in (first, second)] == ["token-0", "token-1"]
    assert first.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("dest", ["image", "iframe", "empty", "script"])
def test_another_page_cannot_load_the_desk_and_use_its_tokens_up(
    client: TestClient, site: str, dest: str
) -> None:
    loaded = client.get("/demo", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Dest": dest})
    assert loaded.status_code == 403
    assert loaded.content == b""


@pytest.mark.parametrize(
    ("site", "dest"), [("cross-site", "document"), ("none", "document"), ("same-origin", "empty")]
)
def test_people_may_come_by_a_link_and_the_page_may_read_itself_again(
    client: TestClient, site: str, dest: str
) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": dest}
    assert client.get("/demo", headers=headers).status_code == 200


def test_page_needs_no_inline_script_or_style(client: TestClient) -> None:
    page = client.get("/demo").text
    scripts = re.findall(r"<script([^>]*)>([^<]*)</script>", page)
    assert scripts
    assert all('type="application/json"' in how or not body for how, body in scripts)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)


def test_everything_the_page_names_is_there(client: TestClient) -> None:
    named = re.findall(r'(?:src|href)="(/demo/[^"]+)"', client.get("/demo").text)
    assert named
    assert {path: client.get(path).status_code for path in named} == dict.fromkeys(named, 200)


def imported(path: str, text: str) -> set[str]:
    return {urljoin(path, name) for name in re.findall(r'from "([^"]+)"', text)}


@pytest.mark.parametrize(
    "entry",
    [
        "/demo/static/desk.js",
        "/demo/extension/panel/panel.js",
    ],
)
def test_every_module_that_is_imported_is_served(client: TestClient, entry: str) -> None:
    todo, seen = {entry}, set[str]()
    while todo:
        path = todo.pop()
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "javascript" in answer.headers["content-type"]
        seen.add(path)
        todo |= imported(path, answer.text) - seen
    assert len(seen) > 5


@pytest.mark.parametrize(
    "path",
    [
        "manifest.json",
        "content/reader.js",
        "background/worker.js",
        "panel/%2e%2e/manifest.json",
        "",
    ],
)
def test_the_rest_of_the_extension_is_not_served(client: TestClient, path: str) -> None:
    assert client.get(f"/demo/extension/{path}").status_code in (404, 405)


def test_static_files_stay_in_their_folder(client: TestClient) -> None:
    assert client.get("/demo/static/%2e%2e/%2e%2e/demo.py").status_code == 404


def test_customer_text_cannot_end_the_script_that_carries_it() -> None:
    text = "</script><img src=x onerror=alert(1)>&<!--"
    written = demo.for_script({"text": text})
    assert not set("<>&") & set(written)
    assert orjson.loads(written) == {"text": text}
    assert html.unescape(written) == written


def test_eleven_chats_are_played_and_the_plainest_comes_first(client: TestClient) -> None:
    chats = scripted.load_chats()
    assert len(chats) == 11
    assert chats[0].id == "late-parcel"
    played = desk_of(client.get("/demo").text)["chats"]
    assert played == orjson.loads(orjson.dumps(scripted.as_data(chats)))


def test_each_chat_goes_on_when_the_agent_answers_and_when_not() -> None:
    for chat in scripted.load_chats():
        assert {line.when for line in chat.line} == {"opening", "reply", "silence"}, chat.id
        assert chat.customer.locale
        assert chat.customer.timezone
        assert chat.drafts


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "late"', "", "missing required field `id`"),
        ('id = "late"', 'id = " "', "id is empty"),
        ('name = "Dana"', 'nmae = "Dana"', "unknown field `nmae`"),
        ('when = "opening"', 'when = "later"', "line 1: when 'later' is not known — use one of"),
        ('when = "opening"', 'when = "reply"', "no line opens the chat"),
        ('when = "opening"', 'role = "boss"', "line 1: role 'boss' is not known"),
        ('when = "opening"', "after = -1.0", "line 1: after -1 is out of range"),
        ('"Where is it?"', '""', "line 1: text is empty"),
        ('"Where is it?"', '"Where is it?', "Illegal character"),
        ("[customer]", TRY.replace("Calm down", " "), "try 1 is empty"),
        ("[customer]", TRY * 4, "try has 4 drafts — keep 3"),
        ("[customer]", TRY.replace("Calm down", "x" * 301), "try 1 has 301 characters"),
        ("[customer]", TRY.replace("Rude", "x" * 25), "try 1 needs a name of 1 to 24 characters"),
        ("[customer]", TRY.replace("tone", "tune"), "try 1 shows 'tune' — use one of"),
        ("[customer]", TRY.replace('"tone"', ""), "try 1 shows nothing"),
        ("[customer]", 'try = ["Calm down"]\n[customer]', "Expected `object`"),
        ("[customer]", 'tries = ["Calm down"]\n[customer]', "unknown field `tries`"),
    ],
)
def test_a_malformed_chat_is_named_with_its_fault(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    after = "\n[customer]" if "[[try]]" in new else ""
    (tmp_path / "late.toml").write_text(CHAT.replace(old, new + after), encoding="utf-8")
    with pytest.raises(LibraryProblem) as caught:
        scripted.load_chats(tmp_path)
    assert "late.toml: " in caught.value.problems[0]
    assert says in str(caught.value)


def test_two_chats_with_one_id_are_told_apart(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(CHAT, encoding="utf-8")
    with pytest.raises(LibraryProblem, match=r"b\.toml: id 'late' is also in a\.toml"):
        scripted.load_chats(tmp_path)


PEOPLE = """
[you]
name = "Sam"
languages = ["en"]
[[you.facts]]
about = "two cats"
says = "I share my flat with two cats."
[[colleague]]
name = "Jonas"
languages = ["de"]
"""


def test_the_visitors_card_is_on_the_page_and_in_its_data(client: TestClient) -> None:
    page = client.get("/demo").text
    people = colleagues.load_people()
    assert desk_of(page)["you"] == orjson.loads(orjson.dumps(colleagues.as_data(people)["you"]))
    shown = html.unescape(page)
    for words in (people.you.name, "6 years", "English, German", *people.you.expertise):
        assert words in shown
    assert all(f"<li>{fact.says}</li>" in shown for fact in people.you.facts)


def test_example_colleagues_speak_what_the_customers_speak(client: TestClient) -> None:
    given = desk_of(client.get("/demo").text)["colleagues"]
    assert isinstance(given, list)
    assert [one["name"] for one in given] == ["Jonas", "Amara", "Haruka"]
    assert all("en" in one["languages"] for one in given)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Sam"', 'name = " "', "you: name is empty"),
        ('languages = ["de"]', "", "Jonas: languages is empty"),
        ("says =", "said =", "unknown field `said`"),
        ("[you]", "[me]", "unknown field `me`"),
        ("two cats", "my church", "you: fact 1 of the card seems to tell of religion"),
        ("I share", "I share" * 100, "you: "),
        ('["en"]', '["en"', "Unclosed array"),
    ],
)
def test_a_malformed_card_is_named_with_its_fault(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    path = tmp_path / "colleagues.toml"
    path.write_text(PEOPLE.replace(old, new), encoding="utf-8")
    with pytest.raises(LibraryProblem) as caught:
        colleagues.load_people(path)
    assert says in caught.value.problems[0]
    assert caught.value.problems[0].startswith("colleagues.toml: ")


def test_the_desk_reads_the_profile_the_extension_ships(client: TestClient) -> None:
    """The page keeps what the extension's profile of it looks for."""
    profile = orjson.loads((resources.folder("extension") / "sites/demo-desk.json").read_bytes())
    page = client.get("/demo").text
    drawing = client.get("/demo/static/thread.js").text
    for where in (profile["conversation"], *profile["customer"].values()):
        assert f'{where["attr"]}=""' in page
    for attribute in ("data-desk-messages", "data-desk-reply", "data-desk-note"):
        assert attribute in page
    for key in ("messageId", "role", "sentAt", "messageText"):
        assert f".dataset.{key} = " in drawing
