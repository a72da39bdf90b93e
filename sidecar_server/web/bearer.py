"""The token that a call shows in its `Authorization` header."""

import hmac
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import Scope

from sidecar_server.web.credentials import Credential
from sidecar_server.web.handshake import id_of, key_of

_SCHEME = "bearer"
Find = Callable[[str], Credential | None]


def shown(scope: Scope, find: Find) -> Credential | None:
    """Give the credential whose token a call shows, None for any other; `find` knows them by id."""
    given = Headers(scope=scope).getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() != _SCHEME or not token:
        return None
    key = key_of(token.strip())
    found = find(id_of(key))
    return found if found and hmac.compare_digest(found.key, key) else None
