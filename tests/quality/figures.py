"""The quality figures that the measuring sets can give, beside goal and simple baseline.

scripts/quality            one table; some minutes, most of them the encoders'
"""

import csv
import json
import random
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sidecar_server import wording
from sidecar_server.heads import load_heads, surface
from tests.quality.fired import hits, texts, verdicts
from tests.quality.served import Served
from tests.quality.sets import DATA

MAPPING = tomllib.loads((Path(__file__).parent / "mapping.toml").read_text(encoding="utf-8"))
DRAWN = 1_500  # of a large set
ASKED = 10_000  # texts or chats of any set: all of them, fewer where a suite has no time
NEAR = 0.9  # cosine of near-copies
Row = tuple[str, str]  # text, label
T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    value: str
    goal: str
    baseline: str


def figures(served: Served) -> Iterator[Figure]:
    """Measure one figure after the other."""
    yield Figure(
        "Q1 judged by readers", "docs/quality-notes.md", "≥ .80, then .90", "docs/quality-notes.md"
    )
    yield from silence(served)
    yield situations(served, "banking77 test", list(banking()), MAPPING["banking77"])
    yield situations(served, "Bitext", list(bitext()), MAPPING["bitext"])
    yield from whole_chats(served)
    yield from heat(served)
    yield Figure("Q6 tone of drafts", "comes with the draft check", "≥ .867", ".855")
    yield notes()


def silence(served: Served) -> Iterator[Figure]:
    """Q2: requests that are no matter for a desk stay without a line, matters get one."""
    asked = json.loads((DATA / "clinc150" / "train_val.json").read_text(encoding="utf-8"))
    every = [(t, i) for t, i in [*asked["val"], *asked["oos_val"]] if i in MAPPING["clinc150"]]
    rows = _drawn(every, ASKED)
    answered = np.array([bool(ids) for ids in served.meant([text for text, _ in rows])])
    due = np.array([bool(MAPPING["clinc150"][label]) for _, label in rows])
    kept, leak = answered[due].mean(), answered[~due].mean()
    name = f"Q2 CLINC150 validation, {due.sum()} due, {(~due).sum()} not"
    yield Figure(name, f"kept {kept:.3f}, leak {leak:.3f}", "≥ .88 at .05", ".769 at .10")


def _drawn(rows: list[T], most: int) -> list[T]:
    """Give all of them in their order, or so many at random, the same each time."""
    return rows if len(rows) <= most else random.Random(5).sample(rows, most)  # noqa: S311


def situations(served: Served, name: str, rows: list[Row], mapping: dict[str, list[str]]) -> Figure:
    """Q3: the situation of an outside set's message, any that its label may be."""
    some = _drawn(rows, DRAWN)
    known = served.searchable.situations
    read = [
        [id_ for id_ in ids if not known[id_].broad]
        for ids in served.meant([text for text, _ in some])
    ]
    found = [(ids, mapping[label]) for ids, (_, label) in zip(read, some, strict=True)]
    first, third = (
        np.mean([any(id_ in right for id_ in ids[:most]) for ids, right in found])
        for most in (1, 3)
    )
    value = f"recall@1 {first:.3f}, @3 {third:.3f}"
    return Figure(f"Q3 {name}, {len(found)} messages", value, "≥ .85 / .97", ".76 / .90")


def heat(served: Served) -> Iterator[Figure]:
    """Q5: anger in short texts, by the heat head; in the other languages it is untrained."""
    names = (DATA / "goemotions" / "labels.txt").read_text(encoding="utf-8").split()
    lines = (DATA / "goemotions" / "dev.tsv").read_text(encoding="utf-8").splitlines()
    comments = [line.split("\t") for line in lines]
    angry = str(names.index("anger"))
    rows = [(text, angry in labels.split(",")) for text, labels, _ in comments]
    yield _heat(served, "en", "GoEmotions dev", rows, "≥ .90", ".859")
    for language, file in (("en", "eng_dev"), ("de", "deu_train"), ("es", "esp_train")):
        with (DATA / "brighter" / f"{file}.csv").open(encoding="utf-8", newline="") as texts:
            rows = [(row["text"], float(row["anger"]) > 0) for row in csv.DictReader(texts)]
        goal, baseline = ("≥ .90", ".859") if language == "en" else ("≥ .85", ".70–.80")
        yield _heat(served, language, f"BRIGHTER {file}", rows, goal, baseline)


def _heat(
    served: Served, language: str, name: str, rows: list[tuple[str, bool]], goal: str, baseline: str
) -> Figure:
    rows = _drawn(rows, ASKED)
    texts, labels = [text for text, _ in rows], np.array([label for _, label in rows])
    head = load_heads(served.shelf(language).encoder).heat
    assert head
    read = [
        head.read(row, surface(text, wording.read(text)))
        for text, row in zip(texts, served.vectors(language, texts), strict=True)
    ]
    lengths = auc([len(text) for text in texts], labels)
    value = f"AUC {auc(read, labels):.3f}, length alone {lengths:.3f}"
    return Figure(f"Q5 {name}, {len(rows)} texts", value, goal, baseline)


def whole_chats(served: Served) -> Iterator[Figure]:
    """Q4 and Q8: dissatisfaction, read at the end of whole chats, and variety over them."""
    file = DATA / "helpdesk_chats" / "chats.json"
    chats = _drawn(json.loads(file.read_text(encoding="utf-8")), ASKED)
    read, lengths, twice, alike = [], [], 0, 0
    for chat in chats:
        said = list(served.replayed(chat["turns"]))
        lines = [
            [i.id for i in advice.items if i.kind == "phrase"]
            for line, advice in said
            if line.role == "customer"
        ]
        read.append(
            [a.cues.dissatisfaction for line, a in said if line.role == "customer" and a.cues][-1]
        )
        lengths.append(sum(len(turn["text"]) for turn in chat["turns"]))
        every = [id_ for ids in lines for id_ in ids]
        twice += len(every) - len(set(every))
        alike += sum(_alike(served, ids) for ids in lines)
    rated = np.array([chat["satisfaction"] for chat in chats])
    for name, label in (("below the middle", rated < 0), ("at most -0.5", rated <= -0.5)):
        value = f"AUC {auc(read, label):.3f}, length alone {auc(lengths, label):.3f}"
        yield Figure(
            f"Q4 {len(chats)} chats rated {name}", value, "≥ .92 (.84 untrained)", ".755–.894"
        )
    value = f"{twice} lines twice, {alike} near-copies together"
    yield Figure(f"Q8 {len(chats)} whole chats", value, "0", "–")


def _alike(served: Served, ids: Sequence[str]) -> int:
    texts_ = [
        p.text for p in served.searchable.library.phrases if p.id in ids and p.language == "en"
    ]
    if len(texts_) < 2:
        return 0
    rows = served.vectors("en", texts_)
    return int((np.triu(rows @ rows.T, 1) >= NEAR).sum())


def notes() -> Figure:
    """Q7: notes that fire on real messages, by the verdicts kept."""
    judged = verdicts()
    fired = [judged.get((message, note), False) for message, note, _ in hits()]
    value = f"{sum(fired)} of {len(fired)} right, {len(texts())} messages"
    return Figure("Q7 notes shown on real messages", value, "≥ .95, 1 wrong in 50", "–")


def auc(scores: Sequence[float], labels: NDArray[np.bool_]) -> float:
    """Give the chance that one of the labelled scores above one of the others; ties count half."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable").astype(float)
    for value in set(scores):
        same = np.array(scores) == value
        order[same] = order[same].mean()
    hits = int(labels.sum())
    rank_sum = order[labels].sum() - hits * (hits - 1) / 2
    return float(rank_sum / (hits * (len(labels) - hits)))


def banking() -> Iterator[Row]:
    with (DATA / "banking77" / "test.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield row["text"], row["category"]


def bitext() -> Iterator[Row]:
    for file in sorted((DATA / "bitext").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                yield row["utterance"], row["intent"]


def main() -> None:
    """Print the table."""
    sys.stdout.write("| figure | measured | goal | simple baseline |\n|---|---|---|---|\n")
    for one in figures(Served()):
        sys.stdout.write(f"| {one.name} | {one.value} | {one.goal} | {one.baseline} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
