"""What other products put into a line when it is sent: their placeholders become our slots."""

import re
from collections.abc import Mapping

from sidecar_server.errors import BadInput
from sidecar_server.library.checks.form import SLOT

_PLACEHOLDER = re.compile(r"\{\{\{?(.{0,300}?)\}?\}\}", re.DOTALL)
_LOGIC = re.compile(r"\{%.{0,300}?%\}", re.DOTALL)
_CUSTOMER = ("customer_name", "the customer's name")
_AGENT = ("agent_name", "your own name")
_PEOPLE = {
    "contact": _CUSTOMER,
    "requester": _CUSTOMER,
    "agent": _AGENT,
    "current_user": _AGENT,
    "assignee": _AGENT,
}
_NAMES = ("name", "first_name")
_FILLING = ("custom_attribute", "custom_attributes", "custom_fields")


def slotted(text: str) -> tuple[str, Mapping[str, str]]:
    """Turn `{{contact.name}}` into `{customer_name}`; gives the text and what its slots mean.

    What a placeholder says beside its name, a filter or a stand-in, is left out. BadInput where
    a text has logic in it, which no line can have.
    """
    if found := _LOGIC.search(text):
        raise BadInput(f"it has logic in it, {found[0][:60]}", fix="write a line for each case")
    slots: dict[str, str] = {}

    def turn(found: re.Match[str]) -> str:
        name, meant = _slot(found[1].partition("|")[0].strip())
        slots.setdefault(name, meant)
        return f"{{{name}}}"

    turned = _PLACEHOLDER.sub(turn, text)
    standing = {name: name.replace("_", " ") for name in SLOT.findall(turned)}
    return turned, standing | slots


def _slot(path: str) -> tuple[str, str]:
    """Name a placeholder's slot: ours where we know what it stands for, else its last words."""
    parts = [part for part in path.split(".") if part and part not in _FILLING]
    if len(parts) > 1 and parts[-1] in _NAMES and parts[-2] in _PEOPLE:
        return _PEOPLE[parts[-2]]
    told = parts[-1:] if any(part in _FILLING for part in path.split(".")) else parts[-2:]
    name = re.sub(r"\W+", "_", "_".join(told)).strip("_") or "detail"
    return name, name.replace("_", " ")
