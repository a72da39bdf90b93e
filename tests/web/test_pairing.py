"""What comes between a code and the browser that is paired with it."""

import pytest

from sidecar_server.web.handshake import id_of, key_of, proof
from tests.web.desk import Client, Desk


async def test_of_two_browsers_that_know_one_code_the_faster_is_paired(desk: Desk) -> None:
    key, before = key_of(desk.pairing.open()), len(desk.credentials.all())
    async with desk.dial() as near, desk.dial() as far:
        one, other = Client(near), Client(far)
        asked = [await client.hello("pair", desk.authority) for client in (one, other)]
        proofs = [
            proof(key, "client", desk.authority, ours, challenge["nonce"])
            for ours, challenge in asked
        ]
        await one.send("auth", proof=proofs[0])
        assert (await one.get())["type"] == "paired"
        await other.send("auth", proof=proofs[1])
        assert await other.closed() == 4401
        assert await one.is_answered()
    assert len(desk.credentials.all()) == before + 1


async def test_a_browser_that_is_revoked_while_it_pairs_is_not_let_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = key_of(desk.pairing.open())
    remember = desk.pairing.remember

    def revoked_meanwhile(origin: str) -> None:
        for one in desk.credentials.all():
            desk.credentials.revoke(one.id)
        remember(origin)

    monkeypatch.setattr(desk.live.greeting.pairing, "remember", revoked_meanwhile)
    async with desk.dial() as socket:
        client = Client(socket)
        ours, challenge = await client.hello("pair", desk.authority)
        await client.prove(key, desk.authority, ours, challenge)
        token = (await client.get("paired"))["token"]
        assert await client.closed() == 4401
    assert desk.credentials.find(id_of(key_of(token))) is None


async def test_of_several_open_codes_each_pairs_for_its_own_team(desk: Desk) -> None:
    codes = {team: desk.pairing.open(teams=[team]) for team in ("sales", "brand", "parts")}
    for team, code in codes.items():
        made = desk.credentials.find(id_of(key_of(await desk.paired(code))))
        assert made is not None
        assert (made.name, made.role, made.teams) == ("browser", "agent", (team,))
