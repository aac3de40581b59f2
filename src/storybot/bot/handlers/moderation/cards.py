"""Cards for moderators: drafts, articles, changes and their outcomes.

Pure functions. Nothing here is an answer: headlines and beginnings of paragraphs may be cut. Each
card fits into one message, also where every character takes two of Telegram's units.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.locales.moderator_messages import Moderating
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import (
    FormattedText,
    escape_autolinks,
    filled,
    joined,
    linked,
)
from storybot.corpus.change_results import Added, AddResult
from storybot.model.changes import Action, Change
from storybot.model.documents import Document, Span, State, Version

_TITLE = 150
_BEGINNING = 60
_FIRST_PARAGRAPH = 700
_PARAGRAPHS = 12
_REASON = 200
_DROPPED = 300
_NO_NAMES: Mapping[str, str] = {}


def dropped_card(document: Document, words: Catalogue) -> FormattedText:
    """List dropped lines with their reasons, as many as fit into a message."""
    card = FormattedText(left_out(document, words))
    for number, dropped in enumerate(document.dropped, 1):
        reason = words.say.reasons.get(dropped.reason, dropped.reason)
        line = FormattedText(f"\n{number}. {reason} · ") + escape_autolinks(
            shortened(dropped.text, _DROPPED)
        )
        if not (card + line + "\n…").fits:
            return card + "\n…"
        card = card + line
    return card


def added_card(added: Added, words: Catalogue) -> FormattedText:
    """Tell what became of an article that was confirmed."""
    version, say = added.version, words.say.moderating
    if added.result is AddResult.UNCHANGED:
        return _unchanged(added, say)
    return filled(
        say.added if added.result is AddResult.ADDED else say.updated,
        id=version.id,
        number=version.number,
        title=title_of(version.document.title),
        paragraphs=words.count(say.paragraphs, len(version.document.spans)),
    )


def _unchanged(added: Added, say: Moderating) -> FormattedText:
    version = added.version
    if version.state is State.RETRACTED:
        return filled(say.unchanged_retracted, id=version.id)
    if added.note:
        source = escape_autolinks(shortened(version.document.source, _TITLE))
        return filled(say.unchanged_twin, id=version.id, source=source)
    return filled(say.unchanged, id=version.id)


def article_card(version: Version, words: Catalogue) -> FormattedText:
    """Show an article by its head and its first paragraph."""
    document = version.document
    pieces = [
        filled(words.say.moderating.retract_shown, id=version.id, number=version.number),
        headline(document),
        about(document, words),
        escape_autolinks(shortened(document.paragraph(0), _FIRST_PARAGRAPH)),
    ]
    return joined(pieces, "\n\n")


def standing_card(version: Version, words: Catalogue, waiting: int | None = None) -> FormattedText:
    """Tell how an article stands after a change, and which version waits beside it."""
    say = words.say.moderating
    told = say.now_live if version.state is State.LIVE else say.now_retracted
    title = title_of(version.document.title)
    card = filled(told, id=version.id, number=version.number, title=title)
    return joined([card, waiting_line(version, waiting, words)], "\n\n")


def waiting_line(version: Version, waiting: int | None, words: Catalogue) -> FormattedText:
    """Name the version that waits for somebody to take it, and how; empty where none does."""
    if waiting is None:
        return FormattedText()
    title = title_of(version.document.title)
    return filled(words.say.moderating.waiting, id=version.id, number=waiting, title=title)


def change_line(
    change: Change, words: Catalogue, names: Mapping[str, str] = _NO_NAMES, zone: str = "UTC"
) -> FormattedText:
    """Name a change: number, time, what became of which article, who and why."""
    say, (number, state) = words.say.moderating, change.after
    stands = say.state_live if state is State.LIVE else say.state_retracted
    who = names.get(change.actor)
    line = filled(
        say.change,
        change=change.number,
        at=f"{change.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}",
        action=_action(change, say),
        title=escape_autolinks(shortened(change.title, _BEGINNING)),
        id=change.document,
        number=change.brought or number if change.action is Action.WAIT else number,
        state=f", {stands}" if change.action is Action.UNDO else "",
        actor=escape_autolinks(shortened(who or change.actor, _BEGINNING)),
    )
    return (
        line + " · " + escape_autolinks(shortened(change.reason, _REASON))
        if change.reason
        else line
    )


def history_card(
    changes: Sequence[Change],
    words: Catalogue,
    names: Mapping[str, str] = _NO_NAMES,
    zone: str = "UTC",
) -> FormattedText:
    """List changes, newest first, as many as fit into a message."""
    card = FormattedText()
    for change in reversed(changes):
        longer = joined([card, change_line(change, words, names, zone)], "\n\n")
        if not longer.fits:
            break
        card = longer
    say = words.say
    if not card.text:
        return FormattedText(say.moderating.history_empty)
    hinted = card + "\n\n" + say.newsdesk.history_hint.format(id=changes[-1].document)
    return hinted if hinted.fits else card


def undone_card(change: Change, version: Version, words: Catalogue) -> FormattedText:
    """Tell that a change was taken back, and how the article stands now."""
    say = words.say.moderating
    return filled(
        say.undone_live if version.state is State.LIVE else say.undone_retracted,
        change=change.number,
        id=change.document,
        title=title_of(change.title),
        number=version.number,
    )


def about(document: Document, words: Catalogue) -> FormattedText:
    """Name publisher, authors, date and source, and say which of them were not found."""
    found = [
        linked(shortened(document.publisher, _TITLE), document.url),
        escape_autolinks(shortened(", ".join(document.authors), _TITLE)),
        FormattedText(words.day(document.published)),
        FormattedText(words.languages([document.language]) if document.language else ""),
        escape_autolinks(shortened(_source(document), _TITLE)),
    ]
    missing = FormattedText(_missing(document, words.say.moderating))
    return joined([joined(found, " · "), missing], "\n")


def _source(document: Document) -> str:
    """Return the file or address that an article came from; a message of the chat has no name."""
    return "" if document.source.startswith("telegram:") else document.source


def paragraphs(document: Document, words: Catalogue) -> FormattedText:
    """List the beginnings of the first paragraphs, and say how many there are."""
    count, say = len(document.spans), words.say.moderating
    lines = [
        FormattedText(f"{i + 1}. ") + escape_autolinks(shortened(document.paragraph(i), _BEGINNING))
        for i in range(min(count, _PARAGRAPHS))
    ]
    rest = words.count(say.paragraphs_more, count - _PARAGRAPHS) if count > _PARAGRAPHS else ""
    return joined(
        [FormattedText(words.count(say.paragraphs_kept, count)), *lines, FormattedText(rest)], "\n"
    )


def left_out(document: Document, words: Catalogue) -> str:
    """Say how many lines were left out; nothing for none."""
    count = len(document.dropped)
    return words.count(words.say.moderating.left_out, count) if count else ""


def _missing(document: Document, say: Moderating) -> str:
    if document.publisher:
        return "" if document.published else say.no_date
    return say.no_publisher if document.published else say.no_publisher_no_date


def _action(change: Change, say: Moderating) -> str:
    told = {
        Action.ADD: say.action_add,
        Action.UPDATE: say.action_update,
        Action.RETRACT: say.action_retract,
        Action.RESTORE: say.action_restore,
        Action.UNDO: say.action_undo,
        Action.WAIT: say.action_wait,
    }
    return told[change.action].format(change=change.undoes)


def headline(document: Document) -> FormattedText:
    """Return the headline in bold, inert."""
    title = shortened(document.title, _TITLE)
    return escape_autolinks(title, [Span(0, len(title))])


def title_of(title: str) -> FormattedText:
    """Return a title, shortened and inert."""
    return escape_autolinks(shortened(title, _TITLE))
