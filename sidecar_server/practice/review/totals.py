"""Totals over many agents' chats: means alone, never a name, and nothing for fewer than five."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from sidecar_server.errors import BadInput
from sidecar_server.practice.review.rubric import Review

FEWEST = 5  # agents, under which a mean tells of one of them
_FIX = "give a folder with a folder, or one file, for each of five agents or more"


@dataclass(frozen=True, slots=True)
class Side:
    """Practice or real chats: agents, chats, the mean total, and each measure's mean share."""

    agents: int
    chats: int
    total: float
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Totals:
    """Both sides, None where fewer than five agents have any; `gap` is practice less real."""

    practice: Side | None
    real: Side | None
    gap: Mapping[str, float]


def agents_in(folder: Path) -> Mapping[str, Sequence[Path]]:
    """Give each agent's files: those of a folder inside, or one file alone; BadInput under five."""
    found: dict[str, list[Path]] = {}
    for one in sorted(folder.iterdir()):
        if one.name.startswith("."):
            continue
        files = sorted(f for f in one.rglob("*.json*") if f.is_file()) if one.is_dir() else [one]
        if files:
            found.setdefault(one.name.split(".")[0], []).extend(files)
    if len(found) < FEWEST:
        raise BadInput(
            f"{len(found)} agents: under {FEWEST}, totals would tell of one person", fix=_FIX
        )
    return found


def totals(reviews: Mapping[str, Sequence[tuple[bool, Review]]]) -> Totals:
    """Sum up each agent's reviews, each marked whether it was practice."""
    practice, real = (
        _side([[r for is_one, r in mine if is_one == side] for mine in reviews.values()])
        for side in (True, False)
    )
    gap: dict[str, float] = {}
    if practice and real:
        gap = {"total": round(practice.total - real.total, 1)}
        shared = [name for name in practice.shares if name in real.shares]
        gap |= {name: round(practice.shares[name] - real.shares[name], 3) for name in shared}
    return Totals(practice, real, gap)


def _side(agents: Sequence[Sequence[Review]]) -> Side | None:
    """Give the mean of the agents' own means: who chats more counts no more."""
    scored = [[r for r in mine if r.total is not None] for mine in agents]
    there = [mine for mine in scored if mine]
    if len(there) < FEWEST:
        return None
    names = dict.fromkeys(m.id for mine in there for r in mine for m in r.measures)
    shares = {name: _share(there, name) for name in names}
    return Side(
        agents=len(there),
        chats=sum(map(len, there)),
        total=round(mean(mean(r.total or 0 for r in mine) for mine in there), 1),
        shares={name: share for name, share in shares.items() if share is not None},
    )


def _share(agents: Sequence[Sequence[Review]], name: str) -> float | None:
    """Give a measure's mean, None where fewer than five agents had occasion for it."""
    means = []
    for mine in agents:
        given = [m.share for r in mine for m in r.measures if m.id == name and m.share is not None]
        if given:
            means.append(mean(given))
    return round(mean(means), 3) if len(means) >= FEWEST else None
