"""Encodes off the event loop: one worker thread, and whatever waits is taken as one batch."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders.protocol import Encoder

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Request:
    texts: Sequence[str]
    answer: asyncio.Future[Rows]


class Batcher:
    """An encoder for asynchronous callers of one event loop."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._waiting: list[_Request] = []
        self._worker: asyncio.Task[None] | None = None

    async def encode(self, texts: Sequence[str]) -> Rows:
        """Give one unit row per text, shape (len(texts), dimensions).

        An error of the encoder reaches those whose texts were in its batch.
        """
        answer: asyncio.Future[Rows] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Request(texts, answer))
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())
        return await answer

    async def close(self) -> None:
        """Let what waits finish, then stop the thread."""
        if self._worker:
            await self._worker
        self._thread.shutdown()

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._run([request for request in batch if not request.answer.done()])
        finally:
            self._worker = None

    async def _run(self, batch: Sequence[_Request]) -> None:
        texts = [text for request in batch for text in request.texts]
        loop = asyncio.get_running_loop()
        try:
            rows = await loop.run_in_executor(self._thread, self._encoder.encode, texts)
        except Exception as error:
            for request in batch:
                if not request.answer.done():
                    request.answer.set_exception(error)
            return
        start = 0
        for request in batch:
            end = start + len(request.texts)
            if not request.answer.done():
                request.answer.set_result(rows[start:end])
            start = end
