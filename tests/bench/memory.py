"""P4: what the server holds with the whole shipped library: English alone, then every language."""

import asyncio
from contextlib import ExitStack
from typing import Any

from sidecar_server.library.files import collect, read
from sidecar_server.resources import folder
from tests.bench import peers, rounds, texts
from tests.bench.client import Client
from tests.bench.plan import Plan
from tests.bench.process import memory_mb
from tests.process import SidecarProcess

MESSAGES = 48


def measure(plan: Plan) -> dict[str, Any]:
    """Give MB now and at most: ours after English, ours after all languages, the peers'."""
    drawn = texts.messages(MESSAGES, 1)
    with ExitStack() as stack:
        server = stack.enter_context(SidecarProcess(plan.folder / "memory"))
        token = server.run("token", "bench")
        for block in rounds.blocks(drawn):
            asyncio.run(rounds.over_socket(server.authority, token, block))
        found: dict[str, Any] = {"english": memory_mb(server.pid)}
        languages = asyncio.run(_each_language(server.authority, token))
        found |= {"all": memory_mb(server.pid), "languages": languages}
        if reference := peers.reference(stack, peers.examples(plan.folder)):
            reference.milliseconds([[one] for one in drawn])
            found["reference"] = memory_mb(reference.process.pid)
        if txtai := peers.txtai_server(stack, plan.folder):
            txtai.milliseconds(drawn)
            found["txtai"] = memory_mb(txtai.process.pid)
        return found


async def _each_language(authority: str, token: str) -> list[str]:
    """Write one message in each language of the library; gives those that were read as theirs."""
    found = []
    async with Client.connected(authority, token) as client:
        for language, text in _messages().items():
            await client.open(f"in {language}")
            await client.see(f"in {language}", "1", "customer", text)
            if client.answer["cues"]["language"].partition("-")[0] != language:
                raise RuntimeError(f"a message in {language} was read as {client.answer['cues']}")
            found.append(language)
    return found


def _messages() -> dict[str, str]:
    """Give the longest example of each language: what is meant to be read without a doubt."""
    found: dict[str, str] = {}
    for one in collect(read(folder("prompts"))).situations:
        found[one.language] = max([found.get(one.language, ""), *one.customer_says], key=len)
    return found
