"""Print answers and articles for people: quotes whole, matches in bold, citations under them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from storybot.cli.views.counted import counted
from storybot.corpus.change_results import AddResult
from storybot.model.answers import Answer, Citation
from storybot.model.changes import Action, Change
from storybot.model.documents import Span, Version
from storybot.model.headings import Heading

if TYPE_CHECKING:  # it imports what reads articles, which most commands do without
    from storybot.corpus.folder import Taken
    from storybot.corpus.sources.missing_files import Missing

_MARKS = {"added": "+", "updated": "~", "unchanged": "=", "waiting": "?"}


def show_answers(answers: Sequence[Answer]) -> None:
    """Print the answers to a message, each below its question where there are several."""
    for answer in answers:
        if len(answers) > 1:
            click.secho(f"{answer.question}\n", bold=True)
        show_answer(answer)


def show_answer(answer: Answer) -> None:
    """Print the answer, or the abstention with the nearest passages."""
    if answer.talk:
        click.echo("That asks nothing of the story.")
        return
    if answer.answered:
        first, *rest = answer.citations
        show_citation(first)
        if answer.contradicted:
            click.secho("\nThe articles differ. An earlier one says:", dim=True)
            show_citation(answer.contradicted, indent="  ")
            rest = [c for c in rest if c != answer.contradicted]
        if rest:
            click.secho("\nAlso:", dim=True)
    else:
        click.echo("The story does not say.")
        rest = list(answer.citations)
        if rest:
            click.secho("\nNearest passages, which may not answer:", dim=True)
    for citation in rest:
        show_citation(citation, indent="  ")


def show_citation(citation: Citation, indent: str = "") -> None:
    """Print a quote with its matches in bold, and its citation."""
    click.echo(f"{indent}“{bold(citation.text, citation.matches)}”")
    click.secho(f"{indent}— {source_line(citation)}", dim=True)
    if citation.also_in:
        titles = "; ".join(v.document.title for v in citation.also_in)
        click.secho(f"{indent}  also in: {titles}", dim=True)
    if citation.link:
        click.secho(f"{indent}  {citation.link}", dim=True)


def source_line(citation: Citation) -> str:
    """Name article, publisher, date and paragraph."""
    document = citation.version.document
    published = document.published
    parts = [
        document.title,
        document.publisher,
        f"{published.day} {published:%B %Y}" if published else "",
        f"¶ {citation.paragraph + 1}",
    ]
    return " · ".join(part for part in parts if part)


def bold(text: str, matches: Iterable[Span]) -> str:
    """Set matches in bold; `click.echo` drops it where there is no terminal."""
    parts, end = [], 0
    for match in matches:
        parts += [text[end : match.start], click.style(text[match.start : match.end], bold=True)]
        end = match.end
    return "".join(parts) + text[end:]


def show_list(articles: Iterable[Heading]) -> None:
    """Print a line an article."""
    for article in articles:
        standing = article.standing
        day = article.published.strftime("%Y-%m-%d") if article.published else "-" * 10
        state = "" if article.live else " (retracted)"
        waiting = f" (version {standing.waiting} waits)" if standing.waiting else ""
        click.echo(
            f"{article.id:>4}  {day}  v{standing.version}  {article.title}{state}{waiting}"
            + click.style(f"  {article.source}", dim=True)
        )


def show_article(version: Version, waiting: int | None = None) -> None:
    """Print an article as it is stored, and what was left out of it."""
    document = version.document
    click.secho(document.title, bold=True)
    if document.standfirst:
        click.echo(document.standfirst)
    published = str(document.published) if document.published else ""
    about = [document.publisher, ", ".join(document.authors), published, document.url or ""]
    click.secho(" · ".join(part for part in about if part), dim=True)
    click.secho(
        f"article {version.id}, version {version.number}, {version.state}, {document.language},"
        f" from {document.source}",
        dim=True,
    )
    if waiting:
        click.echo(f"Version {waiting} waits: restore {version.id} {waiting} takes it.")
    for number in range(len(document.spans)):
        subhead = number in document.subheads
        click.echo()
        click.secho(f"{number + 1:>3}  {document.paragraph(number)}", bold=subhead)
    for caption in document.captions:
        click.secho(f"\nphoto caption: {caption}", dim=True)
    if document.dropped:
        click.secho(f"\n{len(document.dropped)} left out as page furniture:", dim=True)
    for dropped in document.dropped:
        click.secho(f"  [{dropped.reason}] {dropped.text}", dim=True)


def show_taken(taken: "Taken") -> None:
    """Print the outcome of adding a source."""
    if taken.added is None:
        click.secho(f"! {taken.source}: refused: {taken.refused}", fg="red", err=True)
        return
    result, version, note, _ = taken.added
    document = version.document
    dropped = f", {counted(len(document.dropped), 'line')} left out" if document.dropped else ""
    kept = counted(len(document.spans), "paragraph")
    click.echo(
        f"{_MARKS[result]} {taken.source}: {result} as article {version.id}, version"
        f" {version.number}: “{document.title}”, {kept}{dropped}" + (f" ({note})" if note else "")
    )
    for remark in taken.notes:
        click.secho(f"  {remark.message}", fg="yellow")


def tell_waiting(taken: Iterable["Taken"]) -> None:
    """List on stderr the articles with a waiting version, and how to take it."""
    for one in taken:
        if one.added and one.added.result is AddResult.WAITING:
            id, number = one.added.version.id, one.added.version.number
            click.secho(
                f"{one.source} is not quoted: {one.added.note}: storybot restore {id} {number}",
                fg="yellow",
                err=True,
            )


def show_missing(missing: Iterable["Missing"]) -> None:
    """List on stderr the articles whose files are gone, and their outcome."""
    for one in missing:
        article = one.article
        became = "retracted" if one.retracted else f"still quoted: storybot retract {article.id}"
        click.secho(
            f"{article.source} has left the folder; article {article.id}, “{article.title}”,"
            f" is {became}",
            fg="yellow",
            err=True,
        )


def show_history(changes: Iterable[Change]) -> None:
    """Print a line a change, oldest first."""
    for change in changes:
        number, state = change.after
        undoes = f" of change {change.undoes}" if change.undoes else ""
        reason = f": {change.reason}" if change.reason else ""
        waits = f"; version {change.brought} waits" if change.action is Action.WAIT else ""
        click.echo(
            f"{change.number:>5}  {change.at:%Y-%m-%d %H:%M} UTC  {change.action}{undoes}"
            f"  article {change.document} → version {number}, {state}{waits}"
            f"  “{change.title}”  by {change.actor}{reason}"
        )
