"""Where the shipped folders lie: inside an installed package, or at the checkout's top."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Find `prompts` or `extension`; FileNotFoundError when the installation lacks it."""
    for candidate in (_PACKAGE / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the folder {name!r} is missing: reinstall empathy-sidecar")
