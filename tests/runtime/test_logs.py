"""Logging: lines as the settings say, and the bot's token in none of them."""

import json
import logging
import re
import sys
from collections.abc import Iterator

import pytest

from storybot.runtime.current_update import CurrentUpdate, in_update
from storybot.runtime.logs import set_up_logging
from storybot.runtime.settings import Settings

TOKEN = "123456:AAE-abcdefghijklmnopqrstuvwxyz_0123"
SHORT = "77:short"


@pytest.fixture(autouse=True)
def _root_logger() -> Iterator[None]:
    """Leave the root logger and the hook for uncaught errors as they were."""
    handlers, level, hook = logging.root.handlers[:], logging.root.level, sys.excepthook
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    logging.captureWarnings(capture=False)
    sys.excepthook = hook


def set_up(log_format: str = "text", token: str = TOKEN, level: str = "INFO") -> None:
    """Set logging up with these settings."""
    set_up_logging(
        Settings.model_validate(
            {
                "TELEGRAM_BOT_TOKEN": token,
                "STORYBOT_LOG_FORMAT": log_format,
                "STORYBOT_LOG_LEVEL": level,
            }
        )
    )


def fail_with(message: str) -> None:
    """Log an error with its traceback."""
    logging.getLogger("storybot").error("It failed", exc_info=RuntimeError(message))


def test_a_line_says_when_where_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    """A text line holds time, level, logger and message."""
    set_up()
    logging.getLogger("storybot.x").info("Read %d articles.", 3)
    assert capsys.readouterr().err.endswith(" INFO    storybot.x: Read 3 articles.\n")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_token_is_in_no_line(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    """It is taken out of messages, of their arguments and of tracebacks."""
    set_up(log_format)
    log = logging.getLogger("somewhere")
    log.warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    log.warning("token %(token)s", {"token": TOKEN})
    log.warning(f"bot{TOKEN}", stack_info=True)  # noqa: G004 - as libraries do
    fail_with(f"The token `{TOKEN}` was rejected")
    written = capsys.readouterr().err
    assert TOKEN not in written
    assert TOKEN.partition(":")[2] not in written
    assert written.count("<token>") >= 4


def test_a_foreign_token_is_taken_out_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever looks like a token is hidden, also one that is not configured."""
    set_up()
    logging.getLogger("x").warning("bot99:%s", "A" * 35)
    assert "bot<token>\n" in capsys.readouterr().err


def test_a_configured_token_is_hidden_whatever_it_looks_like(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A token of a private Bot API server may be shorter than Telegram's."""
    set_up(token=SHORT)
    logging.getLogger("x").warning("bot%s/getMe", SHORT)
    assert SHORT not in capsys.readouterr().err


def test_an_uncaught_error_is_logged_without_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    """Also what ends the program goes through the log."""
    set_up("json")
    error = RuntimeError(f"bad {TOKEN}")
    sys.excepthook(RuntimeError, error, None)
    line = json.loads(capsys.readouterr().err)
    assert line["level"] == "CRITICAL"
    assert line["exception"] == "RuntimeError: bad <token>"


def test_a_json_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    """Line breaks, quotes and tracebacks stay inside their JSON strings."""
    set_up("json")
    fail_with('two\nlines "quoted"')
    line = json.loads(capsys.readouterr().err)
    assert set(line) == {"time", "level", "logger", "message", "exception"}
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "storybot", "It failed")
    assert line["exception"].endswith('RuntimeError: two\nlines "quoted"')


def test_a_line_with_wrong_arguments_is_still_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in a call of the log neither raises nor loses the line."""
    set_up()
    logging.getLogger("x").warning("%d articles", TOKEN)
    written = capsys.readouterr().err
    assert "%d articles" in written
    assert TOKEN not in written


@pytest.mark.parametrize("name", ["httpx", "httpcore", "telegram.ext", "aiosqlite"])
def test_libraries_do_not_log_urls_and_texts(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Even at DEBUG, libraries that log whole updates are heard from WARNING on."""
    set_up(level="DEBUG")
    logging.getLogger(name).info("a private question")
    logging.getLogger(name).warning("trouble")
    written = capsys.readouterr().err
    assert "private" not in written
    assert "trouble" in written


def test_the_level_is_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    """What lies below the level is left out."""
    set_up(level="ERROR")
    logging.getLogger("storybot").warning("not shown")
    logging.getLogger("httpx").warning("nor this")
    logging.getLogger("storybot").error("shown")
    assert capsys.readouterr().err.splitlines()[0].endswith("shown")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_line_names_the_update_that_is_handled(
    capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    """Its number leads from the log to the inbox; outside of an update there is none."""
    set_up(log_format)
    log = logging.getLogger("storybot.x")
    with in_update(CurrentUpdate("u77", "group")):
        log.info("In an update.")
    log.info("In none.")
    inside, outside = capsys.readouterr().err.splitlines()
    if log_format == "json":
        assert json.loads(inside)["request"] == "u77"
        assert "request" not in json.loads(outside)
    else:
        assert inside.endswith(" In an update. [u77]")
        assert outside.endswith(" In none.")


def test_a_line_has_its_time_zone(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines of machines in several zones can be put in order."""
    set_up()
    logging.getLogger("storybot.x").info("Now.")
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ", capsys.readouterr().err)
