"""Settings: read, checked, documented."""

import re
from pathlib import Path

import pytest

from storybot.model.errors import SettingError
from storybot.runtime import setting_names
from storybot.runtime.setting_names import SECRETS, plain_settings
from storybot.runtime.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
NAMES = [str(field.alias) for field in Settings.model_fields.values()]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


def test_every_setting_has_a_default() -> None:
    """Nothing has to be set to start."""
    settings = load_settings()
    assert settings.token is None
    assert settings.database == "sqlite:///storybot.db"


@pytest.mark.parametrize(
    "given",
    [{}, {"STORYBOT_DATABASE": "sqlite:///b.db", "OTHER": "1"}, {"STORYBOT_INDEX": ""}],
)
def test_what_needs_no_check_is_read_as_all_settings_are(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    """A story is opened with the same, whether the class was needed or not."""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    plain, settings = plain_settings(given), load_settings()
    assert plain is not None
    assert all(getattr(settings, name) == value for name, value in vars(plain).items())


@pytest.mark.parametrize("name", [*NAMES, *(f"{name}_FILE" for name in SECRETS)])
def test_what_could_be_wrong_is_checked(name: str, tmp_path: Path) -> None:
    """Any setting but those that hold any text, and any file of settings."""
    unchecked = {"STORYBOT_DATABASE", "STORYBOT_INDEX"}
    assert (plain_settings({name: "x"}) is None) == (name not in unchecked)
    (tmp_path / ".env").touch()
    assert plain_settings({}) is None


def test_the_names_are_those_of_the_class() -> None:
    """They are known without it."""
    assert tuple(field.alias for field in Settings.model_fields.values()) == setting_names.NAMES


def test_the_environment_goes_before_dotenv(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A line of .env counts until the environment says otherwise."""
    (tmp_path / ".env").write_text("STORYBOT_OWNERS=1, 2\nSTORYBOT_LOG_LEVEL=ERROR\n")
    monkeypatch.setenv("STORYBOT_LOG_LEVEL", "DEBUG")
    settings = load_settings()
    assert settings.owners == {1, 2}
    assert settings.log_level == "DEBUG"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "secret-nonsense"),
        ("TELEGRAM_API_URL", "ftp://x"),
        ("STORYBOT_THRESHOLD", "2"),
        ("STORYBOT_CORPUS", ""),  # would be the working directory
        ("STORYBOT_OWNERS", "@ann"),
        ("STORYBOT_HTTP", "8080"),
        ("STORYBOT_WEBHOOK_URL", "example.org"),
        ("STORYBOT_LOG_LEVEL", "LOUD"),
        ("STORYBOT_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_setting_names_itself(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """The error names the setting, and never shows a secret's value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name) as raised:
        load_settings()
    assert "secret-nonsense" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("STORYBOT_THRESHOLD", "2", "has to be less than or equal to 1."),
        ("STORYBOT_THRESHOLD", "half", "has to be a number."),
        ("STORYBOT_BACKUP_HOURS", "1.5", "has to be a whole number."),
        ("STORYBOT_LOG_CHANNEL", "audit", "does not have its form: Id or @name of a channel"),
        ("STORYBOT_HTTP", "8080", "is not HOST:PORT, such as 127.0.0.1:8080."),
    ],
)
def test_a_wrong_setting_says_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, takes: str
) -> None:
    """In the words of an operator, not of the library that checks."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as raised:
        load_settings()
    assert str(raised.value).startswith(f"{name}: {takes}")


def test_a_secret_comes_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """NAME_FILE is read and stripped; both at once, or a missing file, is an error."""
    (tmp_path / "token").write_text("123:abcDEF-_\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    token = load_settings().token
    assert token is not None
    assert token.get_secret_value() == "123:abcDEF-_"
    assert "abcDEF" not in repr(load_settings())
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    with pytest.raises(SettingError, match="Both"):
        load_settings()
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "none"))
    with pytest.raises(SettingError, match=r"cannot read \S+: No such file or directory\.$"):
        load_settings()
    (tmp_path / "none").write_bytes(b"\xff")
    with pytest.raises(SettingError, match=r"is no text in UTF-8"):
        load_settings()


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """A webhook that anybody could call is refused."""
    monkeypatch.setenv("STORYBOT_WEBHOOK_URL", "https://example.org")
    with pytest.raises(SettingError, match="STORYBOT_WEBHOOK_SECRET"):
        load_settings()


def test_a_webhook_needs_an_address_to_listen_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates that are delivered have to arrive somewhere."""
    monkeypatch.setenv("STORYBOT_WEBHOOK_URL", "https://example.org")
    monkeypatch.setenv("STORYBOT_WEBHOOK_SECRET", "a-secret")
    monkeypatch.setenv("STORYBOT_HTTP", "")
    with pytest.raises(SettingError, match="STORYBOT_HTTP"):
        load_settings()


def test_a_webhooks_secret_is_one_that_telegram_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others Telegram refuses, at a moment when nobody looks."""
    monkeypatch.setenv("STORYBOT_WEBHOOK_SECRET", "with space")
    with pytest.raises(SettingError, match="STORYBOT_WEBHOOK_SECRET"):
        load_settings()


def test_the_example_file_shows_every_setting_and_its_default() -> None:
    """`.env.example` and the class list the same settings, defaults and descriptions."""
    example = (ROOT / ".env.example").read_text()
    shown = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert list(shown) == NAMES
    for field in Settings.model_fields.values():
        default = "" if field.default in {None, "", frozenset()} else str(field.default)
        assert shown[str(field.alias)] == default
        assert str(field.description).split(".", maxsplit=1)[0] in example


def test_the_readme_lists_every_setting() -> None:
    """The README's table names each setting."""
    readme = (ROOT / "README.md").read_text()
    assert [name for name in NAMES if f"`{name}`" not in readme] == []
