"""Windows: a .reg file, in ASCII.

regedit takes ASCII and UTF-16. ASCII lets any shell redirect it: PowerShell turns text into UTF-16
by itself and would spoil bytes that are UTF-16 already. Everything in a policy of ours is ASCII.
"""

from collections.abc import Iterator, Mapping, Sequence

from sidecar_server.policy.browsers import Browser
from sidecar_server.policy.system import System
from sidecar_server.policy.wanted import Wanted

FIRST = 8765  # lists are numbered values: a company's own begin at 1 and are not to be overwritten


def _render(browser: Browser, wanted: Wanted) -> bytes:
    lines = ["Windows Registry Editor Version 5.00", *_sections(browser, wanted)]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _sections(browser: Browser, wanted: Wanted) -> Iterator[str]:
    for name, values in wanted.lists.items():
        yield from _section(rf"{browser.key}\{name}", _numbered(values, FIRST))
    for name, extensions in wanted.settings.items():
        for extension, switches in extensions.items():
            yield from _section(rf"{browser.key}\{name}\{extension}", switches)
    if wanted.managed:
        own = rf"{browser.key}\3rdparty\extensions\{wanted.extension}\policy"
        texts = {name: one for name, one in wanted.managed.items() if isinstance(one, str)}
        yield from _section(own, texts)
        for name, one in wanted.managed.items():
            if not isinstance(one, str):
                yield from _section(rf"{own}\{name}", _numbered(one, 1))


def _numbered(values: Sequence[str], first: int) -> dict[str, str]:
    return {str(number): value for number, value in enumerate(values, first)}


def _section(key: str, values: Mapping[str, str | bool]) -> Iterator[str]:
    yield ""
    yield rf"[HKEY_LOCAL_MACHINE\{key}]"
    for name, value in values.items():
        yield f'"{name}"={_written(value)}'


def _written(value: str | bool) -> str:
    if isinstance(value, bool):
        return f"dword:{value:08x}"
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _where(browser: Browser) -> str:
    return (
        "Save it as empathy-sidecar.reg and, as administrator, run `reg import "
        "empathy-sidecar.reg`, or set the same values by Group Policy or Intune. Off-store "
        f"extensions are installed by {browser.name} on managed (domain-joined) computers alone. "
        "Where you set ExtensionSettings as one JSON text already, put what stands below "
        "ExtensionSettings into that text and leave the key out: a key would outdo the text."
    )


WINDOWS = System("Windows", _render, _where)
