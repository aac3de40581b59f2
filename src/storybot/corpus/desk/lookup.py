"""Find articles by number, by words, or by likeness, as moderators name them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from storybot.corpus.corpus import Corpus
from storybot.corpus.twins import likeness
from storybot.model.documents import Document, DocumentId, Version
from storybot.model.errors import NotFound, Refused
from storybot.model.headings import Heading
from storybot.store.document_store import Store

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_WORD = re.compile(r"\w+")
_CANDIDATES = 10
_ALIKE = 0.3
"""Share of common word runs from which a moderator is told that an article is there already."""
_MOST_NAMED = 5


class Like(NamedTuple):
    """An article that is much like another, and how much: 0 to 1."""

    version: Version
    likeness: float


class Lookup:
    """Finds articles for moderators."""

    def __init__(self, corpus: Corpus, store: Store) -> None:
        self._corpus = corpus
        self._store = store

    async def find(self, words: str, most: int) -> list[Heading]:
        """Return the articles with all these words in the title, then those that mention them.

        Retracted ones are found by title only: their sentences are not indexed.

        Raises:
            StoreError: the database failed.
        """
        headings = await self._store.headings()
        titled = [h for h in reversed(headings) if _holds(h.title, words)]
        if len(titled) >= most:
            return titled[:most]
        by_id = {heading.id: heading for heading in headings}
        mentioned = [by_id[id] for id in await self._corpus.search(words, most) if id in by_id]
        return [*titled, *(h for h in mentioned if h not in titled)][:most]

    async def named(self, name: str) -> Version:
        """Return the only article that a person means by its number or by words of its title.

        Raises:
            NotFound: there is none.
            Refused: several are meant; the message lists them.
        """
        name = name.strip()
        if _NUMBER.fullmatch(name):
            return await self._store.version(DocumentId(name))
        found = [h for h in await self._store.headings() if _holds(h.title, name)]
        exact = [h for h in found if h.title.casefold() == name.casefold()]
        if len(exact or found) == 1:
            return await self._store.version((exact or found)[0].id)
        if not found:
            raise NotFound(
                "No title has all these words; `find` looks into the texts too.", "no_title"
            )
        some = ", ".join(h.id for h in found[:_MOST_NAMED])
        raise Refused(
            f"Several titles have these words, of articles {some}; name one by its number.",
            "several_titles",
            ids=some + (", …" if len(found) > _MOST_NAMED else ""),
        )

    async def alike(self, document: Document, besides: Sequence[DocumentId] = ()) -> list[Like]:
        """Return the live articles that a document nearly repeats, most alike first.

        Raises:
            StoreError: the database failed.
        """
        opening = f"{document.title} {document.paragraph(0)}"
        found = await self._corpus.search(opening[:1000], _CANDIDATES)
        versions = [await self._store.version(id) for id in found if id not in besides]
        likes = [Like(v, likeness(document.text, v.document.text)) for v in versions]
        near = [like for like in likes if like.likeness >= _ALIKE]
        return sorted(near, key=lambda like: -like.likeness)


def _holds(title: str, words: str) -> bool:
    wanted = _WORD.findall(words.casefold())
    return bool(wanted) and all(word in title.casefold() for word in wanted)
