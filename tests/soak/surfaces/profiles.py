"""Site profiles: one is taken or refused by a field it names; what is taken can be read by."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sidecar_server.resources import folder
from tests.soak.surfaces.drawn import ODD, drawn
from tests.soak.surfaces.judged import judging

PROPERTY = "a site profile is taken or refused by field; by what is taken a page can be read"
_ROLES = {"customer", "agent", "bot", "system", "note", "unknown"}
_STRANGE = ODD | st.sampled_from(("(", "[a-", "(?<n>a)|(?<n>b)", "\\", "a >>> b", "*://*/*", "__"))


def shipped() -> list[dict[str, Any]]:
    """Give the profiles that come along."""
    sites = folder("extension") / "sites"
    names = json.loads((sites / "index.json").read_text())
    return [json.loads((sites / f"{name}.json").read_text()) for name in names]


@st.composite
def _changed(draw: st.DrawFn) -> Any:
    """Change a shipped profile somewhere; now and then it is none at all."""
    whole = deepcopy(draw(st.sampled_from(_SHIPPED)))
    for _ in range(draw(st.integers(0, 4))):
        at: Any = whole
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(at[key], dict | list) and draw(st.integers(0, 3)):
                at = at[key]
                continue
            _change(draw, at, key)
            break
    return whole if draw(st.integers(0, 20)) else draw(ODD)


def _change(draw: st.DrawFn, at: Any, key: Any) -> None:
    what = draw(st.sampled_from(("odd", "gone", "cut", "more")))
    if what == "gone":
        del at[key]
    elif what == "cut" and isinstance(at[key], str):
        at[key] = at[key][: draw(st.integers(0, len(at[key])))]
    elif what == "more" and isinstance(at, dict):
        at[draw(st.sampled_from(("script", "__proto__", "constructor")))] = draw(ODD)
    else:
        at[key] = draw(_STRANGE)


_SHIPPED = shipped()


@cache
def _known() -> set[str]:
    schema = json.loads((folder("extension") / "managed_schema.json").read_text())
    return set(schema["properties"]["profiles"]["items"]["properties"])


def judge(count: int, full: bool) -> None:
    """Have the extension take profiles, and read a page by those that it takes."""
    with judging() as ask:

        @drawn(count, full)
        @given(_changed())
        def holds(profile: Any) -> None:
            found = ask(do="profile", profile=profile)
            if "problem" in found:
                assert "$FIELD$" in found["said"], found
                return
            assert found["again"] == {"profile": found["profile"]}
            assert found["profile"].keys() <= _known()
            read = found["read"]
            assert read["role"] in _ROLES
            assert len(read["conversation"]) <= 200

        holds()
