"""What moderators should see: articles, how they stand, and what each person's undo takes back."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Standing(NamedTuple):
    """How an article stands: its version, and what that says."""

    version: int
    toll: int
    live: bool
    publisher: str = ""


@dataclass(eq=False)
class Article:
    """An article of the model."""

    name: str
    stands: Standing
    versions: int = 1
    number: int | None = None
    changes: int = 0
    """How often it changed after it was added."""


class _Change(NamedTuple):
    article: Article
    actor: str
    before: Standing


@dataclass
class DeskModel:
    """All articles, and all changes that were not taken back, oldest first."""

    articles: list[Article] = field(default_factory=list)
    planned: list[Article] = field(default_factory=list)
    """Those that a plan concerns which was not seen to be done."""
    _changes: list[_Change] = field(default_factory=list)

    def add(self, name: str, toll: int, actor: str, publisher: str = "") -> Article:
        """Add an article; taken back it is retracted in its first version."""
        article = Article(name, Standing(1, toll, live=True, publisher=publisher))
        self.articles.append(article)
        self._changes.append(_Change(article, actor, article.stands._replace(live=False)))
        return article

    def update(self, article: Article, toll: int, actor: str, publisher: str = "") -> None:
        """Bring a new version, which lends what it does not say from the one before."""
        article.versions += 1
        lent = publisher or article.stands.publisher
        self._change(article, actor, Standing(article.versions, toll, live=True, publisher=lent))

    def retract(self, article: Article, actor: str) -> None:
        """Retract an article."""
        self._change(article, actor, article.stands._replace(live=False))

    def restore(self, article: Article, actor: str) -> None:
        """Bring an article back in the version that it has."""
        self._change(article, actor, article.stands._replace(live=True))

    def undo(self, actor: str) -> bool | None:
        """Take back somebody's last change: None for none, False where another came after it."""
        mine = next((one for one in reversed(self._changes) if one.actor == actor), None)
        if mine is None:
            return None
        if mine is not [one for one in self._changes if one.article is mine.article][-1]:
            return False
        self._changes.remove(mine)
        mine.article.stands = mine.before
        mine.article.changes += 1
        return True

    def plan(self, article: Article) -> None:
        """Note that something planned for an article is not done yet."""
        self.planned.append(article)

    def _change(self, article: Article, actor: str, stands: Standing) -> None:
        self._changes.append(_Change(article, actor, article.stands))
        article.stands = stands
        article.changes += 1
