"""What all surfaces draw from: documents with something cut, doubled or put in, and odd values."""

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_PIECES: Sequence[str] = (
    *"\"'=[]{},;:.\\\n\r\t\0 #|<>&-@",
    '"""',
    "'''",
    "[[phrase]]",
    "[[situation]]\n",
    "[[phrase.slots]]\n",
    'language = "xx"\n',
    "id = 1\n",
    "heat = [nan, inf]\n",
    "heat = [1]\n",
    "state = 'served'\n",
    "customer_says = [[]]\n",
    "1979-05-27T07:32:00Z",
    "1e999",
    "9" * 5_000,
    "[" * 600,
    '{"a":' * 300,
    "\ufeff",
    "\u202eesrever\u202c",
    "\u2028",
    "\x85",
    "e\u0301🏳️‍🌈日本",
    "\\ud800",
    "=cmd|' /C calc'!A0",
    "{% if x %}{{ a | b }}{{",
    "</script><script>",
    "&#x110000;&#0;&bogus;",
)
ODD: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
Property = Callable[[], None]


@st.composite
def spoilt(draw: st.DrawFn, wholes: st.SearchStrategy[str]) -> str:
    """Draw a document and change it in a few places; sometimes in none."""
    text = draw(wholes)
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 2, 7, 40, 400))))
        put = draw(st.sampled_from(_PIECES) | st.text(max_size=6) | st.just(text[start:end] * 2))
        text = text[:start] + put + text[end:]
    return text


def as_bytes(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Give texts in the encodings that files come in, and some in none."""
    written = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")
    found = st.tuples(
        texts, st.sampled_from(written), st.sampled_from((b"", b"", b"", b"\xff\xc3"))
    )
    return found.map(lambda one: one[0].encode(one[1], errors="replace") + one[2])


def drawn(count: int, full: bool) -> settings:
    """Draw so many examples; the same ones each time, but at full size."""
    return settings(
        max_examples=count,
        derandomize=not full,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
