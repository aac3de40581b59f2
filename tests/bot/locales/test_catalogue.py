"""The catalogue of what the bot says: every language says all of it, within limits."""

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import BotDescriptionLimit, CallbackQueryLimit

import storybot
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue, catalogue_for
from storybot.ingest import lexicon
from storybot.model import errors
from storybot.model.errors import Conflict, NotFound, Refused

ALL = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
NOTES = (
    *("quote_changed", "quote_retracted", "answer_forgotten", "button_outdated", "vote_kept"),
    *("vote_removed", "subscribed", "unsubscribed", "delete_refused", "delete_failed"),
    *("admins_only", "moderating.moderators_only", "moderating.draft_gone", "moderating.done"),
    *(
        "newsdesk.call_off_late",
        "moderating.retract_changed",
        "refusals.no_article",
        "refusals.article_changed",
    ),
    *("refusals.articles_changed", "refusals.retracted_already", "refusals.live_already"),
    *("refusals.nothing_to_undo", "refusals.change_between", "refusals.not_saved"),
    *("refusals.not_read", "refusals.damaged"),
)
"""What is shown over the chat when a button was pressed."""
CODE = Path(storybot.__file__).parent
ERRORS = {name for name in vars(errors) if name[0].isupper()}
OPERATORS = {
    "app.py", "connecting.py", "gateway.py", "polling.py", "transport.py", "worker_processes.py",
}  # fmt: skip
"""Files of the front whose sentences are for who runs the bot."""
TELEGRAMS = {
    "not modified", "message is not modified", "query is too old",
    "message thread not found", "not enough rights", "no rights to send",
}  # fmt: skip
"""Sentences that Telegram says to the bot."""
PROSE = re.compile(r"[^\W\d_]+[,;:]? [^\W\d_]+|^[A-Z][a-z]+\b")
"""Words as people write them: two in a row, or one with a capital letter."""


def placeholders(text: str) -> set[str]:
    """Return the names that a message has filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def messages(words: Catalogue) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Yield every message of a language, with its plural forms where it has some."""
    for name, message in words.say.model_dump().items():
        if name in {"moderating", "newsdesk", "refusals", "reasons"}:
            for inner, text in message.items():
                yield f"{name}.{inner}", text
        else:
            yield name, message


def texts(words: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield every text of a language with the name of its message."""
    for name, message in messages(words):
        for text in [message] if isinstance(message, str) else message.values():
            yield name, text


def called(call: ast.Call) -> str:
    """Return the name of what is called."""
    return ast.unparse(call.func).rpartition(".")[2]


def unsaid(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what no person is told: docstrings, types, assertions, the log, errors with a code."""
    for node in ast.walk(tree):
        logged = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("_log.")
        coded = isinstance(node, ast.Call) and called(node) in ERRORS and len(node.args) > 1
        if logged or coded or isinstance(node, ast.Assert):
            yield from ast.walk(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        for type_ in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if type_:
                yield from ast.walk(type_)


def prose(path: Path) -> Iterator[str]:
    """Yield what is written out in a file and could be sent to a person."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = set(unsaid(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            words = node.value.strip()
            if PROSE.search(words) and words not in TELEGRAMS:
                yield words


def codes() -> Iterator[tuple[str, set[str]]]:
    """Yield the code of every error that is raised with one, and the names of its values."""
    for path in CODE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and called(call) in ERRORS and len(call.args) > 1:
                code = call.args[1]
                assert isinstance(code, ast.Constant), "a code is written where the error is made"
                yield str(code.value), {keyword.arg or "" for keyword in call.keywords}
            elif isinstance(call, ast.Call) and called(call) == "Note":
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                if isinstance(code := given["code"], ast.Constant):
                    yield (
                        str(code.value),
                        set(re.findall(r"'(\w+)':", ast.unparse(given["values"]))),
                    )


def test_the_seven_languages_are_there() -> None:
    """Each names itself in its own words."""
    assert {code: words.say.name for code, words in LANGUAGES.items()} == {
        "en": "English",
        "ru": "Русский",
        "uk": "Українська",
        "de": "Deutsch",
        "fr": "Français",
        "es": "Español",
        "tr": "Türkçe",
    }


@ALL
def test_any_number_of_languages_is_named(words: Catalogue) -> None:
    """The last two are joined by a word, as in a sentence; one stands alone."""
    codes = ["de", "en", "ru", "tr"]
    for count in range(2, len(codes) + 1):
        said = words.languages(codes[:count])
        names = sorted(str(words.locale.languages[code]) for code in codes[:count])
        assert all(name in said for name in names)
        assert said.count(",") == count - 2
    assert words.languages(["de"]) == words.locale.languages["de"]
    assert words.languages([]) == "–"


def test_spanish_joins_before_the_sound_of_i() -> None:
    """Its "and" is another word there."""
    assert catalogue_for("es").languages(["en", "es"]) == "español e inglés"
    assert catalogue_for("es").languages(["es", "de"]) == "alemán y español"


@ALL
def test_every_message_has_the_same_placeholders(words: Catalogue) -> None:
    """A translation fills in what the English text does, neither more nor less."""
    expected = {name: placeholders(text) for name, text in texts(ENGLISH)}
    assert [name for name, _ in messages(words)] == [name for name, _ in messages(ENGLISH)]
    assert [name for name, text in texts(words) if placeholders(text) != expected[name]] == []


@ALL
def test_every_language_says_it_in_its_own_words(words: Catalogue) -> None:
    """No sentence was left in English."""
    if words is not ENGLISH:
        english = {text for name, text in texts(ENGLISH) if len(text.split()) > 2}
        assert [name for name, text in texts(words) if text in english] == []


@ALL
def test_the_tone_is_short_and_calm(words: Catalogue) -> None:
    """No message shouts, apologises at length or speaks of itself as a machine."""
    machine = re.compile(r"\b(error|invalid|processing|query|bot|Fehler|erreur|ошибка)\b|!!")
    for name, text in texts(words):
        plain = text.replace("@{bot}", "").replace("@BotFather", "")
        assert text.strip() == text, name
        assert text, name
        assert not machine.search(plain), name
        assert text.count("!") <= 1, name


FAMILIAR = {
    "fr": r"\b(tu|te|toi|ton|ta|tes|[ÉE]cris|Réponds|Cherche|[Mm]ets|Envoie|Regarde)\b",
    "tr": r"\b(yaz|yanıtla|ara|gönder|bak|dilimin)\b",
    "ru": r"\b(ты|тебе|тебя|твой|пришли|напиши|ответь|посмотри)\b",
    "uk": r"\b(ти|тобі|тебе|твій|надішли|напиши|подивись)\b",
    "de": r"\b(Sie|Ihnen) (?!ist|gibt)|\b(Schreiben|Antworten|Schicken) Sie\b",
    "es": r"\b(usted|escriba|envíe|responda usted)\b",
}
"""Words of the other way to address a person: familiar in four languages, formal in two."""


@pytest.mark.parametrize(("language", "other"), FAMILIAR.items())
def test_people_are_addressed_in_one_way(language: str, other: str) -> None:
    """Whoever is addressed politely once is so always; labels of commands address nobody."""
    for name, text in texts(LANGUAGES[language]):
        if "command_" not in name and "button_" not in name:
            assert not re.search(other, text), name


@ALL
def test_telegrams_limits_are_kept(words: Catalogue) -> None:
    """Notes, descriptions and commands are as long as Telegram takes them."""
    said = dict(texts(words))
    for note in NOTES:
        limit = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
        filled = said[note].format(**dict.fromkeys(placeholders(said[note]), 99999))
        assert len(filled) <= limit, note
    assert len(words.say.description) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    assert len(words.say.short_description) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    assert all(len(text) <= 256 for name, text in said.items() if "command_" in name)
    labels = [text for name, text in said.items() if "button_" in name and name not in NOTES]
    assert all(len(text) <= 40 for text in labels)


@ALL
def test_every_number_has_its_form(words: Catalogue) -> None:
    """Each plural category that whole numbers fall into has a text of its own."""
    needed = {words.locale.plural_form(n) for n in range(201)}
    for name, forms in messages(words):
        if not isinstance(forms, str):
            assert needed | {"other"} <= set(forms), name


@given(st.integers(0, 10**9), st.sampled_from(list(LANGUAGES)))
def test_any_number_can_be_said(count: int, language: str) -> None:
    """A number stands in its text, however large it is."""
    words = LANGUAGES[language]
    assert str(count) in words.count(words.say.articles, count)


def test_slavic_numbers_are_counted_as_people_do() -> None:
    """One, a few, many: the library knows which is which."""
    words = LANGUAGES["ru"]
    said = [words.count(words.say.days, n) for n in (1, 2, 5, 11, 21, 22)]
    assert said == ["1 день", "2 дня", "5 дней", "11 дней", "21 день", "22 дня"]


def test_dates_are_written_as_people_do() -> None:
    """Order, case and suffix are the language's."""
    day = date(2024, 5, 6)
    assert ENGLISH.day(day) == "6 May 2024"
    assert LANGUAGES["de"].day(day) == "6. Mai 2024"
    assert LANGUAGES["uk"].day(day).startswith("6 травня 2024")
    assert ENGLISH.day(None) == ""


@pytest.mark.parametrize(
    ("code", "language"),
    [("de", "de"), ("pt-br", "en"), ("fr-CA", "fr"), ("RU", "ru"), ("", "en"), (None, "en")],
)
def test_a_language_code_chooses_the_words(code: str | None, language: str) -> None:
    """Regions are ignored, and what is not spoken here is answered in English."""
    assert catalogue_for(code).language == language


def test_every_code_of_an_error_has_its_words() -> None:
    """What an error is raised with is what its words fill in, and no words are left over."""
    raised, refusals = list(codes()), ENGLISH.say.refusals
    assert {code for code, _ in raised} == set(refusals)
    for code, values in raised:
        assert placeholders(refusals[code]) <= values, code


def test_every_reason_has_its_words() -> None:
    """A line is left out for reasons that are named in every language."""
    named = {v for name, v in vars(lexicon).items() if name.isupper() and isinstance(v, str)}
    reasons = {name for name in named if re.fullmatch(r"[a-z -]+", name)}
    assert set(ENGLISH.say.reasons) == reasons


def test_nothing_is_sent_that_is_not_in_the_catalogue() -> None:
    """No words are written out in the code of the front that a person could be sent."""
    front = [
        p
        for p in (CODE / "bot").rglob("*.py")
        if p.name not in OPERATORS and p.parent.name not in {"http", "locales"}
    ]
    assert len(front) > 30
    assert {path.name: found for path in front if (found := list(prose(path)))} == {}


def test_words_in_the_code_are_noticed(tmp_path: Path) -> None:
    """Whether they are sent at once, named first, or said by an error."""
    path = tmp_path / "door.py"
    path.write_text(
        '"""Not this one."""\n'
        '_log.info("Nor this one.")\n'
        'raise Refused("This one has a code.", "code")\n'
        'GONE = "It is gone."\n'
        'reply(message, f"{name} may go")\n'
        'button("Undo", "undo")\n'
        'raise Refused("Say more.")\n'
    )
    assert sorted(prose(path)) == ["It is gone.", "Say more.", "Undo", "may go"]


def test_an_error_is_said_in_the_language() -> None:
    """Its values are filled in, numbers as the language writes them, errors in their own words."""
    german = LANGUAGES["de"]
    assert german.explain(NotFound("No 7.", "no_article", id="7")).startswith(
        "Es gibt keinen Artikel 7."
    )
    long = Refused("Too long.", "text_too_long", most=2_000_000)
    assert "2.000.000 Zeichen" in german.explain(long)
    outer = Refused("a.txt: too long.", "unreadable", name="a.txt", why=long)
    assert german.explain(outer).startswith("a.txt kann ich nicht lesen. Der Text ist zu lang")


def test_an_error_without_words_is_said_as_it_is() -> None:
    """What only operators meet is English."""
    assert LANGUAGES["de"].explain(Conflict("Two at once.")) == "Two at once."
