"""What is a question in a message, and what is only said around one or instead of one."""

import json
from pathlib import Path

import pytest

from storybot.answering.answer import MAX_QUESTIONS, Answerer
from storybot.answering.query.question import MAX_CHARACTERS
from storybot.answering.talk.phrase_book import phrases
from storybot.answering.talk.phrase_patterns import Phrase, words_of
from storybot.answering.talk.utterance import read_utterance
from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import sync
from storybot.model.answers import Talk
from storybot.model.errors import Refused

ROOT = Path(__file__).parents[2]
RUN_UP = (
    "Yesterday I was sitting in the kitchen with my grandfather and we had the radio on, and they"
    " were going on about all those meetings that the ministers have, one after the other, and"
    " neither of us could remember it at all, because it has been such a long while since then,"
    " and he insisted on a name that I had never heard in my life, so can you tell me "
)


def read(name: str) -> list[dict[str, str]]:
    """Read a labelled set of the project's own."""
    lines = (ROOT / "tests/questions" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def questions(text: str) -> list[str]:
    """Return the questions that are read in a message."""
    return [question.text for question in read_utterance(text).questions]


@pytest.mark.parametrize("said", read("small_talk.jsonl"), ids=lambda said: said["text"])
def test_talk_is_no_question(said: dict[str, str]) -> None:
    """Greetings, thanks, praise, complaints and questions to the bot ask nothing of the story."""
    found = read_utterance(said["text"])
    assert found.questions == ()
    assert found.talk is not None


def test_talk_is_known_by_kind() -> None:
    """Nearly all of it is recognised as what it is, so that the reply fits."""
    said = read("small_talk.jsonl")
    wrong = [one["text"] for one in said if read_utterance(one["text"]).talk != one["kind"]]
    assert len(wrong) <= len(said) // 50, wrong


@pytest.mark.parametrize("name", ["corpus.jsonl", "seed.jsonl", "times.jsonl"])
def test_no_question_of_the_story_is_taken_for_talk(name: str) -> None:
    """Each labelled question stays one question."""
    assert [one["question"] for one in read(name) if len(questions(one["question"])) != 1] == []


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Hello, who opened the dam? Thank you very much.", "who opened the dam?"),
        ("Who opened the dam? Thanks!", "Who opened the dam?"),
        ("hi bot who opened the dam thx", "who opened the dam"),
        ("Dear Anna, who opened the dam, please? Best regards", "who opened the dam?"),
        ("Quick question: is the dam open? Thanks in advance!", "is the dam open?"),
        ("Guten Tag, ich wüsste gern, wer den Damm öffnete. Danke!", "wer den Damm öffnete."),
        ("Hallo zusammen, weiß jemand, wann der Damm brach? LG", "wann der Damm brach?"),
        ("Buenas, ¿me puede decir quién abrió la presa? Gracias", "quién abrió la presa?"),
        ("Bonjour, savez-vous qui a ouvert le pont ? Merci", "qui a ouvert le pont ?"),
        ("Добрый день! Подскажите, пожалуйста, кто открыл плотину?", "кто открыл плотину?"),
        ("Доброго дня! Скажіть, будь ласка, хто відкрив греблю?", "хто відкрив греблю?"),
        ("Merhaba, barajı kim açtı? Teşekkürler", "barajı kim açtı?"),
        ("Who opened the dam? https://example.org/a-b?c=d#e", "Who opened the dam?"),
        ("www.example.org/dam Who opened the dam?", "Who opened the dam?"),
        ("I live upstream. Who opened the dam?", "Who opened the dam?"),
        ("Who opened the dam? I forgot.", "Who opened the dam?"),
        ("who opened the dam please?", "who opened the dam?"),
        (RUN_UP + "who opened the dam?", "who opened the dam?"),
    ],
)  # fmt: skip
def test_what_is_said_around_a_question_is_cut_away(message: str, question: str) -> None:
    """Greetings, thanks, politeness, run-ups and links are no words of a question."""
    assert questions(message) == [question]


@pytest.mark.parametrize(
    "question",
    [
        "Who said “thank you” to the crew?",
        "Who sang “Hello, Goodbye”?",
        "What is the Hello Kitty festival?",
        "Wer war der Bürgermeister des 15. Jahrhunderts?",
        "Did Dr. Bitte leave St. Moritz?",
        "Is it true that the dam is open?",
        "What is meant by “Help!”?",
        "My Lai massacre",
        "dam opening date",
        "Which is longer, the dam or the bridge?",
        "Why did the U.S.A. leave?",
    ],
)
def test_a_plain_question_stays_as_it_is(question: str) -> None:
    """Words of courtesy inside a question are words of the question."""
    assert questions(question) == [question]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Who built the dam? When was it opened?", ["Who built the dam?", "When was it opened?"]),
        ("who built the dam\nwhen was it opened", ["who built the dam", "when was it opened"]),
        ("Who built it and when was it opened?", ["Who built it?", "when was it opened?"]),
        ("Wer baute ihn und wann war er fertig?", ["Wer baute ihn?", "wann war er fertig?"]),
        ("Is the dam open? And the lock?", ["Is the dam open?", "And the lock?"]),
    ],
)  # fmt: skip
def test_two_questions_are_two(message: str, expected: list[str]) -> None:
    """Each question of a message stands by itself."""
    assert questions(message) == expected


def test_what_comes_before_a_question_is_what_it_may_lean_on() -> None:
    """A question that says "it" is completed by the sentence before it."""
    [question] = read_utterance("The dam broke in May. When was it repaired?").questions
    assert (question.text, question.run_up) == (
        "When was it repaired?",
        "The dam broke in May.",
    )


@pytest.mark.parametrize("message", ["I live in Leeds", "ich habe heute frei", "my cat is asleep"])
def test_what_people_tell_of_themselves_is_no_search(message: str) -> None:
    """A statement about its speaker is talk."""
    assert read_utterance(message).talk is Talk.CHAT


def test_people_among_themselves_are_told_from_questions_of_the_story() -> None:
    """What names "you" or "somebody" is said among people."""
    assert read_utterance("Who of you has the key?").is_personal
    assert not read_utterance("Who holds the key?").is_personal


@pytest.fixture
async def project(corpus: Corpus) -> Corpus:
    """Take the project's own articles."""
    await sync(corpus, ROOT / "corpus")
    return corpus


async def test_thanks_cost_an_answer_no_confidence(project: Corpus, answerer: Answerer) -> None:
    """A question is answered as surely with what is polite around it as without."""
    plain = await answerer.answer("Who replaced Putin at the G20 summit?")
    polite = await answerer.answer("Hello! Who replaced Putin at the G20 summit? Thanks!")
    far = await answerer.answer(RUN_UP + "who replaced Putin at the G20 summit?")
    assert plain.answered
    assert polite.confidence == plain.confidence
    assert far.answered


async def test_each_question_of_a_message_is_answered(project: Corpus, answerer: Answerer) -> None:
    """Two questions are two answers, and the second leans on the first."""
    first, second = await answerer.answers("Is Turkey an ICC member? And China?")
    assert (first.question, second.question) == ("Is Turkey an ICC member?", "And China?")
    assert second.asked == "Is China an ICC member?"
    lead = await answerer.answer("How long do you boil an egg? Is Turkey an ICC member?")
    assert lead.question == "Is Turkey an ICC member?"


async def test_talk_is_answered_without_a_quote(project: Corpus, answerer: Answerer) -> None:
    """Nothing is looked for where nothing is asked."""
    answer = await answerer.answer("Thanks, great bot!")
    assert (answer.talk, answer.answered, answer.citations) == (Talk.THANKS, False, ())


async def test_a_message_is_read_only_so_far(project: Corpus, answerer: Answerer) -> None:
    """What no person types costs no time: some questions, and not a whole book."""
    assert len(await answerer.answers("Who was it? " * 20)) == MAX_QUESTIONS
    with pytest.raises(Refused):
        await answerer.answers("x " * 4 * MAX_CHARACTERS)


def test_a_plain_question_is_read_without_detecting_its_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Detection takes as long as all else, so it is left out where no language would differ."""

    def refuse(text: str, **_: object) -> str:
        raise AssertionError(text)

    monkeypatch.setattr("storybot.answering.talk.utterance.detect_language", refuse)
    for plain in ("Which villages did the flood of 1953 spare?", "Wer entwarf die Schleuse?"):
        assert questions(plain) == [plain]
    with pytest.raises(AssertionError):
        questions("The sluice was shut. Who shut it?")


def test_phrases_are_found_alike_however_many_were_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of beginnings of phrases is dropped beyond a bound, and found anew."""
    messages = [one["text"] for one in read("small_talk.jsonl")]
    expected = [found_at(message) for message in messages]
    monkeypatch.setattr("storybot.answering.talk.phrase_patterns._NODES", 2)
    phrases.cache_clear()
    assert [found_at(message) for message in messages] == expected
    assert phrases()._nodes <= 2


def found_at(message: str) -> list[list[Phrase]]:
    """Return the phrases that start at each word of a message."""
    words = [word.folded for word in words_of(message)]
    return phrases().starting(words)
