"""The trained heads with the shipped encoders: matters from chatter, hot words from calm ones."""

import pytest

from sidecar_server import wording
from sidecar_server.encoders import load_encoder
from sidecar_server.heads import load_heads, surface

pytestmark = pytest.mark.quality

PAIRS = {
    "onnx": (
        ("my parcel still has not arrived", "set a timer for ten minutes"),
        ("I am sick of your lies, this is outrageous", "could you tell me where my parcel is"),
    ),
    "use": (
        ("mein paket ist immer noch nicht da", "stell einen wecker auf zehn minuten"),
        ("son unos ladrones, estoy harto de sus mentiras", "¿dónde está mi pedido, por favor?"),
    ),
    "e5": (
        ("मेरा पैकेट अभी तक नहीं आया", "दस मिनट का टाइमर लगाओ"),
        ("आप लोग चोर हैं, तंग आ गया हूँ आपके झूठ से", "कृपया बताइए मेरा ऑर्डर कहाँ है"),
    ),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_a_head_tells_the_two_apart(kind: str) -> None:
    encoder = load_encoder(kind)
    heads = load_heads(encoder.name)
    assert heads.desk
    assert heads.heat
    (matter, chatter), (hot, calm) = PAIRS[kind]
    first, second = encoder.encode([matter, chatter])
    assert heads.desk.read(first) > heads.desk.read(second) + 0.1
    hotter, calmer = (
        heads.heat.read(vector, surface(text, wording.read(text)))
        for text, vector in zip((hot, calm), encoder.encode([hot, calm]), strict=True)
    )
    assert hotter > calmer + 0.1
