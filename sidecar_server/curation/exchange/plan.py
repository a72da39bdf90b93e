"""What an import would do: what is new, what changes, what is the same, what cannot be taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sidecar_server.curation.catalogue import Catalogue
from sidecar_server.curation.exchange.placing import Places
from sidecar_server.curation.exchange.reading import Foreign, Reading
from sidecar_server.errors import BadInput
from sidecar_server.library.checks.form import form
from sidecar_server.library.checks.wording import wording
from sidecar_server.library.files import Entry, Fault, Located
from sidecar_server.library.rows import key_of
from sidecar_server.model import Note, Phrase, Situation

_UNPLACED = "no situation is near what it says — choose one for those that have none"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the lead chose: a situation for `all` foreign lines or for the `rest` that have none.

    `also`: situations and expectations as well, which have no drafts; `good`: what can be taken,
    although some cannot.
    """

    all: str = ""
    rest: str = ""
    also: bool = False
    good: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry as it would be written, over what stands; `mend` before it can be served."""

    place: str
    entry: Entry
    before: Entry | None
    mend: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a file would do, in the order of the file; `left`: what was not chosen."""

    new: Sequence[Planned] = ()
    changed: Sequence[Planned] = ()
    same: Sequence[Planned] = ()
    faulty: Sequence[Fault] = ()
    left: int = 0
    entries: Sequence[Entry] = field(default_factory=tuple)  # that would be written


def make(reading: Reading, places: Places, choice: Choice, catalogue: Catalogue) -> Plan:
    """Plan an import into the library as it stands; phrases and notes become drafts."""
    wanted = [one for one in reading.located if choice.also or isinstance(one.entry, Phrase | Note)]
    faults = list(reading.faults)
    located = [*map(_draft, wanted), *_placed(reading.foreign, places, choice, faults)]
    faults += form(located, catalogue.known_with([one.entry for one in located]))
    bad = {place for place, _ in faults}
    mend: dict[str, list[str]] = {}
    for place, what in wording(located):
        mend.setdefault(place, []).append(what)
    stands = _Standing(catalogue)
    planned = [
        Planned(one.place, one.entry, stands.of(one.entry), mend.get(one.place, ()))
        for one in located
        if one.place not in bad
    ]
    same = [one for one in planned if stands.has(one.entry)]
    other = [one for one in planned if not stands.has(one.entry)]
    new = [one for one in other if one.before is None]
    changed = [one for one in other if one.before is not None]
    left = len(reading.located) - len(wanted)
    return Plan(new, changed, same, faults, left, [one.entry for one in (*new, *changed)])


def _draft(one: Located) -> Located:
    if isinstance(one.entry, Phrase | Note):
        return replace(one, entry=replace(one.entry, state="draft"))
    return one


def _placed(
    lines: Sequence[Foreign], places: Places, choice: Choice, faults: list[Fault]
) -> Iterator[Located]:
    """Give foreign lines as phrases of their situations; of one that has none a fault."""
    for one in lines:
        situation = choice.all or places.get(one.place) or choice.rest
        if not situation:
            faults.append((one.place, _UNPLACED))
            continue
        made = Phrase(
            id=f"{situation}.{one.name}",
            situation=situation,
            language=one.language,
            strategy="acknowledge",
            moment="opening",
            text=one.text,
            slots=dict(one.slots),
            state="draft",
        )
        yield Located("phrase", made, one.place)


class _Standing:
    """What stands under the names of entries, whatever its state."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._expectations = {key_of(one): one for one in catalogue.expectations}

    def of(self, entry: Entry) -> Entry | None:
        """Give the version that an entry would be written over."""
        row = self._catalogue.by_key.get(key_of(entry))
        return row.entry if row else self._other(entry)

    def has(self, entry: Entry) -> bool:
        """Say whether an entry is served or in work already, as it is."""
        row = self._catalogue.by_key.get(key_of(entry))
        versions = (row.served, row.working) if row else (self._other(entry),)
        return any(_same(entry, one) for one in versions if one)

    def _other(self, entry: Entry) -> Entry | None:
        if isinstance(entry, Situation):
            return self._catalogue.situations.get((entry.id, entry.language))
        return self._expectations.get(key_of(entry))


def _same(one: Entry, other: Entry) -> bool:
    if isinstance(one, Phrase | Note) and isinstance(other, Phrase | Note):
        return replace(one, state="draft") == replace(other, state="draft")
    return one == other


def ready(plan: Plan, choice: Choice) -> Sequence[Entry]:
    """Give what is written; BadInput where some cannot be taken and that was not accepted."""
    if plan.faulty and not choice.good:
        raise BadInput(
            f"{len(plan.faulty)} entries cannot be taken, so nothing was",
            fix="mend them in the file, or say that the good ones are to be taken",
        )
    return plan.entries
