"""The /planned command: lists what is due later, and calls it off."""

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.handlers.moderation.drafting.plans import ScheduledChange, planned_line
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_data import CallOffPlan
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
from storybot.bot.messages.keyboards import Button, Keyboard, keyboard
from storybot.store.desk.plan_store import PlanStore

_MOST = 10
_TITLE = 200


class PlanList:
    """Shows moderators what is planned, by whomever."""

    def __init__(
        self, plans: PlanStore, permissions: Permissions, locales: Locales, buttons: Buttons
    ) -> None:
        self._plans = plans
        self._permissions = permissions
        self._locales = locales
        self._buttons = buttons

    def handlers(self) -> Handlers:
        """Return the handlers of the command and its buttons."""
        press = self._permissions.for_moderators_press
        return [
            on_command("planned", self._permissions.for_moderators(self._list), PLAIN),
            self._buttons.on(CallOffPlan, press(self._call_off)),
        ]

    async def _list(self, command: Command) -> None:
        words = await self._locales.to(command)
        card, keys = await self._card(words)
        await self._buttons.reply(command.message, card, keys, command.user.id)

    async def _card(self, words: Catalogue) -> tuple[FormattedText, Keyboard]:
        """List what is planned, with a button for each."""
        say = words.say.newsdesk
        planned = [
            (stored.id, ScheduledChange.model_validate_json(stored.body))
            for stored in (await self._plans.planned())[:_MOST]
        ]
        if not planned:
            return FormattedText(say.planned_none), ()
        lines = [
            FormattedText(f"{number}. ") + planned_line(plan, words)
            for number, (_, plan) in enumerate(planned, 1)
        ]
        rows = [
            [Button(say.button_call_off.format(number=number), CallOffPlan(id))]
            for number, (id, _) in enumerate(planned, 1)
        ]
        return joined(lines, "\n\n"), keyboard(*rows)

    async def _call_off(self, pressed: ButtonPress, button: CallOffPlan) -> None:
        words = await self._locales.to(pressed)
        say = words.say.newsdesk
        stored = await self._plans.plan(button.plan)
        if stored is None or not await self._plans.call_off(button.plan):
            await pressed.warn(say.call_off_late)
            return
        plan = ScheduledChange.model_validate_json(stored.body)
        title = escape_autolinks(shortened(plan.title, _TITLE))
        await pressed.tell(words.say.moderating.done)
        rest, keys = await self._card(words)
        await pressed.rewrite(joined([filled(say.called_off, title=title), rest], "\n\n"), keys)
