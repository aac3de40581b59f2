"""Kinds of questions and of facts in languages other than English."""

import time

import pytest

from storybot.answering.query.answer_type_words import question_kind
from storybot.text.analysis.analyzer import analyzer
from storybot.text.facts.cue_words import marks_by_term, words_before_names
from storybot.text.facts.phrases.cue_phrases import fact_patterns

LANGUAGES = ("de", "fr", "es", "ru", "uk", "tr")


@pytest.mark.parametrize(
    ("language", "kind", "question"),
    [
        ("de", "who", "Wer vertritt Putin beim Gipfel?"),
        ("de", "why", "Warum kommt Putin nicht?"),
        ("de", "yes_no", "Hätte Südafrika Putin festnehmen müssen?"),
        ("de", "how_many", "Wie viele Kinder wurden verschleppt?"),
        ("de", "how_long", "Wie lange dauert die Reise?"),
        ("de", "how_much", "Wie viel kostete die Bahn?"),
        ("de", "when", "In welchem Jahr trat Italien bei?"),
        ("de", "where", "Wo traf Erdogan Putin?"),
        ("de", "what", "Was sagte Xi?"),
        ("de", "how", "Wie reagierte Kiew?"),
        ("fr", "who", "Qui remplace Poutine ?"),
        ("fr", "when", "Quand le sommet a-t-il lieu ?"),
        ("fr", "where", "Dans quel pays est la Cour ?"),
        ("fr", "why", "Pourquoi ne vient-il pas ?"),
        ("fr", "how_many", "Combien d’enfants ont été déportés ?"),
        ("fr", "how_much", "Combien a coûté le train ?"),
        ("fr", "how_long", "Combien de temps dure le voyage ?"),
        ("fr", "what", "Qu’est-ce que la CPI ?"),
        ("fr", "yes_no", "Est-ce que la Chine est membre ?"),
        ("fr", "how", "Comment a réagi Kiev ?"),
        ("es", "who", "¿Quién sustituye a Putin?"),
        ("es", "when", "¿Cuándo es la cumbre?"),
        ("es", "where", "¿Dónde se reunieron?"),
        ("es", "why", "¿Por qué no viene?"),
        ("es", "how_many", "¿Cuántos niños hay?"),
        ("es", "how_much", "¿Cuánto costó?"),
        ("es", "how_long", "¿Cuánto tiempo dura?"),
        ("es", "what", "que dijo xi"),
        ("es", "yes_no", "¿Es China miembro?"),
        ("es", "how", "¿Cómo reaccionó?"),
        ("ru", "who", "С кем встретится Путин?"),
        ("ru", "when", "В каком году вступил Китай?"),
        ("ru", "where", "Где прошла встреча?"),
        ("ru", "why", "Почему Путин не едет?"),
        ("ru", "how_many", "Сколько детей вывезли?"),
        ("ru", "how_much", "Сколько стоила дорога?"),
        ("ru", "how_long", "Как долго длится поездка?"),
        ("ru", "how", "Как отреагировал Киев?"),
        ("ru", "what", "Какая поездка была первой?"),
        ("ru", "yes_no", "Правда ли, что Путин не едет?"),
        ("uk", "who", "Хто замінить Путіна?"),
        ("uk", "when", "Коли саміт?"),
        ("uk", "where", "Де зустріч?"),
        ("uk", "why", "Чому не їде?"),
        ("uk", "how_many", "Скільки дітей вивезли?"),
        ("uk", "how_long", "Як довго триває поїздка?"),
        ("uk", "how", "Як відреагував Київ?"),
        ("uk", "what", "Що сказав Сі?"),
        ("uk", "yes_no", "Чи поїде Путін?"),
        ("tr", "who", "Putin'in yerine kim gidiyor?"),
        ("tr", "when", "Zirve ne zaman?"),
        ("tr", "where", "Nerede görüştüler?"),
        ("tr", "why", "Putin neden gelmiyor?"),
        ("tr", "how_many", "Kaç çocuk kaçırıldı?"),
        ("tr", "how_much", "Demiryolu ne kadara mal oldu?"),
        ("tr", "how_long", "Yolculuk ne kadar sürdü?"),
        ("tr", "how", "Kiev nasıl tepki verdi?"),
        ("tr", "what", "Xi ne dedi?"),
        ("tr", "yes_no", "Türkiye UCM üyesi mi?"),
    ],
)
def test_kinds_of_questions(language: str, kind: str, question: str) -> None:
    """A question word tells the kind, with capitals and without; none makes it yes or no."""
    assert question_kind(question, language) == kind
    assert question_kind(question.lower(), language) == kind


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Getreideabkommen"),
        ("ru", "Путин?"),
        ("en", "Who is he?"),
        ("it", "Chi è?"),
        ("", ""),
    ],
)
def test_what_is_no_question_or_not_known_is_other(language: str, text: str) -> None:
    """Names alone and languages without words here have no kind."""
    assert question_kind(text, language) == "other"


@pytest.mark.parametrize(
    ("language", "word", "mark"),
    [
        ("de", "Außenministers", "office"),
        ("de", "März", "month"),
        ("de", "Milliarden", "number_word"),
        ("fr", "présidents", "office"),
        ("fr", "millions", "number_word"),
        ("es", "países", "place_word"),
        ("es", "años", "duration"),
        ("ru", "президента", "office"),
        ("ru", "миллионов", "number_word"),
        ("ru", "октября", "month"),
        ("ru", "столице", "place_word"),
        ("uk", "міністра", "office"),
        ("uk", "понеділок", "day"),
        ("tr", "dolar", "money"),
        ("tr", "Temmuz", "month"),
    ],
)
def test_words_are_marked_in_every_form(language: str, word: str, mark: str) -> None:
    """An inflected word has the marks of its base form."""
    (term,) = analyzer(language).terms(word)
    assert mark in marks_by_term(language)[term]


def test_words_before_names() -> None:
    """Prepositions tell a place or a doer."""
    assert "в" in words_before_names("ru", "placing")
    assert "par" in words_before_names("fr", "by")
    assert words_before_names("en", "placing") == frozenset()


@pytest.mark.parametrize(
    ("language", "sentence", "pattern"),
    [
        ("de", "Er kommt nicht, weil ihm Haft droht.", "reason"),
        ("de", "Er kommt nicht.", "negation"),
        ("de", "Sie sagte nichts.", "pronoun_first"),
        ("fr", "Il ne vient pas en raison du mandat.", "reason"),
        ("fr", "Mais elle a déclaré vouloir venir.", "says"),
        ("es", "No viene porque teme ser detenido.", "reason"),
        ("es", "Según el ministro, nadie viene.", "says"),
        ("ru", "Он не поехал из-за ордера.", "reason"),
        ("ru", "«Её вывезли», — сказала она.", "pronoun_first"),
        ("ru", "Однако Китай промолчал.", "link_first"),
        ("uk", "Він не поїхав через те, що боїться.", "reason"),
        ("tr", "Tutuklanma riski nedeniyle gelmedi.", "reason"),
        ("tr", "Bakan böyle dedi.", "says"),
    ],
)
def test_patterns_of_sentences(language: str, sentence: str, pattern: str) -> None:
    """A sentence that gives a reason, denies, reports or leans on another shows it."""
    assert fact_patterns(language)[pattern].search(sentence)


def test_leaning_words_count_at_the_start_only() -> None:
    """A pronoun inside a sentence does not make it lean on the one before."""
    assert not fact_patterns("de")["pronoun_first"].search("Putin sagte, er komme.")


def test_every_language_has_the_same_lists() -> None:
    """No language lacks a mark or a pattern that another has; English has none here."""
    marks = [{m for found in marks_by_term(x).values() for m in found} for x in LANGUAGES]
    assert all(found == marks[0] for found in marks)
    assert all(fact_patterns(x).keys() == fact_patterns("de").keys() for x in LANGUAGES)
    assert not marks_by_term("en")
    assert not fact_patterns("en")


def test_hostile_sentences_are_read_quickly() -> None:
    """Long texts made to stall a pattern are read in linear time."""
    started = time.process_time()
    for language in LANGUAGES:
        for text in ("um " * 20_000, "madi" * 20_000, "para " * 20_000):
            for pattern in fact_patterns(language).values():
                pattern.search(text)
    assert time.process_time() - started < 5
