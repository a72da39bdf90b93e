"""Replays a chat as if live and notes what each of the agent's messages did in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sidecar_server.coaches import Case
from sidecar_server.conversation import Conversation
from sidecar_server.drafts import Draft, spoken_in
from sidecar_server.drafts.heard import content, touch
from sidecar_server.drafts.points import Point, points_of
from sidecar_server.heads.warmth import load_warmth
from sidecar_server.model import Cues, Finding, Item
from sidecar_server.practice.moves import Moves
from sidecar_server.practice.reading import read
from sidecar_server.replay import Line, Replay

_WEIGHT = 2  # words of content that a point must have


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the agent: its moves, the findings, and the lines it was offered before."""

    line: Line
    number: int  # among the agent's messages, from 1
    moves: Moves
    findings: tuple[Finding, ...]
    offered: tuple[Item, ...]


@dataclass(slots=True)
class Owed:
    """A point of the customer's, and whether the agent came to it; `line` might say it."""

    text: str
    at: float | None
    heard: bool = False
    line: str = ""


@dataclass(slots=True)
class Seen:
    """What a whole chat showed; `heats` are the customer's messages' times and heat, 0 … 1."""

    lines: list[Line] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    heats: list[tuple[float | None, float]] = field(default_factory=list)
    language: str = ""
    reads_warmth: bool = False  # whether a head is there for the language


def witness(lines: Sequence[Line], replay: Replay) -> Seen:
    """Go through one chat's lines; the clock's and unsent drafts count for nothing here."""
    seen = Seen()
    points: dict[Point, Owed] = {}
    for number, line in enumerate(lines, start=1):
        if line.draft or line.role == "clock":
            continue
        seen.lines.append(line)
        if line.role == "agent":
            seen.turns.append(_turn(line, replay, seen, points))
        advice = replay.step(line, str(number))
        chat = replay.chats[line.conversation]
        if line.role == "customer" and advice.cues:
            seen.heats.append((line.at, advice.cues.heat))
            seen.language = advice.cues.language
            fresh = points_of(chat.messages[-1])
            points |= {one: Owed(one.text, line.at) for one in fresh if _weighs(one)}
    seen.owed = list(points.values())
    return seen


def _weighs(point: Point) -> bool:
    return len(content(point.text)) >= _WEIGHT or not point.text.isascii()


def _turn(line: Line, replay: Replay, seen: Seen, points: dict[Point, Owed]) -> Turn:
    findings = replay.step(replace(line, draft=True), "").findings
    chat = replay.chats[line.conversation]
    draft = _draft(line.text, chat, replay)
    if draft.shelf:
        unread = [p.text for p, o in points.items() if not o.heard and draft.vector(p.text) is None]
        if unread:
            encoder = draft.shelf.encoder
            chat.learn(encoder, unread, replay.encoders.by_name[encoder].encode(unread))
        seen.reads_warmth = seen.reads_warmth or load_warmth(draft.shelf.encoder) is not None
    moves = read(draft)
    if not moves.holds:
        for point, owed in points.items():
            owed.heard = owed.heard or touch(draft, line.text, point).at_all(point)
            owed.line = owed.line or _best(draft, point.text)
    return Turn(line, len(seen.turns) + 1, moves, findings, chat.advice.items)


def _draft(text: str, chat: Conversation, replay: Replay) -> Draft:
    """Give an agent's message as the rules see it before it is sent."""
    searchable = replay.assistant.searchable.of(chat.agent.teams)
    case = Case(chat, chat.advice.cues or Cues(), searchable, replay.assistant.today())
    spoken = spoken_in(chat, text)
    return Draft(text, case, spoken, searchable.shelf(spoken))


def _best(draft: Draft, text: str) -> str:
    """Give the library's likeliest line for what a text is about, "" where there is none."""
    vector = draft.vector(text)
    if draft.shelf is None or vector is None:
        return ""
    return next((one.text for one, _ in draft.shelf.lines(vector, draft.language, 1)), "")
