"""Answers that came later, to readers who waited for them: they belong to the first question."""

from collections.abc import Iterable

from storybot.store.readers.question_log import AskedQuestion

_LATER = "subscription"
"""How an answer that somebody waited for is recorded."""


def with_late_answers(asked: Iterable[AskedQuestion]) -> list[AskedQuestion]:
    """Return questions, given oldest first, each answered if it was answered later on.

    The votes on a late answer are votes on the answer to the last question before it. Who asks
    again after it, and in vain, is not answered by it.
    """
    late: dict[tuple[int, str], AskedQuestion] = {}
    questions: list[AskedQuestion] = []
    for one in reversed(list(asked)):
        who = one.reader, one.question
        answer = None if one.answered else late.get(who)
        if one.door == _LATER:
            late[who] = one
        elif answer is None:
            questions.append(one)
        else:
            votes = (*one.votes, *answer.votes)
            questions.append(one._replace(answered=answer.answered, votes=votes))
            late[who] = answer._replace(votes=())
    return questions[::-1]
