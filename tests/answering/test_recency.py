"""What the time in a question does to the ranking, seen from a fixed day."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from storybot.answering.answer import Answerer
from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import sync
from storybot.model.answers import Answer
from storybot.search.index import Index
from storybot.store.document_store import Store
from worlds.articles import make_document

ROOT = Path(__file__).parents[2]
QUESTIONS = [
    json.loads(line)
    for line in (ROOT / "tests/questions/times.jsonl").read_text("utf-8").splitlines()
]
FLOOR, REFUSED = 21, 5
"""Of 25; without a sense of time 17 are right."""
THURSDAY = date(2023, 9, 14)

Seen = Callable[[date], Answerer]


@pytest.fixture
def seen_from(store: Store, index: Index) -> Seen:
    """Make answerers that take a day for today."""
    return lambda day: Answerer(store, index, today=lambda: day)


async def add(corpus: Corpus, *said: tuple[str, date | None]) -> None:
    """Add an article for each sentence, of that day."""
    await corpus.add(
        [
            make_document(text, source=f"{i}.txt", title="", published=day)
            for i, (text, day) in enumerate(said)
        ],
        actor="me",
    )


def first(answer: Answer) -> str:
    """Return the sentence that came first."""
    return answer.citations[0].text


async def test_labelled_questions_with_times(corpus: Corpus, seen_from: Seen) -> None:
    """Most questions about a time get the sentence of that time first; a few may be refused."""
    await sync(corpus, ROOT / "corpus")
    right, refused = [], []
    for row in QUESTIONS:
        answer = await seen_from(date.fromisoformat(row["today"])).answer(row["question"])
        refused += [row["question"]] * (not answer.answered)
        gold = [(row["document"], text) for text in row["gold"]]
        gold += [(also["document"], also["text"]) for also in row["also"]]
        source = answer.citations[0].version.document.source
        right += [row["id"]] * any(source == d and text in first(answer) for d, text in gold)
    assert len(right) >= FLOOR
    assert len(refused) <= REFUSED


@pytest.mark.parametrize("when", ["last week", "in September", "on 7 September"])
async def test_a_time_that_the_articles_date_says_need_not_be_said(
    corpus: Corpus, seen_from: Seen, when: str
) -> None:
    """The bot is as sure as without it; of another time it is not."""
    await add(corpus, ("The harbour ferry carried coal to the mill.", date(2023, 9, 7)))
    asked = "What did the harbour ferry carry to the mill"
    plain = await seen_from(THURSDAY).answer(f"{asked}?")
    then = await seen_from(THURSDAY).answer(f"{asked} {when}?")
    other = await seen_from(THURSDAY).answer(f"{asked} in March?")
    assert then.confidence > plain.confidence - 0.01 > other.confidence


async def test_every_labelled_sentence_stands_in_its_article(corpus: Corpus) -> None:
    """The labels quote the articles word for word."""
    taken = await sync(corpus, ROOT / "corpus")
    texts = {t.source: t.added.version.document.text for t in taken if t.added}
    for row in QUESTIONS:
        for document, gold in [
            *((row["document"], text) for text in row["gold"]),
            *((also["document"], also["text"]) for also in row["also"]),
        ]:
            assert gold in texts[document], row["id"]


@pytest.mark.parametrize("word", ["now", "currently", "at the moment"])
async def test_now_prefers_the_newer_of_two(corpus: Corpus, seen_from: Seen, word: str) -> None:
    """Where two sentences score nearly the same, what is asked about now is told by the newer."""
    await add(
        corpus,
        ("The harbour ferry carries milk every morning.", date(2023, 5, 2)),
        ("Every morning the harbour ferry carries coal for two mills.", date(2023, 9, 3)),
    )
    asked = "What does the harbour ferry carry every morning"
    plain = await seen_from(THURSDAY).answer(f"{asked}?")
    timely = await seen_from(THURSDAY).answer(f"{asked} {word}?")
    assert "milk" in first(plain)
    assert "coal" in first(timely)
    assert [c.score for c in timely.citations] == sorted(
        (c.score for c in timely.citations), reverse=True
    )


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("last week", "coal"),
        ("in May", "milk"),
        ("in May 2023", "milk"),
        ("on 1 June", "wool"),
        ("before May", "milk"),
    ],
)
async def test_a_window_prefers_what_was_published_in_it_or_names_it(
    corpus: Corpus, seen_from: Seen, when: str, expected: str
) -> None:
    """An article of that time comes first, or one that names it."""
    await add(
        corpus,
        ("The harbour ferry carries milk every morning.", date(2023, 5, 2)),
        ("The harbour ferry carries coal every morning.", date(2023, 9, 7)),
        ("The harbour ferry carried wool on 1 June in the morning.", date(2023, 7, 1)),
    )
    answer = await seen_from(THURSDAY).answer(f"What did the harbour ferry carry {when}?")
    assert expected in first(answer)


async def test_a_month_is_the_last_one_that_the_articles_tell_of(
    corpus: Corpus, seen_from: Seen
) -> None:
    """Years later, “in May” still means the May of the articles."""
    await add(
        corpus,
        ("The harbour ferry carries coal every morning.", date(2023, 9, 7)),
        ("The harbour ferry carries milk every morning.", date(2023, 5, 2)),
    )
    answer = await seen_from(date(2026, 11, 23)).answer("What did the harbour ferry carry in May?")
    assert "milk" in first(answer)


@pytest.mark.parametrize("when", ["now", "last week", "in May", "in 2023"])
async def test_articles_without_dates_stay_in_their_order(
    corpus: Corpus, seen_from: Seen, when: str
) -> None:
    """The same question has the same scores on whatever day it is asked."""
    await add(
        corpus,
        ("The harbour ferry carries milk in May and every morning.", None),
        ("The harbour ferry carries coal every morning of 2023.", None),
    )
    question = f"What did the harbour ferry carry {when}?"
    then = await seen_from(THURSDAY).answer(question)
    later = await seen_from(date(2040, 1, 1)).answer(question)
    assert [(c.text, c.score) for c in then.citations] == [
        (c.text, c.score) for c in later.citations
    ]


async def test_a_time_hides_no_answer_and_makes_none(corpus: Corpus, seen_from: Seen) -> None:
    """The only answer comes first whenever it was published; what is not told is not answered."""
    await add(
        corpus,
        ("The harbour ferry to Odberg was built by Marit Sollund.", date(2021, 5, 2)),
        ("The harbour was swept by a storm, and many boats sank.", date(2023, 9, 7)),
        ("A new bakery opened beside the old market hall.", date(2023, 9, 8)),
    )
    today = seen_from(THURSDAY)
    answer = await today.answer("Who built the harbour ferry to Odberg last week?")
    assert "Marit Sollund" in first(answer)
    for when in ("", " now", " last week", " in September"):
        assert not (await today.answer(f"Who won the chess championship{when}?")).answered


async def test_the_time_is_not_looked_for_as_words(corpus: Corpus, seen_from: Seen) -> None:
    """What an old article calls now is not what is asked about now."""
    await add(
        corpus,
        ("Marit Sollund is the mayor of Odberg.", date(2023, 9, 10)),
        ("The mayor of Odberg now is Jens Aaker.", date(2019, 5, 2)),
    )
    assert "Sollund" in first(await seen_from(THURSDAY).answer("Who is the mayor of Odberg now?"))
