"""The batcher: merges what waits, and one caller's fate is no other's."""

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from sidecar_server.encoders.batching import Batcher


class Gated:
    """An encoder that waits to be let through, records its batches and can fail."""

    name, dimensions = "gated", 2

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.gate = threading.Event()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        self.gate.wait(5)
        if "bad" in texts:
            raise ValueError("refused")
        return np.array([[len(text), 0] for text in texts], dtype=np.float32).reshape(-1, 2)


async def started(encoder: Gated, batches: int = 1) -> None:
    while len(encoder.batches) < batches:  # noqa: ASYNC110  (a thread fills it)
        await asyncio.sleep(0.001)


async def test_what_waits_while_one_runs_is_one_batch_and_each_gets_its_own() -> None:
    encoder = Gated()
    batcher = Batcher({"e": encoder})
    first = asyncio.ensure_future(batcher.encode("e", ["a"]))
    await started(encoder)
    waiting = [
        asyncio.ensure_future(batcher.encode("e", texts)) for texts in (["bb", "ccc"], [], ["dddd"])
    ]
    await asyncio.sleep(0)
    encoder.gate.set()
    rows = [await task for task in (first, *waiting)]
    assert encoder.batches == [["a"], ["bb", "ccc", "dddd"]]
    assert [row[:, 0].tolist() for row in rows] == [[1], [2, 3], [], [4]]
    await batcher.close()


async def test_of_each_batch_it_is_told_how_many_texts_and_how_long_they_waited() -> None:
    encoder, begun = Gated(), list[tuple[int, int]]()

    def tell(texts: int, waited: Sequence[float]) -> None:
        assert all(seconds >= 0 for seconds in waited)
        begun.append((texts, len(waited)))

    batcher = Batcher({"e": encoder}, tell)
    first = asyncio.ensure_future(batcher.encode("e", ["a"]))
    await started(encoder)
    waiting = [asyncio.ensure_future(batcher.encode("e", ["bb", "ccc"])) for _ in range(2)]
    await asyncio.sleep(0)
    encoder.gate.set()
    await asyncio.gather(first, *waiting)
    assert begun == [(1, 1), (4, 2)]
    await batcher.close()


async def test_one_who_leaves_harms_no_other() -> None:
    encoder = Gated()
    batcher = Batcher({"e": encoder})
    running = asyncio.ensure_future(batcher.encode("e", ["a"]))
    await started(encoder)
    leaving, staying = (
        asyncio.ensure_future(batcher.encode("e", [text])) for text in ("bb", "ccc")
    )
    await asyncio.sleep(0)
    running.cancel()
    leaving.cancel()
    encoder.gate.set()
    assert (await staying)[0, 0] == 3
    assert encoder.batches == [["a"], ["ccc"]]
    assert (await batcher.encode("e", ["still"]))[0, 0] == 5
    await batcher.close()


async def test_an_error_reaches_its_waiters_and_the_next_is_served() -> None:
    encoder = Gated()
    encoder.gate.set()
    batcher = Batcher({"e": encoder})
    with pytest.raises(ValueError, match="refused"):
        await batcher.encode("e", ["bad"])
    assert (await batcher.encode("e", ["good"])).shape == (1, 2)
    await batcher.close()


async def test_the_loop_goes_on_while_the_encoder_works() -> None:
    encoder = Gated()
    batcher = Batcher({"e": encoder})
    task = asyncio.ensure_future(batcher.encode("e", ["a"]))
    await started(encoder)
    assert not task.done()
    encoder.gate.set()
    await task
    await batcher.close()
