"""Inline queries and pressed buttons, and how they are answered."""

from typing import Any

import pytest
import telegram
from telegram.error import BadRequest

from storybot.playground.clock import ManualClock
from storybot.playground.objects.refusal import BotApiError
from storybot.playground.world.inline import InlineAnswer
from storybot.playground.world.people import Person
from storybot.playground.world.telegram import Telegram
from worlds.playground import World, client_of, new_world

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


def _article(result_id: str = "1", **options: Any) -> dict[str, Any]:
    content = {"message_text": "In the harbour."}
    return {
        "type": "article",
        "id": result_id,
        "title": "Harbour",
        "input_message_content": content,
        **options,
    }


_KEYBOARD = {"inline_keyboard": [[{"text": "Good", "callback_data": "v1:good"}]]}


async def test_inline_query_reaches_the_bot_and_its_answer_the_person(world: World) -> None:
    """What is typed comes as an inline query; results, page and button go back."""
    query = world.ada.type_inline(world.bot, "where", where="supergroup")
    async with client_of(world) as client:
        (update,) = await client.get_updates()
        assert update.inline_query
        assert update.inline_query.query == "where"
        assert update.inline_query.chat_type == "supergroup"
        assert update.inline_query.from_user.id == world.ada.user.id
        await client.answer_inline_query(
            update.inline_query.id,
            [
                telegram.InlineQueryResultArticle(
                    "p1",
                    "Harbour",
                    telegram.InputTextMessageContent(
                        "In the harbour.",
                        entities=[telegram.MessageEntity("blockquote", 0, 15)],
                        link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
                    ),
                    description="page 3",
                    reply_markup=telegram.InlineKeyboardMarkup.from_button(
                        telegram.InlineKeyboardButton("Good", callback_data="v1:good")
                    ),
                )
            ],
            next_offset="g1:10",
            button=telegram.InlineQueryResultsButton("Help", start_parameter="help"),
            is_personal=True,
            cache_time=60,
        )
    answer = await query.answered()
    assert [(r.id, r.title, r.description) for r in answer.results] == [("p1", "Harbour", "page 3")]
    assert (answer.next_offset, answer.is_personal, answer.cache_time) == ("g1:10", True, 60)
    assert answer.button
    assert answer.button.start_parameter == "help"
    assert world.telegram.journal.unknown_parameters == []


async def test_chosen_result_is_posted_through_the_bot(world: World) -> None:
    """The chosen result's message stands in the chat; the bot is told, and sees it there."""
    query = world.ada.type_inline(world.bot, "where")
    await world.updates()
    await world.ask("answerInlineQuery", inline_query_id=query.id, results=[_article()])
    posted = world.ada.choose(query, "1", world.room)
    assert posted.text == "In the harbour."
    assert posted.message.from_ == world.ada.user
    updates = await world.updates()
    assert [set(update) - {"update_id"} for update in updates] == [
        {"message"},
        {"chosen_inline_result"},
    ]
    assert updates[0]["message"]["via_bot"]["id"] == world.bot.user.id
    assert updates[1]["chosen_inline_result"] == {
        "result_id": "1",
        "from": world.ada.user.as_json(),
        "query": "where",
    }


async def test_inline_message_is_edited_by_its_id(world: World) -> None:
    """A chosen result with buttons has an id by which the bot edits it, in a chat unseen by it."""
    strangers = world.group()
    query = world.ada.type_inline(world.bot, "where")
    await world.updates()
    results = [_article(reply_markup=_KEYBOARD)]
    await world.ask("answerInlineQuery", inline_query_id=query.id, results=results)
    posted = world.ada.choose(query, "1", strangers.room)
    (chosen,) = await world.updates()
    inline_id = chosen["chosen_inline_result"]["inline_message_id"]

    pressed = world.ada.press(posted, "Good")
    (update,) = await world.updates()
    assert update["callback_query"]["inline_message_id"] == inline_id
    assert "message" not in update["callback_query"]
    await world.ask("answerCallbackQuery", callback_query_id=pressed.id, text="Thanks")
    async with client_of(world) as client:
        assert await client.edit_message_text("Changed.", inline_message_id=inline_id) is True
        with pytest.raises(BadRequest, match=r"(?i)message_id_invalid"):
            await client.edit_message_text("Changed.", inline_message_id="other")
    assert (posted.text, posted.buttons) == ("Changed.", [])


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"results": [_article(f"{n}") for n in range(51)]}, "too many inline query results"),
        ({"results": [_article(), _article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [_article("x" * 65)]}, "RESULT_ID_INVALID"),
        ({"results": [_article("é" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [_article("")]}, "RESULT_ID_INVALID"),
        ({"results": [_article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
        (
            {"results": [{"type": "article", "id": "1"}]},
            "inline query result: Can't find field \"t",
        ),
        ({"results": [_article(input_message_content={})]}, "message text is empty"),
        (
            {"results": [_article(reply_markup={"inline_keyboard": [[{"text": "a"}]]})]},
            "can't parse inline query result: Can't parse inline keyboard button: Text buttons",
        ),
        (
            {"results": [_article(input_message_content={"message_text": "x" * 4097})]},
            "message is too long",
        ),
        ({"results": [_article(type="photo")]}, "no inline results of type photo"),
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": "a"}}, "InlineQueryResultsButton must have exactly one optional"),
        ({"button": {"text": "a", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "a", "start_parameter": "x" * 65}}, "START_PARAM_INVALID"),
    ],
)
async def test_inline_answers_are_checked(
    world: World, parameters: dict[str, Any], refusal: str
) -> None:
    """Each wrong answer is refused in Telegram's words, and the query stays open."""
    query = world.ada.type_inline(world.bot, "where")
    description = await world.refusal("answerInlineQuery", inline_query_id=query.id, **parameters)
    assert description.startswith("Bad Request: ")
    assert refusal in description
    await world.ask("answerInlineQuery", inline_query_id=query.id, results=[_article("x" * 64)])


async def test_inline_answers_come_in_time_and_once(world: World) -> None:
    """After ten seconds, and after an answer, a query can no longer be answered."""
    early = world.ada.type_inline(world.bot, "early")
    late = world.ada.type_inline(world.bot, "late")
    world.clock.advance(10)
    await world.ask("answerInlineQuery", inline_query_id=early.id, results=[])
    for query_id in (early.id, "unheard of"):
        refusal = await world.refusal("answerInlineQuery", inline_query_id=query_id, results=[])
        assert refusal == f"Bad Request: {_TOO_OLD}"
    world.clock.advance(0.1)
    async with client_of(world) as client:
        with pytest.raises(BadRequest, match="Query is too old"):
            await client.answer_inline_query(late.id, [])


async def test_cached_answers_ask_no_bot(world: World) -> None:
    """The same query is answered from the cache, for everybody unless it was personal."""
    bob = Person(world.telegram, "Bob")
    for personal, asked_again in ((False, []), (True, ["inline_query"])):
        text = f"cached {personal}"
        query = world.ada.type_inline(world.bot, text)
        await world.updates()
        await world.ask(
            "answerInlineQuery", inline_query_id=query.id, results=[], is_personal=personal
        )
        assert world.ada.type_inline(world.bot, text).answer == query.answer
        assert await world.kinds() == []
        bob.type_inline(world.bot, text)
        assert await world.kinds() == asked_again
    world.clock.advance(300)
    world.ada.type_inline(world.bot, "cached False")
    assert await world.kinds() == ["inline_query"]


async def test_bots_edit_only_what_was_sent_through_them(world: World) -> None:
    """An inline message of one bot is out of another's reach."""
    query = world.ada.type_inline(world.bot, "where")
    results = [_article(reply_markup=_KEYBOARD)]
    await world.ask("answerInlineQuery", inline_query_id=query.id, results=results)
    posted = world.ada.choose(query, "1", world.room)
    inline_id = world.telegram.questions.inline_id(posted)
    world.bot = world.telegram.add_bot("77:other", username="other_bot")
    assert "MESSAGE_ID_INVALID" in await world.refusal(
        "editMessageText", inline_message_id=inline_id, text="Mine."
    )


async def test_long_inline_queries_are_cut(world: World) -> None:
    """Telegram cuts a query at 256 characters and says nothing."""
    world.ada.type_inline(world.bot, "x" * 300)
    (update,) = await world.updates()
    assert update["inline_query"]["query"] == "x" * 256


async def test_bots_without_inline_mode_are_not_asked() -> None:
    """With inline mode off in BotFather nothing reaches the bot; so with the feedback off."""
    world = new_world(supports_inline_queries=False)
    world.ada.type_inline(world.bot, "where")
    assert await world.kinds() == []
    world = new_world(inline_feedback=False)
    query = world.ada.type_inline(world.bot, "where")
    await world.ask("answerInlineQuery", inline_query_id=query.id, results=[_article()])
    world.ada.choose(query, "1", world.group().room)
    assert await world.kinds() == ["inline_query"]


async def test_pressed_button_is_answered(world: World) -> None:
    """A press reaches the bot with the message, and the answer reaches the person."""
    await world.say("x", reply_markup=_KEYBOARD)
    pressed = world.ada.press(await world.room.next_from_bot(), "Good")
    async with client_of(world) as client:
        (update,) = await client.get_updates()
        assert update.callback_query
        assert update.callback_query.data == "v1:good"
        assert update.callback_query.message
        await update.callback_query.answer("Thanks", show_alert=True)
    answer = await pressed.answered()
    assert (answer.text, answer.show_alert) == ("Thanks", True)
    assert world.telegram.journal.unknown_parameters == []


def test_a_patient_world_keeps_queries_for_longer() -> None:
    """Tests of whole processes leave it to no busy machine whether an answer is in time."""
    clock = ManualClock()
    patient = Telegram(clock, patience=6)
    bot = patient.add_bot("123:abc")
    typed = [Person(patient, "Ada").type_inline(bot, "x") for _ in range(2)]
    answer = InlineAnswer((), "", None, cache_time=0, is_personal=False, answered=clock.now())
    clock.advance(60)
    assert len(bot.queue.pending()) == 2  # Telegram drops them after half a minute
    patient.questions.answer_inline(bot, typed[0].id, answer)
    clock.advance(1)
    with pytest.raises(BotApiError, match=_TOO_OLD):
        patient.questions.answer_inline(bot, typed[1].id, answer)


async def test_callback_answers_are_checked(world: World) -> None:
    """Texts over 200 units, unknown queries, second and late answers are refused."""
    await world.say("x", reply_markup=_KEYBOARD)
    posted = await world.room.next_from_bot()
    pressed, late = world.ada.press(posted, "Good"), world.ada.press(posted, "Good")
    this = {"callback_query_id": pressed.id}
    assert "MESSAGE_TOO_LONG" in await world.refusal("answerCallbackQuery", text="x" * 201, **this)
    await world.ask("answerCallbackQuery", text="x" * 200, **this)
    assert _TOO_OLD in await world.refusal("answerCallbackQuery", **this)
    assert _TOO_OLD in await world.refusal("answerCallbackQuery", callback_query_id="unheard of")
    world.clock.advance(151)
    assert _TOO_OLD in await world.refusal("answerCallbackQuery", callback_query_id=late.id)


async def test_only_buttons_that_call_can_be_pressed(world: World) -> None:
    """Pressing what is not there, or a link, is an error of the test that does it."""
    keyboard = {"inline_keyboard": [[{"text": "Page", "url": "https://example.org/"}]]}
    await world.say("x", reply_markup=keyboard)
    posted = await world.room.next_from_bot()
    for label in ("Page", "Good"):
        with pytest.raises(LookupError, match="calls the bot"):
            world.ada.press(posted, label)
