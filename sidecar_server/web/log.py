"""The log: events and error types, never a text; one step sees everything that is written."""

import logging
import sys
from typing import IO, Any

import structlog
from structlog.typing import EventDict, WrappedLogger

KEPT = ("timestamp", "level", "event", "error", "where", "revision", "count")
EVENT_CHARS = 120


def configure(stream: IO[str] | None = None) -> None:
    """Send our own log and that of every library through the redaction step to `stream`."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    write = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, write],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


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
        event["error"], event["where"] = type(found).__name__, _where(found)
    internal = ("_record", "_from_structlog")
    return {key: event[key] for key in (*KEPT, *internal) if key in event}


def _template(message: object) -> str:
    if not isinstance(message, str):
        return type(message).__name__
    return (message.strip().splitlines() or [""])[0][:EVENT_CHARS]


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "unknown"
