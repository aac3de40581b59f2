"""Which kind of thing fills a question, and whether a sentence has it where it belongs."""

import json
from pathlib import Path

import numpy as np
import pytest

from storybot.answering.query.question import read_question
from storybot.answering.query.slot import (
    _ASKS,
    _LATER,
    _VAGUE,
    _first_kind,
    _folded,
    _pattern,
    _slots,
)
from storybot.answering.ranking.features import features
from storybot.answering.ranking.related_words import Related
from storybot.answering.ranking.term_matches import match
from storybot.text.analysis.analyzer import analyzer
from worlds.sentences import gathered

_SLOTS = Path(__file__).parent / "query" / "data" / "slots.txt"


def kind(question: str, language: str) -> str:
    """Return the kind of a question's slot."""
    return read_question(question, languages=[language]).form.slot.kind


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("how old is the pilot", "en", "age"),
        ("how big is the hangar", "en", "size"),
        ("what was the final score", "en", "score"),
        ("what percentage of voters stayed away", "en", "percent"),
        ("how many weeks will the closure last", "en", "duration"),
        ("how many tonnes of grain burnt", "en", "weight"),
        ("how many sailors drowned", "en", "number"),
        ("how much did the roof cost", "en", "money"),
        ("what did the vicar say about it?", "en", "quote"),
        ("why was it closed", "en", "reason"),
        ("since when is it shut", "en", "date"),
        ("which city hosts the fair", "en", "place"),
        ("is the pool open", "en", "none"),
        ("wie alt ist der Pilot", "de", "age"),
        ("Wie heißt der neue Kahn?", "de", "named"),
        ("Wie hieß der neue Trainer?", "de", "person"),
        ("Wie lautet der Name der Fähre?", "de", "named"),
        ("wie kam er dorthin", "de", "manner"),
        ("Mit wie vielen Booten kamen sie?", "de", "number"),
        ("Seit wie vielen Jahren fährt sie?", "de", "duration"),
        ("Welche Hymne sangen sie?", "de", "named"),
        ("Welche Boote wurden versenkt?", "de", "list"),
        ("comment s'appelle le bac", "fr", "named"),
        ("¿cómo se llama la barca?", "es", "named"),
        ("как называется паром", "ru", "named"),
        ("как звали капитана", "ru", "person"),
        ("як називається пором", "uk", "named"),
        ("wieviele leute kamen", "de", "number"),
        ("Wie hoch war der Umsatz?", "de", "money"),
        ("combien de temps va durer la grève", "fr", "duration"),
        ("combien de personnes ont voté", "fr", "number"),
        ("¿qué edad tiene el piloto?", "es", "age"),
        ("cuánto costó el puente", "es", "money"),
        ("сколько лет пилоту", "ru", "age"),
        ("сколько стоит билет", "ru", "money"),
        ("скільки людей прийшло", "uk", "number"),
        ("коли відкриють міст", "uk", "date"),
        ("kaç kişi öldü", "tr", "number"),
        ("bilet kaç lira", "tr", "money"),
        ("what time does the ferry leave", "en", "clock"),
        ("at what time of year does it bloom", "en", "date"),
        ("Um wie viel Uhr beginnt die Demo?", "de", "clock"),
        ("à quelle heure ouvre la piscine", "fr", "clock"),
        ("¿a qué hora sale el tren?", "es", "clock"),
        ("во сколько начало", "ru", "clock"),
        ("во сколько обошёлся ремонт", "ru", "money"),
        ("о котрій годині відкриють міст", "uk", "clock"),
        ("maç saat kaçta başlıyor", "tr", "clock"),
    ],
)
def test_a_question_has_a_slot(question: str, language: str, expected: str) -> None:
    """It is read in each language, as people type."""
    assert kind(question, language) == expected


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "ru", "tr", "uk"])
def test_questions_as_they_are_typed_have_their_slots(language: str) -> None:
    """Some hundred and seventy in a language, in its everyday turns."""
    lines = [line.split(maxsplit=2) for line in _SLOTS.read_text("utf-8").splitlines() if line]
    asked = [(question, wanted) for code, wanted, question in lines if code == language]
    assert len(asked) >= 160
    wrong = [(q, found) for q, wanted in asked if (found := kind(q, language)) != wanted]
    assert not wrong


@pytest.mark.parametrize(
    ("question", "language", "terms"),
    [
        ("What happened to the pier?", "en", ("pier",)),
        ("What do we know about the pier?", "en", ("pier",)),
        ("When does the regatta take place?", "en", ("regatta",)),
        ("Was ist mit dem Steg passiert?", "de", ("steg",)),
        ("Wann findet die Regatta statt?", "de", ("regatta",)),
        ("Que s'est-il passé à Lyon ?", "fr", ("lyon",)),
        ("¿Cuándo tendrá lugar la regata?", "es", ("regat",)),
        ("¿Qué pasó con el puente?", "es", ("puent",)),
        ("que ha pasado en Vigo", "es", ("vig",)),
        ("¿Qué pasa al lado?", "es", ("lad",)),
        ("Что случилось с причалом?", "ru", ("причал",)),
        ("Що сталося з причалом?", "uk", ("причал",)),
        ("İskeleye ne oldu?", "tr", ("iskele",)),
        ("What happened?", "en", ("happen",)),
    ],
)
def test_words_that_only_ask_are_not_looked_for(
    question: str, language: str, terms: tuple[str, ...]
) -> None:
    """No sentence on what happened says that it happened; a question of nothing else keeps it."""
    assert read_question(question, languages=[language]).terms == terms


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("What is a lahar?", "en", "definition"),
        ("What did Holm want?", "en", "what"),
        ("what was the barn built for by the council", "en", "what"),
        ("how high is the new duty", "en", "amount"),
    ],
)
def test_a_definition_is_asked_of_a_thing_alone(
    question: str, language: str, expected: str
) -> None:
    """What somebody did is no definition, nor is a height what a duty has."""
    assert kind(question, language) == expected


def bound(question: str, *sentences: str) -> dict[str, list[float]]:
    """Return the features of sentences, each a paragraph of its own."""
    form = read_question(question, languages=["en"]).form
    candidates = gathered([[sentence] for sentence in sentences])
    matches = match(form, candidates, Related(form.terms, {}), {})
    table, names = features(form, np.ones(len(form.terms)), candidates, matches)
    return dict(zip(names, table.T.tolist(), strict=True))


def test_a_slot_without_a_filler_is_seen() -> None:
    """A sentence with a number that is no sum does not tell what something costs."""
    table = bound(
        "How much did the bridge cost?",
        "The bridge has 14 arches.",
        "The bridge cost 3 million euros.",
    )
    assert table["slot_held"][0] < table["slot_held"][1] == 1.0
    assert table["slot_near"][0] < table["slot_near"][1]


def test_a_filler_in_the_clause_of_the_subject_is_bound_closer() -> None:
    """The age in another person's clause counts for less."""
    table = bound(
        "how old is Brenner",
        "Brenner, 41, lives in the town, where Ada Holm was mayor for long.",
        "Brenner lives in the town, where the former mayor Ada Holm, 41, was seen.",
    )
    assert table["slot_near"][0] > table["slot_near"][1]
    assert table["slot_clause"][0] >= table["slot_clause"][1]


def test_a_count_of_something_else_counts_against() -> None:
    """How many shops is not answered by a number of jobs."""
    table = bound("how many shops does it have", "It has 196 shops.", "It has 196 jobs on offer.")
    assert table["slot_of"][0] > 0 > table["slot_of"][1]


def test_what_goes_unsaid_weighs_by_its_rarity_in_the_language() -> None:
    """A rare word that nothing says weighs more than a common one, whatever the corpus holds."""
    rare = bound("did the mayor veto the quarry", "The mayor came.")
    common = bound("did the mayor see the man", "The mayor came.")
    assert rare["unsaid_rarest"][0] > common["unsaid_rarest"][0]


def test_a_denial_in_one_of_the_two_is_seen() -> None:
    """Why did he not come is not answered by that he came."""
    table = bound("why did he not come", "He came because of the rain.", "He did not come.")
    assert table["negated_otherwise"] == [1.0, 0.0]


def test_the_name_and_the_last_word_asked_count_in_one_clause() -> None:
    """That Norland was visited, and another country is a member, says little of Norland."""
    table = bound(
        "is Norland a member",
        "Norland is a member, and Estria was visited.",
        "Norland was visited, and Estria is a member.",
    )
    assert table["pair_clause"][0] == 1.0 > table["pair_clause"][1]
    assert table["plain_clause"][0] > table["plain_clause"][1]


def test_common_words_of_a_question_count_as_much_as_rare_ones() -> None:
    """Of the two words "member" and "council" one is not enough, however common it is."""
    table = bound(
        "is Norland a member of the council", "Norland is a member.", "The council met in Norland."
    )
    assert table["plain_held"] == [0.5, 0.5]
    assert table["plain_least"] == [0.0, 0.0]
    assert bound("is Norland a member", "Norland is a member.")["plain_least"] == [1.0]


def test_what_a_sentence_adds_to_the_question_counts() -> None:
    """One that only repeats it has nothing new."""
    table = bound("which roads were closed", "Roads were closed.", "The A9 and the A14 were shut.")
    assert table["new_words"][0] == 0.0 < table["new_words"][1]


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "ru", "tr", "uk"])
def test_a_phrase_is_found_as_if_all_were_tried_everywhere(language: str) -> None:
    """That phrases are tried only where a word may begin one changes no kind."""
    kinds = {
        kind: _pattern(_folded("|".join(phrases)))
        for kind, phrases in _slots()[language].items()
        if kind != _ASKS
    }
    for question in _questions():
        tokens = analyzer(language).tokens(question)
        plain = " ".join(token.text.lower() for token in tokens)
        found = [
            (match.start() + _LATER * (kind in _VAGUE), order, kind)
            for order, (kind, pattern) in enumerate(kinds.items())
            if (match := pattern.search(plain))
        ]
        found_kind, _ = _first_kind(plain, language)
        assert found_kind == min(found, default=(0, 0, ""))[2], question


def _questions() -> list[str]:
    folder = Path(__file__).parents[1] / "questions"
    names = ("corpus.jsonl", "seed.jsonl", "times.jsonl", "small_talk.jsonl")
    lines = [line for name in names for line in (folder / name).read_text("utf-8").splitlines()]
    labelled = [json.loads(line) for line in lines]
    return [one.get("question") or one["text"] for one in labelled]
