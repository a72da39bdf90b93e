"""The family of formats that the library comes in from: each is known by name and content.

To add one: write a module with a `FORMAT` and name it here, before those that take what it takes.
"""

from sidecar_server.curation.exchange import chatwoot, table, toml, zendesk
from sidecar_server.curation.exchange.reading import Format, Reading, Source, bounded
from sidecar_server.errors import BadInput

FORMATS: tuple[Format, ...] = (toml.FORMAT, chatwoot.FORMAT, zendesk.FORMAT, table.FORMAT)


def read(source: Source) -> Reading:
    """Read a file of any format; BadInput where nothing of it can be read."""
    if not source.content.strip():
        raise BadInput(f"{source.name} is empty", fix="choose a file that holds entries")
    fitting = next((one for one in FORMATS if one.fits(source)), None)
    if fitting is None:
        names = ", ".join(one.name for one in FORMATS)
        raise BadInput(
            f"{source.name} is in no format that is known here", fix=f"give one of: {names}"
        )
    found = fitting.read(source)
    bounded(len(found.located) + len(found.foreign) + len(found.faults))
    if not (found.located or found.foreign or found.faults):
        raise BadInput(f"{source.name} holds no entry", fix="choose a file that holds entries")
    return found
