"""Every index finds what is nearest among a hundred thousand examples.

It takes minutes: scripts/test -- tests/quality/test_indexes.py
"""

from pathlib import Path

import numpy as np
import pytest

from sidecar_server.library.indexes import KINDS
from tests.clustered import examples, queries, recall
from tests.indexed import shop, texts

pytestmark = [pytest.mark.quality, pytest.mark.wide]

COUNT, SITUATIONS, ASKED = 100_000, 1_000, 1_000
RECALL = 0.99  # of the nearest three


@pytest.mark.parametrize("kind", KINDS)
def test_the_nearest_three_are_found_among_a_hundred_thousand(kind: str, tmp_path: Path) -> None:
    rows = examples(COUNT, SITUATIONS)
    asked = queries(rows, ASKED)
    with shop(kind, tmp_path, rows) as made:
        index = made.index(texts(COUNT))
        found = [index.search(query, 24) for query in asked]
    assert recall([[row for row, _ in near] for near in found], rows, asked) >= RECALL
    for near, query in zip(found, asked, strict=True):
        cosines = [cosine for _, cosine in near]
        assert np.allclose(cosines, rows[[row for row, _ in near]] @ query, atol=1e-5)
        assert cosines == sorted(cosines, reverse=True)
