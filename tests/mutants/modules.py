"""What is mutated, in three parts, and the tests that have to notice."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
_WEB, _WIRE = "sidecar_server.web.", "sidecar_server.wire."
_ACCOUNTS = "tests/web/test_accounts.py"
_LIMITS, _PAGE = "tests/test_wire_limits.py", "tests/web/test_protocol_doc.py"
_GREETING, _STANDING = "tests/web/test_greeting.py", "tests/web/test_standing.py"
_PAIRING = "tests/web/test_pairing.py"
_CODES, _MONITOR = "tests/web/test_credentials.py", "tests/web/test_metrics.py"
_SIGN_IN, _PEOPLE = "tests/web/console/test_sign_in.py", "tests/web/console/test_people.py"

TESTS: dict[str, tuple[str, ...]] = {
    "sidecar_server.redaction": ("tests/test_redaction.py",),
    _WIRE + "client": (_LIMITS, "tests/test_wire.py", _PAGE),
    _WIRE + "codec": ("tests/test_wire_refusals.py", "tests/test_wire.py"),
    _WIRE + "server": ("tests/test_wire.py", _PAGE),
    _WEB + "access": ("tests/web/test_rooms.py", "tests/web/test_access.py"),
    _WEB + "address": ("tests/web/test_address.py",),
    _WEB + "exposure": ("tests/web/test_exposure.py",),
    _WEB + "handshake": ("tests/web/test_handshake.py", _GREETING),
    _WEB + "greeting": (
        *(_GREETING, _STANDING, _ACCOUNTS, _MONITOR),
        *(_PAIRING, "tests/web/test_limits.py"),
    ),
    _WEB + "credentials": (_CODES, _GREETING, _ACCOUNTS, _STANDING, _PAIRING),
    _WEB + "pairing": (_CODES, _GREETING, _ACCOUNTS, _SIGN_IN),
    _WEB + "rate": ("tests/web/test_rate.py",),
    _WEB + "passwords": ("tests/web/test_passwords.py", _ACCOUNTS),
    _WEB + "accounts": (_ACCOUNTS, _PEOPLE),
    _WEB + "sessions": ("tests/web/test_sessions.py", _ACCOUNTS, _SIGN_IN),
    _WEB + "bearer": ("tests/web/guarded/test_routes.py", "tests/web/guarded/test_roles.py"),
    _WEB + "sign_in": (_SIGN_IN, _ACCOUNTS, "tests/web/guarded/test_floods.py", _PEOPLE),
}
PARTS = {
    "redaction": ("sidecar_server.redaction",),
    "wire": tuple(one for one in TESTS if one.startswith(_WIRE)),
    "access": tuple(one for one in TESTS if one.startswith(_WEB)),
}


def source(module: str) -> Path:
    """Give the file of a module."""
    return ROOT / f"{module.replace('.', '/')}.py"


def parsed(module: str) -> ast.Module:
    """Read a module anew."""
    return ast.parse(source(module).read_text(encoding="utf-8"))
