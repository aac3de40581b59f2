"""Carry out what is due, and tell the moderator who planned it what came of it."""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import NoReturn

from storybot.bot.handlers.moderation.cards import added_card, standing_card, title_of
from storybot.bot.handlers.moderation.drafting.plans import Planner, ScheduledChange
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
from storybot.corpus.change_results import Added, Changed
from storybot.model.errors import Conflict, NotFound, Refused, StoreError
from storybot.store.desk.plan_store import PlanStore, StoredPlan
from storybot.store.document_store import Store

_SECONDS_BETWEEN_LOOKS = 0.5
_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class DuePlans:
    """The plans of one bot, as time passes."""

    def __init__(
        self,
        planner: Planner,
        plans: PlanStore,
        store: Store,
        notices: Notices,
        owners: Collection[int],
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._planner = planner
        self._plans = plans
        self._store = store
        self._notices = notices
        self._owners = frozenset(owners)
        self._now = now
        self._checked: int | None = None
        """The last change after which what is planned was checked."""

    async def run(self) -> NoReturn:
        """Carry out what is due, also what fell due while no bot ran."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                _log.warning("What is due cannot be done yet: %s", error)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def look(self) -> None:
        """Carry out what is due now, the earliest first, and end what has lost its article.

        Raises:
            StoreError: the rest has to be tried again.
        """
        planned = await self._plans.planned()
        while planned and planned[0].due <= self._now():
            await self._carry_out(planned.pop(0))
        change = (await self._store.generation()).change if planned else self._checked
        if change == self._checked:
            return
        for stored in planned:
            try:
                await self._planner.check(stored)
            except (Conflict, NotFound) as error:
                plan = ScheduledChange.model_validate_json(stored.body)
                await self._fail(stored, plan, error)
        self._checked = change

    async def _carry_out(self, stored: StoredPlan) -> None:
        """Do it, queue what is told, and only then finish: each step may be repeated."""
        plan = ScheduledChange.model_validate_json(stored.body)
        if plan.person not in self._owners | set(await self._store.moderators()):
            await self._fail(stored, plan, None)
            return
        try:
            done = await self._planner.carry_out(stored)
        except (Conflict, NotFound, Refused) as error:
            await self._fail(stored, plan, error)
            return
        if done is None:  # called off in between
            return
        await self._notices.tell(
            f"plan:{stored.id}", [plan.person], lambda words: done_card(done, words)
        )
        await self._plans.finish(stored.id, done.change.number if done.change else None)

    async def _fail(
        self, stored: StoredPlan, plan: ScheduledChange, error: Conflict | NotFound | Refused | None
    ) -> None:
        """Tell who planned it that it is not done; of a dismissed moderator's, the owners."""
        people = [plan.person] if error else self._owners
        await self._notices.tell(
            f"plan:{stored.id}", people, lambda words: failed_card(plan, error, words)
        )
        await self._plans.finish(stored.id, None)


def done_card(done: Added | Changed, words: Catalogue) -> FormattedText:
    """Say what was done, as the card of the same command does."""
    if isinstance(done, Added):
        card = added_card(done, words)
    else:
        card = standing_card(done.version, words, done.waiting)
    return joined([FormattedText(words.say.newsdesk.plan_due), card], "\n\n")


def failed_card(
    plan: ScheduledChange, error: Conflict | NotFound | Refused | None, words: Catalogue
) -> FormattedText:
    """Say why what was planned is not done."""
    say = words.say.newsdesk
    why = words.explain(error) if error else say.plan_dismissed.format(name=plan.name)
    title = title_of(plan.title)
    return filled(say.plan_failed, title=title, why=escape_autolinks(why))
