"""Linux: a JSON file in the browser's folder of managed policies."""

import json

from sidecar_server.policy.browsers import Browser
from sidecar_server.policy.system import System
from sidecar_server.policy.wanted import Wanted


def _render(_: Browser, wanted: Wanted) -> bytes:
    policy: dict[str, object] = {**wanted.lists, **wanted.settings}
    if wanted.managed:
        policy["3rdparty"] = {"extensions": {wanted.extension: wanted.managed}}
    return (json.dumps(policy, indent=2) + "\n").encode()


def _where(browser: Browser) -> str:
    return (
        f"Save it as {browser.folder}/empathy-sidecar.json (owned by root, readable by all). "
        "Where another file there sets one of the same names, put both into one: one file's wins."
    )


LINUX = System("Linux", _render, _where)
