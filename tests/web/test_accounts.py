"""Accounts: who may sign in, what becomes of what is theirs, and that no password is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select

from sidecar_server.errors import BadInput
from sidecar_server.library.tables import account, credential, pairing, session
from sidecar_server.web.accounts import Accounts
from sidecar_server.web.credentials import Credentials
from sidecar_server.web.handshake import id_of, key_of, proof
from sidecar_server.web.pairing import INVITATION_LIVES_S, Pairing
from sidecar_server.web.sessions import Sessions
from sidecar_server.web.sign_in import TRIES, WITHIN_S, ByCode, ByPassword
from tests.web.desk import Client, Desk

GOOD = "seven grey herons wait"


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def test_an_account_has_no_password_until_one_is_chosen(engine: Engine) -> None:
    accounts = Accounts(engine)
    made = accounts.add("Ana", "lead", ["sales"])
    assert (made.name, made.role, made.teams, made.ready) == ("Ana", "lead", ("sales",), False)
    assert accounts.knows("Ana", "") is None
    accounts.set_password("Ana", GOOD)
    found = accounts.knows("aNA", GOOD)
    assert found
    assert found.ready
    assert accounts.knows("Ana", GOOD + "x") is None
    assert accounts.knows("Ben", GOOD) is None
    with engine.connect() as connection:
        kept = connection.scalar(select(account.c.password))
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept


@pytest.mark.parametrize("name", ["ana", "ANA", " Ana ", "\uff21na"])
def test_one_name_however_it_is_written_is_one_account(engine: Engine, name: str) -> None:
    accounts = Accounts(engine)
    accounts.add("Ana")
    with pytest.raises(BadInput) as refused:
        accounts.add(name)
    written = refused.value.sentence()
    assert written == f"there is an account {name.strip()!r} — choose another name"
    assert accounts.find(name) == accounts.find("Ana")


@pytest.mark.parametrize(
    ("name", "role", "teams"),
    [("", "agent", []), ("a\nb", "agent", []), ("x" * 101, "agent", []), ("Ana", "demo", []),
     ("Ana", "monitor", []), ("Ana", "agent", ["a,b"])],
)  # fmt: skip
def test_what_cannot_be_is_refused(engine: Engine, name: str, role: str, teams: list[str]) -> None:
    with pytest.raises(BadInput):
        Accounts(engine).add(name, role, teams)


def test_an_account_that_is_not_there_cannot_be_changed(engine: Engine) -> None:
    accounts = Accounts(engine)
    accounts.add("Ana")
    attempts: list[Callable[[], object]] = [
        lambda: accounts.change("Ben", "lead", ()),
        lambda: accounts.remove("Ben"),
        lambda: accounts.forget_password("Ben"),
    ]
    for attempt in attempts:
        with pytest.raises(BadInput) as refused:
            attempt()
        assert refused.value.sentence() == "there is no account 'Ben' — see `sidecar account list`"
    assert [(one.name, one.role) for one in accounts.all()] == [("Ana", "agent")]


def test_a_table_of_nobody_adds_nobody(engine: Engine) -> None:
    assert Accounts(engine).add_all([]) == []


@pytest.mark.parametrize(
    ("name", "role", "said"),
    [("x" * 101, "agent", "this name cannot be used — give 1 to 100 printable characters"),
     ("Ana", "boss", "no role is called 'boss' — use one of: agent, lead, admin")],
)  # fmt: skip
def test_what_cannot_be_is_said_with_the_fix(
    engine: Engine, name: str, role: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        Accounts(engine).add(name, role)
    assert refused.value.sentence() == said


@pytest.mark.parametrize("name", ["A", "x" * 100])
def test_the_shortest_and_the_longest_name_are_taken(engine: Engine, name: str) -> None:
    assert Accounts(engine).add(name).name == name


def test_many_are_added_all_or_none(engine: Engine) -> None:
    accounts = Accounts(engine)
    with pytest.raises(BadInput):
        accounts.add_all([("Ana", "agent", []), ("ana", "agent", [])])
    assert accounts.all() == []
    accounts.add_all([("Ana", "agent", []), ("Ben", "lead", ["sales"])])
    assert [one.name for one in accounts.all()] == ["Ana", "Ben"]


def test_the_last_admin_stays(engine: Engine) -> None:
    accounts = Accounts(engine)
    accounts.add("Ana", "admin")
    for attempt in (lambda: accounts.remove("Ana"), lambda: accounts.change("Ana", "lead", ())):
        with pytest.raises(BadInput) as refused:
            attempt()
        said = "'Ana' is the last admin — make another account admin first"
        assert refused.value.sentence() == said
    accounts.add("Ben", "admin")
    accounts.remove("Ana")
    assert [one.name for one in accounts.all()] == ["Ben"]


def test_what_is_theirs_follows_the_account(engine: Engine) -> None:
    accounts, credentials, sessions = Accounts(engine), Credentials(engine), Sessions(engine)
    made = accounts.add("Ana", "lead", ["sales"])
    token = credentials.create("browser", "agent", account=made.id)
    cookie = sessions.open("Ana", account=made.id)
    before = credentials.changes()
    changed = accounts.change("Ana", "agent", ["brand"])
    assert (changed.name, changed.role, changed.teams) == ("Ana", "agent", ("brand",))
    found, who = credentials.find(id_of(key_of(token))), sessions.find(cookie)
    assert found
    assert who
    assert (found.role, found.teams) == ("agent", ("brand",))
    assert (who.role, who.teams, who.account) == ("agent", ("brand",), "ana")
    assert credentials.changes() > before
    accounts.remove("Ana")
    assert credentials.find(id_of(key_of(token))) is None
    assert sessions.find(cookie) is None
    with engine.connect() as connection:
        assert connection.scalars(select(credential.c.id)).all() == []


def test_nothing_is_made_for_an_account_that_was_removed(engine: Engine) -> None:
    """Else it would be the next one's who is called so: a browser, a session, an invitation."""
    accounts = Accounts(engine)
    made = accounts.add("Ana")
    accounts.remove("Ana")
    makes: list[Callable[[], str]] = [
        lambda: Credentials(engine).create("browser", account=made.id),
        lambda: Sessions(engine).open("Ana", account=made.id),
        lambda: Pairing(engine).open("browser", account=made.id),
        lambda: Pairing(engine).invite(made.id),
    ]
    for make in makes:
        with pytest.raises(BadInput, match="no account"):
            make()
    with engine.connect() as connection:
        for table in (credential, session, pairing):
            assert not connection.execute(select(table)).all()


async def test_whose_account_is_removed_while_pairing_is_refused_and_leaves_nothing(
    desk: Desk,
) -> None:
    accounts = Accounts(desk.engine)
    code = desk.pairing.open(account=accounts.add("Ana").id)
    async with desk.dial() as socket:
        client = Client(socket)
        ours, challenge = await client.hello("pair", desk.authority)
        with desk.engine.begin() as connection:  # as a removal in between leaves it
            connection.execute(delete(account))
        key = key_of(code)
        proved = proof(key, "client", desk.authority, ours, challenge["nonce"])
        await client.send("auth", proof=proved)
        assert await client.closed() == 4401
    accounts.add("Ana")
    assert desk.credentials.all("ana") == []


def test_a_token_of_an_account_may_never_do_more_than_the_account(engine: Engine) -> None:
    accounts, credentials = Accounts(engine), Credentials(engine)
    made = accounts.add("Ana", "agent")
    token = credentials.create("script", "admin", account=made.id)
    found = credentials.find(id_of(key_of(token)))
    assert found
    assert found.role == "agent"


def test_another_password_ends_the_sessions(engine: Engine) -> None:
    accounts, sessions = Accounts(engine), Sessions(engine)
    made = accounts.add("Ana")
    cookie = sessions.open("Ana", account=made.id)
    accounts.set_password("Ana", GOOD)
    assert sessions.find(cookie) is None
    cookie = sessions.open("Ana", account=made.id)
    accounts.forget_password("Ana")
    assert sessions.find(cookie) is None
    assert accounts.knows("Ana", GOOD) is None


def test_a_token_runs_out(engine: Engine) -> None:
    clock = Clock()
    credentials = Credentials(engine, clock)
    token = credentials.create("Ana", days=2)
    found = credentials.find(id_of(key_of(token)))
    assert found
    clock.now += 2 * 86_400
    assert not credentials.holds(found)
    assert credentials.find(found.id) is None
    assert [one.id for one in credentials.all()] == [found.id]
    for days in (0, -1, 10_000):
        with pytest.raises(BadInput):
            credentials.create("Ana", days=days)


def test_a_revoked_token_is_gone_and_others_stay(engine: Engine) -> None:
    credentials = Credentials(engine)
    first, second = (id_of(key_of(credentials.create(name))) for name in ("Ana", "Ben"))
    before = credentials.changes()
    with pytest.raises(BadInput):
        credentials.revoke(first, account="somebody")
    credentials.revoke(first)
    assert credentials.find(first) is None
    assert credentials.find(second)
    assert credentials.changes() > before
    with pytest.raises(BadInput, match="no token"):
        credentials.revoke(first)


def test_an_invitation_signs_in_once_within_a_week(engine: Engine) -> None:
    clock = Clock()
    accounts, pairing = Accounts(engine), Pairing(engine, clock)
    made, way = accounts.add("Ana"), ByCode(accounts, pairing)
    first = pairing.invite(made.id)
    code = pairing.invite(made.id)
    assert way.identify({"code": first}) is None
    found = way.identify({"code": code.lower()})
    assert found
    assert (found.name, found.account) == ("Ana", "ana")
    assert way.identify({"code": code}) is None
    late = pairing.invite(made.id)
    clock.now += INVITATION_LIVES_S
    assert way.identify({"code": late}) is None


def test_a_pairing_code_is_no_invitation_and_the_other_way_round(engine: Engine) -> None:
    accounts, pairing = Accounts(engine), Pairing(engine)
    made = accounts.add("Ana")
    assert (
        ByCode(accounts, pairing).identify({"code": pairing.open("browser", (), made.id)}) is None
    )
    invitation = pairing.invite(made.id)
    assert pairing.newest("browser", id_of(key_of(invitation))[:8]) is None


def test_after_five_wrong_passwords_one_waits(engine: Engine) -> None:
    clock = Clock()
    accounts = Accounts(engine)
    accounts.add("Ana")
    accounts.set_password("Ana", GOOD)
    way = ByPassword(accounts, clock)
    for _ in range(TRIES):
        assert way.identify({"name": "Ana", "password": "wrong"}) is None
    with pytest.raises(BadInput) as refused:
        way.identify({"name": "ANA", "password": GOOD})
    said = "too many wrong passwords for this name — wait 60 seconds, then try again"
    assert refused.value.sentence() == said
    assert way.identify({"name": "Ben", "password": GOOD}) is None
    clock.now += WITHIN_S
    assert way.identify({"name": "Ana", "password": GOOD})


def test_several_people_pair_at_once_each_with_their_own_code(engine: Engine) -> None:
    pairing, names = Pairing(engine), ("ana", "ben", "cleo")
    Accounts(engine).add_all((name, "agent", ()) for name in names)
    codes = [pairing.open("browser", (), name) for name in names]
    for code, name in zip(codes, names, strict=True):
        key = pairing.newest("browser", id_of(key_of(code))[:8])
        assert key == key_of(code)
        assert pairing.meant_for(key) == ((), name)
    assert pairing.newest("browser", "0" * 8) is None


def test_no_word_of_a_password_reaches_the_file(tmp_path: Path) -> None:
    from sidecar_server.library.database import open_database

    accounts = Accounts(open_database(tmp_path))
    accounts.add("Ana")
    accounts.set_password("Ana", GOOD)
    assert accounts.knows("Ana", "another secret phrase") is None
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"herons" not in file.read_bytes()
