"""Telegram's limits: nobody waits for another chat, and nothing is dropped."""

import asyncio
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, Counter
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from storybot.bot.calls.transport import Flooded, NotTaken, Unreachable
from storybot.bot.connection.limits.rate_limits import RateLimiter
from storybot.bot.dispatch.sendings import Delivery, in_delivery
from storybot.model.errors import StoreError


class Time:
    """A clock that jumps to the next moment that somebody waits for."""

    def __init__(self) -> None:
        self.now = 100.0

    async def sleep(self, seconds: float) -> None:
        """Let everybody else go first, then move on."""
        until = self.now + seconds
        for _ in range(20):
            await asyncio.sleep(0)
        self.now = max(self.now, until)


class Bot:
    """Makes calls through the limiter and notes when Telegram got them."""

    def __init__(self) -> None:
        self.time = Time()
        self.floods = Counter("floods", "Floods.", registry=CollectorRegistry())
        self.flood = RateLimiter(self.floods, self.reach, lambda: self.time.now, self.time.sleep)
        self.unreachable_until = 0.0
        self.reached = 0
        self.got: list[tuple[float, int]] = []
        self.trouble: list[Exception] = []
        self.hang = False

    async def call(self, chat: int, endpoint: str = "sendMessage") -> Any:
        """Call a method for a chat."""

        async def callback() -> str:
            self.got.append((self.time.now - 100.0, chat))
            if self.hang:
                await asyncio.Event().wait()
            if self.trouble:
                raise self.trouble.pop(0)
            return "sent"

        return await self.flood.process_request(
            callback, (), {}, endpoint, {"chat_id": chat} if chat else {}, None
        )

    async def reach(self) -> None:
        """See whether Telegram can be reached."""
        self.reached += 1
        if self.time.now < self.unreachable_until:
            raise TimedOut

    def times(self, chat: int) -> list[float]:
        """Return when the calls for a chat arrived."""
        return [at for at, to in self.got if to == chat]


@pytest.fixture
def bot() -> Bot:
    """Make a bot."""
    return Bot()


async def test_a_chat_gets_a_burst_and_then_one_a_second(bot: Bot) -> None:
    """Sixty messages to one person take about half a minute."""
    await asyncio.gather(*(bot.call(7) for _ in range(60)))
    times = bot.times(7)
    assert times[29] == 0
    assert 30 <= times[30] < 31
    assert len(times) == 60


async def test_a_group_gets_twenty_a_minute(bot: Bot) -> None:
    """The one after the twentieth waits for the minute to end."""
    await asyncio.gather(*(bot.call(-7) for _ in range(21)))
    times = bot.times(-7)
    assert times[19] == 0
    assert 60 <= times[20] < 61


async def test_all_chats_together_get_thirty_a_second(bot: Bot) -> None:
    """A hundred people are written to in a little more than three seconds."""
    await asyncio.gather(*(bot.call(n) for n in range(1, 101)))
    arrived = sorted(at for at, _ in bot.got)
    assert all(b - a >= 1 for a, b in zip(arrived, arrived[30:], strict=False))
    assert arrived[-1] < 4


async def test_a_refused_chat_waits_alone(bot: Bot) -> None:
    """Nothing goes there while it may not, the others go on, and what waited is sent."""
    bot.trouble = [Flooded(5)]
    sent: list[str] = await asyncio.gather(*(bot.call(chat) for chat in (7, 7, 8)))
    assert sent == ["sent"] * 3
    assert bot.times(8) == [0]
    first, *later = bot.times(7)
    assert first == 0
    assert len(later) == 2
    assert min(later) >= 5
    assert bot.floods._value.get() == 1


async def test_after_a_refusal_bursts_are_short(bot: Bot) -> None:
    """The chat that was refused gets three messages in three seconds."""
    bot.trouble = [Flooded(1)]
    await asyncio.gather(*(bot.call(7) for _ in range(10)))
    times = bot.times(7)[1:]
    assert all(b - a >= 3 for a, b in zip(times, times[3:], strict=False))


@pytest.mark.parametrize("endpoint", ["answerInlineQuery", "answerCallbackQuery"])
async def test_answers_to_queries_never_wait(bot: Bot, endpoint: str) -> None:
    """They are no messages, and their askers look at an empty list."""
    bot.trouble = [Flooded(60)]
    held = asyncio.create_task(bot.call(7))
    await asyncio.gather(*(bot.call(0, endpoint) for _ in range(100)))
    assert bot.times(0) == [0] * 100
    held.cancel()


async def test_a_call_that_was_not_taken_is_made_again(bot: Bot) -> None:
    """However long Telegram cannot be reached, the answer arrives soon after that."""
    bot.trouble = [Unreachable("down")] * 1000
    assert await bot.call(7) == "sent"
    *_, last_failure, success = bot.times(7)
    assert success > 600
    assert success - last_failure <= 5


async def test_an_error_of_telegrams_does_not_last_for_ever(bot: Bot) -> None:
    """Where Telegram fails at one call for minutes, the call is taken for the cause."""
    bot.trouble = [NotTaken("500")] * 10_000
    with pytest.raises(NotTaken):
        await bot.call(7)
    assert 600 < bot.times(7)[-1] < 700


async def test_a_message_that_broke_off_is_sent_twice_at_most(bot: Bot) -> None:
    """It may have arrived each time."""
    bot.trouble = [TimedOut()]
    assert await bot.call(7) == "sent"
    assert len(bot.times(7)) == 2
    bot.trouble = [NetworkError("reset"), TimedOut()]
    with pytest.raises(TimedOut):
        await bot.call(8)
    assert len(bot.times(8)) == 2


async def test_an_update_causes_one_message_twice_at_most(bot: Bot) -> None:
    """However many messages it causes, and none twice where an earlier process began it."""
    with in_delivery(Delivery()):
        bot.trouble = [TimedOut()]
        await bot.call(7)
        bot.trouble = [TimedOut()]
        with pytest.raises(TimedOut):
            await bot.call(8)
    assert [len(bot.times(chat)) for chat in (7, 8)] == [2, 1]
    bot.trouble = [TimedOut()]
    with in_delivery(Delivery(repeats=0)), pytest.raises(TimedOut):
        await bot.call(9)
    assert len(bot.times(9)) == 1


async def test_the_second_sending_waits_until_telegram_is_reached(bot: Bot) -> None:
    """Else it would go the way of the first; of several who wait, one asks."""
    bot.unreachable_until = bot.time.now + 60
    bot.trouble = [TimedOut(), NetworkError("reset"), TimedOut()]
    sent: list[str] = await asyncio.gather(*(bot.call(chat) for chat in (7, 8, 9)))
    assert sent == ["sent"] * 3
    for chat in (7, 8, 9):
        first, second = bot.times(chat)
        assert first < 1
        assert 60 <= second < 65
    assert bot.reached < 40


async def test_what_was_broken_off_counts_as_a_repetition(bot: Bot) -> None:
    """A stop in the middle of a call leaves it open whether the message arrived."""
    under_way = Delivery()
    bot.hang = True
    with in_delivery(under_way):
        call = asyncio.create_task(bot.call(7))
    await asyncio.sleep(0.01)
    call.cancel()
    await asyncio.wait({call})
    assert under_way.repeats == 0


async def test_what_harms_nobody_twice_is_repeated_a_few_times(bot: Bot) -> None:
    """Such as a text put in the place of another."""
    bot.trouble = [TimedOut()] * 5
    assert await bot.call(7, "editMessageText") == "sent"
    bot.trouble = [TimedOut()] * 10
    with pytest.raises(TimedOut):
        await bot.call(8, "editMessageText")
    assert len(bot.times(8)) == 6


async def test_an_answer_that_would_be_too_late_is_given_up(bot: Bot) -> None:
    """Telegram takes answers to queries for some seconds only."""
    bot.trouble = [Unreachable("down")] * 1000
    with pytest.raises(Unreachable):
        await bot.call(0, "answerInlineQuery")
    assert bot.times(0)[-1] < 15


async def test_a_refusal_is_final(bot: Bot) -> None:
    """What Telegram does not want is not sent again."""
    bot.trouble = [BadRequest("message is too long")]
    with pytest.raises(BadRequest):
        await bot.call(7)
    assert len(bot.got) == 1


async def test_other_calls_wait_out_a_flood_and_raise_the_rest(bot: Bot) -> None:
    """Setting a menu is repeated after a 429 only."""
    bot.trouble = [Flooded(3), TelegramError("no")]
    with pytest.raises(TelegramError, match="no"):
        await bot.call(0, "setMyCommands")
    assert bot.times(0) == [0, 3]


class Journal:
    """What was recorded of sendings, in order."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    async def sending(self) -> None:
        """Record it."""
        self.lines.append("sending")

    async def not_taken(self) -> None:
        """Record it."""
        self.lines.append("not taken")

    async def sent(self) -> None:
        """Record it."""
        self.lines.append("sent")


async def test_each_sending_is_recorded_before_and_after(bot: Bot) -> None:
    """Not an action, an answer to a query or an edit, which harm nobody when they come twice."""
    journal = Journal()
    with in_delivery(Delivery(journal, repeats=1)):
        await bot.call(7, "sendChatAction")
        await bot.call(0, "answerCallbackQuery")
        assert journal.lines == []
        bot.trouble = [BadRequest("no")]
        with pytest.raises(BadRequest):
            await bot.call(7)
        bot.trouble = [Flooded(1), NotTaken("502"), TimedOut()]
        await bot.call(7)
    assert journal.lines == [
        *("sending", "not taken"),
        *("sending", "not taken", "sending", "not taken", "sending", "sending", "sent"),
    ]


async def test_what_cannot_be_recorded_is_not_sent(bot: Bot) -> None:
    """Or nobody would know after a crash how often it went out."""

    class Locked(Journal):
        async def sending(self) -> None:
            raise StoreError("locked")

    with in_delivery(Delivery(Locked())), pytest.raises(StoreError):
        await bot.call(7)
    assert bot.times(7) == []


async def test_chats_that_are_quiet_are_forgotten(bot: Bot) -> None:
    """Memory does not grow with everybody who ever asked."""
    for chat in range(1, 1500):
        await bot.call(chat)
        bot.time.now += 1
    assert len(bot.flood._chats) < 1100


async def in_background(bot: Bot, chat: int) -> Any:
    """Edit a message in a chat when nobody else waits."""
    with in_delivery(Delivery(in_background=True)):
        return await bot.call(chat, "editMessageText")


async def test_the_background_takes_half_and_gives_way(bot: Bot) -> None:
    """A hundred edits go out at fifteen a second, and nobody who comes meanwhile waits for them."""
    edits = [asyncio.create_task(in_background(bot, n)) for n in (*range(1, 91), *[0] * 10)]
    await bot.time.sleep(2)
    begun = bot.time.now - 100
    await asyncio.gather(*(bot.call(n) for n in range(201, 211)))
    assert max(at for at, chat in bot.got if chat > 200) - begun < 0.1
    await asyncio.gather(*edits)
    arrived = sorted(at for at, chat in bot.got if chat <= 200)
    assert all(b - a >= 1 for a, b in zip(arrived, arrived[15:], strict=False))
    assert arrived[-1] < 9


async def test_the_background_does_not_wait_for_a_busy_chat(bot: Bot) -> None:
    """It hears for how long the chat is busy: half of its limit is left to its readers."""
    for _ in range(11):
        await bot.call(-7)
    with pytest.raises(Flooded) as busy:
        await in_background(bot, -7)
    assert 59 < busy.value.seconds < 61
    assert await in_background(bot, 8) == "sent"
    assert bot.floods._value.get() == 0


async def test_a_refused_edit_of_the_background_is_not_repeated(bot: Bot) -> None:
    """Whoever made it knows when to come again, and the chat is left alone until then."""
    bot.trouble = [Flooded(5)]
    with pytest.raises(Flooded):
        await in_background(bot, 7)
    await bot.call(7)
    assert bot.times(7)[1] >= 5
    bot.trouble = [Unreachable("gone")]
    with pytest.raises(Unreachable):
        await in_background(bot, 9)
    assert len(bot.times(9)) == 1
