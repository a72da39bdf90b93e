"""Broad situations, through a shelf whose vectors are given by hand."""

import numpy as np
import pytest

from sidecar_server.library import shelf as shelves
from sidecar_server.library.indexes.protocol import Reader
from sidecar_server.library.shelf import Shelf
from sidecar_server.library.shelving import Shelving
from sidecar_server.model import Situation

SOUNDS = {"crackle": 0, "silence": 1, "hum": 2, "hiss": 3, "price": 4, "fee": 5}


def vector(**shares: float) -> np.ndarray:
    """Give a unit vector with so much of each sound."""
    made = np.zeros(len(SOUNDS), np.float32)
    for name, share in shares.items():
        made[SOUNDS[name]] = share
    return made / np.linalg.norm(made)


@pytest.fixture
def shelf() -> Shelf:
    """Four narrow situations under one broad one, and two under none."""
    under = {"crackle": "sound", "silence": "sound", "hum": "sound", "hiss": "sound"}
    situations = [
        Situation(name, "en", f"about {name}", (name,), broader=under.get(name, ""))
        for name in SOUNDS
    ]
    situations.append(Situation("sound", "en", "Something with the sound", broad=True))
    vectors = {name: vector(**{name: 1}) for name in SOUNDS}
    vectors |= {f"about {name}": row for name, row in vectors.items()}
    reader = Reader("tiny", lambda texts: np.array([vectors[t] for t in texts]).reshape(-1, 6))
    return Shelving(reader, lambda name, key, train: train().ravel()).make(situations, ())


def ids(shelf: Shelf, **shares: float) -> list[str]:
    return [one.id for one in shelf.likely(vector(**shares))]


def test_between_narrow_ones_the_broad_one_is_meant(shelf: Shelf) -> None:
    assert ids(shelf, crackle=1, silence=1, hum=1, hiss=1)[0] == "sound"


def test_a_sure_narrow_one_comes_before_its_broad_one(shelf: Shelf) -> None:
    assert ids(shelf, crackle=1)[:2] == ["crackle", "sound"]


def test_what_is_under_no_broad_one_brings_none(shelf: Shelf) -> None:
    assert "sound" not in ids(shelf, price=1, fee=1)


def test_chatter_brings_no_broad_one(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    class Idle:
        def read(self, _: object) -> float:
            return 0.1

    class Heads:
        desk = Idle()

    monkeypatch.setattr(shelves, "load_heads", lambda _: Heads)
    assert "sound" not in ids(shelf, crackle=1, silence=1)
