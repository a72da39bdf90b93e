"""The goals: what is asked, what came out, and whether that is enough."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Found = Mapping[str, Any]  # a section's figures by name


@dataclass(frozen=True)
class Goal:
    """`figure` is to be at most `limit`, or at least where `least` is set."""

    goal: str
    what: str
    figure: float
    limit: float
    unit: str = ""
    least: bool = False

    @property
    def met(self) -> bool:
        """Say whether the figure keeps to what was asked."""
        return self.figure >= self.limit if self.least else self.figure <= self.limit

    def plain(self) -> dict[str, Any]:
        """Give it as plain data; `asked` in words."""
        most = "at least" if self.least else "at most"
        return {
            "goal": self.goal,
            "what": self.what,
            "figure": round(self.figure, 4),
            "asked": f"{most} {self.limit:.3g}{self.unit and ' ' + self.unit}",
            "unit": self.unit,
            "met": self.met,
        }


def judge(sections: Mapping[str, Found]) -> list[dict[str, Any]]:
    """Judge every goal that the sections have figures for; what was not measured is left out."""
    found = (goal for name, section in sections.items() for goal in _JUDGED[name](section))
    return [goal.plain() for goal in sorted(found, key=lambda goal: goal.goal)]


def _messages(found: Found) -> Iterator[Goal]:
    one, many = found["one_message_ms"], found["at_once"]["16"]
    ours = one["ours"]["p50"]
    yield Goal("P1", "a message, p50, against the passes it needs", ours / one["floor"]["p50"], 1.3)
    if "txtai" in one:
        against = ours / one["txtai"]["p50"]
        yield Goal("P1", "a message, p50, against txtai's server", against, 0.25)
        per_s = many["ours"]["per_s"] / many["txtai"]["per_s"]
        yield Goal("P2", "sixteen chats: messages a second, against txtai's", per_s, 8, least=True)
        p99 = many["ours"]["p99"] / many["txtai"]["p99"]
        yield Goal("P2", "sixteen chats: p99, against txtai's", p99, 1 / 6)
    draft = found["draft_ms"]["ours"]["p50"] / found["draft_ms"]["floor"]["p50"]
    yield Goal("draft", "a draft's check, p50, against the passes it needs", draft, 2)


def _start(found: Found) -> Iterator[Goal]:
    if "reference" in found:
        ratio = found["ours"] / found["reference"]
        yield Goal("P3", "start to first answer, against sentence-transformers", ratio, 1 / 6)


def _memory(found: Found) -> Iterator[Goal]:
    if "peak" in found["english"]:
        yield Goal("P4", "memory at most, English", found["english"]["peak"], 250, "MB")
        yield Goal("P4", "memory at most, all languages", found["all"]["peak"], 450, "MB")


def _growth(found: Found) -> Iterator[Goal]:
    sizes = {int(size): each for size, each in found["sizes"].items() if int(size) <= 100_000}
    least, most = sizes[min(sizes)], sizes[max(sizes)]
    at = f"at {max(sizes):,} examples"
    grown = most["message_ms"]["p50"] / least["message_ms"]["p50"]
    yield Goal("P5", f"a message, p50, {at}, against {min(sizes):,}", grown, 1.2)
    yield Goal("P5", f"recall@10 {at}", most["recall_at_10"], 0.98, least=True)
    yield Goal("P5", f"an edited line is served, {at}", most["line_ms"]["served"], 100, "ms")
    served = most["example_ms"]["served"]
    yield Goal("P5", f"a changed example is served, {at}", served, 100, "ms")


def _crowd(found: Found) -> Iterator[Goal]:
    what = f"{found['open']:,} connections, {found['per_s']} messages/s"
    yield Goal("P6", f"{what}: dropped", found["dropped"], 0)
    yield Goal("P6", f"{what}: p99", found["answer_ms"]["p99"], 100, "ms")


def _page(found: Found) -> Iterator[Goal]:
    more = found["card_ms"]["beside_the_server_p50"]
    yield Goal("P7", "message in the page to card, beside the server, p50", more, 150, "ms")
    share = 100 * found["share_of_a_core"]["reading_adds"]
    yield Goal("P7", "what reading a busy page takes of a core", share, 1, "%")
    wait = found["keys_ms"]["read_key"]
    yield Goal("P7", "the longest wait of a key in a page that is read", wait, 1000 / 60, "ms")


def _quality(found: Found) -> Iterator[Goal]:
    yield Goal(
        "P8", "int8 against the reference: mean cosine", found["cosine"]["mean"], 0.99, least=True
    )
    lost = max(found["reference"][name] - found["shipped"][name] for name in found["shipped"])
    yield Goal("P8", "the largest loss of a quality figure", 100 * lost, 0.5, "points")


def _console(found: Found) -> Iterator[Goal]:
    slowest = max(times["p50"] for times in found["pages_ms"].values())
    what = f"the slowest page at {found['phrases']:,} phrases, p50"
    yield Goal("console", what, slowest, 200, "ms")


_JUDGED = {
    "messages": _messages,
    "start": _start,
    "memory": _memory,
    "growth": _growth,
    "crowd": _crowd,
    "page": _page,
    "quality": _quality,
    "console": _console,
}
