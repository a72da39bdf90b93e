"""The forms of the console's pages, read from their HTML and sent as a browser would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote

from sidecar_server.library.rows import Key
from sidecar_server.web.console.pages import PAGES, ROOM


@dataclass
class Form:
    """One form: where it goes, what stands in it, and its buttons."""

    action: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, action
    files: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  # fields that people write in

    def presses(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Give where each button leads, with what the form then carries."""
        for name, value, action in self.buttons or [("", "", "")]:
            yield action or self.action, self.fields | ({name: value} if name else {})


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms = page, []
        self._area, self._select = "", ""
        self._form: Form | None = None

    forms: list[Form]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            method = given.get("method", "get").lower()
            self._form = Form(given.get("action") or self.page, method)
            self.forms.append(self._form)
        # hx-post is a form of its own: whatever stands beside it is sent along
        if "hx-post" in given:
            near = dict(self._form.fields) if self._form else {}
            self.forms.append(Form(given["hx-post"], "post", near))
        if self._form is None:
            return
        kind = given.get("type", "")
        if tag == "button" or (tag == "input" and kind == "submit"):
            self._form.buttons.append((name, value, given.get("formaction", "")))
        elif tag == "input" and kind == "file":
            self._form.files.append(name)
        elif tag == "input" and kind == "checkbox":
            self._form.fields[name] = value or "on"
        elif tag == "input" and name:
            self._form.fields[name] = value
        elif tag == "textarea":
            self._area, self._form.fields[name] = name, ""
            self._form.written.append(name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            first = self._select not in self._form.fields
            if "selected" in given or first:
                self._form.fields[self._select] = value

    def handle_data(self, data: str) -> None:
        if self._form and self._area:
            self._form.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


def forms(page: str, html: str) -> list[Form]:
    """Read the forms of a page that change something."""
    reader = _Reader(page)
    reader.feed(html)
    return [one for one in reader.forms if one.method == "post"]


def addresses(method: str, key: Key) -> Iterator[str]:
    """Give each address of the console that takes a method, with the parts of a key in it."""
    parts = {"kind": key.kind, "language": key.language or "-", "id": key.id, "situation": key.id}
    for path, (methods, _) in PAGES.items():
        if method in methods:
            pieces = path.split("/")
            filled = [
                parts.get(p[1:-1].partition(":")[0], "1") if p[:1] == "{" else p for p in pieces
            ]
            yield ROOM + "/".join(map(quote, filled))
