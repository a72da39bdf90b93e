"""The test encoder: its vectors are the same in every process and need no model."""

import subprocess
import sys

import numpy as np
import pytest

from sidecar_server.encoders.hashing import HashingEncoder, load
from sidecar_server.errors import ModelProblem

TEXT = "Where is my parcel?"


def test_another_process_gives_the_same_vector() -> None:
    program = (
        "import sys; from sidecar_server.encoders.hashing import HashingEncoder\n"
        f"sys.stdout.write(HashingEncoder().encode([{TEXT!r}]).tobytes().hex())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout == HashingEncoder().encode([TEXT]).tobytes().hex()


def test_capitals_and_punctuation_do_not_matter() -> None:
    loud, quiet = HashingEncoder().encode(["WHERE IS MY PARCEL?!", "where is my parcel"])
    assert np.array_equal(loud, quiet)


def test_a_misspelt_word_is_nearer_than_another() -> None:
    word, misspelt, other = HashingEncoder().encode(["delivery", "delivry", "kitchen"])
    assert word @ misspelt > word @ other + 0.1


def test_it_has_no_models() -> None:
    with pytest.raises(ModelProblem, match="no models"):
        load("minilm")
