"""The texts that the heads are trained on: public sets marked *train*, and our own examples."""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from sidecar_server import wording
from sidecar_server.model import Situation

Labelled = list[tuple[str, bool, float]]  # text, label, weight
_HOT = {"anger": 1.5, "annoyance": 0.4, "disgust": 0.4}  # weights: how sure a sign it is
_LIKE_CHATTER = 3  # times as much for our examples that sound like comments and wishes elsewhere
_ALIKE = ("praise", "feature-wish", "no-answer-yet", "thanks-solved", "apologises-for-trouble")
_INSULTS, _GRAVE = ("harassment",), ("self-harm", "violence-threat", "safety-at-home")
_TOLD_ANGRY = 2.0  # of BRIGHTER's texts, which are few
_OWN, _CHATTER = 9.0, 0.3  # weights: our own examples are few, and comments are no chats
_SURE_HOT, _SURE_CALM, _HALF = 2.0, 3.0, 0.55
_MOST = {"banking77": 2_500, "bitext": 1_500, "goemotions": 4_000, "calm": 18_000, "mood": 6_500}
_OWN_MOOD, _OWN_STAKES = 3.0, 16.0
# Of the situations with high stakes, those whose texts mostly say what is at stake.
_MUCH_TO_LOSE = (
    "prescription-problem", "symptom-worry", "supply-danger", "unsafe-product", "money-worry",
    "power-or-water-outage", "travel-disrupted", "transfer-missing", "scam-victim",
)  # fmt: skip
_COLD = {"anger", "annoyance", "disapproval", "disappointment", "disgust"}
_WARM = {
    "admiration", "amusement", "approval", "caring", "excitement", "gratitude", "joy", "love",
    "optimism", "relief",
}  # fmt: skip
_PUT_OUT = (
    "service-complaint", "repeated-contact", "refuses-answer", "tried-it", "legal-threat",
    "price-or-policy-complaint", "no-answer-yet", "loyal-customer-leaving", "account-close",
    "harassment", "discrimination", "courier-conduct", "refund-short", "asks-for-person",
)  # fmt: skip
_CONTENT = (
    "thanks-solved", "praise", "acknowledgement", "small-talk", "asks-a-fact", "how-do-i",
    "feature-wish", "says-hello", "answers-us", "details-given", "apologises-for-trouble",
    "setup-help", "gift-or-loyalty", "invoice-request",
)  # fmt: skip


def desk(data: Path, situations: Sequence[Situation], mapping: dict[str, list[str]]) -> Labelled:
    """Give texts that are a matter for a desk, or none: chatter, and requests to an assistant.

    `mapping` names for CLINC150's intents the situations they are; none means no matter.
    """
    own = [
        (text, not one.silent, _OWN * (_LIKE_CHATTER if one.id in _ALIKE else 1))
        for one in situations
        for text in one.customer_says
    ]
    bank = [(row["text"], True, 1.0) for row in _rows(data / "banking77" / "train.csv")]
    shop = [
        (row["utterance"], True, 1.0)
        for file in sorted((data / "bitext").glob("*.csv"))
        for row in _rows(file)
    ]
    asked = json.loads((data / "clinc150" / "train_val.json").read_text(encoding="utf-8"))
    clinc = [
        (text, bool(mapping[intent]), 1.0)
        for text, intent in [*asked["train"], *asked["oos_train"]]
        if intent in mapping
    ]
    chatter = [(text, False, _CHATTER) for text, _ in _goemotions(data)]
    return [
        *own,
        *_draw(bank, "banking77"),
        *_draw(shop, "bitext"),
        *clinc,
        *_draw(chatter, "goemotions"),
    ]


def heat(data: Path, situations: Sequence[Situation]) -> Labelled:
    """Give short texts that are angry, annoyed or disgusted, and others.

    Our own examples say what is calm at a desk: cancelling is, and asking. They count by their
    words alone, hot or not at all; what lies between is left out.
    """
    own = [
        (text, wording.read(text), one.id in _INSULTS)
        for one in situations
        for text in one.customer_says
        if one.id not in _GRAVE
    ]
    desk_words = [
        (text, insult or shown.calm < 1, _SURE_HOT if insult or shown.calm < 1 else _SURE_CALM)
        for text, shown, insult in own
        if insult or shown.calm == 1 or shown.calm <= _HALF
    ]
    comments = _goemotions(data)
    texts = [
        (text, _hottest(names) is not None, _hottest(names) or 1.0) for text, names in comments
    ]
    calm = _draw([row for row in texts if not row[1]], "calm")
    english = _rows(data / "brighter" / "eng_train.csv")
    angry = [(row["text"], float(row["anger"]) > 0, _TOLD_ANGRY) for row in english]
    return [*(row for row in texts if row[1]), *calm, *angry, *desk_words]


def _hottest(names: set[str]) -> float | None:
    return max((_HOT[name] for name in names & set(_HOT)), default=None)


def mood(data: Path, situations: Sequence[Situation]) -> Labelled:
    """Give texts of people who are put out, and of people who are content.

    Our examples by their situations; comments by their emotions, those with both left out.
    """
    own = [
        (text, one.id in _PUT_OUT, _OWN_MOOD)
        for one in situations
        if one.id in _PUT_OUT + _CONTENT
        for text in one.customer_says
    ]
    comments = [
        (text, bool(names & _COLD), 1.0)
        for text, names in _goemotions(data)
        if bool(names & _COLD) != bool(names & _WARM)
    ]
    return [*own, *_draw(comments, "mood")]


def stakes(situations: Sequence[Situation]) -> Labelled:
    """Give texts of people with much or little to lose: written for this, and our examples."""
    file = Path(__file__).parent / "stakes.tsv"
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    written = [(text, level == "high", _OWN_STAKES) for level, text in lines]
    own = [
        (text, one.id in _MUCH_TO_LOSE, 1.0)
        for one in situations
        if one.stakes != "high" or one.id in _MUCH_TO_LOSE
        for text in one.customer_says
    ]
    return [*written, *own]


def _goemotions(data: Path) -> Iterator[tuple[str, set[str]]]:
    names = (data / "goemotions" / "labels.txt").read_text(encoding="utf-8").split()
    for line in (data / "goemotions" / "train.tsv").read_text(encoding="utf-8").splitlines():
        text, numbers, _ = line.split("\t")
        yield text, {names[int(number)] for number in numbers.split(",")}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


def _draw(rows: Labelled, kind: str) -> Labelled:
    return random.Random(1).sample(rows, min(_MOST[kind], len(rows)))  # noqa: S311
