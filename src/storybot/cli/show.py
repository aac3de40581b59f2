"""Print answers and articles for people: quotes whole, matches in bold, citations under them."""

from collections.abc import Iterable

import click

from storybot.corpus.folder import Taken
from storybot.model.answers import Answer, Citation
from storybot.model.changes import Change
from storybot.model.documents import Span, State, Version

_MARKS = {"added": "+", "updated": "~", "unchanged": "=", "refused": "!"}


def show_answer(answer: Answer) -> None:
    """Print the answer, or that there is none and what comes nearest."""
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
    """Print a quote with its matches in bold, and where it stands."""
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


def show_list(versions: Iterable[Version]) -> None:
    """Print a line an article."""
    for version in versions:
        document = version.document
        day = document.published.strftime("%Y-%m-%d") if document.published else "-" * 10
        state = "" if version.state is State.LIVE else " (retracted)"
        click.echo(
            f"{version.id:>4}  {day}  v{version.number}  {document.title}{state}"
            + click.style(f"  {document.source}", dim=True)
        )


def show_article(version: Version) -> None:
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


def show_taken(taken: Taken) -> None:
    """Print what became of a source."""
    if taken.added is None:
        click.secho(f"! {taken.source}: refused: {taken.refused}", fg="red", err=True)
        return
    result, version, note = taken.added
    document = version.document
    dropped = f", {len(document.dropped)} lines left out" if document.dropped else ""
    click.echo(
        f"{_MARKS[result]} {taken.source}: {result} as article {version.id}, version"
        f" {version.number}: “{document.title}”, {len(document.spans)} paragraphs{dropped}"
        + (f" ({note})" if note else "")
    )


def show_history(changes: Iterable[Change]) -> None:
    """Print a line a change, oldest first."""
    for change in changes:
        number, state = change.after
        undoes = f" of change {change.undoes}" if change.undoes else ""
        reason = f": {change.reason}" if change.reason else ""
        click.echo(
            f"{change.number:>5}  {change.at:%Y-%m-%d %H:%M} UTC  {change.action}{undoes}"
            f"  article {change.document} → version {number}, {state}"
            f"  “{change.title}”  by {change.actor}{reason}"
        )
