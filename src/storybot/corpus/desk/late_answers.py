"""Answers that came later, to readers who waited for them: they belong to the first question."""

from collections.abc import Iterable, Mapping

from storybot.store.readers.question_log import AskedQuestion

_LATER = "subscription"
"""How an answer that somebody waited for is recorded."""


def with_late_answers(asked: Iterable[AskedQuestion]) -> list[AskedQuestion]:
    """Return questions as they were asked, each answered if it was answered in the end.

    The votes on a late answer are votes on the answer to its question.
    """
    records = list(asked)
    late: Mapping[tuple[int, str], AskedQuestion] = {
        (one.reader, one.question): one for one in records if one.door == _LATER
    }
    questions = []
    for one in records:
        if one.door == _LATER:
            continue
        answer = None if one.answered else late.get((one.reader, one.question))
        if answer:
            votes = (*one.votes, *answer.votes)
            one = one._replace(answered=answer.answered, votes=votes)  # noqa: PLW2901
        questions.append(one)
    return questions
