"""The command that follows feeds; the bot reads them while it runs."""

from pathlib import Path

import click

from storybot.cli.program import ACTOR, Program, fail_to_write, print_json, with_program
from storybot.cli.views.counted import counted
from storybot.corpus.backends.databases import open_desk
from storybot.corpus.sources.feeds import fetch_feed
from storybot.corpus.sources.opml import ListedFeed, read_opml, write_opml
from storybot.ingest.metadata.urls import check_address
from storybot.model.errors import NotFound
from storybot.store.desk.feed_store import FeedStore, FollowedFeed


@click.command()
@click.argument("url", required=False)
@click.option("--stop", is_flag=True, help="Follow the feed at URL no longer.")
@click.option("--import", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Follow the feeds of an OPML file.")  # fmt: skip
@click.option("--export", "target", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the feeds to an OPML file.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@with_program
async def follow(
    program: Program,
    url: str | None,
    source: Path | None,
    target: Path | None,
    *,
    stop: bool,
    as_json: bool,
) -> None:
    """Follow the RSS or Atom feed at URL: its new articles come to the moderators as drafts.

    Without URL, the feeds are listed.
    """
    desk = await open_desk(program.settings.database)
    try:
        if source:
            await _import(desk.feeds, source)
        elif target:
            await _export(desk.feeds, target)
        elif url and stop:
            if not await desk.feeds.stop(url):
                raise NotFound(f"{url} is not followed; `follow` lists the feeds.")
            click.echo(f"{url} is followed no longer.")
        elif url:
            await _follow(desk.feeds, url)
        elif stop:
            raise click.UsageError("--stop takes the address of a feed.")
        else:
            _list(await desk.feeds.feeds(), as_json=as_json)
    finally:
        await desk.close()


async def _follow(feeds: FeedStore, url: str) -> None:
    check_address(url)
    fetched = await fetch_feed(url)
    assert fetched is not None, "a feed is unchanged only for who knows it"
    new = await feeds.follow(url, fetched.name, ACTOR)
    click.echo(f"{fetched.name} is followed{'' if new else ' already'}: {url}")


async def _import(feeds: FeedStore, source: Path) -> None:
    listed = _listed(source)
    new = [feed.url for feed in listed if await feeds.follow(feed.url, feed.name, ACTOR)]
    click.echo(f"New: {len(new)} of {counted(len(listed), 'feed')}.")


async def _export(feeds: FeedStore, target: Path) -> None:
    followed = [ListedFeed(feed.url, feed.name) for feed in await feeds.feeds()]
    _write(target, followed)
    click.echo(f"{counted(len(followed), 'feed')} in {target}.", err=True)


def _listed(source: Path) -> list[ListedFeed]:
    return read_opml(source.read_bytes())


def _write(target: Path, followed: list[ListedFeed]) -> None:
    try:
        target.write_bytes(write_opml(followed))
    except OSError as error:
        fail_to_write(target, error)


def _list(followed: list[FollowedFeed], *, as_json: bool) -> None:
    if as_json:
        print_json([_row(feed) for feed in followed])
        return
    if not followed:
        click.echo("No feed is followed: storybot follow URL", err=True)
    for feed in followed:
        read = f"{feed.fetched.astimezone():%Y-%m-%d %H:%M}" if feed.fetched else "not read yet"
        click.echo(" · ".join(filter(None, [feed.name, feed.url, read, _trouble(feed)])))


def _trouble(feed: FollowedFeed) -> str:
    return feed.trouble.message if feed.trouble else ""


def _row(feed: FollowedFeed) -> dict[str, str | int | None]:
    return {
        "url": feed.url,
        "name": feed.name,
        "since": feed.since.isoformat(),
        "fetched": feed.fetched.isoformat() if feed.fetched else None,
        "due": feed.due.isoformat(),
        "failures": feed.failures,
        "trouble": _trouble(feed),
    }
