"""Lines from the floor: looked through once more, counted in memory, kept without a name."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sidecar_server.conversation import Conversation
from sidecar_server.language import identify
from sidecar_server.library.proposals import Proposals
from sidecar_server.redaction import REFUSED, refused
from sidecar_server.web.parts import Mind

AN_HOUR_S, MOST_IN_IT = 3_600.0, 20
TOO_MANY = f"{MOST_IN_IT} lines were sent within an hour"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line and the way to mend it; the text itself is in neither."""

    what: str
    fix: str


@dataclass
class Floor:
    """Takes lines for the leads' queue; who sent one is known only to its hourly count."""

    proposals: Proposals
    clock: Callable[[], float] = time.monotonic
    _sent: dict[str, deque[float]] = field(default_factory=dict)

    def fault(self, text: str, why: str) -> Fault | None:
        """Say why a line cannot be taken, or None."""
        if not text.strip():
            return Fault("the line is empty", "write it, then send it")
        if kinds := refused(f"{text}\n{why}"):
            marks = ", ".join(f"{{{kind}}}" for kind in kinds)
            named = " and ".join(REFUSED[kind] for kind in kinds)
            return Fault(f"there is {named} in it", f"write {marks} in its place")
        return None

    async def keep(
        self, owner: str, text: str, why: str, chat: Conversation | None, mind: Mind
    ) -> bool:
        """Put a line into the queue; False where its sender has sent too many."""
        if not self._may(owner):
            return False
        language, situation = await _about(text, why, chat, mind)
        line = (" ".join(text.split()), " ".join(why.split()), language, situation)
        await asyncio.to_thread(self.proposals.keep, *line)
        return True

    def _may(self, owner: str) -> bool:
        """Count a line, and forget all counts that are over."""
        now = self.clock()
        for one, times in list(self._sent.items()):
            while times and times[0] <= now - AN_HOUR_S:
                times.popleft()
            if not times:
                del self._sent[one]
        times = self._sent.setdefault(owner, deque())
        if len(times) >= MOST_IN_IT:
            return False
        times.append(now)
        return True


async def _about(text: str, why: str, chat: Conversation | None, mind: Mind) -> tuple[str, str]:
    """Read a line's language and situation: by its own words, else by its chat."""
    language = identify(text, chat.customer.locale if chat else "")
    if spoken := mind.advisor.lacking(None, text):
        await asyncio.to_thread(mind.speak, spoken)
    read_in, encoder = mind.advisor.searched(text)
    texts = [one for one in (text, why) if one.strip()]
    vectors = await mind.encoding.encode(encoder, texts)
    if by_meaning := await asyncio.to_thread(mind.advisor.about, vectors, read_in):
        return language, by_meaning
    cues = chat.advice.cues if chat else None
    return language, cues.situation[0].id if cues and cues.situation else ""
