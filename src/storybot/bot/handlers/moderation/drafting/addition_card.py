"""The card of an article that is not added yet: what was understood, and what it changes.

Pure functions. The card fits into one message, whatever an article holds.
"""

from dataclasses import dataclass

from storybot.bot.handlers.moderation.cards import (
    about,
    headline,
    left_out,
    paragraphs,
    title_of,
)
from storybot.bot.handlers.moderation.drafting.comparison import comparison
from storybot.bot.handlers.moderation.drafting.drafts import Addition
from storybot.bot.handlers.moderation.drafting.due_lines import due_line
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_data import (
    CancelAddition,
    ConfirmAddition,
    ConfirmVersion,
    EditDraft,
    ShowDropped,
)
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
from storybot.bot.messages.keyboards import Button, Keyboard, keyboard
from storybot.corpus.desk.amendments import Field
from storybot.corpus.desk.lookup import Like
from storybot.model.documents import Document, State, Version

LATER = "later"
"""The field of a draft that says when it is due."""
TARGET = "target"
"""The field of a draft that says which article it is a version of."""
_MOST_ALIKE = 3
_FEED = 100


@dataclass(frozen=True, slots=True)
class Understood:
    """A draft, and the articles that it concerns as they are now."""

    addition: Addition
    target: Version | None = None
    """The article that it is to be a new version of, where the moderator named one."""
    same_source: Version | None = None
    """The article that came from the same source before."""
    same_title: Version | None = None
    """A live article with the same headline."""
    alike: tuple[Like, ...] = ()
    """Other live articles that say nearly the same."""

    @property
    def document(self) -> Document:
        """The article as it would be added."""
        return self.addition.document

    @property
    def known(self) -> Version | None:
        """The article that it may be a new version of."""
        return self.target or self.same_source or self.same_title

    @property
    def base(self) -> int | None:
        """The number of the version that it is compared with."""
        return self.known.number if self.known else None

    @property
    def seen(self) -> dict[str, int | bool | None]:
        """How the known article stands, as the card shows it: fields of the draft."""
        return {"base": self.base, "retracted": self.retracted is not None}

    @property
    def retracted(self) -> Version | None:
        """The known article, where it is retracted: a new version brings it back."""
        known = self.known
        return known if known and known.state is State.RETRACTED else None


def addition_card(understood: Understood, words: Catalogue) -> FormattedText:
    """Show what was understood of an article, before it is added."""
    document, addition, say = understood.document, understood.addition, words.say.moderating
    feed = escape_autolinks(shortened(addition.feed, _FEED))
    brought = filled(words.say.newsdesk.feed_brought, name=feed) if addition.feed else feed
    head = [brought, _intention(understood, words), headline(document), about(document, words)]
    known, back = understood.known, understood.retracted
    tail = [
        filled(say.brings_back, id=back.id) if back else FormattedText(),
        due_line(addition, words),
        FormattedText(left_out(document, words)),
        *_near_duplicates(understood, words),
        FormattedText(say.maybe_cut if addition.maybe_cut else ""),
        *(FormattedText(words.remark(note)) for note in addition.notes),
    ]
    body = comparison(known.document, document, words) if known else paragraphs(document, words)
    card = joined([*head, body, *tail], "\n\n")
    return card if card.fits else joined([*head, paragraphs(document, words), *tail], "\n\n")


def choices(id: str, understood: Understood, words: Catalogue) -> Keyboard:
    """Offer what can be done with a draft."""
    say, known = words.say.moderating, understood.known
    plan = f" · {words.say.newsdesk.button_plan}" if understood.addition.due else ""
    label = say.button_add_new if known else say.button_add
    base = understood.base or 0
    row = [Button(label + plan, ConfirmAddition(id, base))]
    if known:
        label = say.button_version.format(id=known.id) + plan
        row.insert(0, Button(label, ConfirmVersion(id, known.id, base)))
    if understood.target:
        row.pop()
    lines = [
        Button(say.button_dropped, ShowDropped(id)),
        Button(say.button_put_back, EditDraft(id, Field.LINES)),
    ]
    fields = [Button(label, EditDraft(id, field)) for field, label in _fields(words)]
    return keyboard(
        [*row, Button(say.button_cancel, CancelAddition(id))],
        lines if understood.document.dropped else [],
        fields[:3],
        fields[3:],
        [
            Button(say.button_version_of, EditDraft(id, TARGET)),
            Button(words.say.newsdesk.button_later, EditDraft(id, LATER)),
        ],
    )


def _fields(words: Catalogue) -> list[tuple[Field, str]]:
    say = words.say.moderating
    fields = {
        Field.TITLE: say.field_title,
        Field.DATE: say.field_date,
        Field.LINK: say.field_link,
        Field.PUBLISHER: say.field_publisher,
        Field.AUTHORS: say.field_authors,
    }
    return [(field, f"✎ {label}") for field, label in fields.items()]


def _intention(understood: Understood, words: Catalogue) -> FormattedText:
    say = words.say.moderating
    for told, version in (
        (say.new_version, understood.target),
        (say.same_source, understood.same_source),
        (say.same_title, understood.same_title),
    ):
        if version:
            return filled(told, id=version.id, title=title_of(version.document.title))
    return FormattedText(say.new_article)


def _near_duplicates(understood: Understood, words: Catalogue) -> list[FormattedText]:
    return [
        filled(
            words.say.moderating.alike,
            id=like.version.id,
            title=title_of(like.version.document.title),
            percent=round(like.likeness * 100),
        )
        for like in understood.alike[:_MOST_ALIKE]
    ]
