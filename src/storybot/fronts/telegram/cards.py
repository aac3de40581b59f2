"""What moderators are shown: drafts, articles and changes, with what came of them.

Pure functions. Nothing here is an answer: headlines and beginnings of paragraphs may be cut. Each
card fits into one message, also where every character takes two of Telegram's units.
"""

from collections.abc import Sequence

from storybot.corpus import Added, Result
from storybot.fronts.telegram.drafts import Addition
from storybot.fronts.telegram.marked import Marked, inert, joined, linked
from storybot.fronts.telegram.render import shortened
from storybot.fronts.telegram.words.catalogue import ENGLISH
from storybot.model import Change, Document, Span, State, Version

_TITLE = 150
_BEGINNING = 60
_FIRST_PARAGRAPH = 700
_PARAGRAPHS = 12
_REASON = 200
_DROPPED = 300
_CUT = (
    "Telegram cuts long messages in two. If this is not the whole article, cancel and send it as"
    " a .txt file."
)


def addition_card(addition: Addition) -> Marked:
    """Show what was understood of an article, before it is added."""
    document = addition.document
    pieces = [
        _intention(addition),
        _headline(document),
        about(document),
        _paragraphs(document),
        Marked(_left_out(document)),
        Marked(_CUT if addition.maybe_cut else ""),
    ]
    return joined(pieces, "\n\n")


def dropped_card(document: Document) -> Marked:
    """Show the lines that were left out, and why each was, as far as a message holds them."""
    card = Marked(_left_out(document))
    for dropped in document.dropped:
        line = Marked(f"\n• {dropped.reason}: ") + inert(shortened(dropped.text, _DROPPED))
        if not (card + line + "\n…").fits:
            return card + "\n…"
        card = card + line
    return card


def added_card(added: Added) -> Marked:
    """Tell what became of an article that was confirmed."""
    version = added.version
    if added.result is Result.UNCHANGED:
        note = f": {shortened(added.note, _TITLE)}" if added.note else ""
        return Marked("Nothing changed") + inert(note) + "."
    done = "Added" if added.result is Result.ADDED else "Updated"
    count = len(version.document.spans)
    return (
        Marked(f"{done} article {version.id}, version {version.number}: ")
        + _title(version.document.title)
        + f", {_counted(count, 'paragraph')}. It can be quoted from now on; /undo takes it back."
    )


def article_card(version: Version) -> Marked:
    """Show an article by its head and its first paragraph."""
    document = version.document
    pieces = [
        Marked(f"Article {version.id}, version {version.number}, {version.state}:"),
        _headline(document),
        about(document),
        inert(shortened(document.paragraph(0), _FIRST_PARAGRAPH)),
    ]
    return joined(pieces, "\n\n")


def standing_card(version: Version) -> Marked:
    """Tell how an article stands after a change."""
    if version.state is State.RETRACTED:
        return (
            Marked(f"Retracted article {version.id}, ")
            + _title(version.document.title)
            + f". It is not quoted any more; /restore {version.id} brings it back."
        )
    return (
        Marked(f"Article {version.id} is live in version {version.number}, ")
        + _title(version.document.title)
        + ". It can be quoted from now on; /undo takes that back."
    )


def change_line(change: Change) -> Marked:
    """Name a change: number, time, what became of which article, who and why."""
    number, state = change.after
    undone = f" of change {change.undoes}" if change.undoes else ""
    line = (
        Marked(f"{change.number} · {change.at:%Y-%m-%d %H:%M} UTC · {change.action}{undone}: ")
        + _title(shortened(change.title, _BEGINNING))
        + f", article {change.document} → version {number}, {state} · "
        + inert(shortened(change.actor, _BEGINNING))
    )
    return line + " · " + inert(shortened(change.reason, _REASON)) if change.reason else line


def history_card(changes: Sequence[Change], most: int) -> Marked:
    """List the last changes, newest first, as many as a message holds."""
    card = Marked()
    for change in list(reversed(changes))[:most]:
        longer = joined([card, change_line(change)], "\n\n")
        if not longer.fits:
            break
        card = longer
    return card if card.text else Marked("Nothing has been changed yet.")


def undone_card(change: Change, version: Version) -> Marked:
    """Tell that a change was taken back, and how the article stands now."""
    return (
        Marked(f"Took back change {change.number}, {change.action} of article {change.document}, ")
        + _title(change.title)
        + f". It stands at version {version.number}, {version.state}."
    )


def about(document: Document) -> Marked:
    """Name publisher, authors, date and source, and say which of them were not found."""
    found = [
        linked(shortened(document.publisher, _TITLE), document.url),
        inert(shortened(", ".join(document.authors), _TITLE)),
        Marked(ENGLISH.day(document.published)),
        Marked(document.language),
        inert(shortened(document.source, _TITLE)),
    ]
    return joined([joined(found, " · "), Marked(_missing(document))], "\n")


def _intention(addition: Addition) -> Marked:
    if addition.target:
        return _of_article("New version of article", addition.target)
    if addition.same_source:
        return _of_article("From the same source as article", addition.same_source)
    if addition.same_title:
        return _of_article("With the same headline as article", addition.same_title)
    return Marked("New article:")


def _of_article(what: str, version: Version) -> Marked:
    return Marked(f"{what} {version.id}, ") + _title(version.document.title) + ":"


def _paragraphs(document: Document) -> Marked:
    count = len(document.spans)
    lines = [
        Marked(f"{i + 1}. ") + inert(shortened(document.paragraph(i), _BEGINNING))
        for i in range(min(count, _PARAGRAPHS))
    ]
    rest = Marked(f"… and {count - _PARAGRAPHS} more" if count > _PARAGRAPHS else "")
    return joined([Marked(f"{_counted(count, 'paragraph')} kept:"), *lines, rest], "\n")


def _left_out(document: Document) -> str:
    count = len(document.dropped)
    return f"{_counted(count, 'line')} left out as page furniture." if count else ""


def _missing(document: Document) -> str:
    fields = {"publisher": document.publisher, "date": document.published}
    missing = [name for name, value in fields.items() if not value]
    return f"No {' and no '.join(missing)} found." if missing else ""


def _headline(document: Document) -> Marked:
    title = shortened(document.title, _TITLE)
    return inert(title, [Span(0, len(title))])


def _title(title: str) -> Marked:
    return inert(f"“{shortened(title, _TITLE)}”")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
