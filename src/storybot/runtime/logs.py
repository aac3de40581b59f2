"""Configure logging: text or JSON lines on stderr, with tokens redacted.

Libraries log the bot's token, as it is part of every URL that they call. So each line is redacted
before it is written, tracebacks included.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from types import TracebackType

from storybot.runtime.current_update import current_update
from storybot.runtime.settings import Settings

_LIKE_A_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{20,}")
_HIDDEN = "<token>"
_NOISY = (
    "httpx",
    "httpcore",
    "aiohttp",
    "telegram",
    "aiosqlite",
    "uvicorn",
    "asyncio",
    "markdown_it",
)
"""Libraries that log URLs, whole updates or stored texts below WARNING."""


class Redaction(logging.Filter):
    """Redacts secrets from a record's message, traceback and stack."""

    def __init__(self, *secrets: str) -> None:
        super().__init__()
        self._secrets = secrets
        self._tracebacks = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; every record passes."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = f"{record.msg!s} {record.args!r}"
        record.msg, record.args = self.redact(message), None
        if record.exc_info:
            record.exc_text = self._tracebacks.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        return True

    def redact(self, text: str) -> str:
        """Replace each secret, and anything that looks like a bot token."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _LIKE_A_TOKEN.sub(_HIDDEN, text)


class JSONLines(logging.Formatter):
    """One JSON object per line: time, level, logger, message; request and exception if any."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := getattr(record, "request", ""):
            line["request"] = request
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            line["exception"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


class TextLines(logging.Formatter):
    """Lines for people: the time with its zone, and the update that is being handled."""

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"
    default_msec_format = ""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record."""
        request = getattr(record, "request", "")
        return f"{super().format(record)}{f' [{request}]' if request else ''}"


def _note_request(record: logging.LogRecord) -> bool:
    """Note which update a record belongs to."""
    record.request = current_update().id
    return True


def set_up_logging(settings: Settings) -> None:
    """Log to stderr as configured, without secrets; replaces earlier handlers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_note_request)
    handler.addFilter(Redaction(*_secrets(settings)))
    handler.setFormatter(
        JSONLines()
        if settings.log_format == "json"
        else TextLines("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    )
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
    sys.excepthook = _log_uncaught


def _secrets(settings: Settings) -> list[str]:
    """Return the configured secrets; an empty one would match everywhere."""
    secrets = (settings.token, settings.webhook_secret)
    return [value for secret in secrets if secret and (value := secret.get_secret_value())]


def _log_uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    logging.getLogger("storybot").critical("Ended.", exc_info=(kind, error, traceback))
