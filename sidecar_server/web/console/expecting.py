"""The page of expectations: what must come for a message, kept, run and taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from sidecar_server.curation import expectations
from sidecar_server.curation.expectations import Outcome
from sidecar_server.errors import BadInput
from sidecar_server.library.rows import Key, key_of
from sidecar_server.library.tables import SHIPPED
from sidecar_server.model import Expectation
from sidecar_server.text import fold
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit, whole

A_PAGE = 60
_WHAT = {True: "an expectation changed", False: "an expectation written"}


@dataclass(frozen=True)
class Kept:
    """An expectation under its key; `ours` where the team wrote it or wrote over the shipped."""

    key: Key
    expected: Expectation
    ours: bool
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Form:
    """The form for a new one, as typed, and what is wrong with it."""

    typed: Mapping[str, str]
    faults: Sequence[str] = ()


def page(visit: Visit) -> Response:
    """List the expectations, or with POST keep a new one."""
    return _keep(visit) if visit.request.method == "POST" else _draw(visit, visit.asked)


def run(visit: Visit) -> Response:
    """Run one expectation, or all that the list shows, against what agents are served from."""
    typed = visit.typed
    chosen = [one.expected for one in _listed(visit, typed)]
    if typed.get("id"):
        chosen = [one for one in chosen if key_of(one).id == typed["id"]]
    outcomes = {key_of(o.expected): o for o in expectations.now(chosen, visit.desk)}
    return _draw(visit, typed, outcomes)


def remove(visit: Visit) -> Response:
    """Take one of the team's away; a shipped one is itself again."""
    typed = visit.typed
    key = Key("expect", typed.get("id", ""), typed.get("language", ""))
    visit.desk.changes.remove([key], visit.who.name, "an expectation taken away")
    return visit.go("/console/expectations", "unexpected")


def _keep(visit: Visit) -> Response:
    typed = visit.typed
    message, language, any_of, locale = (
        typed.get(name, "") for name in ("message", "language", "any_of", "locale")
    )
    try:
        one = expectations.made(message, language, any_of, typed.get("kind") == "nothing", locale)
        faults = expectations.faults(one, visit.desk)
    except BadInput as bad:
        faults = [bad.sentence()]
    if faults:
        return _draw(visit, {}, form=Form(typed, faults))
    known = key_of(one) in {key_of(o) for o in visit.desk.catalogue().library.expectations}
    visit.desk.write([one], visit.who.name, _WHAT[known])
    return visit.go("/console/expectations", "expected")


def _draw(
    visit: Visit,
    asked: Mapping[str, str],
    outcomes: Mapping[Key, Outcome] | None = None,
    form: Form | None = None,
) -> Response:
    outcomes = outcomes or {}
    listed = _listed(visit, asked)
    rows = [Kept(o.key, o.expected, o.ours, outcomes.get(o.key)) for o in listed]
    ran = [row for row in rows if row.outcome]
    failing = [row for row in ran if row.outcome and not row.outcome.holds]
    shown = ran if asked.get("id") else [*failing, *(row for row in rows if row not in failing)]
    at = whole(asked.get("from", ""))
    return visit.page(
        "expectations.html",
        status=UNPROCESSABLE if form else 200,
        rows=shown[at : at + max(A_PAGE, len(failing))],
        count=len(rows),
        at=at,
        a_page=A_PAGE,
        ran=len(ran),
        failing=len(failing),
        language=asked.get("language", ""),
        words=asked.get("words", ""),
        counts=_counts(visit),
        form=form or Form(_changed(visit, asked)),
        catalogue=visit.desk.catalogue(),
    )


def _listed(visit: Visit, asked: Mapping[str, str]) -> list[Kept]:
    """Give what the filters leave, the team's own first."""
    language, words = asked.get("language", ""), fold(asked.get("words", "")).text.split()
    ours = visit.desk.store.keys_of("expect", but=SHIPPED)
    found = [
        Kept(key_of(one), one, key_of(one) in ours)
        for one in visit.desk.catalogue().library.expectations
        if (not language or one.language == language) and _has(one, words)
    ]
    return sorted(found, key=lambda one: (not one.ours, one.expected.message))


def _has(one: Expectation, words: Sequence[str]) -> bool:
    text = fold(f"{one.message} {' '.join(one.any_of)} {one.locale}").text if words else ""
    return all(word in text for word in words)


def _counts(visit: Visit) -> Mapping[str, int]:
    every = visit.desk.catalogue().library.expectations
    found: dict[str, int] = {}
    for one in every:
        found[one.language] = found.get(one.language, 0) + 1
    return found


def _changed(visit: Visit, asked: Mapping[str, str]) -> Mapping[str, str]:
    """Fill the form with the expectation that is to be changed, or leave it empty."""
    every = visit.desk.catalogue().library.expectations
    one = next((o for o in every if key_of(o).id == asked.get("change")), None)
    if one is None:
        return {"language": asked.get("language", "") or "en"}
    return {
        "message": one.message,
        "language": one.language,
        "locale": one.locale,
        "any_of": "\n".join(one.any_of),
        "kind": "nothing" if one.nothing else "lines",
    }
