"""Reviews of exported chats as one page that is a file: to read, to print, to throw away."""

from collections.abc import Iterable
from pathlib import Path

from sidecar_server.practice.review.command import Reviewed
from sidecar_server.practice.review.rubric import clock
from sidecar_server.web.demo import templates
from sidecar_server.web.practice.house import STATIC
from sidecar_server.web.practice.pages import curve

_STYLES = (
    STATIC.parent / "demo" / "base.css",
    STATIC / "pages.css",
    STATIC / "review.css",
)


def page(title: str, reviews: Iterable[Reviewed]) -> str:
    """Write the whole page; it holds the chats, so it belongs to who asked for it."""
    style = "\n".join(Path(file).read_text(encoding="utf-8") for file in _STYLES)
    template = templates().get_template("practice/file.html")
    return template.render(
        title=title, reviews=list(reviews), style=style, clock=clock, curve=curve
    )
