"""The bot's words in a person's language: messages, plural forms, dates, numbers.

Each language is a JSON file beside this one, with the fields of `Messages`. ``{name}`` in a
message is filled in by `str.format`; where a number decides the form there is a text for each
plural category of the language, as CLDR names them. An error is said in the words that
``refusals`` has for its code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from pydantic import BaseModel, ConfigDict

from storybot.bot.locales.moderator_messages import Moderating, Plural
from storybot.bot.locales.newsdesk_messages import DeskMessages
from storybot.ingest.results import Note
from storybot.model.errors import StorybotError


class Messages(BaseModel):
    """Everything that the bot says, in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """What the language calls itself."""
    sorry: str
    start: str
    help: str
    link_outdated: str
    abstention: str
    nearest: str
    says_instead: str
    says_nothing: str
    also: str
    differ: str
    quote_too_long: str
    slower: str
    flooded: str
    given_up: str
    ask_usage: str
    unknown_command: str
    forwarded: str
    wordless: str
    quote_changed: str
    quote_retracted: str
    answer_withdrawn: str
    quote_corrected: str
    quote_withdrawn: str
    quote_withdrawn_because: str
    quote_rewritten: str
    answer_forgotten: str
    button_more: str
    button_back: str
    button_context: str
    button_quote: str
    button_open: str
    button_copy: str
    button_delete: str
    button_share: str
    button_sources: str
    button_tell_me: str
    button_outdated: str
    vote_kept: str
    vote_removed: str
    subscribed: str
    unsubscribed: str
    waiting_none: str
    waiting_head: str
    waiting_group: str
    waiting_cancelled: str
    why_asked: str
    button_why_sentence: str
    button_why_outdated: str
    button_why_question: str
    button_why_other: str
    delete_refused: str
    delete_failed: str
    listen_on: str
    listen_blind: str
    listen_off: str
    listen_usage: str
    listen_groups: str
    whisper_on: str
    whisper_unknown: str
    whisper_off: str
    whisper_usage: str
    whisper_groups: str
    admins_only: str
    lang_choose: str
    lang_set: str
    privacy: str
    days: Plural
    forgotten: str
    forgotten_nothing: str
    forgotten_answers: Plural
    forgotten_votes: Plural
    forgotten_subscriptions: Plural
    forgotten_language: str
    forgotten_inline: str
    sources_empty: str
    articles: Plural
    page: str
    inline_ask: str
    inline_too_long: str
    inline_cut: str
    inline_nearest: str
    inline_follow: str
    talk_greeting: str
    talk_thanks: str
    talk_praise: str
    talk_complaint: str
    talk_identity: str
    talk_more: str
    talk_farewell: str
    talk_chat: str
    talk_languages: str
    articles_in: str
    story_newest: str
    button_articles: str
    also_in: str
    button_told: str
    questions_left: str
    description: str
    short_description: str
    command_ask: str
    command_sources: str
    command_waiting: str
    command_help: str
    command_lang: str
    command_privacy: str
    command_forget_me: str
    command_listen: str
    command_whisper: str
    moderating: Moderating
    newsdesk: DeskMessages
    refusals: Mapping[str, str]
    """What errors say, by their codes."""
    reasons: Mapping[str, str]
    """Why a line of an article was left out, by what `storybot.ingest.lexicon` calls it."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language: its messages, and how it counts and dates."""

    language: str
    """ISO 639-1 code."""
    say: Messages
    locale: Locale

    def count(self, forms: Plural, count: int) -> str:
        """Fill a number into the text that goes with it."""
        form = forms.get(self.locale.plural_form(count), forms["other"])
        return form.format(count=count)

    def day(self, published: date | None) -> str:
        """Write a date as people do; nothing for none."""
        if published is None:
            return ""
        # Equal times in two zones may be on two days: only a bare date is the same everywhere.
        day = published.date() if isinstance(published, datetime) else published
        return _written(day, self.locale)

    def remark(self, note: Note) -> str:
        """Say what a note says, with the language that it names as readers call it."""
        said = StorybotError(note.message)
        said.code, said.values = note.code, {**note.values}
        if code := note.values.get("language"):
            said.values["language"] = Locale.parse(code).get_display_name(self.locale) or code
        return self.explain(said)

    def languages(self, codes: Iterable[str]) -> str:
        """Name languages in this one, in its alphabetical order; “–” for none."""
        names = sorted(str(self.locale.languages.get(code, code)) for code in codes)
        # Not the style "unit": Babel has no whole one of German and Spanish.
        listed = format_list(names, "standard", self.locale) if names else "–"
        # Spanish says "e" before the sound of i, which CLDR's patterns leave to the program.
        return listed.replace(" y i", " e i") if self.locale.language == "es" else listed

    def explain(self, error: StorybotError) -> str:
        """Say what an error says; as it is where there are no words for it."""
        template = self.say.refusals.get(error.code)
        if template is None:
            return str(error)
        return template.format(**{name: self._value(v) for name, v in error.values.items()})

    def _value(self, value: object) -> str:
        if isinstance(value, StorybotError):
            return self.explain(value)
        return format_decimal(value, locale=self.locale) if isinstance(value, int) else str(value)


@lru_cache(maxsize=4096)
def _written(day: date, locale: Locale) -> str:
    return format_date(day, "long", locale)


_LOCALES = {
    "en": "en_GB",  # the day before the month, as in most of the world
    "ru": "ru",
    "uk": "uk",
    "de": "de",
    "fr": "fr",
    "es": "es",
    "tr": "tr",
}


def _read(language: str, locale: str) -> Catalogue:
    text = files(__package__).joinpath(f"{language}.json").read_text(encoding="utf-8")
    return Catalogue(language, Messages.model_validate_json(text), Locale.parse(locale))


LANGUAGES: Mapping[str, Catalogue] = {code: _read(code, name) for code, name in _LOCALES.items()}
ENGLISH = LANGUAGES["en"]


def catalogue_for(code: str | None) -> Catalogue:
    """Return the words for a language code such as ``de`` or ``pt-br``; English for others."""
    return LANGUAGES.get((code or "").partition("-")[0].lower(), ENGLISH)
