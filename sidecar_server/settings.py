"""Every setting in one frozen record: defaults < file < SIDECAR_* < flags."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from sidecar_server.errors import StartProblem

FILE = "sidecar.toml"  # in the data folder
LEVELS = ("debug", "info", "warning", "error")
EXTENSION_ID = "encdpgeckjpfpomfllckeiaiifglnpao"  # what the key in the manifest makes it


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may send; told to the client in `welcome`."""

    frame_bytes: int = 65_536
    text_chars: int = 4_000
    frames_per_second: int = 20
    burst: int = 100
    messages: int = 50


def _home() -> Path:
    return Path(platformdirs.user_data_dir("empathy-sidecar", appauthor=False))


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs. `home` holds the database and is private to the user."""

    home: Path = field(default_factory=_home)
    database: str = ""  # empty: a file in `home`
    index: str = "faiss"
    host: str = "127.0.0.1"
    port: int = 8765
    encoder: str = "onnx"
    model: str = ""
    prompts: str = ""  # another folder of library files than the shipped one
    hosts: tuple[str, ...] = ()  # further names the server answers to, as host:port
    tls_certificate: str = ""
    tls_key: str = ""
    proxies: tuple[str, ...] = ()  # addresses that end TLS in front of it
    extension_ids: tuple[str, ...] = ()  # further extensions allowed, for teams with their own key
    extension_package: str = ""  # the team's signed extension, served to its browsers
    forget_after_s: float = 1_800.0
    rules_off: tuple[str, ...] = ()  # draft rules and kinds of suggestions, for everybody
    log_level: str = "warning"  # followed while the server runs
    limits: Limits = Limits()


HELP = {
    "home": "the data folder, private to the user; `sidecar.toml` is read from it",
    "database": "`postgresql://user:password@host/name`, for copies that share one library; "
    "empty: a file in the data folder",
    "index": "what examples and lines are searched with: `faiss`, in the memory of each copy; or "
    "`pgvector`, in the PostgreSQL of `database`, for libraries beyond a copy's memory",
    "host": "the address to listen on; one that other computers reach needs TLS or a proxy, "
    "`hosts` and accounts",
    "port": "the port to listen on",
    "encoder": "`onnx`: English, with others for their languages; or one for all: `use`, `e5`, "
    "`sentence-transformer`, `hashing`",
    "model": "a model's name or folder, for the encoders that take one",
    "prompts": "a folder of library files to serve in place of the shipped one",
    "hosts": "further names the server answers to, as `name:port`, separated by commas",
    "tls_certificate": "a PEM file with the certificate and its chain; browsers then come by TLS",
    "tls_key": "the certificate's key, a PEM file without a password",
    "proxies": "addresses or networks, separated by commas, of proxies in front that end TLS and "
    "say so with `X-Forwarded-Proto: https`; nobody else is let in by another name",
    "extension_ids": "further browser extensions to let in, for teams that sign their own",
    "extension_package": "the team's own signed extension, a `.crx` file (relative to the data "
    "folder): served to browsers with its updates, and let in",
    "rules_off": "draft rules and kinds of suggestions that are off for everybody, by name: "
    "`private`, `slot`, `promise`, `tone`, `culture`, `heard`, `apology`, `sincerity`, `nudge`, "
    "`introduction`, `hint`, `care`, `note`",
    "forget_after_s": "seconds without an event after which a chat is forgotten",
    "log_level": "how much the log says: `debug`, `info`, `warning` or `error`; a running server "
    "takes a change in `sidecar.toml` within a second, unless the environment sets it",
}


def load_settings(flags: Mapping[str, Any] | None = None) -> Settings:
    """Merge the layers into one record; StartProblem names a setting that cannot be read."""
    settings, faults = read_settings(flags)
    if faults:
        raise faults[0]
    return settings


def read_settings(flags: Mapping[str, Any] | None = None) -> tuple[Settings, list[StartProblem]]:
    """Merge what can be read of the layers, and give every fault that was met on the way."""
    known = {f.name: f for f in fields(Settings) if f.name != "limits"}
    home = Path((flags or {}).get("home") or os.environ.get("SIDECAR_HOME") or _home())
    merged: dict[str, Any] = {}
    faults: list[StartProblem] = []
    layers: tuple[Callable[[], Mapping[str, Any]], ...] = (
        lambda: _file(home / FILE),
        lambda: _environment(known),
        lambda: flags or {},
    )
    for layer in layers:
        try:
            merged.update({name: value for name, value in layer().items() if value is not None})
        except StartProblem as fault:
            faults.append(fault)
    merged["home"] = home
    typed: dict[str, Any] = {}
    for name, value in merged.items():
        try:
            typed[name] = _known(name, value, known)
        except StartProblem as fault:
            faults.append(fault)
    return replace(Settings(), **typed), faults


def _known(name: str, value: Any, known: Mapping[str, Any]) -> Any:
    if name not in known:
        raise StartProblem(
            f"unknown setting {name!r}", fix=f"use one of: {', '.join(sorted(known))}"
        )
    if name == "log_level" and value not in LEVELS:
        raise StartProblem(
            f"the setting log_level cannot be {value!r}", fix=f"use one of: {', '.join(LEVELS)}"
        )
    return _typed(name, value)


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError as error:
        raise StartProblem(f"{path} is not text in UTF-8", fix="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise StartProblem(f"{path} cannot be read: {error}", fix="mend or remove it") from error
    except OSError as error:
        raise StartProblem(
            f"{path} cannot be read: {error.strerror}",
            fix="give the file to this user, or remove it",
        ) from error


def _environment(known: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: os.environ.get(f"SIDECAR_{name.upper()}") for name in known}
    return {name: value for name, value in found.items() if value}


def _typed(name: str, value: Any) -> Any:
    want = type(getattr(Settings(), name))
    try:
        if want is tuple:
            parts = value.split(",") if isinstance(value, str) else value
            return tuple(str(part).strip() for part in parts if str(part).strip())
        part = want is int and isinstance(value, float)
        if part or isinstance(value, bool) or (want is str and not isinstance(value, str)):
            raise TypeError(name)  # Python would take true for 1 and anything for a text
        return Path(value).expanduser() if name == "home" else want(value)
    except (TypeError, ValueError, RuntimeError) as error:  # no such user's home
        shown, like = (_plain(one) for one in (value, getattr(Settings(), name)))
        raise StartProblem(
            f"the setting {name} cannot be {shown!r}", fix=f"give a value like {like!r}"
        ) from error


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value
