"""Imports: a table, another product's lines or our own file, each fault named at its place.

What was read is planned as well, as the preview of the console does.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sidecar_server.curation.exchange import plan, read, table
from sidecar_server.curation.exchange.plan import Choice
from sidecar_server.curation.exchange.reading import Source
from sidecar_server.errors import BadInput
from tests.curation.deskwork import lead_desk
from tests.curation.test_exchange_foreign import CHATWOOT, ZENDESK
from tests.sample import NOTES, PHRASES
from tests.soak.surfaces.drawn import as_bytes, drawn, spoilt
from tests.soak.surfaces.library import files

PROPERTY = "an import is read and planned, or refused with its fix; each fault has its place"


def _whole() -> Mapping[str, list[str]]:
    """Give sound files by the ending of their name."""
    rows = [f'{one["short_code"]};"{one["content"]}"' for one in CHATWOOT]
    ours = table.write([*PHRASES[:4], *NOTES[:2]]).decode("utf-8-sig")
    return {
        "csv": [ours, "\n".join(["short_code;content", *rows])],
        "json": [json.dumps(CHATWOOT), json.dumps(ZENDESK), json.dumps(ZENDESK["macros"])],
        "toml": list(files().values()),
    }


@st.composite
def _sources(draw: st.DrawFn) -> Source:
    whole = _WHOLE
    kind = draw(st.sampled_from(sorted(whole)))
    content = draw(as_bytes(spoilt(st.sampled_from(whole[kind]))))
    ending = draw(st.sampled_from((kind, kind, kind, "csv", "json", "toml", "txt", "zip")))
    return Source(f"lines.{ending}", content, draw(st.sampled_from(("", "en", "ja"))))


_WHOLE = _whole()
_PLACE = re.compile(r"lines\.\w+:\d+")


def take(count: int, full: bool) -> None:
    """Read and plan spoilt files."""
    with tempfile.TemporaryDirectory() as folder:
        desk = lead_desk(Path(folder))
        catalogue = desk.catalogue()

        @drawn(count, full)
        @given(_sources(), st.sampled_from(("", "delivery-late", "nowhere")))
        def holds(source: Source, situation: str) -> None:
            try:
                found = read(source)
            except BadInput:  # which cannot be made without its fix
                return
            planned = plan.make(found, {}, Choice(all=situation, also=True, good=True), catalogue)
            for place, what in (*found.faults, *planned.faulty):
                assert _PLACE.fullmatch(place), place
                assert what
            plan.ready(planned, Choice(good=True))

        holds()
        desk.store.engine.dispose()
