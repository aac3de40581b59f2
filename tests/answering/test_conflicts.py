"""Two articles that answer one question differently: the newer first, both shown."""

from datetime import date, datetime
from pathlib import Path
from typing import cast

import pytest

from storybot.answering.answer import Answerer
from storybot.answering.cache import CachedStore
from storybot.answering.evidence.conflicts import newest_first
from storybot.answering.evidence.near_duplicates import repeat_each_other
from storybot.answering.evidence.quotes import Quote
from storybot.answering.query.question import read_question
from storybot.answering.ranking.located_sentence import LocatedSentence
from storybot.bot.handlers.inline.inline_results import quote_result
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES
from storybot.bot.messages.answer_card import ChatContext, answer_card
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.bot.messages.callback_fields import View
from storybot.bot.messages.quote_card import ShownQuote, quote_text
from storybot.cli.views.answer_json import answer_json
from storybot.cli.views.show import show_answer
from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import sync
from storybot.model.answers import Answer, Citation
from storybot.search.index import Index
from storybot.store.document_store import Store
from storybot.store.records import QuoteRef
from worlds.articles import make_document
from worlds.sentences import gathered

OLD, NEW = date(2023, 8, 29), date(2023, 9, 6)
PLACE = ChatContext("story_bot", private=True)
CORPUS = Path(__file__).parents[2] / "corpus"


async def ask(
    corpus: Corpus,
    answerer: Answerer,
    question: str,
    old: str,
    new: str,
    days: tuple[date | None, date | None] = (OLD, NEW),
    language: str = "en",
) -> Answer:
    """Ask about two articles of a sentence each, the older one added first."""
    await corpus.add(
        [
            make_document(text, source=f"{i}.txt", title="", published=day, language=language)
            for i, (text, day) in enumerate(zip((old, new), days, strict=True))
        ],
        actor="me",
    )
    return await answerer.answer(question)


CONFLICTS = [
    (
        "en",
        "How much did the ferry Halvard cost?",
        "The ferry Halvard cost $48 million.",
        "The ferry Halvard cost about $61 million, twice the first estimate.",
    ),
    (
        "en",
        "How many people died when the ferry Halvard sank?",
        "About 120 people died when the ferry Halvard sank.",
        "When the ferry Halvard sank, 143 people died, the coast guard says.",
    ),
    (
        "en",
        "When did the ferry Halvard sink?",
        "The ferry Halvard sank on 19 July 2023 near Odberg.",
        "The ferry Halvard sank on 17 July, two days earlier than was thought.",
    ),
    (
        "en",
        "Who steered the ferry Halvard when it sank?",
        "Marit Sollund steered the ferry Halvard when it sank near the coast.",
        "Jens Aaker steered the ferry Halvard when it sank near the coast.",
    ),
    (
        "en",
        "Was the ferry Halvard insured?",
        "The ferry Halvard was insured by its owner.",
        "The ferry Halvard was not insured.",
    ),
    (
        "de",
        "Wie viele Menschen starben auf der Fähre Halvard?",
        "Auf der Fähre Halvard starben rund 120 Menschen.",
        "Auf der Fähre Halvard starben nach neuen Angaben 143 Menschen.",
    ),
    (
        "ru",
        "Сколько человек погибло на пароме?",
        "На пароме погибло около 120 человек.",
        "На пароме погибло 143 человека, сообщили спасатели.",
    ),
]


@pytest.mark.parametrize(("language", "question", "old", "new"), CONFLICTS)
async def test_the_newer_comes_first_and_the_older_is_named(
    corpus: Corpus, answerer: Answerer, language: str, question: str, old: str, new: str
) -> None:
    """Amounts, dates, names, and yes against no."""
    answer = await ask(corpus, answerer, question, old, new, language=language)
    assert answer.answered
    assert [c.text for c in answer.citations[:2]] == [new, old]
    assert answer.contradicted == answer.citations[1]


@pytest.mark.parametrize(("language", "question", "old", "new"), CONFLICTS[:2])
async def test_the_order_of_adding_does_not_matter(
    corpus: Corpus, answerer: Answerer, language: str, question: str, old: str, new: str
) -> None:
    """What counts is when the articles were published."""
    answer = await ask(corpus, answerer, question, new, old, (NEW, OLD), language)
    assert answer.citations[0].text == new
    assert answer.contradicted
    assert answer.contradicted.text == old


@pytest.mark.parametrize("days", [(None, None), (OLD, None), (None, NEW), (NEW, NEW)])
async def test_nothing_is_older_without_two_dates(
    corpus: Corpus, answerer: Answerer, days: tuple[date | None, date | None]
) -> None:
    """Where it is not known which is newer, none is called earlier."""
    _, question, old, new = CONFLICTS[0]
    assert (await ask(corpus, answerer, question, old, new, days)).contradicted is None


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        (
            "How many people died when the ferry Halvard sank?",
            "About 120 people died when the ferry Halvard sank.",
            "When the ferry Halvard sank, 119 people died, the coast guard says.",
        ),
        (
            "How many people died when the ferry Halvard sank?",
            "About 120 people died when the ferry Halvard sank.",
            "About 340 people died when the ferry Sigrid sank.",
        ),
        (
            "How many people died when the ferry Halvard sank?",
            "About 120 people died when the ferry Halvard sank.",
            "When the ferry Halvard sank, it had 143 cars on board.",
        ),
        (
            "When did the ferry Halvard sink?",
            "The ferry Halvard sank in July 2023.",
            "The ferry Halvard sank on 17 July in heavy weather.",
        ),
        (
            "When did the ferry Halvard sink?",
            "The ferry Halvard sank on 17 July 2023.",
            "The ferry Halvard was built in March 1988 and named after a lake.",
        ),
        (
            "When did the ferry Halvard sink?",
            "The ferry Halvard sank on 17 July 2023.",
            "The ferry Halvard sank between 17 and 18 July.",
        ),
        (
            "Who steered the ferry Halvard when it sank?",
            "Oleksandr Zelensky steered the ferry Halvard when it sank near the coast.",
            "Olexandr Zelenskyy steered the ferry Halvard when it sank near the coast.",
        ),
        (
            "Who visited the ferry Halvard?",
            "Marit Sollund visited the ferry Halvard before it left the yard in spring.",
            "Jens Aaker visited the ferry Halvard to speak with its crew about wages.",
        ),
        (
            "Was the ferry Halvard insured?",
            "The ferry Halvard was insured by its owner.",
            "The ferry Sigrid was not insured.",
        ),
    ],
)
async def test_what_can_both_be_true_is_no_conflict(
    corpus: Corpus, answerer: Answerer, question: str, old: str, new: str
) -> None:
    """Rounded amounts, other units, other events, a month and its day, two spellings."""
    assert (await ask(corpus, answerer, question, old, new)).contradicted is None


async def test_a_question_about_a_time_has_no_newer_answer(
    corpus: Corpus, answerer: Answerer
) -> None:
    """What was so in July is not made untrue by what is so in September."""
    answer = await ask(
        corpus,
        answerer,
        "Who was the captain of the ferry Halvard in July 2023?",
        "Marit Sollund was the captain of the ferry Halvard in July 2023.",
        "Jens Aaker was the captain of the ferry Halvard in September 2023.",
    )
    assert "Sollund" in answer.citations[0].text
    assert answer.contradicted is None


async def test_no_conflict_where_the_bot_abstains(corpus: Corpus, answerer: Answerer) -> None:
    """What is no answer contradicts nothing."""
    _, _, old, new = CONFLICTS[0]
    answer = await ask(corpus, answerer, "How many goals did the Owls score?", old, new)
    assert not answer.answered
    assert answer.contradicted is None


async def test_the_correction_of_the_project_corpus(
    corpus: Corpus, store: Store, index: Index
) -> None:
    """The corrected amount comes first, and with it the wrong one, where the bot is that sure."""
    await sync(corpus, CORPUS)
    answer = await Answerer(store, index, threshold=0.3).answer(
        "How many tonnes were exported under the grain deal?", 1
    )
    assert "33 million" in answer.citations[0].text
    assert answer.contradicted
    assert "about 23 million" in answer.contradicted.text


async def test_the_older_is_never_merged_with_the_newer(corpus: Corpus, answerer: Answerer) -> None:
    """Sentences that differ in a "not" alone are not one statement of two articles."""
    _, question, old, new = next(c for c in CONFLICTS if "insured" in c[1])
    answer = await ask(corpus, answerer, question, old, new)
    assert answer.citations[0].also_in == ()


async def test_sentences_of_one_wording_with_other_numbers_conflict(
    corpus: Corpus, answerer: Answerer
) -> None:
    """Whatever the question asks, the newer comes first and the older is shown beside it."""
    old = "When the ferry Halvard sank in the storm off Odberg, 120 people died in the water."
    new = old.replace("120", "143")
    answer = await ask(corpus, answerer, "What happened to the ferry Halvard?", old, new)
    assert [c.text for c in answer.citations] == [new, old]
    assert answer.contradicted == answer.citations[1]


TWINS = [
    ("en", "What about the lock in Arn and barges?", "The lock in Arn will reopen to barges.",
     "The lock in Arn will not reopen to barges."),
    ("en", "When does the museum in Halvik open?", "The museum in Halvik opens on Tuesday.",
     "The museum in Halvik opens on Sunday."),
    ("en", "What did wheat prices do in Norland?", "Wheat prices in Norland rose in spring.",
     "Wheat prices in Norland fell in spring."),
    ("en", "Is the dam in Arn safe?", "The dam in Arn is safe, the engineer said.",
     "The dam in Arn is safe, the mayor said."),
    ("en", "Who backed the lock in Arn?", "Mayor Tomas Lind backed the lock in Arn in a vote.",
     "Mayor Tomas Lind opposed the lock in Arn in a vote."),
    ("en", "How many boats did the storm off Odberg sink?",
     "The storm off Odberg sank eleven boats.", "The storm off Odberg sank thirteen boats."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "question", "old", "new"), TWINS)
@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2023-08-29T09:00:00+00:00", "2023-08-29T17:00:00+00:00"),
        ("2023-08-30T01:00:00+09:00", "2023-08-29T20:00:00+00:00"),
        ("2023-08-29T23:00:00+02:00", "2023-08-29T18:00:00-05:00"),
    ],
)
async def test_the_newer_is_newer_by_the_moment(
    corpus: Corpus,
    answerer: Answerer,
    language: str,
    question: str,
    old: str,
    new: str,
    earlier: str,
    later: str,
) -> None:
    """On one day, and across time zones, the later moment leads and both are shown."""
    days = datetime.fromisoformat(earlier), datetime.fromisoformat(later)
    answer = await ask(corpus, answerer, question, old, new, days, language)
    assert answer.answered
    assert [c.text for c in answer.citations[:2]] == [new, old]
    assert answer.contradicted == answer.citations[1]
    assert not any(c.also_in for c in answer.citations)


async def test_of_two_names_the_question_takes_its_own(corpus: Corpus, answerer: Answerer) -> None:
    """An article of another person does not contradict one of the person asked for."""
    old = "The court in Halvik fined Judge Ana Perrin for smuggling."
    answer = await ask(
        corpus, answerer, "Did the court fine Judge Ana Perrin?", old, old.replace("Ana", "Ida")
    )
    assert answer.citations[0].text == old
    assert answer.contradicted is None


async def differing(corpus: Corpus, answerer: Answerer) -> tuple[Answer, Citation]:
    """Ask for what two articles say differently."""
    _, question, old, new = CONFLICTS[0]
    answer = await ask(corpus, answerer, question, old, new)
    assert answer.contradicted
    return answer, answer.contradicted


async def test_the_card_shows_both(corpus: Corpus, answerer: Answerer) -> None:
    """On the first view both quotes stand, each with its source; a further one stands alone."""
    answer, older = await differing(corpus, answerer)
    text = answer_card(answer, PLACE, ENGLISH).text.text
    newer = answer.citations[0].text
    assert text.index(newer) < text.index(ENGLISH.say.differ) < text.index(older.text)
    assert text.index("6 September 2023") < text.index(older.text) < text.index("29 August 2023")
    further = quote_text(ShownQuote(answer.citations[1], View(1), 2), "story_bot", ENGLISH)
    assert ENGLISH.say.differ not in further.text


async def test_the_inline_offer_sends_both(corpus: Corpus, answerer: Answerer) -> None:
    """The message that is sent by choosing the newer quote holds the older one."""
    answer, older = await differing(corpus, answerer)
    for words in LANGUAGES.values():
        shown = ShownQuote(answer.citations[0], older=older)
        offer = quote_result(shown, "story_bot", words, ButtonCodec(b"key"))
        sent = offer["input_message_content"]["message_text"]
        assert words.say.differ in sent
        assert older.text in sent


async def test_what_does_not_fit_is_left_out_whole(corpus: Corpus, answerer: Answerer) -> None:
    """Where one message cannot hold both, it holds the newer quote."""
    _, older = await differing(corpus, answerer)
    long = make_document("word " * 800, source="long.txt")
    longer = Citation(older.version, long.text[:-1], 0, len(long.text) - 1, 0, 1.0)
    text = quote_text(ShownQuote(longer, count=2, older=older), "story_bot", ENGLISH)
    assert text.fits
    assert older.text not in text.text


async def test_the_terminal_and_the_json_show_both(
    corpus: Corpus, answerer: Answerer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal names the older one once; in JSON it is a field of its own."""
    answer, older = await differing(corpus, answerer)
    show_answer(answer)
    printed = capsys.readouterr().out
    assert printed.count(older.text) == 1
    assert printed.index("The articles differ.") < printed.index(older.text)
    seen = answer_json(answer)
    assert seen["contradicted"]["text"] == older.text
    assert [c["text"] for c in seen["citations"]] == [c.text for c in answer.citations]


async def test_a_kept_answer_knows_what_contradicts(corpus: Corpus, answerer: Answerer) -> None:
    """Its first quote is marked, so that turning back to it shows both again."""
    answer, _ = await differing(corpus, answerer)
    assert [cited.contradicts_next for cited in QuoteRef.ranking(answer)] == [True, False]


async def test_quotes_of_other_wording_are_compared_without_their_texts() -> None:
    """To compare the words of quotes that tell other stories, no article is read."""

    class Unread:
        async def versions(self, keys: object) -> list[object]:
            raise AssertionError(keys)

    candidates = gathered([
        ["The old bridge over the river was closed to all traffic on Monday."],
        ["Nobody in town remembers a summer when it rained for so many weeks."],
    ])  # fmt: skip
    quotes = [Quote((LocatedSentence(candidates, at),), 1.0) for at in (0, 1)]
    question = read_question("What happened in the town?", languages=["en"])
    assert await newest_first(cast("CachedStore", Unread()), question, quotes) == (quotes, None)


def test_only_words_tell_whether_quotes_repeat_each_other() -> None:
    """Numbers are written in many ways, and a sentence of the same article is no repetition."""
    found = gathered([
        ["The old bridge over the river was closed for 12 weeks.", "It is."],
        ["The old bridge over the river was closed for twelve weeks."],
        ["The old river has no bridge."],
    ])  # fmt: skip
    spots = [LocatedSentence(found, at) for at in range(4)]
    closed, is_so, again, other = (Quote((spot,), 1.0) for spot in spots)
    assert repeat_each_other([closed, other, again])
    assert not repeat_each_other([closed, other])
    assert not repeat_each_other([closed, is_so])
    assert repeat_each_other([other, Quote((spots[0], spots[1]), 1.0), again])
