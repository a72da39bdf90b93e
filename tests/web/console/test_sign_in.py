"""The console opens for a code, once; without one there is nothing to see."""

import pytest

from sidecar_server.library.tables import metadata, session
from tests.web.console.leads import Browser, House


def test_a_code_opens_the_console_once(house: House, stranger: Browser) -> None:
    code = house.code()
    assert "Sign in" in stranger.get("/console").text
    page = stranger.sign_in(code)
    assert page.url.path == "/console/find"
    stranger.post("/console/sign-out")
    assert stranger.client.get("/console/find").status_code == 403
    again = stranger.sign_in(code)
    assert again.status_code == 422
    assert "works once" in again.text


@pytest.mark.parametrize("typed", [str.lower, lambda c: f" {c[:4]}-{c[4:8]} {c[8:]} "])
def test_a_code_is_taken_as_people_type_it(house: House, stranger: Browser, typed) -> None:  # type: ignore[no-untyped-def]
    assert stranger.sign_in(typed(house.code())).url.path == "/console/find"


def test_a_browsers_pairing_code_does_not_open_the_console(house: House, stranger: Browser) -> None:
    from sidecar_server.web.pairing import Pairing

    code = Pairing(house.parts.engine).open("browser")
    assert stranger.sign_in(code).status_code == 422


def test_a_strangers_wrong_codes_spoil_no_open_one(house: House, stranger: Browser) -> None:
    code = house.code()
    for _ in range(6):
        assert stranger.sign_in("A" * 16).status_code == 422
    assert stranger.sign_in(code).url.path == "/console/find"


def test_without_a_session_there_is_a_bare_refusal(stranger: Browser) -> None:
    for path in ("/console/find", "/console/history", "/console/entry/phrase/en/x.y"):
        answer = stranger.client.get(path)
        assert (answer.status_code, answer.content) == (403, b"")


def test_a_form_needs_its_key_and_our_own_origin(house: House, lead: Browser) -> None:
    client, key = lead.client, lead.form_key
    path, ours = "/console/history/undo", {"origin": house.address}
    for headers, sent in [
        (ours, {}),
        (ours, {"form_key": "0" * 64}),
        ({}, {"form_key": key}),
        ({"origin": "null"}, {"form_key": key}),
        ({"origin": "http://127.0.0.1:1"}, {"form_key": key}),
        ({"origin": "chrome-extension://encdpgeckjpfpomfllckeiaiifglnpao"}, {"form_key": key}),
    ]:
        answer = client.post(path, data={"batch": "x", **sent}, headers=headers)
        assert (answer.status_code, answer.content) == (403, b"")
    assert client.post(path, data={"batch": "x", "form_key": key}, headers=ours).status_code == 422


def test_the_cookie_is_ours_alone_and_kept_as_its_hash(house: House, lead: Browser) -> None:
    cookie = next(one for one in lead.client.cookies.jar if one.name.startswith("sidecar_console"))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"
    with house.parts.engine.connect() as connection:
        kept = [bytes(row.key) for row in connection.execute(session.select())]
    assert kept
    assert all(str(cookie.value).encode() not in one for one in kept)
    assert session.name in metadata.tables
