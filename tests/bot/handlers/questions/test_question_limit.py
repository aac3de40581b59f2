"""How many questions one reader may ask."""

from storybot.bot.handlers.questions.question_limit import QuestionLimit


def test_who_waits_for_answers_never_asks_too_much() -> None:
    """A burst and then a question a second is what the bot can answer."""
    now = 0.0
    quota = QuestionLimit(lambda: now)
    for _ in range(60):
        assert quota.excess(7) == 0
    for _ in range(600):
        now += 1
        assert quota.excess(7) == 0


def test_who_asks_too_much_is_told_once() -> None:
    """Others are not concerned, and after a minute all is well again."""
    now = 0.0
    quota = QuestionLimit(lambda: now)
    assert [quota.excess(7) for _ in range(122)][-3:] == [0, 1, 2]
    assert quota.excess(8) == 0
    now = 61
    assert quota.excess(7) == 0


def test_readers_are_forgotten() -> None:
    """Memory does not grow with everybody who ever asked."""
    now = 0.0
    quota = QuestionLimit(lambda: now)
    for reader in range(5000):
        now += 1
        quota.excess(reader)
    assert len(quota._asked) < 1100
