"""Tells whether a server of ours holds an address: it answers, or is still starting."""

import urllib.error
import urllib.request

from sidecar_server.settings import Settings

OURS = {200: b'{"status":"ok"}', 503: b'{"status":"starting"}'}


def authority(settings: Settings) -> str:
    """Give the address in force as host:port, as it stands in a URL."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


def answers(settings: Settings) -> bool:
    """Whether a server of ours is there; one that is still loading counts."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never by a proxy
    try:
        with opener.open(f"http://{authority(settings)}/health", timeout=3) as answer:
            return bool(OURS.get(answer.status) == answer.read(64))
    except urllib.error.HTTPError as refused:
        with refused:
            return OURS.get(refused.code) == refused.read(64)
    except TimeoutError:
        return True  # it took the call: a server of ours does so before it has loaded
    except (OSError, ValueError):
        return False
