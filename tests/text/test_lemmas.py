"""The dictionary forms of words, and how words get by without one."""

import subprocess
import sys

import pytest

from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.dictionaries.lemmas import lemmatiser


@pytest.mark.parametrize(
    ("language", "form", "lemma"),
    [
        ("de", "gegangen", "gehen"),
        ("de", "haeuser", "haus"),
        ("de", "fussballs", "fussball"),
        ("fr", "chevaux", "cheval"),
        ("es", "pidieron", "pedir"),
        ("ru", "пришел", "прийти"),
        ("tr", "kitabı", "kitap"),
        ("uk", "шкіл", "школа"),
    ],
)
def test_a_form_has_its_lemma(language: str, form: str, lemma: str) -> None:
    """Lower-case forms are known, in German without umlauts and ß too."""
    assert lemmatiser(language)(form) == lemma


@pytest.mark.parametrize("language", ["de", "es", "fr", "ru", "tr", "uk"])
def test_an_unknown_word_has_no_lemma(language: str) -> None:
    """Names that no dictionary has are left to the suffixes."""
    assert lemmatiser(language)("qwrtzpf") is None


@pytest.mark.parametrize(
    ("language", "name", "form"),
    [
        ("ru", "Волошинов", "Волошиновым"),
        ("ru", "Уругвай", "Уругвае"),
        ("uk", "Волошинов", "Волошинову"),
        ("ru", "Пушилин", "Пушилина"),
    ],
)
def test_cases_of_an_unknown_name_meet(language: str, name: str, form: str) -> None:
    """A surname is one term in every case, whether a dictionary has it or not."""
    assert analyzer(language).terms(name) == analyzer(language).terms(form) != ()


@pytest.mark.parametrize("word", ["promise", "surprises", "otherwise", "advised", "franchises"])
def test_words_never_written_with_z_stay(word: str) -> None:
    """Of words in -ise only those change that Americans write with z."""
    assert "z" not in analyzer("en").terms(word)[0]


def test_dictionaries_are_read_when_they_are_needed() -> None:
    """English needs none, so that no time is lost on one."""
    code = (
        "import sys; from storybot.text.analysis.analyzer import analyzer;"
        "analyzer('en').terms('houses'); analyzer('de'); print('simplemma' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
