"""Why a sentence near a question is no answer, where that is one thing to be named."""

import pytest

from storybot.answering.evidence.disagreements import Disagreement, disagreement
from storybot.model.answers import Citation
from storybot.model.documents import DocumentId, State, Version
from worlds.articles import make_document


def cited(sentence: str, language: str = "en", **more: str) -> Citation:
    """Cite an article of one sentence."""
    version = Version(
        DocumentId("1"), 1, State.LIVE, make_document(sentence, language=language, **more)
    )
    return Citation(version, sentence, 0, len(sentence), 0, 1.0)


@pytest.mark.parametrize(
    ("language", "question", "sentence", "asked", "says"),
    [
        ("en", "Who won the race in 1998?", "Carl Reed won the race in 1994.", "1998", "1994"),
        ("de", "Wer gewann die Wahl 2022?", "Karl Reed gewann die Wahl 2020.", "2022", "2020"),
        ("es", "¿Quién ganó las elecciones de 2022?", "Ruiz ganó las elecciones de 2020.", "2022",
         "2020"),
        ("fr", "Qui a gagné l’élection de 2022 ?", "Petit a gagné l’élection de 2020.", "2022",
         "2020"),
        ("ru", "Кто выиграл выборы в 2022 году?", "Выборы в 2020 году выиграл Иванов.", "2022",
         "2020"),
        ("tr", "2022 seçimini kim kazandı?", "2020 seçimini Ahmet Yılmaz kazandı.", "2022", "2020"),
        ("uk", "Хто виграв вибори у 2022 році?", "Вибори у 2020 році виграв Іваненко.", "2022",
         "2020"),
        ("en", "Did the dam cost 50 million crowns?", "The dam cost 48 million crowns.",
         "50 million", "48 million"),
        ("de", "Kostete die Brücke 50 Millionen Kronen?", "Die Brücke kostete 48 Millionen Kronen.",
         "50 Millionen", "48 Millionen"),
        ("en", "When did Ben Carver open the dam?", "Ottilie Brandt opened the dam on Monday.",
         "Ben Carver", "Ottilie Brandt"),
        ("ru", "Открыл ли Путин мост?", "Мост открыл Собянин в понедельник.", "Путин", "Собянин"),
        ("tr", "Köprüyü Erdoğan mı açtı?", "Köprüyü pazartesi günü İmamoğlu açtı.", "Erdoğan",
         "İmamoğlu"),
        ("en", "Did Carver open the dam?", "Brandt and Fenwick opened the dam.", "Carver", ""),
        ("en", "Did Carver open the dam?", "Nobody opened the dam.", "Carver", ""),
    ],
)  # fmt: skip
def test_another_year_number_or_name(
    language: str, question: str, sentence: str, asked: str, says: str
) -> None:
    """What stands in its place is told where there is one such thing."""
    assert disagreement(question, cited(sentence, language)) == Disagreement(asked, says)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who painted the dam?", "Mayor Brandt opened the dam."),
        ("Who won the race in 1998?", "Carl Reed won the race in 1998 and in 1994."),
        ("Who won the race in 1998?", "Between 1990 and 1994 Carl Reed won the race twice."),
        ("Who won the race in 1998?", "It was 1994 when the dam broke."),
        ("Did the dam cost 50 million crowns?", "The dam was closed for 48 days."),
        ("Is Turkey a member of the court?", "Türkiye is not a member of the court."),
        ("Did Zelenskyy sign the treaty?", "Zelensky signed the treaty in Rome."),
        ("Did Ukraine sign the treaty?", "The Ukrainians signed the treaty in Rome."),
    ],
)
def test_nothing_is_claimed_that_is_not_plain(question: str, sentence: str) -> None:
    """Neither for one name in two spellings, nor where much else is different."""
    assert disagreement(question, cited(sentence)) is None


def test_what_the_article_says_around_it_counts_as_said() -> None:
    """A name may stand in the headline or in the sentence before."""
    citation = cited("She opened the dam on Monday.", title="Carver opens the dam")
    assert disagreement("Did Carver open the dam?", citation) is None
