"""Writes docs/api.md from the description of the leads' API and a text around it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from sidecar_server.web.api import ROOM
from sidecar_server.web.api.operation import MOST_BYTES, Operation
from sidecar_server.web.api.registry import RESOURCES, description
from sidecar_server.web.schema_words import words

TEMPLATES = Path(__file__).parent / "templates"
_HEAD = "| {} | type | |\n|---|---|---|\n"


def page() -> str:
    """Give the whole page as Markdown."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(  # noqa: S701  (Markdown, and no value of a stranger)
        loader=loader, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    schemas = description()["components"]["schemas"]
    return environment.get_template("api.md").render(
        room=ROOM,
        most_kib=MOST_BYTES // 1024,
        resources={tag: [operation(one) for one in found] for tag, found in RESOURCES.items()},
        records=[record(name, schema) for name, schema in schemas.items()],
    )


def operation(one: Operation) -> str:
    """Describe one operation: what it does, takes and answers."""
    described = description()["paths"][one.path][one.method.lower()]
    lines = [f"### `{one.method} {one.path}`", described["summary"]]
    if described["parameters"]:
        lines.append(_table("parameter", map(_parameter, described["parameters"])))
    if one.takes:
        lines.append(f"Takes: [`{one.takes.__name__}`](#{one.takes.__name__.lower()}).")
    return "\n\n".join([*lines, _answers(one, described["responses"])])


def record(name: str, schema: Mapping[str, Any]) -> str:
    """Describe a record of the bodies."""
    rows = (
        f"| `{field}` | {words(its)} | {'' if field in schema['required'] else 'optional'} |"
        for field, its in schema["properties"].items()
    )
    return f"### `{name}`\n\n{schema.get('description', '')}\n\n{_table('field', rows)}"


def _parameter(one: Mapping[str, Any]) -> str:
    said = f": {one['description']}" if "description" in one else ""
    return (
        f"| `{one['name']}` | {words(one['schema'])}{said} "
        f"| {one['in']}{'' if one['required'] else ', optional'} |"
    )


def _answers(one: Operation, responses: Mapping[str, Any]) -> str:
    kind = one.gives.__name__ if one.gives and one.gives is not dict else ""
    body = f": [`{kind}`](#{kind.lower()})" if kind else ""
    others = ", ".join(status for status in sorted(responses) if int(status) >= 400)
    return f"Answers {one.status}{body}; or {others}."


def _table(head: str, rows: Any) -> str:
    return _HEAD.format(head) + "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(page())
