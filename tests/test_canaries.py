"""Two hundred personal values through every path that takes a chat: no byte of one is kept."""

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import orjson

from tests.process import SidecarProcess
from tests.test_privacy import connected, server
from tests.web.console.leads import _KEY
from tests.web.desk import Client

__all__ = ["server"]
COUNT = 200
A_TEXT = 25  # values in one text: a text has 4,000 characters at most
ROLES = ("customer", "agent", "bot", "system", "note")


def luhn(digits: str) -> str:
    """Give the digit that makes a card's number of these."""
    twice = [int(one) * (2 - at % 2) for at, one in enumerate(reversed(digits))]
    return str(-sum(one // 10 + one % 10 for one in twice) % 10)


def values() -> list[str]:
    """Give values of eight kinds, no two alike, by a seed."""
    chance = random.Random(6)  # noqa: S311
    made: list[str] = []

    def digits(count: int) -> str:
        return "".join(chance.choices("123456789", k=count))

    def letters(count: int) -> str:
        return "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=count))

    for _ in range(COUNT // 8):
        card, account = "4" + digits(14), digits(18)
        check = 98 - int(f"{account}131400") % 97
        made += [
            f"{letters(8)}@{letters(6)}.example",
            f"+44 20 {digits(4)} {digits(4)}",
            card + luhn(card),
            f"DE{check:02}{account}",
            f"{letters(7).title()} {letters(9).title()}",
            f"{digits(3)} {letters(9).title()} Street",
            f"INV-{digits(4)}-{digits(6)}",
            f"kz_{letters(9)}",  # what no pattern knows
        ]
    assert len(set(made)) == COUNT
    return made


VALUES = values()
TEXTS = [
    "hello, where is my parcel? it was due monday: " + ", ".join(VALUES[at : at + A_TEXT])
    for at in range(0, COUNT, A_TEXT)
]


def kept(folder: Path) -> list[tuple[str, str]]:
    """Give the values that stand in a file below a folder or in its name, each with the file."""
    found = []
    for file in folder.rglob("*"):
        held = str(file).lower().encode() + (file.read_bytes().lower() if file.is_file() else b"")
        for value in VALUES:
            forms = {value.lower(), value.replace(" ", ""), value.replace(" ", "%20")}
            codes = [one.lower().encode(code) for one in forms for code in ("utf-8", "utf-16-le")]
            found += [(str(file), value) for form in codes if form in held]
    return found


async def by_the_socket(server: SidecarProcess, token: str) -> None:
    """In every field of every frame that takes a text, and in frames that cannot be read."""
    async with connected(server, token) as client:
        for number, text in enumerate(TEXTS):
            chat = {"conversation": f"desk:{VALUES[number]}"}
            await client.send(
                "conversation.opened",
                **chat,
                customer={"name": VALUES[number * 8 + 4], "locale": VALUES[number]},
                messages=[{"message": f"m{n}", "role": role, "text": text, "author": VALUES[n]}
                          for n, role in enumerate(ROLES)],
            )  # fmt: skip
            await client.send("message.seen", **chat, message="new", role="customer", text=text)
            await client.send("draft.changed", **chat, revision=1, text=f"Unfortunately {text}")
            await client.send("search", **chat, request=VALUES[number], query=text)
            await client.send("feedback", **chat, suggestion=VALUES[number], event="inserted")
            await client.send("settings", card={"name": VALUES[number]}, rules={text[:50]: False})
            await client.send("propose", **chat, request="p", text=text[46:300])
            await client.raw(json.dumps({"type": text, "text": text}))
            await client.raw(text)
            assert await is_served(client)


async def is_served(client: Client) -> bool:
    await client.send("search", request="last", query="parcel")
    while (await client.get("results"))["request"] != "last":
        pass
    return True


@contextmanager
def signed_in(server: SidecarProcess) -> Iterator[tuple[httpx.Client, str]]:
    origin = f"http://{server.authority}"
    with httpx.Client(base_url=origin, trust_env=False, timeout=60, follow_redirects=True) as one:
        one.headers["origin"] = origin
        sign_in = {"form_key": key_in(one.get("/console").text)}
        one.post("/console/sign-in", data=sign_in | {"code": server.run("console")})
        yield one, key_in(one.get("/console/bench").text)


def key_in(page: str) -> str:
    found = _KEY.search(page)
    assert found, page[:200]
    return found[1]


def by_the_console_and_the_api(server: SidecarProcess, lead: str) -> None:
    """On both test benches, as search words, as what cannot be read, and as an address."""
    with signed_in(server) as (console, key):
        for text in TEXTS:
            for form in ({"chat": text}, {"chat": f'{{"role":"robot","text":"{text}"'}):
                console.post("/console/bench", data={"form_key": key, **form})
            console.get("/console/find", params={"words": text})
            console.get(f"/console/{text[50:200]}")
            console.post("/console/sign-in", data={"name": text[:90], "password": text[:90]})
    shown = {"authorization": f"Bearer {lead}", "origin": f"http://{server.authority}"}
    with httpx.Client(base_url=shown["origin"], headers=shown, trust_env=False) as api:
        for text in TEXTS:
            chat = {"messages": [{"role": "customer", "text": text}]}
            assert api.post("/api/v1/bench", json=chat).status_code == 200
            for wrong in ({"messages": text}, {text[:60]: text}):
                assert api.post("/api/v1/bench", json=wrong).status_code == 422
            sent = {"content": text, "headers": {"content-type": "application/json"}}
            assert api.post("/api/v1/import", **sent).status_code == 400  # type: ignore[arg-type]
            api.get("/api/v1/entries", params={"words": text[:200], text[:20]: "x"})


def by_commands(server: SidecarProcess, folder: Path) -> None:
    """By `replay` and `review`; the file that is handed in is removed before anybody looks."""
    rows: Sequence[dict[str, object]] = [
        {"role": role, "text": text, "conversation": VALUES[number], "name": VALUES[number + 4]}
        for number, text in enumerate(TEXTS)
        for role in ("customer", "agent")
    ]
    lines = b"\n".join(map(orjson.dumps, rows)).decode()
    assert server.ask("replay", "-", "--json", given=lines).returncode == 0
    for given in (lines, lines + "\n{" + TEXTS[0]):
        file = folder / "chats.jsonl"
        file.write_text(given)
        said = server.ask("review", str(file))
        file.unlink()
        assert not [one for one in VALUES if one in said.stderr]


def measured(server: SidecarProcess) -> str:
    monitor = server.run("token", "scraper", "--role", "monitor")
    shown = {"authorization": f"Bearer {monitor}"}
    answer = httpx.get(f"http://{server.authority}/metrics", headers=shown, trust_env=False)
    assert answer.status_code == 200
    return answer.text


async def test_no_byte_of_a_personal_value_is_kept(server: SidecarProcess, tmp_path: Path) -> None:
    agent, lead = server.run("token", "Ana"), server.run("token", "Bo", "--role", "lead")
    await by_the_socket(server, agent)
    by_the_console_and_the_api(server, lead)
    by_commands(server, tmp_path)
    metrics = measured(server)
    assert kept(tmp_path) == []  # while it runs
    server.stop()
    assert kept(tmp_path) == []
    assert not [one for one in VALUES if one in server.said + metrics]


def test_what_is_written_would_be_found(tmp_path: Path) -> None:
    for number, value in enumerate(VALUES):
        (tmp_path / f"left-{number}").write_bytes(b"\0" + value.upper().encode("utf-16-le"))
    assert {value for _, value in kept(tmp_path)} == set(VALUES)
