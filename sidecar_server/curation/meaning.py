"""Finding by meaning: the served lines that say what was asked, by the encoder of its language."""

from sidecar_server.curation.desk import Desk
from sidecar_server.curation.find import Near, Wanted
from sidecar_server.language import identify
from sidecar_server.library.rows import key_of

_NEAR = 0.45  # cosine from which a line means what was asked
_MOST_NEAR = 60


def near(desk: Desk, wanted: Wanted) -> Near:
    """Give the served lines that mean what was asked, and how near each is."""
    if not wanted.words:
        return {}
    language = wanted.language or identify(wanted.words)
    if language in desk.catalogue().languages:
        desk.speak(language)
    shelf, encoder = desk.searchable().shelf(language), desk.encoders.of(language)
    if shelf is None or encoder is None:
        return {}
    lines = shelf.lines(encoder.encode([wanted.words])[0], language, _MOST_NEAR)
    return {key_of(one): score for one, score in lines if score >= _NEAR}
