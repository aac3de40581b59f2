"""What readers type around their questions, and what is left of it."""

import re
from pathlib import Path

import pytest

from storybot.answering.talk.phrase_patterns import words_of
from storybot.answering.talk.utterance import read_utterance

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[str]:
    """Return the messages of a file, its comments and languages left out."""
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [one for one in lines if not re.match(r"#|\[\w\w\]$", one)]


def words(text: str) -> list[str]:
    """Return the words of a question; its marks are no matter."""
    return [word.folded for word in words_of(text)]


@pytest.mark.parametrize("row", rows("around_questions.txt"))
def test_the_questions_of_a_message_are_left(row: str) -> None:
    """Greetings, run-ups, politeness, numbers and mentions go; the questions keep every word."""
    message = re.sub(r"[\[\]]", "", row).replace("\\n", "\n")
    found = [words(question.text) for question in read_utterance(message).questions]
    assert found == [words(question) for question in re.findall(r"\[(.*?)\]", row)]


@pytest.mark.parametrize("row", rows("only_talk.txt"))
def test_a_message_that_is_only_talk_is_known_by_kind(row: str) -> None:
    """A greeting, thanks, praise or a complaint is no question."""
    kind, message = row.split("\t")
    found = read_utterance(message)
    assert (found.questions, found.talk) == ((), kind)


@pytest.mark.parametrize("question", rows("whole_questions.txt"))
def test_a_question_keeps_the_words_that_open_politeness_too(question: str) -> None:
    """What a polite request begins with may begin a question of the story: puede, может."""
    assert [one.text for one in read_utterance(question).questions] == [question]
