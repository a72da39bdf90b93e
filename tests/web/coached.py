"""A mind over the sample library, with a clock that tests set; for a desk, or without one."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar_server.conversations import Conversations
from sidecar_server.encoders.hashing import HashingEncoder
from sidecar_server.web.parts import Mind
from tests import sample
from tests.web.stub import Encoding, Stub


class Coached(Stub):
    """The real assistant, read by the hashing encoder; `now` is the steady clock."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_000_000.0
        made = sample.Desk(folder)
        self.assistant = made.assistant
        self.store, self.encoders = made.store, made.encoders
        super().__init__(
            advisor=None,  # type: ignore[arg-type]
            encoding=Encoding(),
            conversations=Conversations(clock=lambda: self.now),
            stored=made.store.revision(),
        )

    def mind(self) -> Mind:
        return Mind(
            self.assistant,
            self.encoding,
            self.conversations,
            lambda: self.stored,
            self.refresh,
            lambda: None,
            self.speak,
        )

    def refresh(self) -> None:
        pass

    def vectors(self, texts: list[str]) -> NDArray[np.float32]:
        """Read texts at once."""
        return HashingEncoder().encode(texts)
