"""What readers miss, by likeness, without telling who asked."""

from collections.abc import Sequence
from datetime import UTC, datetime

from storybot.corpus.desk.gaps import find_gaps
from storybot.store.readers.question_log import AskedQuestion, GivenVote

NOW = datetime(2024, 5, 12, 9, tzinfo=UTC)


def asked(
    question: str,
    reader: int = 1,
    *,
    answered: bool = False,
    door: str = "private",
    votes: Sequence[GivenVote] = (),
) -> AskedQuestion:
    """Make a question."""
    return AskedQuestion(NOW, door, question, answered, reader, (), 1.0, tuple(votes))


def test_alike_questions_are_one() -> None:
    """However they are worded; the most frequent wording stands for all."""
    (gap,) = find_gaps(
        [
            asked("Who switched off the lighthouse?", 1),
            asked("Who switched the lighthouse off?", 2, door="group"),
            asked("who switched the lighthouse off ?", 3, door="group"),
            asked("Who switched the lighthouse off?", 4, door="inline"),
        ]
    )
    assert gap.wording == "Who switched the lighthouse off?"
    assert (gap.asked, gap.readers, gap.unanswered) == (4, 4, 4)
    assert gap.doors == {"private": 1, "group": 2, "inline": 1}
    assert gap.languages == ("en",)


def test_other_questions_are_others() -> None:
    """The most missed come first."""
    gaps = find_gaps(
        [
            asked("Who painted the harbour?", 1),
            asked("Who switched the lighthouse off?", 1),
            asked("Who switched the lighthouse off?", 2),
        ]
    )
    assert [(gap.wording.split()[1], gap.weight) for gap in gaps] == [
        ("switched", 2),
        ("painted", 1),
    ]


def test_what_was_answered_well_is_no_gap() -> None:
    """One that was voted down is, with the reasons; and one that somebody asked again."""
    good = GivenVote(0, up=True, reason="")
    bad = GivenVote(0, up=False, reason="outdated")
    gaps = find_gaps(
        [
            asked("Who opened the bridge?", 1, answered=True, votes=[good]),
            asked("How much did the bridge cost?", 1, answered=True, votes=[bad, bad, good]),
            asked("Where is the ferry?", 1, answered=True),
            asked("Where is the ferry?", 1, answered=True),
            asked("Where is the ferry?", 2, answered=True),
        ]
    )
    found = {gap.wording: (gap.down, gap.again, dict(gap.reasons)) for gap in gaps}
    assert found == {
        "How much did the bridge cost?": (2, 0, {"outdated": 2}),
        "Where is the ferry?": (0, 1, {}),
    }


def test_few_readers_are_not_worded_outside_the_desk() -> None:
    """Two who ask ten times are still two."""
    (few,) = find_gaps([asked("Who painted the harbour?", n % 2) for n in range(10)])
    (many,) = find_gaps([asked("Who painted the harbour?", n % 3) for n in range(10)])
    assert not few.is_public
    assert many.is_public
    assert few.key == many.key


def test_questions_of_stop_words_are_told_apart() -> None:
    """Where no term is left, the whole text counts."""
    assert len(find_gaps([asked("Who is it?", 1), asked("What was that?", 2)])) == 2


def test_an_answer_that_came_later_is_no_second_question() -> None:
    """It answers the first one, and a vote on it counts there; another reader's stays open."""
    question = "Who switched off the lighthouse?"
    told = asked(question, 1, answered=True, door="subscription")
    (gap,) = find_gaps([asked(question, 1), asked(question, 2), told])
    assert (gap.asked, gap.unanswered, gap.again) == (2, 1, 0)
    assert gap.doors == {"private": 2}
    assert find_gaps([asked(question, 1), told]) == []
    (gap,) = find_gaps(
        [asked(question, 1), told._replace(votes=(GivenVote(0, up=False, reason="other"),))]
    )
    assert (gap.unanswered, gap.down) == (0, 1)


def test_who_asks_again_after_a_late_answer_is_not_answered_by_it() -> None:
    """As when its article was retracted; and a vote on it is one vote, however often one asked."""
    question = "Who switched off the lighthouse?"
    bad = GivenVote(0, up=False, reason="other")
    told = asked(question, 1, answered=True, door="subscription", votes=[bad])
    (gap,) = find_gaps([asked(question, 1), told, asked(question, 1)])
    assert (gap.asked, gap.unanswered, gap.down) == (2, 1, 1)
    (gap,) = find_gaps([asked(question, 1), asked(question, 1), told])
    assert (gap.asked, gap.unanswered, gap.down) == (2, 0, 1)
