"""Plan what becomes of a document that is added; called by the corpus, under its lock."""

from storybot.corpus import lifecycle
from storybot.corpus.change_results import Added, AddResult
from storybot.corpus.twins import held_twin
from storybot.model.changes import Action
from storybot.model.documents import Document, DocumentId, State, Version
from storybot.model.headings import Standing
from storybot.store.document_store import Edit, Store


async def plan_add(
    store: Store, document: Document, actor: str, reason: str, *, decided: bool, twins: bool
) -> Edit | Added:
    """Return the edit that adds a document, yet to be cut, or what is there already.

    Raises:
        StoreError: the store failed.
    """
    found = await store.find(source=document.source)
    id = found.id if found else None
    if id is None and not twins:
        if twin := await store.find(text=document.text):
            note = f"article {twin.id}, from {twin.document.source}, has this text already"
            return Added(AddResult.UNCHANGED, twin, note)
        held = None if decided else await held_twin(store, document)
        id = held.id if held else None
    now = await store.standing(id) if id else None
    move = lifecycle.write(now) if decided else lifecycle.arrive(now)
    contents: tuple[Document, ...] = (document,)
    if id and now and (known := await _known(store, id, now, document, decided=decided)):
        back = None if decided else lifecycle.arrive_again(now)
        if back is None:
            return known
        move, contents = back, ()
    return Edit(
        action=move.action,
        actor=actor,
        id=id,
        before=now,
        after=move.after,
        contents=contents,
        reason=reason,
        decided=decided,
    )


def has_passages(plan: Edit | Added) -> bool:
    """Tell whether a document becomes quotable by a plan, so that it has to be cut."""
    return isinstance(plan, Edit) and plan.action is not Action.WAIT


async def _known(
    store: Store, id: DocumentId, now: Standing, document: Document, *, decided: bool
) -> Added | None:
    """Return an identical version, if adding it again has no effect."""
    current = await store.version(id)
    numbers = {now.version}
    if not decided:
        # Another source of this article may have brought it before the last one did.
        own = current.document.source == document.source
        numbers |= {now.arrived} if own else set(range(1, now.newest + 1))
    said = await store.versions([(id, number) for number in numbers])
    alike = (v for v in said if v.document == document or _waits(v, now, document))
    same = max(alike, key=_number, default=None)
    if same is None:
        return None
    if same.number > now.version:
        return Added(AddResult.WAITING, same, why_waiting(now))
    return Added(AddResult.UNCHANGED, current, _why_unchanged(now, same.number))


def _waits(version: Version, now: Standing, document: Document) -> bool:
    """Return whether a version waits already that only comes from elsewhere: one copy is enough."""
    waiting = version.number == now.waiting
    return waiting and version.document == document.model_copy(
        update={"source": version.document.source}
    )


def _number(version: Version) -> int:
    return version.number


def _why_unchanged(now: Standing, said: int) -> str:
    """Return why adding an article changes nothing, if that is not obvious."""
    if now.state is State.RETRACTED:
        return "it is retracted; restore brings it back"
    return "" if said == now.version else f"a person chose version {now.version}, which stands"


def why_waiting(now: Standing) -> str:
    """Return why a version waits, and how it is taken."""
    done = "retracted this article" if now.state is State.RETRACTED else "chose what it says"
    return f"a person {done}; restore with the number of this version takes it"
