"""Policies for a real Chromium, which reads them from one folder of the whole machine.

Whoever uses this needs the right to write there, keeps to an extension id of its own, and takes its
file away again.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

POLICIES = Path("/etc/chromium/policies/managed")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-sync",
    # What fetches the package would call home as well; nothing but this machine is found.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
KEPT_FROM = ["--disable-extensions", "--disable-background-networking"]
ROOT = pytest.mark.skipif(
    not os.access("/etc", os.W_OK), reason="policies are root's to write: run as root"
)


@contextmanager
def policy(values: dict[str, Any], name: str) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Have every Chromium read this policy meanwhile; gives what writes another in its place."""
    missing = [one for one in (POLICIES, *POLICIES.parents) if not one.exists()]
    POLICIES.mkdir(parents=True, exist_ok=True)
    file = POLICIES / f"sidecar-test-{name}.json"

    def write(policy: dict[str, Any]) -> None:
        # Or nothing could drive the browser.
        file.write_text(json.dumps({**policy, "DeveloperToolsAvailability": 1}))

    write(values)
    try:
        yield write
    finally:
        file.unlink()
        for one in missing:
            one.rmdir()


@contextmanager
def managed(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """Start a browser that reads policies and fetches what they name."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path="/usr/bin/chromium", args=FLAGS, ignore_default_args=KEPT_FROM
    )
    try:
        yield context
    finally:
        context.close()


def settings_page(context: BrowserContext, extension_id: str) -> Page:
    """Wait for the page that opens at the installation."""
    for _ in range(600):
        for page in context.pages:
            if page.url.startswith(f"chrome-extension://{extension_id}/options/"):
                return page
        context.pages[0].wait_for_timeout(100)
    raise AssertionError("the package was not installed")
