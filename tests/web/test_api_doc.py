"""The page about the leads' API is as new as the code."""

from pathlib import Path

from sidecar_server.web import api_doc
from sidecar_server.web.api.registry import OPERATIONS

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == api_doc.page(), (
        "run: python -m sidecar_server.web.api_doc > docs/api.md"
    )


def test_every_operation_has_its_section() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for one in OPERATIONS:
        assert text.count(f"### `{one.method} {one.path}`\n") == 1
