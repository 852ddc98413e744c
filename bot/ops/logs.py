"""One event a line: JSON where a machine reads, colours where a person does."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from aiohttp.http_exceptions import HttpProcessingError

_TICKET = re.compile(r"(?<=[?&]ticket=)[^&\s'\"]+")
"""In the address of a socket: who knows it can take Slack's requests in our place."""


class _WithoutTickets(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _TICKET.sub("…", super().format(record))


class _WithoutJunk(logging.Filter):
    """Leaves a line of what is no HTTP at all: the traceback tells nothing but what a stranger sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError):
            record.exc_info = None
        return True


def configure_logs(least: int = logging.INFO) -> None:
    """Send our events to standard error; of the libraries only what needs attention, and never a payload.

    Args:
        least: the level below which events of ours are left out.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if sys.stderr.isatty():
        last: list[structlog.typing.Processor] = [
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        ]
    else:
        without_values = structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        )
        last = [without_values, structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(least),
        cache_logger_on_first_use=True,
    )
    of_libraries = logging.StreamHandler(sys.stderr)
    of_libraries.setFormatter(_WithoutTickets("%(levelname)s %(name)s %(message)s"))
    of_libraries.addFilter(_WithoutJunk())
    logging.basicConfig(level=logging.WARNING, handlers=[of_libraries])
    for chatty in ("slack_bolt", "slack_sdk", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
