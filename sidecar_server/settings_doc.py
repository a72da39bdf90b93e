"""Writes docs/settings.md: `python -m sidecar_server.settings_doc > docs/settings.md`."""

import sys

from sidecar_server.settings import HELP, Settings

_INTRO = """# Settings

Generated from the code; a test fails when it is stale. Each setting may stand in `sidecar.toml` in
the data folder, in the environment, or be an option of `sidecar serve` where it has one. The
environment outdoes the file, an option outdoes both. An unknown or unreadable setting is refused by
name.

| in `sidecar.toml` | in the environment | default | what it is |
|---|---|---|---|
"""


def settings_page() -> str:
    """Give the page as Markdown."""
    return _INTRO + "".join(_row(name, text) for name, text in HELP.items())


def _row(name: str, text: str) -> str:
    value = getattr(Settings(), name)
    shown = "the platform's data folder" if name == "home" else _shown(value)
    file = "" if name == "home" else f"`{name}`"
    return f"| {file} | `SIDECAR_{name.upper()}` | {shown} | {text} |\n"


def _shown(value: object) -> str:
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`" if value else "none"


if __name__ == "__main__":
    sys.stdout.write(settings_page())
