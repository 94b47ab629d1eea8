"""Structured logs: one JSON object a line on standard error (structlog). No personal data: callers log references only."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def configure(level: str) -> None:
    """Set up logging for this process. `level` is debug, info, warning or error."""
    threshold = getattr(logging, level.upper())
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.EventRenamer("message"), structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries may quote what they were given (statements, addresses, lines): only their names and levels come through.
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Reference())
    logging.basicConfig(level=max(threshold, logging.WARNING), handlers=[handler], force=True)


class _Reference(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Where a library logged, without what it said."""
        event = {"level": record.levelname.lower(), "message": "library log", "logger": record.name, "where": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[0]:
            event["kind"] = record.exc_info[0].__name__
        return str(structlog.processors.JSONRenderer()(None, "", event))
