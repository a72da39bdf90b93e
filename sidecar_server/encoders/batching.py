"""Encodes off the event loop: one worker thread, and what waits for an encoder is one batch."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders.protocol import Encoder

Rows = NDArray[np.float32]
Begun = Callable[[int, Sequence[float]], None]  # texts, and the seconds each request waited


@dataclass(frozen=True, slots=True)
class _Request:
    encoder: str
    texts: Sequence[str]
    answer: asyncio.Future[Rows]
    since: float


class Batcher:
    """Encoders, by name, for asynchronous callers of one event loop; `begun` hears of a batch."""

    def __init__(self, encoders: Mapping[str, Encoder], begun: Begun = lambda *_: None) -> None:
        self._encoders, self._begun = encoders, begun
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._waiting: list[_Request] = []
        self._running: asyncio.Future[Rows] | None = None

    def encode(self, encoder: str, texts: Sequence[str]) -> asyncio.Future[Rows]:
        """Start at once if the thread is free; the future gives (len(texts), dimensions) unit rows.

        An error of the encoder reaches those whose texts were in its batch.
        """
        answer: asyncio.Future[Rows] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Request(encoder, texts, answer, time.perf_counter()))
        if self._running is None:
            self._next()
        return answer

    async def close(self) -> None:
        """Let what waits finish, then stop the thread."""
        while self._running:
            await asyncio.wait({self._running})
            await asyncio.sleep(0)  # its callback starts what waits
        self._thread.shutdown()

    def _next(self) -> None:
        waiting = [request for request in self._waiting if not request.answer.done()]
        batch = [request for request in waiting if request.encoder == waiting[0].encoder]
        self._waiting = [request for request in waiting if request.encoder != batch[0].encoder]
        self._running = None
        if batch:
            encode = self._encoders[batch[0].encoder].encode
            texts = [text for request in batch for text in request.texts]
            now, loop = time.perf_counter(), asyncio.get_running_loop()
            self._begun(len(texts), [now - request.since for request in batch])
            self._running = loop.run_in_executor(self._thread, encode, texts)
            self._running.add_done_callback(partial(self._answer, batch))

    def _answer(self, batch: Sequence[_Request], ran: asyncio.Future[Rows]) -> None:
        error, start = ran.exception(), 0
        for texts, answer in ((request.texts, request.answer) for request in batch):
            if not answer.done() and error:
                answer.set_exception(error)
            elif not answer.done():
                answer.set_result(ran.result()[start : start + len(texts)])
            start += len(texts)
        self._next()
