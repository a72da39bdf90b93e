"""Floors just below what scripts/quality measured, so that quality is not lost unseen."""

import random
from functools import cache

import numpy as np
import pytest

from tests.quality import figures
from tests.quality.served import Served
from tests.quality.sets import ABSENT, DATA

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not DATA.exists(), reason=ABSENT),
]


@cache
def served() -> Served:
    return Served("en", "de")
