"""The log: events and error types, never a text; one step sees everything that is written."""

import logging
import os
import sys
import time
from collections import Counter
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Any, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

from sidecar_server.errors import where

KEPT = ("timestamp", "level", "event", "error", "where", "revision", "count")
EVENT_CHARS = 120
FOLDER, FILE = "logs", "sidecar.log"  # in the data folder
FILE_BYTES = 1_000_000
FILES = 5  # in all: the one written to and four before it
OURS = ("sidecar", "sidecar_server")
ALIKE, WITHIN_S, KINDS = 20, 60.0, 100  # of other libraries: how often one line, of how many


def configure(stream: IO[str] | None = None, level: str = "warning") -> None:
    """Send our own log and that of every library through the redaction step to `stream`."""
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logging.raiseExceptions = False  # a line that cannot be written would be printed unredacted
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter())
    handler.addFilter(Sparing())
    logging.getLogger().handlers[:] = [handler]
    set_level(level)


def set_level(level: str) -> None:
    """Say how much is written from now on.

    Other libraries stay at warnings: what they say below that quotes what they were given.
    """
    wanted = logging.getLevelNamesMapping()[level.upper()]
    logging.getLogger().setLevel(max(wanted, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(wanted)


def keep(home: Path) -> None:
    """Write the log to files below the data folder too; where that cannot be, say so and go on."""
    folder = home / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = PrivateFiles(
            folder / FILE, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8"
        )
    except OSError as error:
        structlog.get_logger("sidecar.log").warning("no log file can be written", exc_info=error)
        return
    handler.setFormatter(_formatter())
    handler.addFilter(Sparing())
    logging.getLogger().addHandler(handler)


class Sparing(logging.Filter):
    """Lets another library say the same so often a minute.

    A stranger who sends what cannot be read could else have all that was written before rolled out.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: Counter[tuple[str, str]] = Counter()
        self._since = time.monotonic()

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is written."""
        if record.name.partition(".")[0] in OURS:
            return True
        now = time.monotonic()
        if now - self._since > WITHIN_S:
            self._said.clear()
            self._since = now
        line = (record.name, _template(record.msg))
        if line not in self._said and len(self._said) >= KINDS:
            line = ("", "")  # all others together
        self._said[line] += 1
        return self._said[line] <= ALIKE


class PrivateFiles(RotatingFileHandler):
    """Rotated files that this user alone can read."""

    def _open(self) -> TextIOWrapper:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        opened = open(  # noqa: SIM115  (logging closes it)
            self.baseFilename, self.mode, encoding=self.encoding, opener=private
        )
        return cast(TextIOWrapper, opened)


def _shared() -> list[Any]:
    return [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
    ]


def _formatter() -> logging.Formatter:
    write = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, write],
        foreign_pre_chain=_shared(),
    )


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep the named fields alone; an exception becomes its type and place, a foreign line its
    template without what was put into it.
    """
    record: logging.LogRecord | None = event.get("_record")
    error = event.get("exc_info")
    if record is not None:
        event["event"] = f"{record.name}: {_template(record.msg)}"
        error = record.exc_info
    found = error[1] if isinstance(error, tuple) else error
    if isinstance(found, BaseException):
        event["error"], event["where"] = type(found).__name__, where(found)
    internal = ("_record", "_from_structlog")
    return {key: event[key] for key in (*KEPT, *internal) if key in event}


def _template(message: object) -> str:
    if not isinstance(message, str):
        return type(message).__name__
    return (message.strip().splitlines() or [""])[0][:EVENT_CHARS]
