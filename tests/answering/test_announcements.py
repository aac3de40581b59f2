"""A sentence that only counts what the next one tells is quoted with it."""

import pytest

from storybot.answering.answer import Answerer
from storybot.corpus.corpus import Corpus
from worlds.articles import make_document

STORIES = {
    "en": (
        "The council of Kelm met on Monday.",
        "There were two reasons.",
        "A crack was found in the mole, and the divers were ill.",
        "What were the two reasons?",
    ),
    "de": (
        "Der Rat von Kelm tagte am Montag.",
        "Dafür gab es zwei Gründe.",
        "In der Mole war ein Riss, und die Taucher waren krank.",
        "Welche zwei Gründe gab es dafür?",
    ),
    "es": (
        "El consejo de Kelm se reunió el lunes.",
        "Hubo dos motivos.",
        "El muelle tenía una grieta y los buzos estaban enfermos.",
        "¿Cuáles fueron los dos motivos?",
    ),
    "ru": (
        "Совет Кельма собрался в понедельник.",
        "Этому было две причины.",
        "В молу нашли трещину, а водолазы заболели.",
        "Какие две причины этому были?",
    ),
}


async def first_quote(corpus: Corpus, answerer: Answerer, text: str, question: str) -> str:
    """Return what is quoted first of a story that has more paragraphs than this one."""
    more = "The ferry to Arnby waits in the river. Nobody was hurt."
    language = next((code for code, story in STORIES.items() if question in story), "en")
    await corpus.add([make_document(text, more, language=language)], actor="me")
    return (await answerer.answer(question)).citations[0].text


@pytest.mark.parametrize("language", STORIES)
async def test_what_is_announced_is_quoted_with_its_announcement(
    corpus: Corpus, answerer: Answerer, language: str
) -> None:
    """Word for word, as one run of their paragraph; the sentence alone would tell nothing."""
    before, announced, told, question = STORIES[language]
    text = f"{before} {announced} {told}"
    assert await first_quote(corpus, answerer, text, question) == f"{announced} {told}"


async def test_what_tells_is_quoted_with_what_says_what_it_is(
    corpus: Corpus, answerer: Answerer
) -> None:
    """Asked whether it is one of the reasons, that they are reasons is a part of the answer."""
    before, announced, told, _ = STORIES["en"]
    text = f"{before} {announced} {told}"
    quoted = await first_quote(
        corpus, answerer, text, "Was a crack in the mole one of the reasons?"
    )
    assert quoted == f"{announced} {told}"


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("There were two reasons.",),  # nothing follows it in its paragraph
        ("There were two reasons for it, as the mayor of the town of Kelm told us. Nobody knew.",),
        ("There were two divers. A crack was found in the mole, and the ferry waits.",),
    ],
)
async def test_other_sentences_with_a_number_stand_alone(
    corpus: Corpus, answerer: Answerer, paragraphs: tuple[str, ...]
) -> None:
    """Those that say something themselves, or count what needs no telling."""
    question = "How many divers were there?" if "divers" in paragraphs[0] else "Which two reasons?"
    found = await first_quote(corpus, answerer, paragraphs[0], question)
    assert found == paragraphs[0].split(". ")[0].rstrip(".") + "."
