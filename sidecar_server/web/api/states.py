"""From draft to served and back: review, publish, retire, throw away, the shipped version."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from msgspec import Meta

from sidecar_server.curation import publishing
from sidecar_server.model import State
from sidecar_server.web.api.names import EntryName, row_of
from sidecar_server.web.api.operation import Call, Nothing, Operation, Reply
from sidecar_server.web.api.problems import Breaks, Refusal
from sidecar_server.web.api.shown import Entry, shown


class Consent(msgspec.Struct, forbid_unknown_fields=True):
    """A deliberate yes to the expectations that a problem named."""

    anyway: Annotated[
        str, Meta(max_length=64, description="The `consent` of the problem that named them.")
    ] = ""


def _to(state: State) -> Callable[[Call], Reply]:
    """Make the answer that gives an entry this state."""

    def move(call: Call) -> Reply:
        row = row_of(call.desk, call.names, call.seen)
        saved = publishing.move(call.desk, row, state, call.by, call.asked.anyway)
        if saved.breaks:
            raise Breaks(saved.breaks)
        if not saved.done:
            raise Refusal(
                422, "it cannot be served yet", fix="mend the faults first", faults=saved.faults
            )
        return shown(call.desk, row_of(call.desk, call.names), saved.faults)

    return move


def throw_away(call: Call) -> Reply:
    """Throw a draft away."""
    publishing.throw_away(call.desk, row_of(call.desk, call.names, call.seen), call.by)
    return Reply()


def to_shipped(call: Call) -> Reply:
    """Go back to what was shipped."""
    row = row_of(call.desk, call.names, call.seen)
    saved = publishing.to_shipped(call.desk, row, call.by, call.asked.anyway)
    if saved.breaks:
        raise Breaks(saved.breaks)
    return shown(call.desk, row_of(call.desk, call.names))


def _operation(
    name: str, step: str, does: str, answer: Callable[[Call], Reply], method: str = "POST"
) -> Operation:
    gone = method == "DELETE"
    return Operation(
        name,
        method,
        f"/entries/{{kind}}/{{language}}/{{id}}/{step}",
        does,
        answer,
        names=EntryName,
        asked=Nothing if gone else Consent,
        gives=None if gone else Entry,
        status=204 if gone else 200,
        guarded=True,
    )


OPERATIONS = (
    _operation("sendToReview", "review", "Send the draft to review.", _to("review")),
    _operation(
        "publish", "publish", "Publish the draft: agents have it at once.", _to("published")
    ),
    _operation("retire", "retire", "Retire the entry: agents have it no more.", _to("retired")),
    _operation(
        "throwDraftAway",
        "draft",
        "Throw the draft away; what is served stays.",
        throw_away,
        "DELETE",
    ),
    _operation(
        "backToShipped", "shipped", "Serve the shipped version again, as it came.", to_shipped
    ),
)
