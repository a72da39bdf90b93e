"""What either database holds beside the library, and whose words are among it."""

import pytest
from sqlalchemy import Engine, insert, text

from sidecar_server.library.kept import LEAST, holding, kept
from sidecar_server.library.tables import entry, proposal, usage
from tests.databases import engine

__all__ = ["engine"]
SAID = "My parcel was due on Monday,\n and still nothing"


def write(engine: Engine, *statements: str, **values: object) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def test_usage_and_proposals_are_counted_and_the_library_is_passed_over(engine: Engine) -> None:
    row = {"week": "2026-W48", "language": "en", "event": "shown", "count": 4}
    line = {"week": "2026-W48", "language": "en", "situation": "", "text": SAID, "why": ""}
    theirs = {"kind": "phrase", "id": "x", "language": "en", "origin": "team"}
    with engine.begin() as connection:
        connection.execute(insert(usage), [row | {"id": one} for one in ("a", "b", "c")])
        connection.execute(insert(proposal), [line, line])
        connection.execute(insert(entry), [theirs | {"state": "published", "body": SAID}])
    found = kept(engine)
    assert (found.usage, found.proposals) == (3, 2)
    assert holding(found.words, [SAID]) == 1  # one text, though two rows have it
    assert "alembic" not in found.words


def test_a_table_that_nobody_knows_is_read_too(engine: Engine) -> None:
    write(engine, "CREATE TABLE later (number INTEGER, said VARCHAR(200))")
    write(engine, "INSERT INTO later VALUES (1, :said), (2, NULL)", said=f"> {SAID.upper()} <")
    assert holding(kept(engine).words, ["something else that was said", SAID]) == 1


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("my PARCEL was due on monday, and  still nothing ", 1),
        ("was due on Monday, and still", 1),
        ("x" * LEAST, 2),
        ("x" * (LEAST - 1), 0),
        ("My parcel was due on Tuesday, and still nothing", 0),
        ("", 0),
    ],
)
def test_what_was_said_stands_whole_or_not(said: str, count: int) -> None:
    words = f"my parcel was due on monday, and still nothing\n{'x' * 30}\n{'x' * 31}"
    assert holding(words, [said]) == count
