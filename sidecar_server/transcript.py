"""A replayed line and its answer, as a person likes to read them."""

from sidecar_server.model import Advice
from sidecar_server.replay import Line

# What a customer writes must not steer the terminal of who reads it.
_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {ord("\n"), ord("\t")}, "\ufffd")


def render(line: Line, advice: Advice) -> str:
    """Write the line, then what the agent would have been shown, indented."""
    at = "" if line.at is None else f" {line.at:g}s"
    who = f"{line.role} (draft)" if line.draft else line.role
    shown = [f"[{line.conversation}{at}] {who}: {line.text}"]
    for item in (*advice.items, *advice.nudges):
        shown.append(f"    {item.kind} {item.strategy or ''} {item.id}")
        shown += [f"      {part}" for part in item.text.splitlines()]
        shown.append(f"      why: {item.why}")
    shown += [f"    finding {finding.rule}: {finding.advice}" for finding in advice.findings]
    return "\n".join(shown).translate(_CONTROLS)
