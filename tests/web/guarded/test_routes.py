"""Who may do what, tried on every route and method that the application itself names."""

import httpx
import pytest

from sidecar_server.settings import EXTENSION_ID
from sidecar_server.web import api, console
from tests.web.console.leads import Browser, House, browser
from tests.web.guarded.guard import BY_TOKEN, UNSAFE, ask, headers, is_bare, keys, unchanged
from tests.web.routes import ASKED, METHODS, READING, places


def test_all_rooms_are_walked(house: House) -> None:
    found = places(house.app)
    for needed in (
        "/health",
        "/ready",
        "/demo",
        "/console/find",
        f"{api.ROOM}/entries",
        "/metrics",
    ):
        assert needed in {one.path for one in found}
    assert sum(one.room == console.ROOM for one in found) >= 8
    assert sum(one.room == api.ROOM for one in found) >= 12
    assert all(one.room for one in found if set(one.methods) - set(READING))
    assert "{" not in "".join(one.path for one in found)


def test_without_a_credential_there_is_a_bare_refusal(house: House) -> None:
    own = {"origin": house.address}
    with browser(house) as stranger, unchanged(house):
        for place in places(house.app):
            for method in METHODS:
                if place.is_open(method):
                    assert ask(stranger.client, "GET", place).status_code in {200, 404, 405}
                elif place.room != console.ROOM or not place.is_open("GET"):
                    answer = ask(stranger.client, method, place, own)
                    opens = place.is_open("POST")  # what its form is for, and not how
                    assert is_bare(answer) or (opens and answer.status_code == 405), (method, place)


def test_a_key_opens_its_own_room_alone(house: House, lead: Browser, token: str) -> None:
    """The API takes no cookie of the console, and the console no token of the API."""
    own, shown = {"origin": house.address}, {"authorization": f"Bearer {token}"}
    with browser(house) as other, unchanged(house):
        for place in places(house.app):
            for method in METHODS:
                if place.room in BY_TOKEN:
                    assert is_bare(ask(lead.client, method, place, own)), (method, place)
                elif place.room and not place.is_open("GET") and not place.is_open("POST"):
                    assert is_bare(ask(other.client, method, place, {**own, **shown}))


def test_the_token_is_a_bearers_alone(house: House, token: str) -> None:
    path = f"{api.ROOM}/entries"
    with httpx.Client(base_url=house.address, trust_env=False) as client:
        for scheme in ("Bearer", "bearer", "BEARER"):
            answer = client.get(path, headers={"authorization": f"{scheme} {token}"})
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
        for wrong in (
            token,
            f"Basic {token}",
            f"Bearer {token}x",
            "Bearer",
            f"Bearer{token}",
        ):
            assert is_bare(client.get(path, headers={"authorization": wrong}))
        twice = [("authorization", f"Bearer {token}"), ("authorization", f"Bearer {token}")]
        assert is_bare(client.get(path, headers=twice))
        assert is_bare(client.get(f"{path}?token={token}&access_token={token}"))
        assert is_bare(client.get(path, headers={"cookie": f"token={token}"}))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "https://evil.test",
        "http://127.0.0.1:1",
        "http://127.0.0.1",
        "https://{authority}",
        "http://{authority}/",
        "http://{authority}.evil.test",
        f"chrome-extension://{EXTENSION_ID}",
        "moz-extension://0f2a3b4c-1111-4222-8333-444455556666",
    ],
)
def test_a_change_comes_from_our_own_origin(
    house: House, lead: Browser, token: str, origin: str | None
) -> None:
    authority = house.address.removeprefix("http://")
    given = {} if origin is None else {"origin": origin.format(authority=authority)}
    with unchanged(house):
        for place in places(house.app):
            sent = {**given, **headers(place, token), "x-form-key": lead.form_key}
            for method in METHODS if origin is not None and place.room else UNSAFE:
                assert is_bare(ask(lead.client, method, place, sent)), (method, place)


@pytest.mark.parametrize("key", ["", "0" * 64, "wrong", "\u00e9"])
def test_a_form_without_its_sessions_key_is_refused(house: House, lead: Browser, key: str) -> None:
    own = {"origin": house.address}
    posts = [one for one in places(house.app) if one.room == console.ROOM and "POST" in one.methods]
    assert len(posts) >= 5
    with unchanged(house):
        for place in posts:
            data = {"form_key": key, "do": "retire"} if key else {"do": "retire"}
            answer = lead.client.post(place.path, data=data, headers=own)
            assert (answer.status_code, answer.content) == (403, b""), place


def test_reading_changes_nothing(house: House, lead: Browser, token: str) -> None:
    read = 0
    with unchanged(house):
        for place in places(house.app):
            for method in READING:
                if method not in place.methods:
                    continue
                for asked in ASKED:
                    answer = lead.client.request(
                        method, place.path, params=asked, headers=headers(place, token)
                    )
                    assert answer.status_code < 500, (place, asked)
                    read += answer.status_code == 200
    assert read > 100


def test_the_right_keys_open_every_room(house: House, lead: Browser, token: str) -> None:
    """The refusals above are refusals: with what is needed, the same calls are answered."""
    for place in places(house.app):
        answer = ask(lead.client, "GET", place, keys(place, house, token))
        assert answer.status_code != 403, place
        if place.room == api.ROOM:
            sent = {"origin": house.address, **headers(place, token)}
            assert ask(lead.client, "OPTIONS", place, sent).status_code == 405
