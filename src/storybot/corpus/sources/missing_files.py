"""Find the articles whose files have left the corpus folder, and retract them where that is set."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import ACTOR, article_files
from storybot.model.changes import Action, Change
from storybot.model.headings import Heading
from storybot.store.document_store import Store

_GONE = "the file is gone"


@dataclass(frozen=True, slots=True)
class Missing:
    """An article whose file has left the corpus folder: a live one, or retracted for that."""

    article: Heading
    retracted: bool
    """Whether it was retracted for that; an article that a person decided on is not."""


async def missing_files(store: Store, folder: Path) -> list[Missing]:
    """Find the articles whose files have left the corpus folder, and change nothing.

    Raises:
        StoreError: the store failed.
    """
    last = {change.document: change for change in await store.history()}
    left = {id for id, change in last.items() if _is_leaving(change)}
    return [
        Missing(article, retracted=article.id in left)
        for article in await _of_folder(store)
        if (article.live or article.id in left) and _is_gone(folder, article.source)
    ]


async def leave_missing(
    corpus: Corpus, store: Store, folder: Path, *, retract: bool
) -> list[Missing]:
    """Find live articles whose files have left the corpus folder; retract them if configured.

    Nothing is retracted if the folder contains no article at all: more likely a disk is not mounted
    than the whole story withdrawn.

    Raises:
        Refused: the folder cannot be read.
        StoreError: the store failed.
    """
    there = await asyncio.to_thread(lambda: any(True for _ in article_files(folder)))
    missing = []
    for article in await _of_folder(store):
        if article.live and _is_gone(folder, article.source):
            changed = None
            if retract and there:
                changed = await corpus.leave(article.id, actor=ACTOR, reason=_GONE)
            missing.append(Missing(article, changed is not None))
    return missing


async def _of_folder(store: Store) -> list[Heading]:
    """Return the articles that files of the folder have brought."""
    ours = {change.document for change in await store.history() if _is_of_folder(change)}
    return [article for article in await store.headings() if article.id in ours]


def _is_leaving(change: Change) -> bool:
    """Return whether a change retracted an article because its file was gone."""
    return change.action is Action.RETRACT and (change.actor, change.reason) == (ACTOR, _GONE)


def _is_of_folder(change: Change) -> bool:
    """Return whether a file brought it: one of the folder, at a start or by `add`."""
    brings = change.action in {Action.ADD, Action.UPDATE, Action.WAIT, Action.RESTORE}
    return brings and not change.decided and not change.reason


def _is_gone(folder: Path, source: str) -> bool:
    """Return whether a source names a missing file of the folder."""
    path = Path(source)
    if path.is_absolute() or ":" in source:
        return False
    try:
        (folder / path).lstat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):  # unknown, or in an archive that exists
        return False
    return False
