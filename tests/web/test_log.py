"""The log holds events and places, never what was said."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from sidecar_server.web import log

SECRET = "my card 4929-1111"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    log.configure(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def failing() -> None:
    raise ValueError(SECRET)


def test_our_own_events_keep_named_fields_alone(written: io.StringIO) -> None:
    structlog.get_logger("sidecar").error("something", text=SECRET, revision=3)
    assert "event=something" in written.getvalue()
    assert "revision=3" in written.getvalue()
    assert SECRET not in written.getvalue()


def test_an_exception_becomes_its_type_and_place(written: io.StringIO) -> None:
    try:
        failing()
    except ValueError as error:
        structlog.get_logger("sidecar").error("failed", exc_info=error)
    said = written.getvalue()
    assert "error=ValueError" in said
    assert "where=tests.web.test_log:" in said
    assert SECRET not in said
    assert "Traceback" not in said


def test_other_libraries_are_heard_without_what_they_quote(written: io.StringIO) -> None:
    elsewhere = logging.getLogger("elsewhere")
    elsewhere.error("took %s and failed", SECRET)
    elsewhere.error("first line\n%r" % SECRET)  # noqa: UP031  (formatted before it comes)
    elsewhere.error(ValueError(SECRET))
    try:
        failing()
    except ValueError:
        elsewhere.exception("broken", stack_info=True)
    said = written.getvalue()
    assert len(said.splitlines()) == 4
    assert "elsewhere: took %s and failed" in said
    assert "error=ValueError" in said
    assert SECRET not in said


def test_what_is_only_informative_is_not_written(written: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("%s - accepted", SECRET)
    structlog.get_logger("sidecar").info("routine")
    assert "accepted" not in written.getvalue()
