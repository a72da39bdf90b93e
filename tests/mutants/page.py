"""Writes docs/mutants.md: what each module's tests noticed, and why the rest is let be."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.mutants.modules import PARTS, ROOT

PAGE = ROOT / "docs" / "mutants.md"
EXPLAINED = Path(__file__).with_name("explained.toml")
BEGINNING = """# Mutants

What decides who gets in, what a frame is and what never leaves a chat is tested by breaking it:
each module is changed in one small way (a comparison, a number, a text, an `and`, a `not`, a
returned value, a call left out), and its tests have to fail. A change that they let pass has
survived: either it changes nothing that anybody could see, or a test is missing. `scripts/mutants
[MODULE…]` tries them, each in a process of its own; `--coverage` measures the branches alone;
`--page` writes this page from the newest run of each module, which took {minutes} minutes together.

*Access* is what stands between a caller and the first word of a chat: the door and the names it
answers to, the handshake, credentials and pairing, accounts, passwords, sessions and signing in,
and who may be listened to at all. *Wire* is every frame, both directions. *Redaction* is what no
proposed line may hold. The extension's own redaction (`extension/panel/`) reads the same cases
(`tests/personal.json`) and is not in these figures.
"""


def write(found: Mapping[str, Any]) -> None:
    """Write the page from what was found, by module."""
    explained = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["explained"]
    lines = [*_table(found), *_survivors(found, explained)]
    minutes = round(sum(one["seconds"] for one in found.values()) / 60)
    PAGE.write_text(
        BEGINNING.format(minutes=minutes) + "\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )


def _table(found: Mapping[str, Any]) -> Iterator[str]:
    yield from ("| | branches | mutants | killed | |", "|---|---|---|---|---|")
    for part, modules in PARTS.items():
        known = [one for one in modules if one in found]
        every = sum(found[one]["all"] for one in known)
        alive = sum(len(found[one]["survived"]) for one in known)
        yield f"| **{part}** | | **{every}** | **{every - alive}** | **{_share(every, alive)}** |"
        for one in modules:
            name = f"`{one.removeprefix('sidecar_server.').replace('.', '/')}`"
            if one not in found:
                yield f"| {name} | | not tried yet | | |"
                continue
            all_, left = found[one]["all"], len(found[one]["survived"])
            covered = f"{found[one]['branches']:.4g} %"
            yield f"| {name} | {covered} | {all_} | {all_ - left} | {_share(all_, left)} |"


def _share(every: int, alive: int) -> str:
    return f"{100 * (every - alive) / every:.1f} %" if every else ""


def _survivors(found: Mapping[str, Any], explained: list[dict[str, str]]) -> Iterator[str]:
    yield from ("", "## Those that survived", "")
    yield "The line, what became of it, and why nothing fails."
    for module in (one for modules in PARTS.values() for one in modules if one in found):
        left = found[module]["survived"]
        if not left:
            continue
        yield from ("", f"### `{module.replace('.', '/')}.py`", "")
        yield from ("| line | in | change | why it survives |", "|---|---|---|---|")
        for one in left:
            why = next((said["why"] for said in explained if _meant(said, module, one)), "**open**")
            change = one["change"].replace("|", "\\|").replace("`", "'")
            place = f"`{one['function']}`" if one["function"] else "the module"
            yield f"| {one['line']} | {place} | `{change}` | {why} |"


def _meant(said: Mapping[str, str], module: str, one: Mapping[str, str]) -> bool:
    return (
        module == f"sidecar_server.{said['module']}"
        and said.get("function", one["function"]) == one["function"]
        and one["change"].startswith(said.get("change", ""))
        and said.get("text", "") in one["text"]
    )
