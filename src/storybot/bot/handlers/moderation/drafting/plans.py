"""Drafts that were confirmed for later: kept until they are due, and then carried out once."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.moderation.drafting.drafts import Addition, Draft, Drafts, Retraction
from storybot.bot.handlers.moderation.drafting.due_lines import written_moment
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled
from storybot.corpus.change_results import Added, Changed
from storybot.corpus.corpus import Corpus
from storybot.model.audit import Actor
from storybot.model.changes import Action, Change
from storybot.model.documents import DocumentId, State
from storybot.model.errors import Conflict
from storybot.store.desk.plan_store import PlanStore, StoredPlan
from storybot.store.document_store import Store
from storybot.store.readers.draft_store import DraftStore

_TITLE = 200


class ScheduledChange(BaseModel):
    """A change that a moderator has confirmed for later: an addition or a retraction."""

    model_config = ConfigDict(frozen=True)

    due: datetime
    zone: str
    title: str
    person: int
    name: str
    place: str
    addition: Addition | None = None
    of: DocumentId | None = None
    """The article that the addition is a new version of."""
    retraction: Retraction | None = None
    of_retracted: bool = False
    """Whether a person had retracted the article that the addition is a new version of."""
    seen: int | None = None
    """The last change of all when it was planned; None of an older storybot."""

    @property
    def actor(self) -> Actor:
        """The moderator, as the audit names them."""
        return Actor(f"telegram:{self.person}", self.name, self.place)


class Planner:
    """Keeps plans, and carries them out as drafts are: recognised after a crash, never twice."""

    def __init__(
        self,
        corpus: Corpus,
        store: Store,
        plans: PlanStore,
        kept: DraftStore,
        additions: Additions,
        zone: str,
    ) -> None:
        self._zone = zone
        self._corpus = corpus
        self._store = store
        self._plans = plans
        self._kept = kept
        self._additions = additions
        self._drafts = Drafts(kept, store, ScheduledChange)

    async def schedule(
        self,
        pressed: ButtonPress,
        draft: Draft[Addition] | Draft[Retraction],
        title: str,
        of: DocumentId | None = None,
    ) -> ScheduledChange:
        """Turn a draft with a moment into a plan; one that is there stays as it is."""
        content = draft.content
        assert content.due is not None, "checked by the caller"
        actor = pressed.actor
        named = actor if isinstance(actor, Actor) else Actor(actor)
        plan = ScheduledChange(
            due=content.due,
            zone=content.zone,
            title=title,
            person=pressed.user.id,
            name=named.name,
            place=named.place,
            of=of,
            seen=(await self._store.generation()).change,
            of_retracted=of is not None and await self._is_retracted(of),
            addition=content if isinstance(content, Addition) else None,
            retraction=content if isinstance(content, Retraction) else None,
        )
        await self._plans.schedule(draft.id, plan.due, plan.model_dump_json())
        await self._kept.drop(draft.id)
        return plan

    async def zone(self, person: int) -> str:
        """Return the time zone of a moderator, or the usual one."""
        return await self._plans.zone(person) or self._zone

    async def scheduled(self, id: str) -> ScheduledChange | None:
        """Return the plan that a draft became already."""
        stored = await self._plans.plan(id)
        return ScheduledChange.model_validate_json(stored.body) if stored else None

    async def check(self, stored: StoredPlan) -> None:
        """Check that nobody has retracted the article since: it is not brought back unseen.

        Where it was retracted when it was planned, that was seen, and no later retraction.
        What its source does ends no plan, for no source wins over a person.

        Raises:
            Conflict: a plan for it makes no sense any more.
            NotFound: there is no such article any more.
        """
        plan = ScheduledChange.model_validate_json(stored.body)
        id = plan.retraction.id if plan.retraction else plan.of
        if stored.draft.since is not None or id is None or not await self._is_retracted(id):
            return
        if not plan.of_retracted or await self._is_retracted_since(id, plan.seen):
            raise Conflict(f"Article {id} is retracted.", "retracted_already", id=id)

    async def _is_retracted(self, id: DocumentId) -> bool:
        """Tell whether a person retracted an article, and not only its source is gone."""
        standing = await self._store.standing(id)
        return standing.state is State.RETRACTED and standing.held

    async def _is_retracted_since(self, id: DocumentId, seen: int | None) -> bool:
        """Tell whether an article became retracted by a change that the planner had not seen."""
        return seen is not None and any(
            change.number > seen
            and change.before is not None
            and (change.before[1], change.after[1]) == (State.LIVE, State.RETRACTED)
            for change in await self._store.history(id)
        )

    async def carry_out(self, stored: StoredPlan) -> Added | Changed | None:
        """Do what is due; None where it was called off in between.

        The caller finishes the plan after it has queued what people are told.

        Raises:
            Conflict: the article has changed since it was planned, or was retracted.
            NotFound: there is no such article any more.
            StoreError: the database failed; it may be tried again.
        """
        plan = ScheduledChange.model_validate_json(stored.body)
        draft = Draft(stored.id, plan, stored.draft)
        if change := await self._drafts.made(draft, plan.actor, self._is(plan)):
            version = await self._store.version(change.document, change.after[0])
            return Changed(change, version)
        await self.check(stored)
        since = (await self._store.generation()).change
        if not await self._plans.begin(stored.id, since):
            return None
        if wanted := plan.retraction:
            return await self._corpus.retract(
                wanted.id, actor=plan.actor, reason=wanted.reason, base=wanted.number
            )
        assert plan.addition is not None, "a plan is one or the other"
        document = plan.addition.document
        if not plan.of:
            document = await self._additions.as_new(document)
        base = plan.addition.base if plan.of else None
        (added,) = await self._corpus.add([document], actor=plan.actor, decided=True, base=base)
        return added

    def _is(self, plan: ScheduledChange) -> Callable[[Change], Awaitable[bool]]:
        async def is_it(change: Change) -> bool:
            if plan.retraction:
                return change.action is Action.RETRACT and change.document == plan.retraction.id
            assert plan.addition is not None, "a plan is one or the other"
            if change.action not in {Action.ADD, Action.UPDATE}:
                return False
            version = await self._store.version(change.document, change.after[0])
            return version.document.text == plan.addition.document.text

        return is_it


def planned_card(plan: ScheduledChange, words: Catalogue) -> FormattedText:
    """Say what is planned for when, and where it is called off."""
    return planned_line(plan, words) + f" {words.say.newsdesk.planned_hint}"


def planned_line(plan: ScheduledChange, words: Catalogue) -> FormattedText:
    """Say what is planned for when."""
    say = words.say.newsdesk
    title = escape_autolinks(shortened(plan.title, _TITLE))
    at = written_moment(plan.due, plan.zone)
    if plan.retraction:
        told, id = say.planned_retraction, plan.retraction.id
        return filled(told, at=at, zone=plan.zone, title=title, id=id)
    return filled(say.planned_addition, at=at, zone=plan.zone, title=title)
