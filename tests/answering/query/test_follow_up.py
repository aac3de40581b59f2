"""Questions that lean on the one before them."""

import json
from pathlib import Path

import pytest

from storybot.answering.query.follow_ups.follow_up import FollowUps
from storybot.answering.talk.utterance import read_utterance
from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import analyzer

QUESTIONS = Path(__file__).parents[2] / "questions"
_TYPED = Path(__file__).parent / "data" / "follow_ups.txt"


def complete(question: str, previous: str | None, answer: str | None = None) -> str:
    """Complete a question."""
    return FollowUps(Aliases()).complete(question, previous, answer)


def typed() -> list[tuple[str, str, str, str]]:
    """Return language, question before, question and wanted words of a file of both."""
    found, language = [], ""
    for line in _TYPED.read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif not line.startswith("#"):
            before, question, wanted = line.split("\t")
            found.append((language, before, question, wanted))
    return found


def terms(text: str, language: str = "en") -> set[str]:
    """Return the terms of a text."""
    return set(analyzer(language).terms(text))


@pytest.mark.parametrize(
    ("question", "previous", "completed"),
    [
        ("And India?", "Is China a member of the ICC?", "Is India a member of the ICC?"),
        ("what about china", "is russia in the icc?", "is china in the icc?"),
        (
            "What about the African Union?",
            "Is the European Union a member of the G20?",
            "Is the African Union a member of the G20?",
        ),
        ("and Belova?", "What is Putin accused of?", "What is Belova accused of?"),
        ("and in 2019?", "How many came in 2023?", "How many came in 2019?"),
        ("Und Indien?", "Ist China Mitglied des Hofes?", "Ist Indien Mitglied des Hofes?"),
        ("Et la Chine ?", "Est-ce que la Russie a signé ?", "Est-ce que la Chine a signé ?"),
        ("¿Y China?", "¿Es Rusia miembro?", "¿Es China miembro?"),
        ("и Китай?", "Россия вышла из сделки?", "Китай вышла из сделки?"),
        ("а Китай?", "Чи є Росія членом МКС?", "Чи є Китай членом МКС?"),
        ("Peki ya Çin?", "Rusya UCM üyesi mi?", "Çin UCM üyesi mi?"),
    ],
)
def test_one_thing_takes_the_place_of_its_like(
    question: str, previous: str, completed: str
) -> None:
    """A country replaces the country, a person the person and a year the year."""
    assert complete(question, previous) == completed


@pytest.mark.parametrize(
    ("question", "previous", "language", "wanted"),
    [
        ("why?", "Did Putin skip the G20?", "en", "Why putin skip g20"),
        ("why not?", "Will Putin attend the summit?", "en", "putin attend summit"),
        ("By how many votes?", "Did Armenia vote to join?", "en", "armenia vote join"),
        ("How many have come back?", "How many children were deported?", "en", "children deported"),
        ("And what does Russia say?", "How many were deported?", "en", "russia deported"),
        ("What does Russia say about that?", "How many fled?", "en", "russia fled"),
        ("How much did it cost?", "How long is the railway in Laos?", "en", "cost railway laos"),
        ("Warum?", "Kommt Putin nach Delhi?", "de", "putin delhi"),
        ("Pourquoi ?", "Est-ce que la Russie a signé ?", "fr", "russie signé"),
        ("¿Cuándo?", "¿Salió Rusia del acuerdo?", "es", "rusia acuerdo"),
        ("а почему?", "Путин поедет на саммит?", "ru", "Путин поедет саммит"),
        ("Коли?", "Росія вийшла з угоди?", "uk", "Росія вийшла угоди"),
        ("Neden?", "Rusya anlaşmadan çıktı mı?", "tr", "Rusya anlaşmadan çıktı"),
    ],
)
def test_what_is_left_out_is_put_back(
    question: str, previous: str, language: str, wanted: str
) -> None:
    """A question that says too little gets the words of the one before."""
    completed = complete(question, previous)
    assert completed.startswith(question.rstrip("? "))
    assert terms(wanted, language) <= terms(completed, language)


def test_the_words_that_asked_are_not_put_back() -> None:
    """How long is what the question before asked, not what this one is about."""
    assert "long" not in complete("How much did it cost?", "How long is the railway in Laos?")


def test_pronouns_become_the_person_spoken_of() -> None:
    """A pronoun stands for the person of the question before, and its other names are added."""
    assert complete("Who goes instead of him?", "Will Putin attend the G20?") == (
        "Who goes instead of Putin G20?"
    )
    assert complete("Где он был?", "Кто встретил Путина?") == "Где Путина был?"


def test_pronouns_become_the_person_that_was_answered() -> None:
    """After a question for a person, a pronoun stands for the one that the answer named."""
    answer = "His place at the table goes to Sergei Lavrov."
    assert complete("Who is he?", "Who will attend the summit?", answer) == "Who is Sergei Lavrov?"


def test_pronouns_become_no_country_or_court() -> None:
    """Where no person was spoken of, the words of the question before are added."""
    assert complete("Who is she?", "Whom did the ICC accuse?") == "Who is she ICC accuse?"


@pytest.mark.parametrize(
    "question",
    [
        "Who is Peskov?",
        "How many children were deported?",
        "Did Putin say he would come?",
        "Is it true that Putin left?",
        "Are there talks in Ankara?",
        "When was the arrest warrant issued?",
        "And who replaced Putin at the G20?",
        "And why did Xi Jinping stay away from Delhi?",
        "And when did Armenia ratify the statute?",
        "no limits",
        "",
        "?!",
    ],
)
def test_whole_questions_stay_as_they_are(question: str) -> None:
    """A question that says what it is about is returned unchanged."""
    assert complete(question, "Will Lavrov attend the G20 summit?") == question


def test_the_first_question_stays_as_it_is() -> None:
    """Without a question before there is nothing to lean on."""
    assert complete("And India?", None) == "And India?"
    assert complete("And India?", "") == "And India?"


def test_labelled_follow_ups_name_what_they_are_about() -> None:
    """Each labelled follow-up is completed, and each labelled whole question after one is not."""
    rows = [
        json.loads(line)
        for name in ("corpus.jsonl", "seed.jsonl")
        for line in (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    ]
    leaning = [row for row in rows if row.get("after") and row["split"] == "dev"]
    assert leaning
    assert all(complete(r["question"], r["after"]) != r["question"] for r in leaning)
    whole = [r for r in rows if r["style"] == "wh" and r["answerable"] and r["split"] == "dev"]
    assert [q for r in whole if complete(q := r["question"], "Is China in the ICC?") != q] == []


@pytest.mark.parametrize(("language", "before", "question", "wanted"), typed())
def test_follow_ups_as_readers_type_them(
    language: str, before: str, question: str, wanted: str
) -> None:
    """A short question without a subject gets the words of the one before, a whole one does not."""
    said = read_utterance(question)
    if wanted == "same":
        assert said.doubts
        return
    asked = said.questions[0].text
    completed = FollowUps(Aliases()).complete(asked, before, choose=lambda _: language)
    if wanted == "-":
        assert completed == asked
        return
    found = terms(completed, language)
    for word in wanted.split():
        held = terms(word.removeprefix("-"), language)
        assert held.isdisjoint(found) if word.startswith("-") else held <= found


@pytest.mark.parametrize(
    ("question", "before", "completed"),
    [
        ("and his wife?", "Where is Rossi?", "Where is Rossi wife?"),
        ("for children?", "How much is Rossi's book?", "How much is Rossi's book children?"),
        ("Le train est-il parti ?", "Où est Rossi ?", "Le train est-il parti ?"),
        ("Und Bremen?", "Welche Städte sind dunkel?", "Welche Städte sind dunkel Bremen?"),
        ("combien de sièges compte la chambre ?", "Où est Rossi ?", None),
        ("how many from Ukraine?", "Who fled?", "how many from Ukraine fled?"),
        ("last week?", "Who fled?", "Who fled last week?"),
        ("anything on the flood?", "Who fled?", None),
        ("what is inflation?", "Who fled?", None),
        ("what does the satellite do?", "Who fled?", None),
        ("how many of the 340 staff work at night", "Who fled?", None),
        ("combien a coûté l'attaque de Pontoise ?", "Où est Rossi ?", None),
        ("the flood", "Who fled?", None),
    ],
)
def test_what_is_told_of_a_thing_counts(question: str, before: str, completed: str | None) -> None:
    """With a preposition or a possessive it is added; what is defined or counted stands alone."""
    assert complete(question, before) == (completed or question)
