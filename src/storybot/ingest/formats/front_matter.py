"""Read the block of keys and values that opens an article: YAML, TOML, or lines without rules."""

import re
import tomllib
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any

import yaml
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictStr,
    ValidationError,
)

from storybot.ingest.lines import normalise
from storybot.ingest.metadata.dates import find_date
from storybot.ingest.metadata.urls import check_address
from storybot.model.errors import Refused

_BLOCK = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEYS = re.compile(r"^(?:title|author|authors|date|published|url|publisher)[ \t]*:", re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY_LINE = (
    r"(?:title|author|authors|byline|date|published|url|link|publisher|language|lang|"
    r"description|standfirst)[ \t]*:[ \t]*\S[^\n]*\n"
)
_UNRULED = re.compile(
    rf"(?:---[ \t]*\n(?:{_KEY_LINE})+|(?:{_KEY_LINE}){{2,}})[ \t]*\n", re.IGNORECASE
)
"""Such keys without rules around them, as they are pasted, or without the one below."""
_PLAIN = re.compile(
    r"^(title|standfirst|description|publisher|byline|authors?)[ \t]*:[ \t]+"
    r"((?:\"[^\"\n]*\"|'(?:[^'\n]|'')*'|\[[^\]\n]*\])[ \t]*[^\s#'\"].*|[@%`*].*|-[ ].*"
    r"|[^\s\"'\[{|>&!#].*:(?:[ \t].*)?)$",
    re.MULTILINE,
)
"""A line of words that YAML would have in quotation marks: a colon or a bracket is in them."""
_HASHED = re.compile(
    r"^(title|standfirst|description|publisher|byline|authors?)[ \t]*:[ \t]+"
    r"((?:[^\s\"'\[{|>&!#].*[ \t])?#\S.*)$",
    re.MULTILINE,
)
"""A line with a number or a hashtag ("Team #1 wins"), of which YAML would make a comment."""
_BLANK = re.compile(r"\A(?:[ \t]*\n)+")
_LONGEST = 20_000
_DEEPEST = 3
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


def _address(value: str) -> str:
    try:
        return check_address(value)
    except Refused as refused:
        raise ValueError(str(refused)) from None


def _when(value: object) -> object:
    if isinstance(value, date):
        return value
    found = find_date(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("it is not a date: write it as 2023-08-30 or 2023-08-30T08:49-04:00")
    return found.when


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _code(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("it is not a language code: write it as en or uk")
    return value[:2]


Names = Annotated[tuple[StrictStr, ...], BeforeValidator(_listed)]
When = Annotated[datetime | date, BeforeValidator(_when)]


class FrontMatter(BaseModel):
    """Metadata of a Markdown article; unknown keys are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: StrictStr = ""
    standfirst: StrictStr = Field("", validation_alias=AliasChoices("standfirst", "description"))
    publisher: StrictStr = ""
    authors: Names = Field((), validation_alias=AliasChoices("authors", "author", "byline"))
    published: When | None = Field(None, validation_alias=AliasChoices("published", "date"))
    url: Annotated[StrictStr, AfterValidator(_address)] | None = Field(
        None, validation_alias=AliasChoices("url", "link")
    )
    language: Annotated[StrictStr, AfterValidator(_code)] | None = Field(
        None, validation_alias=AliasChoices("language", "lang")
    )
    captions: Names = ()


def has_front_matter(text: str) -> bool:
    """Return whether a text opens with keys and values: between two rules, or of their own."""
    text = normalise(text.lstrip())
    block = _BLOCK.match(text)
    if block:
        return _KEYS.search(block[1]) is not None
    return _other_block(text) is not None


def _other_block(text: str) -> tuple[FrontMatter, str] | None:
    """Read TOML, or keys without rules; None where a text only looks like them."""
    found = _TOML.match(text) or _UNRULED.match(text)
    if not found or found.end() > _LONGEST:
        return None
    try:
        values = tomllib.loads(found[1]) if found.re is _TOML else _by_line(found[0])
        return FrontMatter.model_validate(values), text[found.end() :]
    except (tomllib.TOMLDecodeError, ValidationError, RecursionError):
        return None


def _by_line(block: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in block.splitlines() if line.strip())
    return {key.strip().casefold(): value.strip().strip("\"'") for key, _, value in pairs}


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter of a text, empty if it has none, and the rest of the text.

    Raises:
        Refused: it is too long or too deep, is no YAML, or a key holds what it cannot hold.
    """
    text = _BLANK.sub("", text)
    block = _BLOCK.match(text)
    if not block:
        return _other_block(text) or (FrontMatter(), text)
    if len(block[1]) > _LONGEST:
        raise Refused(
            f"Its front matter is too long: at most {_LONGEST:,} characters are read.",
            "front_matter_long",
            most=_LONGEST,
        )
    values = _loaded(block[1])
    if not isinstance(values, dict):
        raise Refused(
            "Its front matter is not a list of keys. Write each as “key: value”.",
            "front_matter_keys",
        )
    try:
        return FrontMatter.model_validate(values), text[block.end() :]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = first["loc"][0]
        why = _complaint(first)
        raise Refused(
            f"“{key}” in its front matter is wrong: {why}.", "front_matter_value", key=key, why=why
        ) from None


def _complaint(error: Any) -> str:
    if error["type"] == "string_type":
        return "it must be text; put it in quotation marks"
    return str(error["msg"]).removeprefix("Value error, ").rstrip(".")


def _loaded(block: str) -> object:
    """Load YAML; where it is none, with the words of headlines and names as they stand.

    Most write `title: Flood in Kelm: mayor resigns`, which no YAML can mean otherwise.
    """
    block = _HASHED.sub(_quoted, block)
    try:
        return _load(block)
    except Refused:
        quoted = _PLAIN.sub(_quoted, block)
        if quoted != block:
            with suppress(Refused):  # what is said of the block as it was written helps more
                return _load(quoted)
        raise


def _quoted(line: re.Match[str]) -> str:
    words = line[2].strip().replace("'", "''")
    return f"{line[1]}: '{words}'"


def _load(block: str) -> object:
    """Load YAML that is neither deep nor self-referential."""
    try:
        depth = 0
        for event in yaml.parse(block, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
                raise Refused(
                    "Its front matter is too involved: write plain keys and values.",
                    "front_matter_deep",
                )
        return yaml.safe_load(block) or {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" in line {mark.line + 2}" if mark else ""
        raise Refused(
            f"Its front matter is not YAML{place}: {error.problem}. Mend it.",
            "front_matter_yaml",
            problem=f"{error.problem}{place}",
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise Refused(
            f"Its front matter cannot be read: {error}. Mend it.",
            "front_matter_yaml",
            problem=error,
        ) from None
