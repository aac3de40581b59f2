"""What the clause that would answer says of a question, and what it undoes."""

import pytest

from storybot.answering.abstention.clause_signs import NAMES, clause_signs
from storybot.answering.query.question import read_question
from storybot.text.facts.facts import content, read_facts


def read(question: str, sentence: str, before: str = "", language: str = "en") -> dict[str, float]:
    """Return the signs of a sentence, with another one before it."""
    form = read_question(question, languages=[language]).form
    context = frozenset(content(read_facts(before, language)))
    return clause_signs(form, read_facts(sentence, language), context, {})


def test_every_sign_has_its_name() -> None:
    """The ablation takes them by these names."""
    assert set(read("Who left?", "Ada Holm left.")) == set(NAMES)


def test_the_clause_of_the_filler_counts_not_the_one_that_says_most() -> None:
    """The price of the mill does not tell what the pier cost, named beside it."""
    right = read("How much did the pier cost?", "The pier cost 30 dollars, and the mill burnt.")
    wrong = read(
        "How much did the pier cost?",
        "The pier has been mended, and the mill was sold for 30 dollars.",
    )
    assert right["clause_said"] > wrong["clause_said"]
    assert right["clause_unsaid"] < wrong["clause_unsaid"]


def test_a_name_before_the_sentence_leads_its_clause() -> None:
    """Whom "she" stands for need not be named again; a verb does."""
    signs = read("When did Anna Bell win?", "She won in 1994.", before="Anna Bell is a runner.")
    alone = read("When did Anna Bell win?", "She won in 1994.")
    assert signs["clause_led"] > alone["clause_led"]
    assert signs["clause_names"] == 0.0


def test_common_words_count_as_much_as_rare_ones_where_they_are_few() -> None:
    """Of two words that are asked, a name and "member", one is not enough."""
    signs = read("Is Norland a member?", "The visit to Norland came on Monday.")
    assert signs["plain_said"] == 0.0
    assert read("Is Norland a member?", "Norland is a member.")["plain_said"] == 1.0


@pytest.mark.parametrize(
    ("language", "question", "undone", "done"),
    [
        ("en", "Who paid the fine?",
         "Carl Reed refused to pay the fine.", "Carl Reed paid the fine."),
        ("de", "Wann öffnet das Bad?",
         "Das Bad wurde am Montag abgesagt.", "Das Bad öffnet am Montag."),
        ("fr", "Qui paie l'amende ?",
         "Carl Reed a refusé de payer.", "Carl Reed a payé l'amende."),
        ("es", "¿Quién pagó la multa?",
         "Carl Reed rechazó la multa.", "Carl Reed pagó la multa."),
        ("ru", "Кто откроет мост?",
         "Иван Петров отменил открытие.", "Иван Петров откроет мост."),
        ("uk", "Хто відкриє міст?",
         "Іван Мазур скасував відкриття.", "Іван Мазур відкриє міст."),
        ("tr", "Köprüyü kim açacak?",
         "Ali Kaya açılışı iptal etti.", "Köprüyü Ali Kaya açacak."),
    ],
)  # fmt: skip
def test_what_was_not_done_is_marked(language: str, question: str, undone: str, done: str) -> None:
    """Refused, cancelled, put off: the verb that is asked stands there, and nothing was done."""
    assert read(question, undone, language=language)["undone"] == 1.0
    assert read(question, done, language=language)["undone"] == 0.0


def test_what_is_asked_as_undone_is_not_marked() -> None:
    """Who refused is answered by who refused."""
    assert read("Who refused to pay?", "Carl Reed refused to pay.")["undone"] == 0.0


@pytest.mark.parametrize(
    ("language", "question", "thing", "done"),
    [
        ("en", "Is Carl Reed arrested?",
         "A court issued a warrant for the arrest of Carl Reed.", "Police arrested Carl Reed."),
        ("en", "Did Carl Reed strike?",
         "Carl Reed spoke against the strike.", "Carl Reed began to work, and struck again."),
        ("fr", "Carl Reed est-il arrêté ?",
         "Un mandat d'arrêt vise Carl Reed.", "La police les arrête, Carl Reed et elle."),
        ("fr", "Carl Reed est-il arrêté ?",
         "Un mandat d’arrêt vise Carl Reed.", "Carl Reed, la police l'arrête."),
        ("es", "¿Carl Reed está arrestado?",
         "Hay una orden de arresto contra Carl Reed.", "La policía la arrestó con Carl Reed."),
        ("es", "¿Está Carl Reed detenido?",
         "La policía pidió la orden para los detenidos.", "Carl Reed, los detuvo la policía."),
        ("de", "Hat Carl Reed gestreikt?",
         "Carl Reed sprach gegen den Streik.", "Carl Reed, der streikte, schwieg."),
        ("tr", "Ali Kaya tutuklandı mı?",
         "Ali Kaya bir tutuklama istedi.", "Ali Kaya bunun için tutuklandı."),
    ],
)  # fmt: skip
def test_a_word_that_names_a_thing_there_is_no_verb(
    language: str, question: str, thing: str, done: str
) -> None:
    """A warrant for his arrest is no arrest; a pronoun before a verb is no article."""
    assert read(question, thing, language=language)["as_thing"] == 1.0
    assert read(question, done, language=language)["as_thing"] == 0.0


@pytest.mark.parametrize(
    ("language", "question", "thing"),
    [
        ("en", "When was the arrest?", "A court issued a warrant for the arrest of Carl Reed."),
        ("fr", "Quand a eu lieu l'arrêt ?", "Un mandat d'arrêt vise Carl Reed."),
        ("es", "¿Cuándo fue el arresto?", "Hay una orden de arresto contra Carl Reed."),
    ],
)
def test_a_thing_that_is_asked_for_may_be_a_thing(language: str, question: str, thing: str) -> None:
    """Where the question asks for the thing, it is met."""
    assert read(question, thing, language=language)["as_thing"] == 0.0


@pytest.mark.parametrize(
    ("language", "question", "part", "whole"),
    [
        ("en", "When was the building closed?",
         "The north wing of the building was closed in May.", "The building was closed in May."),
        ("de", "Wann wurde das Gebäude geschlossen?",
         "Der Nordflügel des Gebäudes wurde im Mai geschlossen.",
         "Das Gebäude wurde im Mai geschlossen."),
        ("fr", "Quand l'école a-t-elle fermé ?",
         "La cantine de l'école a fermé en mai.", "L'école a fermé en mai."),
        ("fr", "Quand l'école a-t-elle fermé ?",
         "La cour d'école a fermé en mai.", "L'école a fermé en mai."),
        ("es", "¿Cuándo cerró el edificio?",
         "El ala norte del edificio cerró en mayo.", "El edificio cerró en mayo."),
    ],
)  # fmt: skip
def test_what_is_told_of_a_part_is_marked(
    language: str, question: str, part: str, whole: str
) -> None:
    """That a wing was closed does not say that the building was."""
    assert read(question, part, language=language)["as_part"] == 1.0
    assert read(question, whole, language=language)["as_part"] == 0.0
    assert read("When did the wing of the building close?", part)["as_part"] == 0.0


def test_a_question_for_yes_or_no_whose_predicate_nothing_says_is_marked() -> None:
    """That somebody of that office opened a bridge does not tell whether he resigned."""
    opened = "The mayor opened the bridge."
    assert read("Did the mayor resign?", opened)["predicate_unsaid"] == 1.0
    assert read("Did the mayor open the bridge?", opened)["predicate_unsaid"] == 0.0
    assert read("Did the mayor open the bridge yesterday?", opened)["predicate_unsaid"] == 0.0
    assert read("When did the mayor resign?", opened)["predicate_unsaid"] == 0.0


def test_the_name_and_the_last_word_are_to_stand_in_one_clause() -> None:
    """That Norland was visited, and another country is a member, does not make it one."""
    asked = "Is Norland a member?"
    together = read(asked, "Norland is a member, and Estria is none.")["pair_inside"]
    apart = read(asked, "Norland was visited, and Estria is a member.")["pair_inside"]
    assert together == 1.0
    assert apart < together


def test_of_few_words_the_one_that_is_met_least_counts() -> None:
    """However common it is in its language."""
    asked = "Did Carl Reed pay the fine?"
    assert read(asked, "Carl Reed did pay the fine.")["least_said"] == 1.0
    assert read(asked, "Carl Reed did contest the fine.")["least_said"] == 0.0
    assert read("Carl Reed?", "Carl Reed did contest the fine.")["least_said"] == -1.0


def test_what_a_sentence_adds_is_counted() -> None:
    """Two reasons that are only announced add nothing to what is asked."""
    asked = "What reasons did Norland give?"
    announced = read(asked, "Norland gave two reasons.")
    given = read(asked, "Norland gave two reasons: the flood and the price of grain.")
    assert announced["added_words"] < given["added_words"]


@pytest.mark.parametrize(
    ("language", "question", "wished", "done"),
    [
        ("en", "Did Carl Reed resign?",
         "The union urged Carl Reed to resign.", "Carl Reed resigned."),
        ("de", "Ist Carl Reed zurückgetreten?",
         "Die Opposition forderte, dass Carl Reed zurücktritt.", "Carl Reed ist zurückgetreten."),
        ("fr", "Carl Reed a-t-il démissionné ?",
         "L'opposition exige que Carl Reed démissionne.", "Carl Reed a démissionné."),
        ("es", "¿Dimitió Carl Reed?",
         "La oposición exigió la dimisión de Carl Reed.", "Carl Reed dimitió."),
        ("ru", "Иван Петров ушёл в отставку?",
         "Оппозиция потребовала отставки Ивана Петрова.", "Иван Петров ушёл в отставку."),
        ("uk", "Іван Мазур пішов у відставку?",
         "Опозиція вимагає відставки Івана Мазура.", "Іван Мазур пішов у відставку."),
        ("tr", "Ali Kaya istifa etti mi?",
         "Muhalefet Ali Kaya'nın istifasını talep etti.", "Ali Kaya istifa etti."),
    ],
)  # fmt: skip
def test_what_is_only_wished_is_marked(
    language: str, question: str, wished: str, done: str
) -> None:
    """Called for, threatened, alleged: it is not said to have happened."""
    assert read(question, wished, language=language)["wished"] == 1.0
    assert read(question, done, language=language)["wished"] == 0.0
