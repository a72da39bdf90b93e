"""The quality figures that the measuring sets can give, beside goal and simple baseline.

scripts/quality            one table; some minutes, most of them the encoders'
"""

import csv
import json
import random
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar_server import wording
from sidecar_server.encoders.languages import Encoders, load_encoders
from sidecar_server.heads import load_heads, surface
from sidecar_server.library.database import open_database
from sidecar_server.library.files import collect, read
from sidecar_server.library.search import Searchable, build
from sidecar_server.library.shelf import Shelf
from sidecar_server.library.store import Store
from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder
from tests.quality.sets import DATA

MAPPING = tomllib.loads((Path(__file__).parent / "mapping.toml").read_text(encoding="utf-8"))
DRAWN = 1_500  # of a large set
Row = tuple[str, str]  # text, label


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    value: str
    goal: str
    baseline: str


class Desk:
    """The library as it is served, with what its encoders read kept for the run."""

    @cached_property
    def encoders(self) -> Encoders:
        """Every encoder."""
        return load_encoders()

    @cached_property
    def searchable(self) -> Searchable:
        """The shipped library."""
        store = Store(open_database(Path(tempfile.mkdtemp())))
        return build(collect(read(library_folder(Settings()))), store, self.encoders)

    def shelf(self, language: str) -> Shelf:
        """The shelf of a language that the library has."""
        found = self.searchable.shelf(language)
        assert found
        return found

    def vectors(self, language: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts of a language, one a row."""
        return self.encoders.by_name[self.shelf(language).encoder].encode(texts)

    def read(self, texts: Sequence[str]) -> list[list[str]]:
        """Give the situations that are meant by English texts, best first; silent ones are none."""
        shelf, silent = self.shelf("en"), self.searchable.situations
        likely = [[one.id for one in shelf.likely(row)] for row in self.vectors("en", texts)]
        return [[] if ids and silent[ids[0]].silent else ids for ids in likely]


def figures(desk: Desk) -> Iterator[Figure]:
    """Measure one figure after the other."""
    yield from silence(desk)
    yield situations(desk, "banking77 test", list(_banking()), MAPPING["banking77"])
    yield situations(desk, "Bitext", list(_bitext()), MAPPING["bitext"])
    yield from heat(desk)


def silence(desk: Desk) -> Iterator[Figure]:
    """Q2: requests that are no matter for a desk stay without a line, matters get one."""
    asked = json.loads((DATA / "clinc150" / "train_val.json").read_text(encoding="utf-8"))
    rows = [(t, i) for t, i in [*asked["val"], *asked["oos_val"]] if i in MAPPING["clinc150"]]
    answered = np.array([bool(ids) for ids in desk.read([text for text, _ in rows])])
    due = np.array([bool(MAPPING["clinc150"][label]) for _, label in rows])
    kept, leak = answered[due].mean(), answered[~due].mean()
    name = f"Q2 CLINC150 validation, {due.sum()} due, {(~due).sum()} not"
    yield Figure(name, f"kept {kept:.3f}, leak {leak:.3f}", "≥ .88 at .05", ".769 at .10")


def situations(desk: Desk, name: str, rows: list[Row], mapping: dict[str, list[str]]) -> Figure:
    """Q3: the situation of an outside set's message, any that its label may be."""
    some = random.Random(5).sample(rows, min(DRAWN, len(rows)))  # noqa: S311
    found = [
        (ids, mapping[label])
        for ids, (_, label) in zip(desk.read([text for text, _ in some]), some, strict=True)
    ]
    first, third = (
        np.mean([any(id_ in right for id_ in ids[:most]) for ids, right in found])
        for most in (1, 3)
    )
    value = f"recall@1 {first:.3f}, @3 {third:.3f}"
    return Figure(f"Q3 {name}, {len(found)} messages", value, "≥ .85 / .97", ".76 / .90")


def heat(desk: Desk) -> Iterator[Figure]:
    """Q5: anger in short texts, by the heat head; in the other languages it is untrained."""
    names = (DATA / "goemotions" / "labels.txt").read_text(encoding="utf-8").split()
    lines = (DATA / "goemotions" / "dev.tsv").read_text(encoding="utf-8").splitlines()
    comments = [line.split("\t") for line in lines]
    angry = str(names.index("anger"))
    rows = [(text, angry in labels.split(",")) for text, labels, _ in comments]
    yield _heat(desk, "en", "GoEmotions dev", rows, "≥ .90", ".859")
    for language, file in (("en", "eng_dev"), ("de", "deu_train"), ("es", "esp_train")):
        with (DATA / "brighter" / f"{file}.csv").open(encoding="utf-8", newline="") as texts:
            rows = [(row["text"], float(row["anger"]) > 0) for row in csv.DictReader(texts)]
        goal, baseline = ("≥ .90", ".859") if language == "en" else ("≥ .85", ".70–.80")
        yield _heat(desk, language, f"BRIGHTER {file}", rows, goal, baseline)


def _heat(
    desk: Desk, language: str, name: str, rows: list[tuple[str, bool]], goal: str, baseline: str
) -> Figure:
    texts, labels = [text for text, _ in rows], np.array([label for _, label in rows])
    head = load_heads(desk.shelf(language).encoder).heat
    assert head
    read = [
        head.read(row, surface(text, wording.read(text)))
        for text, row in zip(texts, desk.vectors(language, texts), strict=True)
    ]
    lengths = auc([len(text) for text in texts], labels)
    value = f"AUC {auc(read, labels):.3f}, length alone {lengths:.3f}"
    return Figure(f"Q5 {name}, {len(rows)} texts", value, goal, baseline)


def auc(scores: Sequence[float], labels: NDArray[np.bool_]) -> float:
    """Give the chance that one of the labelled scores above one of the others; ties count half."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable").astype(float)
    for value in set(scores):
        same = np.array(scores) == value
        order[same] = order[same].mean()
    hits = int(labels.sum())
    rank_sum = order[labels].sum() - hits * (hits - 1) / 2
    return float(rank_sum / (hits * (len(labels) - hits)))


def _banking() -> Iterator[Row]:
    with (DATA / "banking77" / "test.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield row["text"], row["category"]


def _bitext() -> Iterator[Row]:
    for file in sorted((DATA / "bitext").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                yield row["utterance"], row["intent"]


def main() -> None:
    """Print the table."""
    sys.stdout.write("| figure | measured | goal | simple baseline |\n|---|---|---|---|\n")
    for one in figures(Desk()):
        sys.stdout.write(f"| {one.name} | {one.value} | {one.goal} | {one.baseline} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
