"""The test bench: a message or a whole chat, what would come for it, and which step decided."""

from starlette.responses import Response

from sidecar_server.coaches.reasons import STEPS
from sidecar_server.curation import bench
from sidecar_server.curation.pasted import chat
from sidecar_server.errors import BadInput
from sidecar_server.web.console.visit import UNPROCESSABLE, Visit


def page(visit: Visit) -> Response:
    """Show the bench; with POST, what comes. The chat is read, answered and forgotten."""
    typed = visit.typed
    text, locale = typed.get("chat", ""), typed.get("locale", "").strip()
    language = typed.get("language", "")
    answered, problem = [], ""
    try:
        answered = bench.run(chat(text, locale or language), visit.desk)
    except BadInput as bad:
        problem = bad.sentence()
    return visit.page(
        "bench.html",
        status=UNPROCESSABLE if problem else 200,
        text=text,
        locale=locale,
        language=language,
        problem=problem,
        answered=answered,
        last=next((one for one in reversed(answered) if one.advice.cues and one.due), None),
        chats=len({one.line.conversation for one in answered}),
        catalogue=visit.desk.catalogue(),
        steps=STEPS,
    )
