"""The language of short questions, by their words, the articles and the reader."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storybot.answering.answer import Answerer
from storybot.answering.query.question_language import question_language
from storybot.corpus.corpus import Corpus
from storybot.text.analysis.analyzer import Analyzer, analyzer
from worlds.articles import make_document

LANGUAGES = ("de", "en", "es", "fr", "ru", "tr", "uk")
_FILE = Path(__file__).parent / "data" / "short_questions.txt"


def questions(language: str) -> list[str]:
    """Read the short questions of a language."""
    return [question for found, question in _read() if found == language]


def _read() -> Iterator[tuple[str, str]]:
    language = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif not line.startswith("#"):
            yield language, line


def never(_: str) -> int:
    """Say of every term that no passage holds it."""
    return 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("readers", "most"), [("own", 0), (None, 2), ("en", 3)])
def test_short_questions_are_in_their_language(
    language: str, readers: str | None, most: int
) -> None:
    """Of thirty, hardly any is taken for another, even if the reader's menus are English."""
    asked = questions(language)
    assert len(asked) == 30
    chosen = language if readers == "own" else readers
    wrong = [q for q in asked if question_language(q, LANGUAGES, chosen, never) != language]
    assert len(wrong) <= most, wrong


def test_a_word_of_the_articles_decides() -> None:
    """A bare word that one language's articles hold is in that language."""
    held = analyzer("tr").terms("köprü")[0]

    def frequency(term: str) -> int:
        return int(term == held)

    assert question_language("köprü?", ["en", "tr"], None, frequency) == "tr"
    assert question_language("köprü?", ["en", "tr"], "en", frequency) == "tr"


def test_the_reader_decides_between_equals() -> None:
    """A bare name is in the language that the reader has chosen, if articles are in it."""
    assert question_language("Delmar Roth?", ["de", "en"], "de", never) == "de"
    assert question_language("Delmar Roth?", ["de", "en"], "en", never) == "en"
    assert question_language("Delmar Roth?", ["de", "en"], "fr", never) in {"de", "en"}


def test_a_language_without_articles_is_named_where_no_other_can_be() -> None:
    """A script that no article is written in still has its language."""
    assert question_language("Когда визит?", ["de", "en"], "uk", never) == "ru"
    assert question_language("12?", ["de"], None, never) == "de"


def test_a_clear_question_needs_no_dictionary() -> None:
    """Function words tell most questions, before seconds are spent on reading dictionaries."""
    code = (
        "import sys; from storybot.answering.query.question_language import question_language;"
        "found = question_language('Who was the mayor of Delmar?', ['de', 'en', 'fr'], None, len);"
        "print(found, 'simplemma' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]


async def test_dictionaries_are_read_ahead_of_questions(
    corpus: Corpus, answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each language that articles are in is made ready, once they are there."""
    used: list[str] = []
    await corpus.add([make_document("Delmar gewinnt.", language="de")], actor="me")

    def noted(language: str) -> Analyzer:
        used.append(language)
        return analyzer(language)

    monkeypatch.setattr("storybot.answering.answer.analyzer", noted)
    await answerer.warm_up()
    assert used == ["de"]


async def test_a_german_word_is_not_corrected_to_an_english_one(
    corpus: Corpus, answerer: Answerer
) -> None:
    """Damit is no misspelling of admit, in whatever language the rest of a question may be."""
    await corpus.add(
        [
            make_document("The ministers admit that the ferry was late.", source="a.txt"),
            make_document(
                "Mit der neuen Fähre fahren Lastwagen nach Delmar.", source="b.txt", language="de"
            ),
        ],
        actor="me",
    )
    for readers in ("en", "de", None):
        answer = await answerer.answer("Kann man damit fahren?", 1, language=readers)
        assert "Fähre" in answer.citations[0].text
    mixed = await answerer.answer("can lorries damit", 1, language="en")
    assert not any("admit" in citation.text for citation in mixed.citations)


async def test_a_question_word_that_no_article_speaks_is_not_corrected(
    corpus: Corpus, answerer: Answerer
) -> None:
    """Nerede (where, in Turkish) is no misspelling of needed, though no article is Turkish."""
    texts = "The judges of Delmar needed three weeks.", "The minister Varga stayed at home."
    await corpus.add([make_document(*texts)], actor="me")
    answer = await answerer.answer("varga nerede", 1)
    assert not any("needed" in citation.text for citation in answer.citations)


async def test_the_same_words_of_two_readers_are_two_questions(
    corpus: Corpus, answerer: Answerer
) -> None:
    """What was answered in one language is not given to a reader of the other."""
    await corpus.add(
        [
            make_document("Delmar wins the cup.", source="a.txt"),
            make_document("Delmar gewinnt den Pokal.", source="b.txt", language="de"),
        ],
        actor="me",
    )
    english = await answerer.answer("Delmar?", 1, language="en")
    german = await answerer.answer("Delmar?", 1, language="de")
    assert english.citations[0].version.document.language == "en"
    assert german.citations[0].version.document.language == "de"
