"""The Store protocol's contract, run on every implementer."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storybot.corpus.backends.databases import open_store
from storybot.model.changes import Action
from storybot.model.documents import Document, DocumentId, Dropped, State
from storybot.model.errors import Conflict, NotFound, StoreError
from storybot.model.headings import Heading, Standing
from storybot.model.passages import Facts, PassageId, Sentence
from storybot.store.document_store import AnalysedDocument, CommitOutcome, Edit, Store
from storybot.text.chunking import analyse
from worlds.articles import make_document

LIVE, RETRACTED = State.LIVE, State.RETRACTED


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """Open each implementer in turn."""
    opened = await open_store(database_url)
    yield opened
    await opened.close()


def add(document: Document, **more: Any) -> Edit:
    """Ask for a new document, or a new version of what stands as ``before`` says."""
    before: Standing | None = more.get("before")
    number = before.newest + 1 if before else 1
    new = Edit(
        action=Action.ADD,
        actor="me",
        id=None,
        before=None,
        after=Standing(number, LIVE, arrived=number, newest=number),
        contents=(document,),
        cut=AnalysedDocument(document.language, [], analyse(document)),
    )
    return replace(new, **more)


FIRST = Standing(1, LIVE, arrived=1)
"""How a document stands that `add` has added."""
GONE = FIRST._replace(state=RETRACTED, held=True)


async def one(store: Store, edit: Edit) -> CommitOutcome:
    """Commit one edit."""
    (outcome,) = await store.commit([edit])
    return outcome


async def test_a_document_is_read_back_as_it_was(store: Store) -> None:
    """Every field of a document comes back, dates with and without a time alike."""
    document = make_document(
        "One. Two.",
        "Drei “vier” 🙂.",
        title="Title",
        subheads=[1],
        published=datetime(2023, 8, 30, 8, 49, tzinfo=UTC),
        authors=["A B"],
        captions=["c"],
        dropped=[Dropped(text="Comments", reason="menu", before=2)],
        url="https://example.org/x",
        language="de",
    )
    outcome = await one(store, add(document))
    assert (await store.version(outcome.change.document)).document == document
    bare = make_document("x", source="b", published="2023-08-30")
    other = await one(store, add(bare))
    assert (await store.version(other.change.document)).document == bare


async def test_versions_count_up_and_old_ones_stay(store: Store) -> None:
    """A second text is version 2, and version 1 can still be read."""
    first = (await one(store, add(make_document("Old.")))).change
    change = (
        await one(
            store,
            add(make_document("New."), id=first.document, before=FIRST, action=Action.UPDATE),
        )
    ).change
    assert change.after == (2, LIVE)
    assert (await store.version(first.document)).document.text == "New."
    old = await store.version(first.document, 1)
    assert (old.document.text, old.state) == ("Old.", RETRACTED)


async def test_an_edit_decided_on_an_old_standing_is_refused(store: Store) -> None:
    """Of two edits decided on the same standing, the second is a conflict and changes nothing."""
    id = (await one(store, add(make_document("Old.")))).change.document
    edit = add(make_document("New."), id=id, before=FIRST, action=Action.UPDATE)
    await one(store, edit)
    with pytest.raises(Conflict):
        await one(store, edit)
    assert (await store.version(id)).number == 2


async def test_edits_are_all_made_or_none(store: Store) -> None:
    """When one of several edits fails, the others leave no trace."""
    fine, bad = add(make_document("A.")), add(make_document("B."), id=DocumentId("9"))
    with pytest.raises(NotFound):
        await store.commit([fine, bad])
    assert [v async for v in store.documents()] == []
    assert await store.history() == []


async def test_one_source_is_one_document(store: Store) -> None:
    """A second new document of a source is a conflict."""
    await one(store, add(make_document("A.")))
    with pytest.raises(Conflict):
        await one(store, add(make_document("B.")))


async def test_numbers_are_never_used_twice(store: Store) -> None:
    """After a version is switched away from, the next one gets a number of its own."""
    id = (await one(store, add(make_document("One.")))).change.document
    update: dict[str, Any] = {"id": id, "action": Action.UPDATE}
    await one(store, add(make_document("Two."), before=FIRST, **update))
    second = Standing(2, LIVE, arrived=2, newest=2)
    first = second._replace(version=1, held=True)
    await one(store, Edit(action=Action.UNDO, actor="me", id=id, before=second, after=first))
    third = await one(store, add(make_document("Three."), before=first, **update))
    assert third.change.after == (3, LIVE)


async def test_passages_come_in_the_order_asked_for(store: Store) -> None:
    """Passages are consecutive within a version; unknown ids are left out."""
    outcome = await one(store, add(make_document(*(f"Word{i} " * 90 for i in range(4)))))
    ids = [p.id for p in outcome.added]
    assert ids == list(range(ids[0], ids[0] + len(ids)))
    asked = [ids[-1], PassageId(999), ids[0]]
    assert [p.id for p in await store.passages(asked)] == [ids[-1], ids[0]]


async def test_a_divided_paragraph_is_told(store: Store) -> None:
    """A passage knows how much of its paragraph stands before it, and whether it goes on."""
    long = " ".join(f"Sentence {i} says a little about nothing much at all." for i in range(40))
    outcome = await one(store, add(make_document("Short and alone." * 9, long)))
    passages = await store.passages([p.id for p in outcome.added])
    assert tuple(passages) == outcome.added
    assert len(passages) > 3
    assert [p.goes_on for p in passages] == [False] + [True] * (len(passages) - 2) + [False]
    counts = [len(p.sentences) for p in passages[1:]]
    assert [p.position for p in passages] == [0, *(sum(counts[:i]) for i in range(len(counts)))]


async def test_retracted_passages_are_gone(store: Store) -> None:
    """A retracted document has no passage that could be quoted, and names those it had."""
    outcome = await one(store, add(make_document("One thing.")))
    edit = Edit(
        action=Action.RETRACT,
        actor="me",
        id=outcome.change.document,
        before=FIRST,
        after=GONE,
    )
    gone = await one(store, edit)
    assert list(gone.removed) == [p.id for p in outcome.added]
    assert await store.passages([p.id for p in outcome.added]) == []
    assert [p async for p in store.index_entries()] == []


async def test_a_late_reader_can_follow(store: Store) -> None:
    """What changes did is told afterwards as it was told at the time."""
    first = await one(store, add(make_document("One.")))
    second = await one(store, add(make_document("Two.", source="b")))
    assert await store.outcomes_since(0) == [first, second]
    assert await store.outcomes_since(first.change.number) == [second]
    assert (await store.generation()).change == second.change.number


async def test_find_by_source_and_by_text(store: Store) -> None:
    """A document is found by its source and, while it is live, by its exact text."""
    id = (await one(store, add(make_document("One.")))).change.document
    by_source, by_text = await store.find(source="a.txt"), await store.find(text="One.")
    assert by_source
    assert by_text
    assert by_source.id == by_text.id == id
    assert await store.find(source="b.txt") is None
    assert await store.find(text="one.") is None


async def test_the_languages_are_those_of_what_can_be_quoted(store: Store) -> None:
    """Each language once, and none of retracted documents."""
    assert await store.languages() == []
    for source, language in (("a", "ru"), ("b", "en"), ("c", "en")):
        await one(store, add(make_document(f"{source}.", source=source, language=language)))
    assert await store.languages() == ["en", "ru"]
    retract = Edit(
        action=Action.RETRACT,
        actor="me",
        id=DocumentId("1"),
        before=FIRST,
        after=GONE,
    )
    await one(store, retract)
    assert await store.languages() == ["en"]


@pytest.mark.parametrize("id", ["", "x", "0", "7", "1; DROP TABLE versions", "٣", "9" * 40])
async def test_an_unknown_id_is_not_found(store: Store, id: str) -> None:
    """Whatever a person types for an id, an unknown one is told so."""
    with pytest.raises(NotFound):
        await store.version(DocumentId(id))


async def test_moderators_are_granted_and_revoked(store: Store) -> None:
    """The last word on a user counts."""
    await store.grant(5, "Ann", actor="owner")
    await store.grant(6, "Bob", actor="owner")
    assert await store.revoke(5, actor="owner")
    assert not await store.revoke(5, actor="owner")
    assert await store.moderators() == {6: "Bob"}


async def test_replacing_passages_counts_as_a_rebuild(store: Store) -> None:
    """New cuts take the place of all passages; the old ones can still be read by their ids."""
    outcome = await one(store, add(make_document("One. Two.")))
    changed: list[CommitOutcome] = []

    async def cut(documents: Sequence[Document]) -> list[AnalysedDocument]:
        if not changed:  # others change the corpus meanwhile
            changed.append(await one(store, add(make_document("Three.", source="b"))))
            gone = await one(store, add(make_document("Four.", source="c")))
            edit = Edit(action=Action.RETRACT, actor="me", id=gone.change.document, before=FIRST,
                        after=GONE)  # fmt: skip
            await one(store, edit)
        facts = Facts(("x",), (False,), (), ())
        passages = [[Sentence(0, 4, 0, ("x",), facts)]]
        return [AnalysedDocument("en", ["about"], passages) for _ in documents]

    before = await store.generation()
    await store.recut(cut, analysis="2")
    passage, other = [p async for p in store.index_entries()]
    assert (passage.document, other.document) == ("1", "2")
    assert other.sentences[0].terms == ("x",)
    old = [p.id for p in outcome.added]
    assert await store.passages(old) == list(outcome.added)
    assert passage.id not in old
    assert passage.sentences[0].terms == ("x",)
    assert await store.analysis() == "2"
    assert (await store.generation()).rebuilds == before.rebuilds + 1


async def test_a_backup_is_a_whole_store(store: Store, database_url: str, tmp_path: Path) -> None:
    """A backup opens and holds what the store held; an existing file is not written over.

    PostgreSQL has programs of its own for it, which are named.
    """
    outcome = await one(store, add(make_document("One.")))
    if database_url.startswith("postgresql:"):
        with pytest.raises(StoreError, match="pg_dump"):
            await store.backup(tmp_path / "copy.db")
        return
    await store.backup(tmp_path / "copy.db")
    copy = await open_store(f"sqlite:///{tmp_path}/copy.db")
    assert (await copy.version(outcome.change.document)).document.text == "One."
    await copy.close()
    with pytest.raises(StoreError):
        await store.backup(tmp_path / "copy.db")


async def test_headings_tell_all_but_the_text(store: Store) -> None:
    """A heading has every field of the list, and those that a person decided on can be named."""
    published = datetime(2023, 8, 30, 8, 49, tzinfo=UTC)
    told: dict[str, Any] = {
        "publisher": "P",
        "published": published,
        "url": "https://e.org/x",
        "language": "de",
    }
    await one(store, add(make_document("One.", "Two.", **told)))
    await one(store, add(make_document("Three.", source="b")))
    full, bare = await store.headings()
    assert full == Heading(DocumentId("1"), FIRST, "a.txt", "About a.txt", "P", published,
                           "https://e.org/x", "de", 2)  # fmt: skip
    assert (bare.published, bare.url, bare.language, bare.publisher) == (None, None, "en", "")
    assert await store.headings(held=True) == []
    await one(
        store,
        Edit(action=Action.RETRACT, actor="me", id=full.id, before=FIRST, after=GONE, decided=True),
    )
    (held,) = await store.headings(held=True)
    assert (held.standing, held.live) == (GONE, False)
    assert held.standing == await store.standing(full.id)


async def test_a_version_that_waits_changes_nothing_that_is_quoted(store: Store) -> None:
    """It is kept under a number of its own, and named by the audit; passages stay."""
    first = await one(store, add(make_document("One.")))
    held = FIRST._replace(held=True, arrived=0)
    waiting = held._replace(arrived=2, newest=2)
    id = first.change.document
    await one(store, Edit(action=Action.RESTORE, actor="me", id=id, before=FIRST, after=held))
    edit = Edit(
        action=Action.WAIT,
        actor="me",
        id=id,
        before=held,
        after=waiting,
        contents=(make_document("Two."),),
    )
    outcome = await one(store, edit)
    assert (outcome.change.brought, list(outcome.removed), outcome.added) == (2, [], ())
    assert (await store.version(id)).document.text == "One."
    assert (await store.version(id, 2)).document.text == "Two."
    assert (await store.standing(id)).waiting == 2
    assert [p async for p in store.index_entries()] == list(first.added)


async def test_a_document_comes_with_all_its_versions(store: Store) -> None:
    """Several versions and the one that is current are one change."""
    after = Standing(2, LIVE, held=True, arrived=3, newest=3)
    texts = [make_document(text) for text in ("One.", "Two.", "Three.")]
    outcome = await one(store, add(texts[1], contents=tuple(texts), after=after))
    assert (outcome.change.after, outcome.change.brought) == ((2, LIVE), 3)
    id = outcome.change.document
    assert [(await store.version(id, n)).document for n in (1, 2, 3)] == texts
    assert (await store.version(id)).number == 2
    assert [p.text for p in outcome.added] == ["Two."]


async def test_the_last_change_that_can_be_undone(store: Store) -> None:
    """Neither what was taken back nor what waits can be; of one document, or of all."""
    assert await store.last_undoable() is None
    one_, two = [
        (await one(store, add(make_document("x", source=source)))).change for source in ("a", "b")
    ]
    assert await store.last_undoable() == two
    assert await store.last_undoable(one_.number) == one_
    undo = Edit(
        action=Action.UNDO, actor="me", id=two.document, before=FIRST, after=GONE, undoes=two.number
    )
    await one(store, undo)
    assert await store.last_undoable() == one_
    assert await store.last_undoable(two.number) is None


async def test_what_waits_is_told_once(store: Store) -> None:
    """Whoever was told of a version that waits is told only of later ones."""
    await one(store, add(make_document("One.")))
    before = FIRST
    for number in (2, 3):
        after = Standing(1, LIVE, held=True, arrived=number, newest=number)
        texts = (make_document(f"{number}."),)
        wait = Edit(action=Action.WAIT, actor="me", id=DocumentId("1"), before=before, after=after,
                    contents=texts)  # fmt: skip
        change, before = (await one(store, wait)).change, after
        assert await store.untold_waits() == [change]
        await store.mark_told(change.number)
    assert await store.untold_waits() == []


async def test_waiting_for_a_change_ends(store: Store) -> None:
    """After the time at the latest; it is only a hint to look sooner."""
    await store.wait_for_change(0.001)
    await store.wait_for_change(0.001)


async def test_whoever_is_alone_has_the_turn_to_fill(store: Store) -> None:
    """Each time."""
    for _ in range(2):
        async with store.turn_to_fill() as is_ours:
            assert is_ours
