"""From a question to cited sentences."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storybot.answering.answer import Answerer
from storybot.answering.query.question import MAX_CHARACTERS, read_question
from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import sync, take_file
from storybot.model.answers import Earlier, Talk
from storybot.model.errors import Refused
from storybot.search.index import Index
from storybot.store.document_store import Store
from worlds.articles import make_document

CORPUS = Path(__file__).parents[2] / "corpus"
MEMBER = "Is Turkey an ICC member?"
REPLACES = "Who replaces Putin at G20?"
WORDS = ["Putin", "Xi", "ICC", "Turkey", "visit", "China", "G20", "warrant", "who", "2023", "не"]


@pytest.fixture
async def project(corpus: Corpus) -> Corpus:
    """Take the project's own articles."""
    taken = await sync(corpus, CORPUS)
    assert [t for t in taken if t.added is None] == []
    return corpus


async def test_the_opening_questions_on_the_project_corpus(
    project: Corpus, answerer: Answerer
) -> None:
    """The two questions that the project is introduced with come out right."""
    member = await answerer.answer(MEMBER)
    assert member.answered
    first = member.citations[0]
    assert "not an ICC member" in first.text
    assert "Turkey" in first.version.document.paragraph(first.paragraph)
    replaces = await answerer.answer(REPLACES)
    assert replaces.answered
    assert "Lavrov" in replaces.citations[0].text


async def test_the_opening_questions_on_the_page_dump(
    corpus: Corpus, answerer: Answerer, shared: Path
) -> None:
    """The same on the dump; the second sentence shares no word with its question."""
    dump = shared / "seed" / "putin-china-visit.txt"
    await take_file(corpus, dump, source="dump.txt", actor="me")
    member = await answerer.answer(MEMBER)
    assert member.answered
    assert member.citations[0].text.endswith("is not an ICC signatory.")
    replaces = await answerer.answer(REPLACES)
    assert replaces.answered
    assert "represented" in replaces.citations[0].text


async def test_a_question_that_the_corpus_does_not_touch_is_not_answered(
    project: Corpus, answerer: Answerer
) -> None:
    """Out of the story means no answer, whatever comes nearest."""
    answer = await answerer.answer("How long do you boil an egg?")
    assert not answer.answered


@pytest.mark.parametrize("question", ["", "   ", "???", "the of and", "🙂", "\u200b"])
async def test_a_question_without_words_is_not_answered(
    project: Corpus, answerer: Answerer, question: str
) -> None:
    """Nothing to look for gives nothing, without an error."""
    answer = await answerer.answer(question)
    assert (answer.answered, answer.citations) == (False, ())


@pytest.mark.parametrize(
    "question",
    [
        "谁参加了G20峰会？",
        "誰がG20に出席しますか？",
        "누가 G20에?",
        "G20, Путин?",
        "Kto był na szczycie G20?",
    ],
)
async def test_a_question_in_another_language_is_told_those_of_the_articles(
    corpus: Corpus, answerer: Answerer, question: str
) -> None:
    """By its script alone, however it divides words; by its words in the script of the articles."""
    text = "Sergei Lavrov went to the G20 summit in New Delhi for Russia's president."
    await corpus.add([make_document(text, language="en")], actor="me")
    assert (await answerer.answer(question)).written_in == ("en",)
    for own in ("G20?", "Who went to the moon on Monday?", "2023?"):
        assert (await answerer.answer(own)).written_in == ()


async def test_a_name_in_latin_letters_is_of_no_other_language(
    corpus: Corpus, answerer: Answerer
) -> None:
    """Russian has such names too; a whole question of such words is in another language."""
    text = "Лавров приехал на саммит НАТО в Брюсселе. Его встретил посол России."
    await corpus.add([make_document(text, language="ru")], actor="me")
    assert (await answerer.answer("IBM?")).written_in == ()
    assert (await answerer.answer("Who runs the IBM?")).written_in == ("ru",)


async def test_an_empty_corpus_answers_nothing(corpus: Corpus, answerer: Answerer) -> None:
    """No articles, no answer, no error."""
    answer = await answerer.answer(MEMBER)
    assert (answer.answered, answer.confidence, answer.citations) == (False, 0.0, ())


async def test_a_question_that_is_no_question_is_refused(answerer: Answerer) -> None:
    """A text longer than a question is refused with the limit in words."""
    with pytest.raises(Refused, match="1,000"):
        await answerer.answer("x" * (MAX_CHARACTERS + 1))


async def test_k_bounds_the_ranking(project: Corpus, answerer: Answerer) -> None:
    """At most k citations come back, and the first k are the same for every k."""
    ten = (await answerer.answer(MEMBER, 10)).citations
    two = (await answerer.answer(MEMBER, 2)).citations
    assert len(ten) == 10
    assert [c.text for c in two] == [c.text for c in ten[:2]]


@pytest.fixture
async def two_articles(corpus: Corpus, store: Store) -> Store:
    """Add two articles that hold what tests of any question look for."""
    first = make_document("Putin skips the G20. Xi waits in China — “at home”, 习.", source="a")
    second = make_document("Turkey is no ICC member.\nIt said so.", "Visit in 2023?", source="b")
    await corpus.add([first, second], actor="me")
    return store


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    question=st.text(max_size=80)
    | st.lists(
        st.sampled_from(WORDS),
        max_size=8,
    ).map(" ".join)
)
async def test_every_quote_is_word_for_word(
    two_articles: Store, index: Index, question: str
) -> None:
    """Whatever is asked, each citation is the span of the version that it names."""
    answer = await Answerer(two_articles, index).answer(question, 50)
    for citation in answer.citations:
        cited = await two_articles.version(citation.version.id, citation.version.number)
        assert citation.text == cited.document.text[citation.start : citation.end]
        for match in citation.matches:
            assert 0 <= match.start < match.end <= len(citation.text)


async def test_a_sentence_that_leans_is_quoted_with_the_one_before(
    corpus: Corpus, answerer: Answerer
) -> None:
    """A quote that does not say of whom it speaks takes the sentence that does along."""
    text = "Norland has a fleet. The country is not a member of the Northern Court. Talks go on."
    await corpus.add([make_document(text)], actor="me")
    first = (await answerer.answer("Is Norland a member of the Northern Court?")).citations[0]
    assert first.text == text[: text.index(" Talks")]


async def test_duplicates_come_once(corpus: Corpus, answerer: Answerer) -> None:
    """A sentence that two articles share is quoted from one of them."""
    shared = "Turkey is not an ICC member."
    await corpus.add(
        [make_document(shared, source="a"), make_document(f"{shared} So what?", source="b")],
        actor="me",
    )
    citations = (await answerer.answer(MEMBER)).citations
    assert [c.text for c in citations].count(shared) == 1


async def test_the_newest_of_near_duplicates_is_quoted(corpus: Corpus, answerer: Answerer) -> None:
    """What two articles say alike comes once, from the newer, and the older is named."""
    old = "Turkey is not an ICC member state, the minister said in Ankara."
    new = "Turkey is not an ICC member state, the minister said again in Ankara."
    await corpus.add(
        [
            make_document(old, source="a", published="2023-08-30"),
            make_document(new, source="b", published="2023-09-02T08:00:00+00:00"),
            make_document("Talks in Ankara.", source="c"),
        ],
        actor="me",
    )
    citations = (await answerer.answer(MEMBER)).citations
    assert [c.text for c in citations if "member" in c.text] == [new]
    (also,) = citations[0].also_in
    assert also.document.source == "a"


async def test_a_follow_up_leans_on_the_question_before(
    project: Corpus, answerer: Answerer
) -> None:
    """What a follow-up leaves out is taken from the question before; nothing else is."""
    first = await answerer.answer(MEMBER)
    then = await answerer.answer("And China?", after=first.as_earlier)
    assert then.question == "And China?"
    assert {"China", "ICC"} <= set(then.asked.replace("?", "").split())
    assert any("China" in citation.text for citation in then.citations)
    whole = "How many children were deported?"
    alone = await answerer.answer(whole)
    assert (await answerer.answer(whole, after=first.as_earlier)).citations == alone.citations


@pytest.mark.parametrize("doubt", ["really?", "Gerçekten mi?", "is that true?", "правда?"])
async def test_a_doubt_of_an_answer_asks_the_same_again(
    project: Corpus, answerer: Answerer, doubt: str
) -> None:
    """The sentence is shown once more; where nothing was answered it is talk, as it is alone."""
    first = await answerer.answer(MEMBER)
    again = await answerer.answer(doubt, after=first.as_earlier)
    assert (again.question, again.asked) == (doubt, first.asked)
    assert again.citations == first.citations
    unanswered = Earlier(first.asked, "")
    for before in (None, unanswered):
        assert (await answerer.answer(doubt, after=before)).talk


@pytest.mark.parametrize(
    ("text", "question", "language"),
    [
        ("东京峰会在星期一结束，各国领导人签署了协议。", "东京峰会什么时候结束？", "zh"),
        ("東京の首脳会議は月曜日に終わった。", "東京の首脳会議はいつ終わった？", "ja"),
    ],
)
async def test_matches_do_not_overlap(
    corpus: Corpus, answerer: Answerer, text: str, question: str, language: str
) -> None:
    """Pairs of Han and kana overlap; what is marked of them is one span, so no letter is twice."""
    await corpus.add([make_document(text, language=language)], actor="me")
    (citation,) = (await answerer.answer(question, 1)).citations
    assert citation.matches
    assert all(a.end <= b.start for a, b in pairwise(citation.matches))
    assert citation.matches[0] == (0, 4) if language == "zh" else (0, 7)


async def test_a_match_reaches_over_the_whole_name(corpus: Corpus, answerer: Answerer) -> None:
    """Who asks of the US is shown United States in whole."""
    text = "The United States left the treaty in March."
    await corpus.add([make_document(text)], actor="me")
    (citation,) = (await answerer.answer("when did the us leave the treaty?", 1)).citations
    marked = [citation.text[m.start : m.end] for m in citation.matches]
    assert marked == ["United States", "left", "treaty"]


async def test_matches_are_the_words_that_answer(corpus: Corpus, answerer: Answerer) -> None:
    """The words that the question asked for are marked, in whatever form they stand."""
    await corpus.add([make_document("Turkey’s members visited courts.")], actor="me")
    (citation,) = (await answerer.answer("Which members of Turkey visit a court?")).citations
    marked = [citation.text[m.start : m.end] for m in citation.matches]
    assert marked == ["Turkey’s", "members", "visited", "courts"]


@pytest.mark.parametrize(
    ("question", "kind", "head"),
    [
        ("Who replaces him?", "who", ""),
        ("When did it begin, and who began it?", "when", ""),
        ("What year did it begin?", "when_x", "year"),
        ("How many children were taken?", "how_many", "child"),
        ("Where will they meet?", "where", ""),
        ("Which city will they meet in?", "where_x", "citi"),
        ("Why?", "why", ""),
        ("Is it so?", "yes_no", ""),
        ("putin g20", "other", ""),
    ],
)
def test_the_kind_of_answer_is_understood(question: str, kind: str, head: str) -> None:
    """Question words, and the noun after them, tell what would answer."""
    form = read_question(question, languages=["en"]).form
    assert (form.kind, form.head) == (kind, head)


BARE = [
    ("en", "Passenger number 1 crossed the pier on 5 May, 5 minutes after the band.",
     ("1", "in 5 minutes", "5 May", "5 May?", "2019", "three", "yesterday")),
    ("de", "Fahrgast Nummer 1 betrat den Steg am 5. Mai, 5 Minuten nach der Kapelle.",
     ("1", "in 5 Minuten", "am 5. Mai", "gestern")),
    ("fr", "Le passager 1 a pris la jetée le 5 mai, 5 minutes après la fanfare.",
     ("1", "en 5 minutes", "le 5 mai", "hier")),
    ("es", "El pasajero 1 cruzó el muelle el 5 de mayo, 5 minutos tras la banda.",
     ("1", "en 5 minutos", "el 5 de mayo", "ayer")),
    ("ru", "Пассажир номер 1 прошёл по пирсу 5 мая, через 5 минут после оркестра.",
     ("1", "через 5 минут", "5 мая", "вчера")),
    ("uk", "Пасажир номер 1 пройшов пірсом 5 травня, за 5 хвилин після оркестру.",
     ("1", "за 5 хвилин", "5 травня", "вчора")),
    ("tr", "1 numaralı yolcu iskeleyi 5 Mayıs'ta, bandodan 5 dakika sonra geçti.",
     ("1", "5 dakika", "5 mayıs", "dün")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "bare"), BARE)
async def test_a_bare_number_or_time_asks_nothing(
    corpus: Corpus, answerer: Answerer, language: str, said: str, bare: tuple[str, ...]
) -> None:
    """That a sentence has a 1 does not make it an answer; what to do is said instead."""
    await corpus.add(
        [make_document(said, source="pier.txt", title="", language=language)], actor="me"
    )
    for text in bare:
        answer = await answerer.answer(text)
        assert (answer.talk, answer.answered, answer.citations) == (Talk.HELP, False, ()), text


@pytest.mark.parametrize(
    "asked", ["When was it?", "Passenger 1", "5 minutes of what?", "who in 2019"]
)
async def test_more_than_a_number_is_asked(corpus: Corpus, answerer: Answerer, asked: str) -> None:
    """A word of the story beside it, or a question word, asks something."""
    await corpus.add([make_document("Passenger 1 crossed in 2019.", source="a.txt")], actor="me")
    assert (await answerer.answer(asked)).talk is None


async def test_a_bare_number_that_an_article_is_of_is_looked_for(
    corpus: Corpus, answerer: Answerer
) -> None:
    """An article on 2024 has it in its title."""
    text = "The council passed the budget for 2024 on Monday."
    await corpus.add([make_document(text, source="a.txt", title="Budget 2024")], actor="me")
    answer = await answerer.answer("2024")
    assert answer.talk is None
    assert answer.answered


async def test_a_bare_number_may_complete_the_question_before(
    corpus: Corpus, answerer: Answerer
) -> None:
    """A follow-up that was completed is no bare number."""
    text = "The pier cost 20 million euros in 2018. The pier cost 30 million euros in 2019."
    await corpus.add([make_document(text, source="a.txt", title="The pier")], actor="me")
    before = await answerer.answer("What did the pier cost in 2018?")
    answer = await answerer.answer("And in 2019?", after=before.as_earlier)
    assert answer.talk is None
    assert "2019" in answer.citations[0].text
