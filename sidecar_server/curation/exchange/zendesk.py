"""Zendesk's macros: the JSON that its API gives for a list of them or for one.

A macro's lines are its actions named `comment_value` and `comment_value_html`: a text, or a channel
and a text. What says `comment_mode_is_public` false is a note for colleagues.

https://developer.zendesk.com/api-reference/ticketing/business-rules/macros/
https://developer.zendesk.com/documentation/ticketing/reference-guides/actions-reference/
https://support.zendesk.com/hc/en-us/articles/4408886858138-Zendesk-placeholders-reference
"""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from sidecar_server.curation.exchange import lines
from sidecar_server.curation.exchange.lines import Told
from sidecar_server.curation.exchange.reading import Format, Reading, Source

_NAME = "Zendesk"
_PLAIN, _HTML, _PUBLIC = "comment_value", "comment_value_html", "comment_mode_is_public"
_BLOCKS = {"p", "div", "br", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "blockquote"}
_UNSEEN = {"script", "style"}


def fits(source: Source) -> bool:
    """Take an object with `macros` or `macro`, or a list of objects with `actions`."""
    first = next(iter(_macros(source.json)), None)
    return isinstance(first, dict) and "actions" in first


def read(source: Source) -> Reading:
    """Read what each active macro writes to the customer."""
    told: list[Told] = []
    silent = 0
    for number, found in enumerate(_macros(source.json), 1):
        macro = found if isinstance(found, dict) else {"actions": [{"field": _PLAIN}]}
        texts = _texts(macro)
        silent += not texts
        if texts:
            told.append((f"{source.name}:{number}", _title(macro), "\n".join(texts)))
    left = f"{silent} macros were left out: they write nothing to the customer or are not active"
    return lines.reading(_NAME, told, source, left if silent else "")


def _macros(found: Any) -> Sequence[Any]:
    if isinstance(found, dict):
        found = found.get("macros", [found["macro"]] if "macro" in found else [])
    return found if isinstance(found, list) else []


def _title(macro: dict[str, Any]) -> str:
    return " ".join(str(macro.get("title") or "").replace("::", " ").split())


def _texts(macro: dict[str, Any]) -> Sequence[str]:
    """Give what a macro writes; nothing where it is off or writes for colleagues."""
    listed = macro.get("actions")
    actions = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    values = [(one.get("field"), one.get("value")) for one in actions]
    private = any(field == _PUBLIC and str(value).lower() == "false" for field, value in values)
    if macro.get("active") is False or private:
        return ()
    said = [(field, _said(value)) for field, value in values if field in (_PLAIN, _HTML)]
    return [plain(text) if field == _HTML else text for field, text in said]


def _said(value: Any) -> str:
    """Take the text of a value, which may stand behind a channel."""
    text = value[-1] if isinstance(value, list) and value else value
    return text if isinstance(text, str) else ""


def plain(html: str) -> str:
    """Give the text of HTML, a line for each block."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    rows = (" ".join(row.split()) for row in "".join(reader.pieces).split("\n"))
    return "\n".join(row for row in rows if row)


class _Text(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(" ".join(data.split("\n")))


FORMAT = Format(_NAME, fits, read)
