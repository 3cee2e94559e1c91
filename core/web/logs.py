"""Logs: one line per event, made here for web, worker and libraries alike.

A line holds the rule of a route, never its path or query (they carry codes), no account, and of an
exception its class and place, never its text (it may quote what a person wrote).
"""

import logging
import sys
import time
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from flask import Flask, Response, g, request

log = structlog.stdlib.get_logger("rembuk.web")

_SHARED: list[Any] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def places(trace: TracebackType | None) -> list[str]:
    """Where an exception went through: file, line, function; no values."""
    return [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]


def _without_text(
    _logger: Any, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Replace an exception by its class and its way through the code."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, tuple) and info[0] is not None:
        event["error"], event["at"] = info[0].__name__, places(info[2])
    return event


class PresentStderr(logging.StreamHandler[TextIO]):
    """Writes to the error stream of the moment. A line that cannot be written is lost, never quoted."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Python's own report would print the record's text."""


def configure(level: str) -> None:
    """Send everything to the error stream as JSON lines; done once per process."""
    handler = PresentStderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_text,
                structlog.processors.JSONRenderer(sort_keys=True),
            ],
        )
    )
    handler.set_name("rembuk")
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if h.get_name() != "rembuk"] + [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("rembuk").setLevel(level)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def request_facts() -> dict[str, object]:
    """What may be said about the present request."""
    return {"method": request.method, "rule": str(request.url_rule) if request.url_rule else None}


def install_logs(app: Flask, level: str) -> None:
    """One line per request; Flask's own report of an exception, which names the path, is replaced."""
    configure(level)

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def report(response: Response) -> Response:
        if request.endpoint not in {"static", "health.healthz"}:
            ms = round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None
            log.info("request", **request_facts(), status=response.status_code, ms=ms)
        return response

    def log_exception(info: Any) -> None:
        log.error("request_failed", **request_facts(), error=info[0].__name__, at=places(info[2]))

    app.log_exception = log_exception  # type: ignore[assignment,method-assign]
