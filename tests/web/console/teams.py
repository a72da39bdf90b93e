"""A house whose library has lines of two teams, and what two leads need to look at it."""

import re
from dataclasses import replace
from pathlib import Path

from sidecar_server.library.changes import Changes
from sidecar_server.library.rows import key_of
from sidecar_server.library.scope import Scope
from sidecar_server.model import Note, Phrase
from tests.sample import NOTES, PHRASES, phrase
from tests.web.console.leads import Browser, House

SHARED = next(one for one in PHRASES if one.id == "card-stolen.stop")
OURS = phrase("card-stolen.sales", "reassure", "Our sales desk stays with you.", teams=("sales",))
THEIRS = phrase("card-stolen.brand", "validate", "The brand answers for it.", teams=("brand-x",))
BOTH = phrase("card-stolen.both", "inform", "Both desks see it.", teams=("sales", "brand-x"))
NOT_SALES = (THEIRS, BOTH, SHARED, NOTES[0], PHRASES[5])  # the last one as it was shipped
SALES = Scope(frozenset({"sales"}))


def furnished(home: Path) -> House:
    """Make a house that has lines of two teams, shared drafts and a history."""
    house = House(home)
    changes = Changes(house.parts.engine)
    changes.write([OURS, BOTH], "Ana", "import of sales.csv")
    changes.write([THEIRS], "Ana", "import of brand.csv")
    drafts = [replace(one, state="draft", text=f"{one.text} So.") for one in (THEIRS, BOTH, SHARED)]
    changes.write(drafts, "Ana", "edited")
    changes.write([replace(NOTES[0], state="draft", limits="Old.")], "Ana", "edited")
    return house


def page_of(one: Phrase | Note) -> str:
    key = key_of(one)
    return f"/console/entry/{key.kind}/{key.language or '-'}/{key.id}"


def seen(lead: Browser, page: str) -> str:
    found = re.search(r'name="seen" value="(\w*)"', lead.get(page).text)
    assert found
    return found[1]
