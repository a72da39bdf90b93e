"""The small library with two more languages, as files."""

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from sidecar_server.library.files import write
from tests.sample import LIBRARY, PHRASES, SITUATIONS

FIND = next(one for one in PHRASES if one.id == "delivery-late.find")
FRENCH = replace(FIND, language="fr", text="J'ouvre le suivi du colis.")
_LATE = next(one for one in SITUATIONS if one.id == "delivery-late")
GERMAN = (
    replace(FIND, language="de", text="Ich öffne die Sendungsverfolgung."),
    replace(FIND, id="delivery-late.see", language="de", text="Sie haben fest damit gerechnet."),
    replace(
        FIND,
        id="delivery-late.nachbar",
        language="de",
        strategy="clarify",
        text="Wer nimmt bei Ihnen Pakete an?",
    ),
)


@cache
def three_languages() -> str:
    """Give a folder with the sample in English and a little of it in German and French."""
    late = replace(
        _LATE,
        language="de",
        title="Ein Paket ist spät",
        customer_says=("wo ist mein paket", "mein paket ist zu spät", "paket noch nicht da"),
        moments=("opening", "waiting"),
    )
    tard = replace(
        _LATE,
        language="fr",
        title="Un colis en retard",
        customer_says=("où est mon colis", "mon colis est en retard", "colis pas arrivé"),
    )
    folder = Path(tempfile.mkdtemp(prefix="sidecar-prompts-"))
    library = replace(
        LIBRARY,
        situations=(*SITUATIONS, late, tard),
        phrases=(*PHRASES, *GERMAN, FRENCH),
        expectations=(),
    )
    write(library, folder)
    return str(folder)
