"""What a person is told beside the policy: where it goes, what it leaves open, how to see it."""

from collections.abc import Iterator

from sidecar_server.policy.browsers import Browser
from sidecar_server.policy.system import System
from sidecar_server.policy.wanted import Wanted


def advice(browser: Browser, system: System, wanted: Wanted) -> Iterator[str]:
    """Give it line by line, for standard error."""
    yield f"{browser.name} on {system.name}, extension {wanted.extension}."
    yield system.where(browser)
    if not wanted.installs:
        yield (
            "Without --update-url nothing is installed: this sets up an extension that is "
            "installed otherwise. docs/install.md says how to sign and serve a package."
        )
    else:
        yield f"Browsers install and update it from {wanted.installs}"
    if not wanted.managed:
        yield "Without --server and --site these stay the agent's to choose."
    yield f"{browser.page} shows what arrived, after its Reload policies."
