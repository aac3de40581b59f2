"""A card corrected before it is confirmed, end to end: by reply, by an edit, by a second person."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from storybot.playground.world.rooms import Posted
from worlds.bot_process import (
    World,
    add,
    article,
    finding,
    marked,
    next_people,
    quotes,
    with_owners,
)
from worlds.files import zipped

_OWNERS = 28

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with with_owners(tmp_path_factory.mktemp("bot"), _OWNERS) as made:
        yield made


@pytest.fixture(autouse=True)
def _unhurried(world: World) -> None:
    """Give each test chats of its own."""
    next_people(world)


async def mend(world: World, card: Posted, label: str, value: str) -> None:
    """Correct a field of a card by replying to the question that its button asks."""
    room = world.owner.chat_with(world.bot)
    await world.owner.press(card, label).answered()
    question = await room.next_from_bot()
    before = card.message
    world.owner.send(room, value, reply_to=question)
    await card.change(before)


async def mend_again(world: World, card: Posted, refused: Posted, value: str) -> None:
    """Correct a slip by replying to what was said of it."""
    before = card.message
    world.owner.send(world.owner.chat_with(world.bot), value, reply_to=refused)
    await card.change(before)


async def test_facts_are_mended_by_reply_before_an_article_is_added(world: World) -> None:
    """Headline and publisher are as the moderator wrote them."""
    card = await world.ask(world.owner, f"/add\n{article('gantry')}")
    await mend(world, card, "✎ Headline", "Gantry gives way")
    await mend(world, card, "✎ Publisher", "The Quay Courier")
    for part in ("Gantry gives way", "The Quay Courier"):
        assert part in card.text
    done = await world.press(world.owner, card, "Add")
    assert "“Gantry gives way”" in (done.text or "")
    answer = await world.ask(world.ada, "What was found in the gantry on Sunday?")
    assert "Gantry gives way" in answer.text


async def test_a_line_is_put_back(world: World) -> None:
    """By its number in the list of what was left out; then it is a paragraph like the others."""
    card = await world.ask(world.owner, f"/add\n{article('davit')}")
    assert "2 lines left out" in card.text
    await mend(world, card, "Put back", "2")
    assert "1 line left out" in card.text
    assert "3. Sign up to our newsletter" in card.text


async def test_a_value_that_is_none_is_refused_and_asked_for_still(world: World) -> None:
    """The question stays open for another reply, and so does what was said of the first one."""
    room = world.owner.chat_with(world.bot)
    card = await world.ask(world.owner, f"/add\n{article('sluice')}")
    await world.owner.press(card, "✎ Date").answered()
    question = await room.next_from_bot()
    refused = await world.say(world.owner, room, "whenever", reply_to=question)
    assert "no date" in refused.text
    again = await world.say(world.owner, room, "some day", reply_to=refused)
    assert "no date" in again.text
    for answered, value in ((again, "1 June 2024"), (question, "2 June 2024")):
        before = card.message
        world.owner.send(room, value, reply_to=answered)
        await card.change(before)
        assert value in card.text


async def test_what_is_no_time_and_no_article_is_asked_for_again(world: World) -> None:
    """Under a retraction, too, and where words of a headline are asked for."""
    room = world.owner.chat_with(world.bot)
    number = await add(world, "towpath")
    retraction = await world.ask(world.owner, f"/retract {number}")
    await world.owner.press(retraction, "Later").answered()
    question = await room.next_from_bot()
    refused = await world.say(world.owner, room, "in a while", reply_to=question)
    await mend_again(world, retraction, refused, "tomorrow 9:00")
    assert "09:00" in retraction.text
    card = await world.ask(world.owner, f"/add\n{article('weir')}")
    await world.owner.press(card, "Version of …").answered()
    question = await room.next_from_bot()
    unknown = await world.say(world.owner, room, "9999", reply_to=question)
    await mend_again(world, card, unknown, str(number))
    assert f"article {number}" in card.text


async def test_a_question_for_a_value_can_be_closed(world: World) -> None:
    """What is replied to it afterwards is a message like any other."""
    room = world.owner.chat_with(world.bot)
    card = await world.ask(world.owner, f"/add\n{article('jetty')}")
    await world.owner.press(card, "✎ Headline").answered()
    question = await room.next_from_bot()
    closed = await world.press(world.owner, question, "Cancel")
    assert closed.text == "All right, nothing was changed."
    await world.say(world.owner, room, "Jetty falls", reply_to=question)
    assert "Jetty falls" not in card.text


async def test_another_persons_reply_changes_nothing(world: World) -> None:
    """The question is for whom it was asked."""
    world.group.add(world.owner.user)
    other = world.spare_owners[-1]
    world.group.add(other.user)
    card = await world.say(world.owner, world.group.room, f"/add\n{article('groyne')}")
    await world.owner.press(card, "✎ Headline").answered()
    question = await world.group.room.next_from_bot()
    told = await world.say(other, world.group.room, "Mine", reply_to=question)
    assert "out of date" in told.text
    assert "Mine" not in card.text


async def test_a_version_is_chosen_by_words_of_a_headline(world: World) -> None:
    """Then the card shows what changes, word by word."""
    number = await add(world, "bulwark")
    text = article("bulwark").replace("eleven metres", "nine metres").replace("cracks", "splits")
    card = await world.ask(world.owner, f"/add\n{text}")
    assert f"Much like article {number}" in card.text
    assert card.buttons[:2] == ["Add", "Cancel"]
    await mend(world, card, "Version of …", "bulwark CRACKS")
    assert card.buttons[0] == f"New version of {number}"
    assert marked(card.message, "strikethrough") == ["bulwark cracks after the storm", "eleven"]
    assert marked(card.message, "underline") == ["bulwark splits after the storm", "nine"]
    await world.press(world.owner, card, f"New version of {number}")
    assert not await quotes(world, "bulwark")


@pytest.mark.parametrize(("command", "thing"), [("/add\n", "winze"), ("", "gantry")])
async def test_an_edited_article_edits_its_card(world: World, command: str, thing: str) -> None:
    """Pasted after /add or alone: no second card, no answer, and what is added is the edited text.

    An edit after that has a card of its own, and is not added unseen.
    """
    room = world.owner.chat_with(world.bot)
    sent = world.owner.send(room, f"{command}{article(thing).replace('eleven', 'ten')}")
    card = await room.next_from_bot()
    before = card.message
    world.owner.edit(sent, f"{command}{article(thing)}")
    await card.change(before)
    assert finding(thing)[:40] in card.text
    await world.press(world.owner, card, "Add")
    assert await quotes(world, thing)
    world.owner.edit(sent, f"{command}{article(thing).replace('eleven', 'nine')}")
    assert "nine" in (await room.next_from_bot()).text
    assert await quotes(world, thing)


@pytest.mark.parametrize("command", ["/add\n", ""])
async def test_an_edit_that_is_no_article_is_answered(world: World, command: str) -> None:
    """The card still shows what was sent before, so its author has to hear of it."""
    room = world.owner.chat_with(world.bot)
    sent = world.owner.send(room, f"{command}{article('sluice')}")
    await room.next_from_bot()
    world.owner.edit(sent, f"{command}***")
    assert "There is no text in it" in (await room.next_from_bot()).text


@pytest.mark.parametrize(("command", "thing"), [("/add\n", "wharf"), ("", "weir")])
async def test_an_edit_leaves_what_was_mended(world: World, command: str, thing: str) -> None:
    """Headline and version were chosen on the card; the edit is of the text."""
    number = await add(world, thing)
    room = world.owner.chat_with(world.bot)
    sent = world.owner.send(room, f"{command}{article(thing).replace('cracks', 'splits')}")
    card = await room.next_from_bot()
    await mend(world, card, "✎ Headline", "It gives way")
    await mend(world, card, "Version of …", str(number))
    before = card.message
    world.owner.edit(sent, f"{command}{article(thing).replace('eleven', 'nine')}")
    await card.change(before)
    assert card.buttons[0] == f"New version of {number}"
    assert "It gives way" in marked(card.message, "underline")[0]
    assert "nine" in card.text


async def test_a_file_that_comes_to_hold_several_articles_has_a_card_of_each(world: World) -> None:
    """The card that is there shows the first, the others have new ones; none is there twice.

    Where it comes to hold fewer again, the cards of those that left it lose their buttons.
    """
    room = world.owner.chat_with(world.bot)
    old = article("jetty").replace("eleven", "nine")
    sent = world.owner.upload(room, "a.zip", zipped({"a.txt": old}))
    first = await room.next_from_bot()
    before = first.message
    both = {"a.txt": article("jetty"), "b.txt": article("sluice")}
    world.owner.replace(sent, "a.zip", zipped(both))
    second = await room.next_from_bot()
    assert first.message != before
    assert ["eleven" in first.text, "sluice" in second.text] == [True, True]
    before = second.message
    world.owner.replace(sent, "a.zip", zipped({"a.txt": article("jetty")}))
    await second.change(before)
    assert (second.text, second.buttons) == ("All right, nothing was added.", [])
    assert "Add" in first.buttons


async def test_of_several_articles_the_added_one_stays_when_another_is_edited(world: World) -> None:
    """It has no second card, also where it was mended, and the other one is on its own."""
    room = world.owner.chat_with(world.bot)
    both = {"a.txt": article("wicket"), "b.txt": article("hatch").replace("eleven", "nine")}
    sent = world.owner.upload(room, "a.zip", zipped(both))
    first, second = await room.next_from_bot(), await room.next_from_bot()
    await mend(world, first, "✎ Headline", "It gives way")
    await world.press(world.owner, first, "Add")
    before = second.message
    both["b.txt"] = article("hatch")
    world.owner.replace(sent, "a.zip", zipped(both))
    await second.change(before)
    assert "eleven" in second.text
    assert "Added article" in first.text
    told = await world.say(world.owner, room, "/planned")
    assert told.text == "Nothing is planned."


@pytest.mark.parametrize("settled", ["planned", "called off"])
async def test_of_several_articles_a_settled_one_has_no_card_when_another_is_edited(
    world: World, settled: str
) -> None:
    """What was planned or called off as it is stays so; changed itself, it has a card again."""
    room = world.owner.chat_with(world.bot)
    thing, other = ("stile", "pontoon") if settled == "planned" else ("kerb", "buoy")
    both = {"a.txt": article(thing), "b.txt": article(other).replace("eleven", "nine")}
    sent = world.owner.upload(room, "a.zip", zipped(both))
    first, second = await room.next_from_bot(), await room.next_from_bot()
    if settled == "planned":
        day = datetime.now(UTC) + timedelta(days=200)
        await mend(world, first, "Later", f"{day:%Y-%m-%d} 18:00")
        plan = next(label for label in reversed(first.buttons) if "Plan it" in label)
        await world.press(world.owner, first, plan)
        assert "Planned for" in first.text
    else:
        await world.press(world.owner, first, "Cancel")
    before = second.message
    both["b.txt"] = article(other)
    world.owner.replace(sent, "a.zip", zipped(both))
    await second.change(before)
    assert "eleven" in second.text
    both["a.txt"] = article(thing).replace("cracks", "splits")
    world.owner.replace(sent, "a.zip", zipped(both))
    assert f"{thing} splits" in (await room.next_from_bot()).text


async def test_of_several_articles_a_settled_one_has_no_card_when_an_added_one_is_edited(
    world: World,
) -> None:
    """Also where no card waits any more: only what reads otherwise than before has one."""
    room = world.owner.chat_with(world.bot)
    both = {"a.txt": article("plinth"), "b.txt": article("girder").replace("eleven", "nine")}
    sent = world.owner.upload(room, "a.zip", zipped(both))
    first, second = await room.next_from_bot(), await room.next_from_bot()
    await world.press(world.owner, first, "Cancel")
    await world.press(world.owner, second, "Add")
    both["b.txt"] = article("girder")
    world.owner.replace(sent, "a.zip", zipped(both))
    assert "girder cracks" in (await room.next_from_bot()).text
    assert not (await world.say(world.owner, room, "/sources")).buttons


async def test_of_several_articles_an_added_one_with_another_headline_has_a_card(
    world: World,
) -> None:
    """What was added is not changed unseen, nor is its new headline lost."""
    room = world.owner.chat_with(world.bot)
    both = {"c.txt": article("turnstile"), "d.txt": article("hatch")}
    sent = world.owner.upload(room, "a.zip", zipped(both))
    first, _ = await room.next_from_bot(), await room.next_from_bot()
    await world.press(world.owner, first, "Add")
    both["c.txt"] = article("turnstile").replace("cracks", "splits")
    world.owner.replace(sent, "a.zip", zipped(both))
    assert "turnstile splits" in (await room.next_from_bot()).text


async def test_an_edited_caption_edits_the_card_of_its_file(world: World) -> None:
    """Another number makes it a version of that article; other words are no question."""
    number = await add(world, "sluice")
    room = world.owner.chat_with(world.bot)
    text = article("sluice").replace("eleven", "nine")
    sent = world.owner.upload(room, "sluice.txt", text.encode(), caption="this one")
    card = await room.next_from_bot()
    world.owner.edit(sent, "Who opened the Lantern Bridge?")
    before = card.message
    world.owner.edit(sent, f"/add {number}")
    await card.change(before)
    assert card.buttons[0] == f"New version of {number}"
    assert "articles" in (await world.ask(world.owner, "/sources")).text


@pytest.mark.parametrize("caption", ["/add", "this one"])
async def test_a_file_in_the_place_of_another_is_read(world: World, caption: str) -> None:
    """Its sender may replace it: what the card shows and adds is the new one."""
    room = world.owner.chat_with(world.bot)
    old, new = article("jetty"), article("jetty").replace("eleven", "nine")
    sent = world.owner.upload(room, "jetty.txt", old.encode(), caption=caption)
    card = await room.next_from_bot()
    before = card.message
    world.owner.replace(sent, "jetty.txt", new.encode())
    await card.change(before)
    assert "nine" in card.text


async def test_a_command_in_words_under_an_added_article_is_explained(world: World) -> None:
    """It is no question; the article is named by its number, as the card has it."""
    card = await world.ask(world.owner, f"/add\n{article('slipway')}")
    await world.press(world.owner, card, "Add")
    room = world.owner.chat_with(world.bot)
    told = await world.say(world.owner, room, "retract this", reply_to=card)
    assert "/retract 7" in told.text


async def test_an_edited_question_of_a_moderator_stays_a_question(world: World) -> None:
    """Only what has a card, or is long enough for an article, is read as one."""
    room = world.owner.chat_with(world.bot)
    sent = world.owner.send(room, "Who designed the Lantern Bridge?")
    answer = await room.next_from_bot()
    before = answer.message
    world.owner.edit(sent, "Who opened the Lantern Bridge?")
    await answer.change(before)
    assert "Ottilie Brandt opened" in answer.text


async def test_a_version_that_another_added_meanwhile_is_not_overwritten_unseen(
    world: World,
) -> None:
    """The card is redrawn against it first; pressed again, it counts."""
    number = await add(world, "hoist")
    text = article("hoist")
    mine = await world.ask(world.owner, f"/add {number}\n{text.replace('eleven', 'twelve')}")
    theirs = await world.ask(world.owner, f"/add {number}\n{text.replace('eleven', 'thirteen')}")
    await world.press(world.owner, theirs, f"New version of {number}")
    before = mine.message
    pressed = world.owner.press(mine, f"New version of {number}")
    assert "has changed since" in (await pressed.answered()).text
    await mine.change(before)
    assert marked(mine.message, "strikethrough") == ["thirteen"]
    done = await world.press(world.owner, mine, f"New version of {number}")
    assert f"Updated article {number}, version 3" in (done.text or "")
