"""Whether an agent's sentence takes up what a customer wrote, or what it is like for them."""

from functools import lru_cache

from sidecar_server.heads import sentence
from sidecar_server.heads.sentence import SentenceHead

KIND = "warmth"
LABELS = ("plain", "heard", "felt")


@lru_cache(maxsize=8)
def load_warmth(encoder: str) -> SentenceHead | None:
    """Load the warmth head of an encoder's vectors, None where none was trained for it."""
    return sentence.load(encoder, KIND, LABELS)
