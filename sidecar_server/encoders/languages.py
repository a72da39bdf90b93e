"""Which encoder reads which language: as measured, each loaded at the first text of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sidecar_server.encoders import e5, load_encoder, use
from sidecar_server.encoders.protocol import Encoder

ENGLISH = "en"
# all-MiniLM-L6-v2 reads English alone and fails silently elsewhere; the Universal Sentence Encoder
# reads these about as well as English, at a tenth of e5's time; e5 reads Hindi, which it does not.
KIND_OF = {
    **dict.fromkeys(("de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "tr", "zh"), "use"),
    "hi": "e5",
}


@dataclass(frozen=True, slots=True)
class Encoders:
    """`first` reads every language, or, where `others` are given, English alone."""

    first: Encoder
    others: Mapping[str, Encoder] = field(default_factory=dict)  # language -> encoder

    def of(self, language: str) -> Encoder | None:
        """Give the encoder that reads a language, or None where none does."""
        if not self.others or language == ENGLISH:
            return self.first
        return self.others.get(language)

    @property
    def by_name(self) -> Mapping[str, Encoder]:
        """Every encoder by the name of its vectors."""
        return {encoder.name: encoder for encoder in (self.first, *self.others.values())}


def load_encoders(kind: str = "onnx", model: str | None = None) -> Encoders:
    """Load the first encoder; the shipped English one has others beside it, not loaded yet.

    Raises ModelProblem as `load_encoder` does.
    """
    first = load_encoder(kind, model)
    if kind != "onnx" or model:
        return Encoders(first)
    others = {"use": use.load(), "e5": e5.load()}
    there = {kind: encoder for kind, encoder in others.items() if encoder.installed}
    return Encoders(first, {lang: there[kind] for lang, kind in KIND_OF.items() if kind in there})
