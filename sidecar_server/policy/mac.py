"""macOS: a configuration profile with two preference domains, the browser's and the extension's."""

import plistlib
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sidecar_server.policy.browsers import Browser
from sidecar_server.policy.system import System
from sidecar_server.policy.wanted import Wanted


def _render(browser: Browser, wanted: Wanted) -> bytes:
    # The browser reads an extension's settings from a domain of its own, never from `3rdparty`.
    own = f"{browser.domain}.extensions.{wanted.extension}"
    browsers = {**wanted.lists, **wanted.settings}
    domains: dict[str, Any] = {browser.domain: browsers, own: wanted.managed}
    payloads = [_payload(domain, values) for domain, values in domains.items() if values]
    profile = {
        "PayloadContent": payloads,
        "PayloadDescription": f"Installs and sets up Empathy Sidecar in {browser.name}.",
        "PayloadDisplayName": f"Empathy Sidecar for {browser.name}",
        "PayloadScope": "System",
        **_named("Configuration", f"empathy-sidecar.{browser.domain}"),
    }
    return plistlib.dumps(profile, sort_keys=False)


def _payload(domain: str, values: dict[str, Any]) -> dict[str, Any]:
    forced = [{"mcx_preference_settings": values}]
    return {
        "PayloadContent": {domain: {"Forced": forced}},
        "PayloadEnabled": True,
        **_named("com.apple.ManagedClient.preferences", f"empathy-sidecar.domain.{domain}"),
    }


def _named(kind: str, identifier: str) -> dict[str, Any]:
    # The same profile has the same ids each time, so a newer one takes the place of the older.
    return {
        "PayloadType": kind,
        "PayloadVersion": 1,
        "PayloadIdentifier": identifier,
        "PayloadUUID": str(uuid5(NAMESPACE_URL, identifier)).upper(),
    }


def _where(_: Browser) -> str:
    return (
        "Save it as empathy-sidecar.mobileconfig and send it by your device management, or "
        "double-click it and approve it in System Settings under Device Management."
    )


MAC = System("macOS", _render, _where)
