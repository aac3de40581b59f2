"""Settings from the environment and `.env`, validated.

Every setting is listed in `.env.example` and in the README's table; a test checks both against this
class. A secret can also be read from the file named by `NAME_FILE`, as container and service
managers prefer.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storybot.model.errors import SettingError
from storybot.runtime.setting_names import ANALYSERS, DATABASE, INDEX, SECRETS, THRESHOLD

TELEGRAM_API = "https://api.telegram.org"
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,100}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Settings(BaseSettings):
    """The settings, one field each; the alias is the name in the environment."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, case_sensitive=True
    )

    token: SecretStr | None = Field(
        None, alias="TELEGRAM_BOT_TOKEN", description="The bot's token, from @BotFather."
    )
    api_url: str = Field(
        TELEGRAM_API,
        alias="TELEGRAM_API_URL",
        description="Root of the Bot API server; change it for a local one.",
    )
    database: str = Field(
        DATABASE,
        alias="STORYBOT_DATABASE",
        repr=False,  # the URL of a server may hold a password
        description="Where documents, versions and the audit are kept.",
    )
    index: str = Field(
        INDEX,
        alias="STORYBOT_INDEX",
        description="What ranks the passages: in the process, or `opensearch://host:9200/name`.",
    )
    corpus: Path = Field(
        Path("corpus"),
        alias="STORYBOT_CORPUS",
        description="Folder of articles, read at every start.",
    )
    missing_files: Literal["report", "retract"] = Field(
        "report",
        alias="STORYBOT_MISSING_FILES",
        description="What becomes of an article whose file has left the folder: report or retract.",
    )
    watch: Literal["on", "off"] = Field(
        "on",
        alias="STORYBOT_WATCH",
        description="Whether changes of the folder are taken while the bot runs: on or off.",
    )
    feed_minutes: int = Field(
        15,
        alias="STORYBOT_FEED_MINUTES",
        ge=1,
        le=1440,
        description="Minutes between two looks at a feed that is followed.",
    )
    time_zone: str = Field(
        "UTC",
        alias="STORYBOT_TIMEZONE",
        description="Time zone of moderators who have named none, such as Europe/Kyiv.",
    )
    threshold: float = Field(
        THRESHOLD,
        alias="STORYBOT_THRESHOLD",
        ge=0,
        le=1,
        description="Confidence from which a sentence is called an answer, 0 to 1.",
    )
    owners: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(),
        alias="STORYBOT_OWNERS",
        description="Telegram user ids of the bot's owners, separated by commas.",
    )
    log_channel: str = Field(
        "",
        alias="STORYBOT_LOG_CHANNEL",
        pattern=r"^(-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31})?$",
        description="Id or @name of a channel to which the audit is copied; empty for none.",
    )
    http: str = Field(
        "127.0.0.1:8080",
        alias="STORYBOT_HTTP",
        description="Address of webhook, health and metrics; empty for none.",
    )
    webhook_url: str | None = Field(
        None,
        alias="STORYBOT_WEBHOOK_URL",
        description="Public https URL for updates; without it the bot polls.",
    )
    webhook_secret: SecretStr | None = Field(
        None,
        alias="STORYBOT_WEBHOOK_SECRET",
        description="What Telegram has to show with each update.",
    )
    analysers: int = Field(
        ANALYSERS,
        alias="STORYBOT_ANALYSERS",
        description="Processes that analyse many articles at once; 0 for up to 4, as processors and"
        " memory of the container allow, 1 for the bot's own alone.",
        ge=0,
        le=64,
    )
    workers: int = Field(
        1,
        alias="STORYBOT_WORKERS",
        description="Processes that answer, with PostgreSQL; 0 if they run elsewhere.",
        ge=0,
        le=64,
    )
    retention_days: int = Field(
        30,
        alias="STORYBOT_RETENTION_DAYS",
        description="Days for which readers' questions and votes are kept.",
        ge=1,
        le=3650,
    )
    backups: Path | None = Field(
        None,
        alias="STORYBOT_BACKUPS",
        description="Folder for backups of the database, made while the bot runs; empty for none.",
    )
    backup_hours: int = Field(
        24, alias="STORYBOT_BACKUP_HOURS", description="Hours between backups.", ge=1, le=8760
    )
    backups_kept: int = Field(
        7, alias="STORYBOT_BACKUPS_KEPT", description="Backups that are kept.", ge=1, le=10_000
    )
    correction_days: int = Field(
        30,
        alias="STORYBOT_CORRECTION_DAYS",
        description="Days for which earlier answers are corrected when an article changes.",
        ge=0,
        le=3650,
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="STORYBOT_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR."
    )
    log_format: Literal["text", "json"] = Field(
        "text", alias="STORYBOT_LOG_FORMAT", description="text, or json for a log collector."
    )

    @property
    def bot_id(self) -> str:
        """The id of the bot, which its token begins with and which is no secret; or nothing."""
        return self.token.get_secret_value().partition(":")[0] if self.token else ""

    @field_validator("token", "webhook_url", "webhook_secret", "backups", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("corpus", mode="before")
    @classmethod
    def _folder_is_named(cls, value: object) -> object:
        if value == "":  # to Path it is the working directory
            raise ValueError("is empty; name a folder, which may hold nothing")
        return value

    @field_validator("token")
    @classmethod
    def _token_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError(
                "is not a bot token; it looks like 123456:ABC… and comes from @BotFather"
            )
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_is_one_telegram_takes(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("takes 1 to 256 letters, digits, _ and -")
        return value

    @field_validator("api_url", "webhook_url")
    @classmethod
    def _is_http(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("is not an http or https URL")
        return value.rstrip("/")

    @field_validator("time_zone")
    @classmethod
    def _time_zone_is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("is no time zone; a name looks like Europe/Kyiv") from None
        return value

    @field_validator("owners", mode="before")
    @classmethod
    def _owners_are_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = [name.strip() for name in value.split(",") if name.strip()]
        if not all(name.isascii() and name.isdigit() for name in names):
            raise ValueError("takes numeric user ids, separated by commas: 1234,5678")
        return frozenset(int(name) for name in names)

    @field_validator("http")
    @classmethod
    def _http_is_an_address(cls, value: str) -> str:
        host, colon, port = value.rpartition(":")
        if value and not (colon and host and port.isdigit() and int(port) < 65536):  # noqa: PLR2004
            raise ValueError("is not HOST:PORT, such as 127.0.0.1:8080")
        return value

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("STORYBOT_WEBHOOK_URL needs STORYBOT_WEBHOOK_SECRET")
        if self.webhook_url and not self.http:
            raise ValueError("STORYBOT_WEBHOOK_URL needs STORYBOT_HTTP, to listen at")
        return self


def load_settings() -> Settings:
    """Read the settings from the environment, `.env` and secret files.

    Raises:
        SettingError: naming each setting that is wrong, and what it takes.
    """
    try:
        return Settings(**_secrets_from_files())
    except ValidationError as error:
        raise SettingError("\n".join(_complaint(e) for e in error.errors())) from None
    except OSError as error:
        reason = error.strerror
        raise SettingError(f".env cannot be read: {reason}. Let this program read it.") from error
    except UnicodeDecodeError as error:
        raise SettingError(".env is not in UTF-8; save it as plain text in UTF-8.") from error


def _secrets_from_files() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in SECRETS:
        path = os.environ.get(f"{name}_FILE")
        if not path:
            continue
        if os.environ.get(name):
            raise SettingError(f"Both {name} and {name}_FILE are set; keep one.")
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            reason = error.strerror or str(error)
            raise SettingError(f"{name}_FILE: cannot read {path}: {reason}.") from error
        except UnicodeDecodeError as error:
            raise SettingError(f"{name}_FILE: {path} is no text in UTF-8.") from error
    return found


def _described(name: str) -> str:
    """Say what a setting holds."""
    fields = Settings.model_fields.values()
    found = next((field.description for field in fields if field.alias == name), None)
    return (found or "").rstrip(".")


def _complaint(error: Any) -> str:
    """Describe one error without the value, which may be a secret."""
    name = ".".join(str(part) for part in error["loc"])
    message = error["msg"].removeprefix("Value error, ").replace("Input should be", "has to be")
    if error["type"] == "string_pattern_mismatch":
        message = f"does not have its form: {_described(name)}"
    elif error["type"].endswith("_parsing"):
        message = f"has to be {'a number' if 'float' in error['type'] else 'a whole number'}"
    return f"{name}: {message}." if name else f"{message}."
