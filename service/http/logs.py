"""The log: a line of JSON each, with lengths and hashes, never with a text that was sent."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

ACCESS = logging.getLogger("zhibiao.access")
ERRORS = logging.getLogger("zhibiao.error")


class Lines(logging.Formatter):
    """A record as a line of JSON; its fields are those of `fields`, and no text of an exception.

    >>> record = logging.LogRecord("zhibiao", logging.INFO, "", 0, "answered", (), None)
    >>> record.fields = {"status": 200}
    >>> json.loads(Lines().format(record))["status"]
    200
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        fields = getattr(record, "fields", None)
        line.update(fields if fields else {"message": record.getMessage()})
        if record.exc_info and record.exc_info[1] is not None:
            line.update(_told(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def request(**fields: object) -> None:
    """Log a request that was answered."""
    if ACCESS.isEnabledFor(logging.INFO):
        told = {name: value for name, value in fields.items() if value != ""}
        ACCESS.info("answered", extra={"fields": told})


def crash(error: BaseException, request_id: str) -> None:
    """Log a fault of ours: what it is and where, not its words, which may hold a text."""
    ERRORS.error("crash", extra={"fields": {"message": "crash", "id": request_id, **_told(error)}})


def configuration(*, access: bool) -> dict[str, Any]:
    """The configuration of all loggers: lines of JSON on standard error.

    `access` tells whether requests are logged.
    """
    level = "INFO" if access else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "service.http.logs.Lines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "loggers": {
            "uvicorn": {"handlers": ["lines"], "level": "INFO", "propagate": False},
            "zhibiao": {"handlers": ["lines"], "level": "INFO", "propagate": False},
            "zhibiao.access": {"level": level},
        },
    }


def _told(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    where = [
        f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in frames
    ]
    return {"error": type(error).__name__, "where": where[-20:]}
