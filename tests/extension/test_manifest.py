"""The manifest and the server agree on who the extension is."""

import base64
import hashlib
import json

from sidecar_server.resources import folder
from sidecar_server.settings import EXTENSION_ID


def test_the_server_knows_the_id_that_the_key_makes() -> None:
    manifest = json.loads((folder("extension") / "manifest.json").read_text())
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()[:32]
    assert "".join(chr(ord("a") + int(digit, 16)) for digit in digest) == EXTENSION_ID
