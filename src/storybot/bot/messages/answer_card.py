"""An answer as a card: its text, and the buttons under it.

Pure functions. A card shows one citation of the ranking at a time; the others are a button away.
"""

from dataclasses import replace
from typing import NamedTuple

from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_data import (
    CastVote,
    DeleteAnswer,
    GiveReason,
    ListSources,
    OpenMenu,
    ShowToAll,
    ShowView,
    ToggleSubscription,
)
from storybot.bot.messages.callback_fields import FIRST, View
from storybot.bot.messages.citations import abstention_with_nearest
from storybot.bot.messages.keyboards import Button, Keyboard, keyboard
from storybot.bot.messages.quote_card import (
    Card,
    ShownQuote,
    page_and_copy,
    quote_text,
    toggle_button,
)
from storybot.bot.messages.start_links import OpenSources, start_url
from storybot.model.answers import Answer
from storybot.store.records import Feedback, Reason


class ChatContext(NamedTuple):
    """The chat that a card is shown in, as far as its buttons depend on it."""

    bot: str
    """The bot's name."""
    private: bool = False
    deletable: bool = False
    """In a group, where an answer can be in the way."""
    inline: bool = False
    """Sent for a guest call: there is no chat to write anything else to."""
    whispered: bool = False
    """In a group, where only the person who asked sees it."""


def answer_card(answer: Answer, context: ChatContext, words: Catalogue) -> Card:
    """Make the card of an answer: its first quote, or that the story does not say."""
    if not answer.answered:
        text, nearest = abstention_with_nearest(answer, context.bot, words)
        return Card(text, abstention_keyboard(context, words, Feedback()), nearest)
    first, count = answer.citations[0], len(answer.citations)
    shown = ShownQuote(first, count=count, older=answer.contradicted)
    card = answer_quote_card(shown, context, words, Feedback())
    is_second = answer.contradicted in answer.citations[1:2]
    return card if is_second else replace(card, shown=(0,))


def answer_quote_card(
    shown: ShownQuote, context: ChatContext, words: Catalogue, votes: Feedback
) -> Card:
    """Make the card that shows one quote of an answer."""
    buttons = answer_quote_keyboard(shown, context, words, votes)
    return Card(quote_text(shown, context.bot, words), buttons, shown.ranks)


def answer_quote_keyboard(
    shown: ShownQuote, context: ChatContext, words: Catalogue, votes: Feedback
) -> Keyboard:
    """Make the buttons under a quote of an answer: two rows, the rest behind the last one."""
    rank, wide = shown.view
    turn = []
    if rank:
        turn.append(Button(words.say.button_back, ShowView(View(rank - 1))))
    if rank + 1 < shown.count:
        turn.append(more_button(rank + 1, shown.count, words))
    look = toggle_button(shown, ShowView(View(rank, not wide)), words)
    if context.whispered:
        to_all = Button(words.say.button_share, ShowToAll(shown.view))
        return keyboard([*turn, look], [to_all, _menu_button(shown.view)])
    verdict = _votes(shown.view, votes)
    if _further(shown, context, words):
        verdict.append(_menu_button(shown.view))
    return keyboard([*turn, look], verdict)


def answer_menu_keyboard(
    shown: ShownQuote, context: ChatContext, words: Catalogue, votes: Feedback
) -> Keyboard:
    """Make the further buttons under a quote of an answer; under a whispered one also the votes."""
    back = Button(words.say.button_back, OpenMenu(shown.view, opened=False))
    verdict = _votes(shown.view, votes) if context.whispered else _delete(context, words)
    return keyboard(page_and_copy(shown, words), [*verdict, back])


def more_button(rank: int, count: int, words: Catalogue) -> Button:
    """Make the button that leads to a further quote."""
    label = words.say.button_more.format(number=rank + 1, count=count)
    return Button(label, ShowView(View(rank)))


def abstention_keyboard(
    context: ChatContext, words: Catalogue, votes: Feedback, *, is_told: bool = False
) -> Keyboard:
    """Make the buttons under an abstention: what there is to ask, and being told later.

    ``is_told`` shows that the reader will be told.
    """
    say = words.say
    sources = (
        Button(say.button_sources, ListSources())
        if context.private
        else Button(say.button_sources, url=start_url(context.bot, OpenSources()))
    )
    if context.inline or context.whispered:
        return keyboard([sources], _votes(FIRST, votes))
    tell_me = Button(say.button_told if is_told else say.button_tell_me, ToggleSubscription())
    return keyboard([sources], [tell_me, _menu_button(FIRST)])


def abstention_menu_keyboard(context: ChatContext, words: Catalogue, votes: Feedback) -> Keyboard:
    """Make the further buttons under an abstention."""
    back = Button(words.say.button_back, OpenMenu(FIRST, opened=False))
    return keyboard(_votes(FIRST, votes), [*_delete(context, words), back])


def with_reasons(buttons: Keyboard, view: View, words: Catalogue) -> Keyboard:
    """Add to the buttons those that say in one press why an answer did not help."""
    say = words.say
    labels = {
        Reason.SENTENCE: say.button_why_sentence,
        Reason.OUTDATED: say.button_why_outdated,
        Reason.QUESTION: say.button_why_question,
        Reason.OTHER: say.button_why_other,
    }
    asked = [Button(label, GiveReason(view, why)) for why, label in labels.items()]
    return (*buttons, *keyboard(asked[:2], asked[2:]))


def _further(shown: ShownQuote, context: ChatContext, words: Catalogue) -> bool:
    return bool(page_and_copy(shown, words)) or context.deletable


def _menu_button(view: View) -> Button:
    return Button("⋯", OpenMenu(view, opened=True))


def _votes(view: View, votes: Feedback) -> list[Button]:
    return [
        Button(f"👍 {votes.up or ''}".strip(), CastVote(view, up=True)),
        Button(f"👎 {votes.down or ''}".strip(), CastVote(view, up=False)),
    ]


def _delete(context: ChatContext, words: Catalogue) -> list[Button]:
    return [Button(words.say.button_delete, DeleteAnswer())] if context.deletable else []
