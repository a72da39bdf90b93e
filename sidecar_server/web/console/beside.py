"""What stands beside an entry's form: its faults, and for which messages it would be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sidecar_server.curation import trials
from sidecar_server.curation.catalogue import Line
from sidecar_server.curation.desk import Desk
from sidecar_server.curation.trials import Trial
from sidecar_server.curation.writing import Fields, entry_from
from sidecar_server.errors import BadInput
from sidecar_server.library.rows import Key
from sidecar_server.model import Phrase


@dataclass(frozen=True)
class Beside:
    """The trials of a version; `pending` where its language must be indexed first."""

    trials: Sequence[Trial] = ()
    pending: bool = False

    @property
    def shown(self) -> int:
        """How many of the messages bring it."""
        return sum(one.rank > 0 for one in self.trials)


def version(key: Key, fields: Fields, base: Line | None) -> Line | str:
    """Read what is typed as a version of an entry, or say why it is none yet."""
    named = key if key.id.partition(".")[2] else key._replace(id=f"{key.id.rstrip('.') or 'x'}.x")
    try:
        return replace(entry_from(named, fields, base), state="published")
    except BadInput as bad:
        return bad.sentence()


def beside(line: Line, desk: Desk, own: str = "", wait: bool = False) -> Beside:
    """Try a version; with `wait` a language that is not indexed yet is, which takes seconds."""
    if not wait and isinstance(line, Phrase) and desk.searchable().shelf(line.language) is None:
        return Beside(pending=line.language in desk.searchable().languages)
    return Beside(trials.trials(line, desk, own))
