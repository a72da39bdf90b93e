"""No form of any page of the console changes what is not its lead's teams' alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from sidecar_server.curation import catalogue
from sidecar_server.curation.publishing import seen as seen_of
from sidecar_server.curation.writing import fields_of
from sidecar_server.library.changes import Changes
from sidecar_server.library.rows import Key, entry_of, key_of
from sidecar_server.library.tables import TEAM, WORKING, entry
from sidecar_server.model import Note, Phrase
from tests.web.console.forms import Form, addresses, forms
from tests.web.console.leads import Browser, House, browser
from tests.web.console.teams import (
    BOTH,
    NOT_SALES,
    OURS,
    SALES,
    SHARED,
    THEIRS,
    furnished,
    page_of,
    seen,
)


def not_sales(house: House) -> set[tuple[str, ...]]:
    """Give every stored version that is not of sales alone."""
    with house.parts.engine.connect() as connection:
        rows = connection.execute(select(entry)).all()
    return {tuple(row) for row in rows if not SALES.owns(entry_of(row.kind, row.body))}


def files(form: Form) -> dict[str, Any]:
    """Give, for each field that takes a file, one that would override every line there is."""
    toml = "".join(
        f'[[phrase]]\nid = "{one.id}"\nstrategy = "own"\nmoment = "opening"\ntext = "Taken."\n'
        for one in (THEIRS, BOTH, SHARED)
    )
    return {name: ("phrases.toml", toml.encode()) for name in form.files}


def send(lead: Browser, form: Form, depth: int = 2) -> None:
    """Press each button of a form with other words in it, then those of what comes after."""
    for action, fields in form.presses():
        if not action.startswith("/console/") or action.endswith("/sign-out"):
            continue
        changed = {name: f"{fields[name]} Changed." for name in form.written if fields.get(name)}
        data = fields | changed | {"form_key": lead.form_key}
        headers = {"origin": lead.origin}
        answer = lead.client.post(action, data=data, files=files(form) or None, headers=headers)
        assert answer.status_code < 500, (action, fields)
        if depth and answer.is_success:
            for after in forms(str(answer.url.path), answer.text):
                send(lead, after, depth - 1)


def drawn(lead: Browser) -> list[Form]:
    """Read the forms of every page of the console, as this lead is shown them."""
    pages = {page for one in NOT_SALES for page in addresses("GET", key_of(one))}
    found: list[Form] = []
    for page in sorted(pages):
        answer = lead.client.get(page)
        assert answer.status_code < 500, page
        if answer.headers.get("content-type", "").startswith("text/html"):
            found += forms(page, answer.text)
    return found


def guessed(house: House, one: Phrase | Note) -> Iterator[Mapping[str, str]]:
    """Give what somebody could send who knows all the names and numbers there are."""
    key, row = key_of(one), rows_of(house)[key_of(one)]
    named = {"of": key.id.partition(".")[0], "name": key.id.partition(".")[2]}
    common = {**fields_of(one), **key._asdict(), **named, "seen": seen_of(row)}
    common |= {"teams": "sales", "key": "/".join(key), "keys": "/".join(key), "state": "published"}
    field = "text" if isinstance(one, Phrase) else "means"
    for do in ("save", "review", "publish", "retire", "throw", "shipped", "undo", "yes"):
        yield {**common, field: "Taken over.", "do": do}
    for told in Changes(house.parts.engine).newest(50, key=key):
        yield {"batch": told.batch}
        yield {"number": str(told.number)}


def rows_of(house: House) -> Mapping[Key, Any]:
    return catalogue.read(house.store).by_key


def answers(house: House, lead: Browser) -> Iterator[httpx.Response]:
    for one in NOT_SALES:
        for page in addresses("POST", key_of(one)):
            if not page.endswith("/sign-out"):
                for typed in guessed(house, one):
                    yield lead.post(page, **typed)


def test_no_form_of_any_page_changes_what_is_not_theirs(tmp_path: Path) -> None:
    with furnished(tmp_path / "home") as house, browser(house) as lead, browser(house) as sales:
        lead.sign_in(house.code())
        sales.sign_in(house.code("sales"))
        before = not_sales(house)
        assert {TEAM, WORKING} <= {row[3] for row in before}
        theirs, all_there_are = drawn(sales), drawn(lead)
        assert {one.action for one in all_there_are} >= {page_of(one) for one in NOT_SALES}
        for form in (*all_there_are, *theirs):
            send(sales, form)
        assert not_sales(house) == before
        for answer in answers(house, sales):
            assert answer.status_code < 500
        assert not_sales(house) == before
        own = page_of(OURS)
        told = sales.post(own, do="publish", text="Better words.", seen=seen(sales, own))
        assert "Published" in told.text, "and what is theirs they may"


def test_the_same_forms_do_change_it_for_a_lead_of_no_team(tmp_path: Path) -> None:
    with furnished(tmp_path / "home") as house, browser(house) as lead:
        lead.sign_in(house.code())
        before = not_sales(house)
        for form in drawn(lead):
            send(lead, form, 0)
        changed = {row[:3] for row in not_sales(house) ^ before}
        assert changed >= {key_of(one) for one in NOT_SALES}
