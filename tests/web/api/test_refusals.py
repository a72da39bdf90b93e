"""What cannot be taken is answered with what is wrong and what to do, and changes nothing."""

from typing import Any

import pytest

from tests.sample import PHRASES
from tests.web.api.caller import Caller

ONE = f"/entries/phrase/en/{PHRASES[0].id}"
ANY = {"if-match": "*"}


def check(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    problem: dict[str, Any] = answer.json()
    assert (problem["status"], bool(problem["detail"]), bool(problem["fix"])) == (
        status,
        True,
        True,
    )
    return problem


@pytest.mark.parametrize(
    "body",
    [
        {"texd": "x"},
        {"state": "published"},
        {"id": "another.name"},
        {"text": 1},
        {"text": None},
        {"heat": [0.5]},
        {"heat": [0, 2]},
        {"heat": ["0", "1"]},
        {"moment": "sometime"},
        {"stakes": ["huge"]},
        {"means": "of a note"},
        {"triggers": {"text": [], "sound": []}},
        [],
        "text",
    ],
)
def test_a_body_that_is_no_draft_is_not_taken(ana: Caller, body: Any) -> None:
    before = ana("GET", ONE).headers["etag"]
    check(ana("PATCH", ONE, headers={**ANY}, json=body), 422)
    assert ana("GET", ONE).headers["etag"] == before


@pytest.mark.parametrize("asked", ["before=9223372036854775808", "before=0", "limit=201", "by=Ana"])
def test_a_history_that_cannot_be_is_not_looked_for(ana: Caller, asked: str) -> None:
    check(ana("GET", f"/history?{asked}"), 422)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"text=x", b'{"text": "\xff"}', b'{"text": "\\ud800"}', b'{"heat":[NaN,1]}',
     b"\xef\xbb\xbf{}", b'{"text":"a"} b', '{"text":"a"}'.encode("utf-16")],
)  # fmt: skip
def test_a_body_that_is_not_json_is_not_taken(ana: Caller, raw: bytes) -> None:
    headers = {**ANY, "content-type": "application/json"}
    check(ana("PATCH", ONE, headers=headers, content=raw), 400)


def test_a_body_without_end_is_not_taken(ana: Caller) -> None:
    headers = {**ANY, "content-type": "application/json"}
    deep = b'{"text":' + b"[" * 30_000
    assert ana("PATCH", ONE, headers=headers, content=deep).status_code in {400, 422}
    big = b'{"text": "' + b"x" * 70_000 + b'"}'
    assert "65536" in check(ana("PATCH", ONE, headers=headers, content=big), 413)["fix"]

    def pieces() -> Any:
        for _ in range(10):
            yield b" " * 10_000

    check(ana("PATCH", ONE, headers=headers, content=pieces()), 413)


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "", "x"])
def test_only_what_is_declared_as_json_is_taken(ana: Caller, media: str) -> None:
    headers = {**ANY, "content-type": media}
    check(ana("PATCH", ONE, headers=headers, content=b'{"text": "x"}'), 415)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/",
        "/entries/",
        "/entries/phrase/en/no.such",
        "/entries/phrase/-/delivery-late.find",
        "/entries/note/en/en-IN.do-the-needful",
        "/entries/situation/en/delivery-late",
        "/entries/phrase/en/nodot",
        "/entries/phrase/en/a%2Fb.c",
        "/entries/phrase/en/%00.x",
        "/entries/phrase/en/%ff.x",
        "/entries/phrase%0a/en/x.y",
        f"/entries/phrase/en/{'a' * 200}.x",
    ],
)
def test_what_is_not_there_is_not_found(ana: Caller, path: str) -> None:
    check(ana("GET", path), 404)


def test_another_method_is_told_which_there_are(ana: Caller) -> None:
    answer = ana("POST", ONE)
    check(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, PATCH, PUT"
    check(ana("OPTIONS", "/entries"), 405)


@pytest.mark.parametrize(
    "asked",
    ["limit=0", "limit=501", "limit=x", "limit=", "offset=-1", "offset=99999999999999999999",
     "meaning=perhaps", "page=1", "words=a&words=b", "words=" + "x" * 501],
)  # fmt: skip
def test_a_query_that_is_not_known_is_not_taken(ana: Caller, asked: str) -> None:
    check(ana("GET", f"/entries?{asked}"), 422)


def test_an_id_that_could_not_be_found_again_is_not_begun(ana: Caller) -> None:
    for path in ("/entries/phrase/en/a b.c", "/entries/phrase/EN/a.b", "/entries/phrase/en/a..b"):
        check(ana("PUT", path, {"text": "x"}), 404)
    check(ana("PUT", "/entries/note/-/nowhere-at-all.x", {"means": "x"}), 422)


def test_a_head_has_the_headers_alone(ana: Caller) -> None:
    answer = ana("HEAD", ONE, headers={})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == ana("GET", ONE).headers["etag"]
