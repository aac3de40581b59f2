"""What reading a source gives: articles, notes for the moderator, and what was refused."""

from babel import Locale
from pydantic import BaseModel, ConfigDict

from storybot.model.documents import Document
from storybot.model.error_data import ErrorData, values_as_data
from storybot.model.errors import Refused


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Note(_Frozen):
    """What a moderator should know of an article that was read, and is no reason to refuse it.

    ``message`` is English, for the terminal; a front says ``code`` with ``values`` in its words.
    """

    code: str
    message: str
    values: dict[str, str] = {}


class Article(_Frozen):
    """A document as it was read, with what should be said of it."""

    document: Document
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(cls, document: Document, *notes: Note) -> "Article":
        """Return an article with what is to be noted of any in its language."""
        return cls(document=document, notes=(*notes, *_of_language(document.language)))


_AT_HOME = frozenset({"en", "ru", "uk", "de", "fr", "es", "tr"})
"""Languages in which questions are understood, and not only matched."""


def _of_language(code: str) -> tuple[Note, ...]:
    if code in _AT_HOME:
        return ()
    name = Locale.parse(code).get_display_name("en") or code
    return (
        Note(
            code="matched_by_words",
            message=f"It is in {name}: read, quoted, matched by words only.",
            values={"language": code},
        ),
    )


class Refusal(ErrorData):
    """A part of a source that could not be read; as data, so that it can leave a process."""

    source: str

    @classmethod
    def of(cls, refused: Refused, source: str) -> "Refusal":
        """Keep an error as data."""
        values = values_as_data(refused)
        return cls(source=source, message=str(refused), code=refused.code, values=values)


class Reading(_Frozen):
    """Everything that a source held: most hold one article, a feed or an archive several."""

    articles: tuple[Article, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @classmethod
    def one(cls, document: Document, *notes: Note) -> "Reading":
        """Return the reading of a source that is one article."""
        return cls(articles=(Article.of(document, *notes),))
