"""How a sentence of an agent's sounds: dismissive, blaming, robotic, policy, promise, or good."""

from functools import lru_cache

from sidecar_server.heads import sentence
from sidecar_server.heads.sentence import SentenceHead

KIND = "tone"
LABELS = ("good", "dismissive", "blaming", "robotic", "policy", "promise")


@lru_cache(maxsize=8)
def load_tone(encoder: str) -> SentenceHead | None:
    """Load the tone head of an encoder's vectors, None where none was trained for it."""
    return sentence.load(encoder, KIND, LABELS)
