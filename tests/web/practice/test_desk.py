"""The practice desk over HTTP: who may play, what is answered, and that nothing is kept."""

from collections.abc import Iterator

import httpx
import orjson
import pytest

from sidecar_server.practice.scenario import load
from sidecar_server.web.practice import runs
from tests.web.console.leads import House
from tests.web.practice.player import Player

ONE = next(one for one in load() if one.id == "birthday-present")
CANARY = "canary5b1e3a kind words about the birthday"


@pytest.fixture
def player(house: House) -> Iterator[Player]:
    with httpx.Client(base_url=house.address, trust_env=False, timeout=60) as client:
        yield Player(client, house.address)


def test_the_first_page_names_every_customer(player: Player) -> None:
    page = player.client.get("/practice").text
    for one in load():
        assert f'href="/practice/desk/{one.id}"' in page


def test_the_desk_tells_what_the_agents_screens_say_and_not_what_the_customer_will(
    player: Player,
) -> None:
    page = player.client.get(f"/practice/desk/{ONE.id}").text
    assert ONE.desk[0] in page
    hidden = (*ONE.point[0].answered_by, *ONE.point[0].asks, *ONE.says["heard"])
    assert not [text for text in hidden if text in page]


def test_a_run_begins_answers_and_is_reviewed(player: Player) -> None:
    first = player.begin(ONE.id)
    assert tuple(first) in {opening.messages for opening in ONE.opening}
    player.say(f"{CANARY}. I am looking now, back in two minutes.")
    page = player.client.get(f"/practice/review/{player.run}")
    assert page.status_code == 200
    assert "no-store" in page.headers["cache-control"]
    assert CANARY in page.text
    file = player.client.get(f"/practice/review/{player.run}/chat.jsonl")
    lines = [orjson.loads(line) for line in file.content.splitlines()]
    assert [one["text"] for one in lines][: len(first)] == first
    assert all(one["practice"] for one in lines)


def test_without_a_reply_there_is_nothing_to_review(player: Player) -> None:
    player.begin(ONE.id)
    answer = player.client.get(f"/practice/review/{player.run}")
    assert answer.status_code == 404
    assert "needs a reply of yours" in answer.text


def test_what_cannot_be_taken_says_why(player: Player) -> None:
    player.begin(ONE.id)
    say = f"/{player.run}/say"
    for path, body, status, detail in (
        ("", {"scenario": "nobody"}, 404, "no such scenario"),
        ("", ["list"], 400, "JSON object"),
        (say, {}, 400, "text"),
        (say, {"text": "  "}, 400, "text"),
        (say, {"text": 7}, 400, "text"),
        (say, {"text": "x" * 4_001}, 422, "4000"),
        ("/nothing/say", {"text": "x"}, 404, "begin another"),
        ("/nothing/wait", {}, 404, "begin another"),
    ):
        answer = player.post(path, body)
        assert (answer.status_code, detail in answer.json()["detail"]) == (status, True), path


def test_a_body_without_a_length_is_bounded_too(player: Player) -> None:
    player.open(ONE.id)
    given = {"origin": player.origin, "authorization": f"Bearer {player.token}"}
    whole = orjson.dumps({"scenario": ONE.id, "more": "x" * 100_000})
    pieces = (whole[at : at + 9_000] for at in range(0, len(whole), 9_000))
    answer = player.client.post("/practice/runs", content=pieces, headers=given)
    assert (answer.status_code, "64 KiB" in answer.text) == (400, True)


def test_nobody_plays_anothers_run(house: House, player: Player) -> None:
    player.begin(ONE.id)
    with httpx.Client(base_url=house.address, trust_env=False) as client:
        other = Player(client, house.address)
        other.open(ONE.id)
        assert other.post(f"/{player.run}/say", {"text": "x"}).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"authorization": ""},
        {"authorization": "Bearer x"},
        {"origin": "https://evil.test"},
        {"origin": "null"},
    ],
)
def test_only_the_desks_own_page_plays(player: Player, given: dict[str, str]) -> None:
    player.open(ONE.id)
    answer = player.post("", {"scenario": ONE.id}, **given)
    assert (answer.status_code, answer.content) == (403, b"")


def test_nothing_of_a_chat_is_kept(house: House, player: Player) -> None:
    player.begin(ONE.id)
    player.say(CANARY)
    player.client.get(f"/practice/review/{player.run}")
    files = [file for file in house.home.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if CANARY.encode() in file.read_bytes()]


def test_runs_are_bounded_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    kept = runs.Runs(lambda: now[0])
    monkeypatch.setattr(runs, "MOST", 3)
    names = [kept.begin("one", run=None).id for _ in range(4)]  # type: ignore[arg-type]
    assert kept.get(names[0]) is None
    assert kept.get(names[3]) is not None
    now[0] = runs.FORGET_AFTER_S - 1
    assert kept.get(names[3]) is not None
    now[0] = 2 * runs.FORGET_AFTER_S
    assert kept.get(names[3]) is None


def test_what_is_not_there_is_not_found(player: Player) -> None:
    assert player.client.get("/practice/desk/nobody").status_code == 404
    assert player.client.get("/practice/review/nobody").status_code == 404
    assert player.client.get("/practice/review/nobody/chat.jsonl").status_code == 404
