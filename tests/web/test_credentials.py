"""Credentials and codes: what is stored, what expires, and that commands write beside a server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from sidecar_server.errors import BadInput
from sidecar_server.library.tables import metadata
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.handshake import id_of, key_of
from sidecar_server.web.pairing import CODE_LIVES_S, Pairing
from tests.databases import engine, reopen

__all__ = ["engine", "reopen"]

MOZ = "moz-extension://0f2a3b4c-1111-4222-8333-44445555666{}"


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_token_is_found_by_its_id_and_stored_nowhere(
    engine: Engine, reopen: Callable[[], Engine], tmp_path: Path
) -> None:
    token = Credentials(engine).create("Ana", "lead")
    found = Credentials(reopen()).find(id_of(key_of(token)))
    assert found is not None
    assert (found.name, found.role, found.key) == ("Ana", "lead", key_of(token))
    assert all(token.encode() not in file.read_bytes() for file in tmp_path.iterdir())
    with engine.connect() as connection:
        kept = [repr(connection.execute(select(one)).all()) for one in metadata.sorted_tables]
    assert not any(token in rows for rows in kept)


def test_tokens_hold_32_random_bytes(engine: Engine) -> None:
    credentials = Credentials(engine)
    tokens = {credentials.create("Ana") for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


def test_each_account_has_its_own(engine: Engine) -> None:
    Accounts(engine).add_all([("Ana", "agent", ()), ("Ben", "agent", ())])
    credentials = Credentials(engine)
    for name, account in (("browser", "ana"), ("script", "ben"), ("wall", "")):
        credentials.create(name, account=account)
    assert [one.name for one in credentials.all("ana")] == ["browser"]
    assert sorted(one.name for one in credentials.all()) == ["browser", "script", "wall"]


def test_a_token_and_a_code_are_for_their_teams(engine: Engine) -> None:
    credentials, pairing = Credentials(engine), Pairing(engine)
    found = credentials.find(id_of(key_of(credentials.create("Ana", teams=["sales", "brand"]))))
    assert found is not None
    assert found.teams == ("brand", "sales")
    key = key_of(pairing.open(teams=["sales"]))
    assert pairing.meant_for(key) == (("sales",), "")


@pytest.mark.parametrize("days", [-1, 0, 3_651])
def test_how_long_a_token_may_last_is_said(engine: Engine, days: int) -> None:
    credentials = Credentials(engine)
    with pytest.raises(BadInput) as refused:
        credentials.create("Ana", days=days)
    assert refused.value.sentence() == f"a token cannot last {days} days — give 1 to 3650 days"
    assert credentials.create("Ana", days=3_650)


def test_what_cannot_be_revoked_is_said(engine: Engine) -> None:
    with pytest.raises(BadInput) as refused:
        Credentials(engine).revoke("0123456789abcdef")
    said = "there is no token '0123456789abcdef' — see `sidecar tokens list`"
    assert refused.value.sentence() == said


@pytest.mark.parametrize(
    ("name", "role"),
    [("", "agent"), ("a\nb", "agent"), ("x" * 101, "agent"), ("Ana", "demo"), ("Ana", "boss")],
)
def test_a_name_or_role_that_cannot_be_is_refused(engine: Engine, name: str, role: str) -> None:
    with pytest.raises(BadInput):
        Credentials(engine).create(name, role)


def test_a_code_of_another_process_is_seen_at_once_and_expires(
    engine: Engine, reopen: Callable[[], Engine]
) -> None:
    clock = Clock()
    server = Pairing(engine, clock)
    code = Pairing(reopen(), clock).open()
    assert server.newest() == key_of(code)
    clock.now += CODE_LIVES_S
    assert server.newest() is None


def test_codes_that_ran_out_are_not_kept(engine: Engine) -> None:
    clock = Clock()
    pairing = Pairing(engine, clock)
    for _ in range(3):
        pairing.open()
        clock.now += CODE_LIVES_S
    with engine.connect() as connection:
        assert len(connection.execute(select(metadata.tables["pairing"])).all()) == 1


def test_a_clock_set_back_does_not_keep_a_code_alive(engine: Engine) -> None:
    clock = Clock()
    pairing = Pairing(engine, clock)
    pairing.open()
    clock.now -= 3600
    assert pairing.newest() is None


def test_the_newest_of_several_codes_counts(engine: Engine) -> None:
    clock = Clock()
    pairing = Pairing(engine, clock)
    older = pairing.open()
    clock.now += 1
    newer = pairing.open()
    assert pairing.newest() == key_of(newer)
    assert pairing.burn(key_of(newer))
    assert pairing.newest() == key_of(older)


def test_a_code_burns_once(engine: Engine) -> None:
    pairing = Pairing(engine)
    key = key_of(pairing.open())
    assert [pairing.burn(key), pairing.burn(key)] == [True, False]


def test_one_unknown_firefox_may_knock_while_a_code_is_open(engine: Engine) -> None:
    clock = Clock()
    pairing = Pairing(engine, clock)
    first, second = MOZ.format(1), MOZ.format(2)
    assert not pairing.admits(first)
    pairing.open()
    assert [pairing.admits(first), pairing.admits(second), pairing.admits(first)] == [
        True,
        False,
        True,
    ]
    clock.now += CODE_LIVES_S
    assert not pairing.admits(first)
    clock.now += 1
    pairing.open()
    assert pairing.admits(second)


def test_a_guest_who_was_paired_makes_room_for_the_next(engine: Engine) -> None:
    pairing = Pairing(engine)
    pairing.open()
    assert pairing.admits(MOZ.format(1))
    assert not pairing.admits(MOZ.format(2))
    pairing.remember(MOZ.format(1))
    assert pairing.admits(MOZ.format(2))


def test_a_code_is_open_for_two_minutes_and_an_invitation_for_a_week(engine: Engine) -> None:
    Accounts(engine).add("Ana")
    clock = Clock()
    pairing = Pairing(engine, clock)
    code, invitation = key_of(pairing.open()), key_of(pairing.invite("ana"))
    clock.now += 119.5
    assert pairing.newest() == code
    clock.now += 0.5
    assert pairing.newest() is None
    clock.now += 7 * 24 * 3_600 - 120 - 0.5
    assert pairing.invited(invitation) == "ana"
    clock.now += 0.5
    assert pairing.invited(invitation) == ""


def test_an_unknown_code_is_for_nobody(engine: Engine) -> None:
    key = key_of("A" * 16)
    assert (Pairing(engine).meant_for(key), Pairing(engine).invited(key)) == (((), ""), "")


@pytest.mark.parametrize(
    "origin",
    ["moz-extension://", "moz-extension://evil.test", MOZ.format(1) + "/", "https://evil.test"],
)
def test_what_is_no_firefox_origin_never_knocks(engine: Engine, origin: str) -> None:
    pairing = Pairing(engine)
    pairing.open()
    assert not pairing.admits(origin)
    pairing.remember(origin)
    assert not pairing.knows(origin)


def test_a_remembered_origin_stays(engine: Engine, reopen: Callable[[], Engine]) -> None:
    Pairing(engine).remember(MOZ.format(1))
    assert Pairing(reopen()).admits(MOZ.format(1))
