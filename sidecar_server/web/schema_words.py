"""Says in words what a JSON Schema describes, for the pages of docs/ that are generated."""

from typing import Any

_NAMED = {"object": "object", "string": "text", "integer": "whole number", None: "anything"}

_EMPTY = '""'


def words(described: dict[str, Any]) -> str:
    """Describe a field as a cell of a Markdown table has it."""
    if "anyOf" in described:
        return " or ".join(words(one) for one in described["anyOf"] if one != {"type": "null"})
    if "$ref" in described:
        return f"`{described['$ref'].rpartition('/')[2]}`"
    if "enum" in described:
        return " \\| ".join(f"`{value or _EMPTY}`" for value in described["enum"])
    if "prefixItems" in described:
        return _said("span" if _is_span(described) else "two numbers", described)
    if described.get("type") == "array":
        return _said(f"list of {words(described['items'])}", described)
    return _said(_NAMED.get(described.get("type"), described.get("type", "")), described)


def _said(what: str, described: dict[str, Any]) -> str:
    return f"{what}: {described['description']}" if "description" in described else what


def _is_span(described: dict[str, Any]) -> bool:
    return all(one["type"] == "integer" for one in described["prefixItems"])
