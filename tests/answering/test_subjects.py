"""Of whom a sentence speaks: subjects, speakers, definitions, lists announced, clauses denied."""

import pytest

from storybot.answering.query.question import read_question
from storybot.answering.ranking.subjects import subject_features
from storybot.answering.ranking.term_matches import match
from worlds.sentences import gathered


def read(question: str, *paragraph: str, language: str = "en") -> dict[str, list[float]]:
    """Return the features of the sentences of a paragraph."""
    form = read_question(question, languages=[language]).form
    candidates = gathered([paragraph], language)
    table = subject_features(form, candidates, match(form, candidates, {}, {}))
    return {name: list(map(float, column)) for name, column in table.items()}


@pytest.mark.parametrize(
    ("language", "question", "ours", "theirs"),
    [
        ("en", "Is Norland a member of the league?", "Norland is a member of the league.",
         "Sudland is a member of the league."),
        ("de", "Ist Norwegen Mitglied der Liga?", "Norwegen ist Mitglied der Liga.",
         "Heute ist Schweden Mitglied der Liga."),
        ("fr", "La Norvège est-elle membre de la ligue ?", "La Norvège est membre de la ligue.",
         "La Suède est membre de la ligue."),
        ("es", "¿Es Noruega miembro de la liga?", "Hoy Noruega es miembro de la liga.",
         "Hoy Suecia es miembro de la liga."),
        ("ru", "Входит ли Норвегия в лигу?", "Сегодня Норвегия входит в лигу.",
         "Сегодня Швеция входит в лигу."),
        ("uk", "Чи входить Норвегія до ліги?", "Сьогодні Норвегія входить до ліги.",
         "Сьогодні Швеція входить до ліги."),
        ("tr", "Norveç ligin üyesi mi?", "Bugün Norveç ligin üyesi.", "Bugün İsveç ligin üyesi."),
    ],
)  # fmt: skip
def test_the_subject_asked_for_is_that_of_the_sentence(
    language: str, question: str, ours: str, theirs: str
) -> None:
    """Another one's membership does not tell of ours."""
    table = read(question, ours, theirs, language=language)
    assert table["subject_same"][0] > table["subject_same"][1]
    assert table["subject_other"][0] < table["subject_other"][1]


def test_who_is_named_in_another_clause_is_not_its_subject() -> None:
    """What Sudland did is not told of Norland, though Norland stands in the sentence."""
    table = read(
        "Has Norland closed the border?",
        "Norland closed the border on Monday.",
        "While Norland waited for days, Sudland closed the border on Monday.",
    )
    assert table["subject_other"] == [0.0, 1.0]


def test_a_pronoun_stands_for_whom_the_paragraph_is_about() -> None:
    """He is the one named before, and nobody else."""
    about = read("What did Holm want?", "Holm went to Arn.", "He wanted a bridge.")
    other = read("What did Holm want?", "Brenner went to see Holm.", "He wanted a bridge.")
    assert about["subject_same"][1] > other["subject_same"][1]
    assert (about["subject_other"][1], other["subject_other"][1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("language", "question", "ours", "theirs"),
    [
        ("en", "What did Holm say?", "The bridge is safe, Holm said.",
         "The bridge of Holm is safe and dry, they heard as Brenner said so."),
        ("de", "Was sagte Holm dazu?", "„Das ist gut“, sagte Holm.",
         "„Für Holm ist das nun wirklich überhaupt nicht gut“, sagte Ada Brenner."),
        ("fr", "Qu'a dit Holm ?", "C'est bien, a déclaré Holm.",
         "Pour Holm c'est vraiment bien et même très bien, a déclaré Ada Brenner."),
        ("es", "¿Qué dijo Holm?", "Está bien, dijo Holm.",
         "Para Holm esto está muy bien y sale muy barato, dijo Ada Brenner."),
        ("ru", "Что сказал Хольм?", "Всё хорошо, сказал Хольм.",
         "Для города и для Хольма это совсем не так плохо, сказал Бреннер."),
        ("uk", "Що сказав Хольм?", "Усе добре, сказав Хольм.",
         "Для міста і для Хольма це зовсім не так погано, сказав Бреннер."),
        ("tr", "Holm ne dedi?", "Her şey iyi, dedi Holm.",
         "Holm için bu gerçekten çok iyi ve güzel bir haber, dedi Ada Brenner."),
    ],
)  # fmt: skip
def test_the_speaker_is_who_stands_by_the_verb_of_saying(
    language: str, question: str, ours: str, theirs: str
) -> None:
    """That somebody is spoken of does not make it a word of theirs."""
    table = read(question, ours, theirs, language=language)
    assert table["speaker_same"] == [1.0, 0.0]
    assert table["speaker_other"] == [0.0, 1.0]


@pytest.mark.parametrize(
    ("language", "question", "defines", "mentions"),
    [
        ("en", "What is a lahar?", "A lahar is a flow of mud.", "The lahar came at night."),
        ("en", "What is a lahar?", "The lahar, a flow of mud, came.", "Here a lahar came down."),
        ("de", "Was ist ein Lahar?", "Ein Lahar ist ein Strom.", "Nachts kam der Lahar."),
        ("fr", "c'est quoi un lahar ?", "Un lahar est une coulée.", "Un lahar descend."),
        ("es", "¿Qué es un lahar?", "Un lahar es un flujo.", "Llegó un lahar."),
        ("ru", "Что такое лахар?", "Лахар это такой поток.", "Лахар сошёл ночью."),
        ("uk", "Що таке лахар?", "Лахар це такий потік.", "Лахар зійшов уночі."),
        ("en", "Who is Ada Holm?", "Ada Holm, the mayor, came.", "Ada Holm came late."),
    ],
)
def test_a_definition_says_what_a_thing_is(
    language: str, question: str, defines: str, mentions: str
) -> None:
    """A sentence that only mentions it does not."""
    table = read(question, defines, mentions, language=language)
    assert table["defined_as"][0] >= 0.8
    assert table["defined_as"][1] == 0.0


@pytest.mark.parametrize(
    ("language", "question", "announces", "gives"),
    [
        ("en", "What reasons did Holm give?", "Holm gave two reasons.", "The pier is old."),
        ("de", "Welche Gründe nannte Holm?", "Holm nannte zwei Gründe.", "Das Dach ist alt."),
        ("fr", "Quelles raisons Holm donne-t-il ?", "Holm donne deux raisons.", "Le toit cède."),
        ("es", "¿Qué razones dio Holm?", "Holm dio dos razones.", "El techo es viejo."),
        ("ru", "Какие причины назвал Хольм?", "Хольм назвал две причины.", "Крыша старая."),
        ("uk", "Які причини назвав Хольм?", "Хольм назвав дві причини.", "Дах старий."),
        ("tr", "Holm hangi nedenleri saydı?", "Holm iki neden saydı.", "Çatı eski."),
    ],
)
def test_a_list_is_what_follows_its_announcement(
    language: str, question: str, announces: str, gives: str
) -> None:
    """The sentence that counts the reasons gives none."""
    table = read(question, announces, gives, language=language)
    assert table["announces"] == [1.0, 0.0]
    assert table["announced_before"] == [0.0, 1.0]


def test_a_number_asked_for_is_no_list() -> None:
    """How many reasons is answered by their number."""
    assert read("How many reasons did Holm give?", "Holm gave two reasons.")["announces"] == [0.0]


def test_only_the_clause_of_what_is_asked_denies_it() -> None:
    """A denial elsewhere in the sentence leaves it standing."""
    table = read(
        "Why was the bridge closed?",
        "The bridge was closed, because the council had no money.",
        "The bridge was not closed, although it is old.",
    )
    assert table["denied_clause"] == [0.0, 1.0]


def test_a_counted_noun_that_goes_unsaid_is_seen() -> None:
    """A number of goats is no number of sheep, and what goes unsaid weighs."""
    table = read("How many sheep died?", "Twelve sheep died.", "Twelve goats died.")
    assert table["head_said"][0] > table["head_said"][1]
