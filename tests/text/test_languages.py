"""Which language a text is in, and the function words of each."""

import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.text.analysis.languages import SUPPORTED, detect_language, stop_words

SAMPLES = {
    "de": "Der Stadtrat hat am Montag beschlossen, die alte Schule bis zum Sommer zu erhalten.",
    "en": "The council voted on Monday to keep the old school open until the summer.",
    "es": "El ayuntamiento votó el lunes mantener abierta la vieja escuela hasta el verano.",
    "fr": "Le conseil a décidé lundi de garder la vieille école ouverte jusqu'à l'été.",
    "it": "Il consiglio ha deciso lunedì di tenere aperta la vecchia scuola fino all'estate.",
    "ja": "町議会は月曜日、古い学校を夏まで残すことを決めた。",
    "no": "Kommunestyret vedtok mandag å holde den gamle skolen åpen til sommeren.",
    "pl": "Rada zdecydowała w poniedziałek, że stara szkoła pozostanie otwarta do lata.",
    "ru": "Городской совет в понедельник решил сохранить старую школу до лета.",
    "tr": "Belediye meclisi pazartesi günü eski okulu yaza kadar açık tutmaya karar verdi.",
    "uk": "Міська рада в понеділок вирішила зберегти стару школу до літа.",
    "zh": "镇议会星期一决定将旧学校保留到夏天。",
}


@pytest.mark.parametrize(("language", "text"), SAMPLES.items())
def test_a_sentence_names_its_language(language: str, text: str) -> None:
    """One sentence of news is enough, whatever the default."""
    assert detect_language(text, default="nl") == language
    assert language in SUPPORTED


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("de", "Wer ist die Bürgermeisterin?"),
        ("en", "Who is the mayor?"),
        ("fr", "Qui est la mairesse ?"),
        ("ru", "Когда визит?"),
        ("tr", "Erdoğan ne dedi?"),
        ("uk", "Коли візит?"),
    ],
)
def test_a_short_question_names_its_language(language: str, question: str) -> None:
    """Questions of three words are told apart."""
    assert detect_language(question, default="it") == language


@pytest.mark.parametrize("text", ["", "  ", "12:30", "🙂!", "ok", "Roth Delmar Inc"])
def test_too_little_to_tell_is_the_default(text: str) -> None:
    """Without letters, or with a bare name or two, the default is named."""
    assert detect_language(text, default="es") == "es"


@pytest.mark.parametrize(("text", "language"), [("Да", "ru"), ("Київ", "uk"), ("是", "zh")])
def test_the_script_outweighs_the_default(text: str, language: str) -> None:
    """A word in another script is never in the default language."""
    assert detect_language(text, default="en") == language
    assert detect_language(text, default=language) == language


def test_a_default_in_the_same_script_stands() -> None:
    """A short word in Cyrillic is Ukrainian where the story is."""
    assert detect_language("Де?", default="uk") == "uk"


def test_an_unsupported_language_is_not_named() -> None:
    """A language without stemmer falls to one of its script."""
    assert detect_language("Gradsko vijeće odlučilo je da će škola ostati otvorena") == "en"
    assert detect_language("Градският съвет реши училището да остане отворено") == "ru"


def test_only_the_beginning_counts() -> None:
    """The first 2,000 characters decide, so that a long text costs no more than a short one."""
    assert detect_language(SAMPLES["en"] * 40 + SAMPLES["ru"] * 400) == "en"


@given(st.text())
def test_any_text_has_a_supported_language(text: str) -> None:
    """No text raises, and none is in a language that is not supported."""
    assert detect_language(text) in SUPPORTED


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is shipped: detection opens no connection."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert detect_language(SAMPLES["fr"]) == "fr"


def test_the_model_is_imported_when_it_is_needed() -> None:
    """Importing the module does not import the model's library, which is slow."""
    code = "import sys, storybot.text.analysis.languages; print('fasttext' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


LISTED = sorted(SUPPORTED - {"ar", "ja", "ko", "zh"})


@pytest.mark.parametrize("language", LISTED)
def test_function_words_are_few_and_normal(language: str) -> None:
    """Each list has 60 to 200 words, in lower case."""
    words = stop_words(language)
    assert 60 <= len(words) <= 200
    assert all(word == word.casefold() for word in words)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "year world new first last against not no never case all"),
        ("de", "jahr welt neu erste letzte gegen nicht kein keine nie"),
        ("fr", "année monde nouveau premier dernier contre pas ne non jamais"),
        ("es", "año mundo nuevo primero último contra no nunca"),
        ("ru", "год мир новый первый последний против не нет ни"),
        ("uk", "рік світ новий перший останній проти не ні немає"),
        ("tr", "yıl dünya yeni ilk son karşı değil yok hayır"),
        ("nl", "jaar wereld nieuw eerste laatste tegen niet geen"),
        ("sv", "år värld ny första sista mot inte ingen"),
        ("da", "år verden ny første sidste mod ikke ingen"),
        ("no", "år verden ny første siste mot ikke ingen"),
        ("it", "anno mondo nuovo primo ultimo contro non no"),
        ("pt", "ano mundo novo primeiro último contra não nunca"),
        ("pl", "rok świat nowy pierwszy ostatni przeciw nie"),
        ("cs", "rok svět nový první poslední proti ne není"),
        ("ro", "an lume nou primul ultimul contra nu"),
        ("fi", "vuosi maailma uusi ensimmäinen viimeinen vastaan ei eivät"),
        ("hu", "év világ új első utolsó ellen nem nincs"),
        ("el", "έτος κόσμος νέος πρώτος τελευταίος κατά δεν μη όχι"),
        ("ca", "any món nou primer últim contra no"),
    ],
)
def test_no_list_holds_content_or_negation(language: str, words: str) -> None:
    """Words that a question may turn on are kept, negations among them."""
    assert not stop_words(language) & set(words.split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "who when where why how what which"),
        ("de", "wer wann wo warum wie was"),
        ("fr", "qui quand où pourquoi comment quoi"),
        ("es", "quién cuándo dónde cómo qué"),
        ("ru", "кто когда где почему как что"),
        ("uk", "хто коли де чому як що"),
        ("tr", "kim nerede niçin nasıl ne"),
    ],
)
def test_question_words_are_function_words(language: str, words: str) -> None:
    """No article is found by a question word."""
    assert set(words.split()) <= stop_words(language)


def test_an_unknown_language_has_no_function_words() -> None:
    """Nothing is dropped where nothing is known."""
    assert stop_words("xx") == frozenset()


def test_a_choice_of_languages_is_kept_to() -> None:
    """Where it is known which languages there are, a bare name is not taken for another one."""
    assert detect_language("Grüße aus Wien und viele Wünsche", among=["en", "ru"]) == "en"
    assert detect_language("Хто поїде замість нього?", among=["en", "ru"]) == "ru"
    assert detect_language("Хто поїде замість нього?", among=["en", "de"]) == "uk"
