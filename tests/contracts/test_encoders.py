"""What every encoder keeps, whichever it is; a new one is added to KINDS and to this list."""

import numpy as np
import pytest

from sidecar_server.encoders import KINDS, Encoder, load_encoder
from sidecar_server.errors import ModelProblem

ODD = [
    "",
    " \t\n",
    "👍🏽 ❤️‍🔥 😭",
    "crème brûlée, naïve, Ærøskøbing",
    "注文した商品がまだ届きません。",
    "أين طلبي؟",
    "e\u0301 \u200b\u200f\ufeff\x00\x1b",
    "\ud83d",  # half an emoji, as a text cut in the middle leaves it
    "?!",
    "a" * 5000,
    "where is my parcel " * 2000,
]
LATE = "where is my parcel, it has not arrived"
LATE_TOO = "my parcel has not arrived, where is it"
OTHER = "please change the colour of the kitchen tiles"
NEEDS_MODELS = [
    pytest.mark.models,
    # torch and transformers warn of their own matters; ours still fail the other tests.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning"),
]


@pytest.fixture(
    scope="module",
    params=[
        "onnx",
        "use",
        "e5",
        "hashing",
        pytest.param("sentence-transformer", marks=NEEDS_MODELS),
    ],
)
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "sentence-transformer":
        pytest.importorskip("torch", reason="needs [models]: scripts/test --models")
    return load_encoder(request.param)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    rows = encoder.encode([])
    assert rows.shape == (0, encoder.dimensions)
    assert rows.dtype == np.float32


def test_any_text_gives_a_finite_row_of_length_one(encoder: Encoder) -> None:
    rows = encoder.encode(ODD)
    assert rows.shape == (len(ODD), encoder.dimensions)
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_a_second_time_gives_the_same(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode(ODD), encoder.encode(ODD))


def test_a_row_follows_its_text_whatever_the_order(encoder: Encoder) -> None:
    texts = [LATE, "thanks", OTHER, "", LATE_TOO * 20]
    forward, backward = encoder.encode(texts), encoder.encode(texts[::-1])
    assert np.allclose(forward, backward[::-1], atol=1e-5)


def test_a_text_alone_is_the_text_in_company(encoder: Encoder) -> None:
    together = encoder.encode([LATE, *ODD])
    assert together[0] @ encoder.encode([LATE])[0] > 0.99


def test_near_texts_are_nearer_than_others(encoder: Encoder) -> None:
    late, late_too, other = encoder.encode([LATE, LATE_TOO, OTHER])
    assert late @ late_too > late @ other + (0.03 if encoder.name.startswith("e5") else 0.2)


def test_a_name_says_which_vectors_these_are(encoder: Encoder) -> None:
    assert encoder.name
    assert encoder.dimensions > 0


def test_no_two_kinds_share_a_name() -> None:
    assert len({load_encoder(kind).name for kind in ("onnx", "use", "e5", "hashing")}) == 4


def test_every_kind_is_in_this_contract() -> None:
    assert set(KINDS) == {"onnx", "use", "e5", "hashing", "sentence-transformer"}


def test_an_unknown_kind_is_refused_and_the_known_are_named() -> None:
    with pytest.raises(ModelProblem, match="word2vec") as refused:
        load_encoder("word2vec")
    assert all(kind in refused.value.fix for kind in KINDS)
