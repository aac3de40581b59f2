"""The /follow command: the owners say which feeds bring drafts."""

from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.moderation.drafting.due_lines import written_moment
from storybot.bot.handlers.moderation.drafting.plans import Planner
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
from storybot.corpus.sources.feeds import fetch_feed
from storybot.ingest.fetching.address_guard import Network
from storybot.ingest.reading import is_address
from storybot.model.errors import Refused
from storybot.store.desk.feed_store import FeedStore, FollowedFeed

_LONGEST = 200


class FeedCommands:
    """Follows feeds, lists them, and stops."""

    def __init__(
        self,
        feeds: FeedStore,
        permissions: Permissions,
        locales: Locales,
        planner: Planner,
        network: Network | None = None,
    ) -> None:
        self._feeds = feeds
        self._permissions = permissions
        self._locales = locales
        self._planner = planner
        self._network = network

    def handlers(self) -> Handlers:
        """Return the handler of the command."""
        return [on_command("follow", self._permissions.for_owners(self._follow), PLAIN)]

    async def _follow(self, command: Command) -> None:
        words = await self._locales.to(command)
        verb, _, rest = command.text.partition(" ")
        if not verb:
            zone = await self._planner.zone(command.user.id)
            await reply(command.message, feed_list(await self._feeds.feeds(), words, zone))
        elif verb.casefold() == "stop" and is_address(rest):
            await self._stop(command, rest.strip(), words)
        elif is_address(command.text):
            await self._start(command, command.text.strip(), words)
        else:
            raise Refused(words.say.newsdesk.follow_usage)

    async def _start(self, command: Command, url: str, words: Catalogue) -> None:
        fetched = await fetch_feed(url, network=self._network)
        assert fetched is not None, "a feed is unchanged only for who knows it"
        say = words.say.newsdesk
        if await self._feeds.follow(url, fetched.name, command.actor):
            await reply(command.message, filled(say.followed, name=_inert(fetched.name)))
        else:
            await reply(command.message, filled(say.followed_already, url=_inert(url)))

    async def _stop(self, command: Command, url: str, words: Catalogue) -> None:
        say = words.say.newsdesk
        told = say.unfollowed if await self._feeds.stop(url) else say.not_followed
        await reply(command.message, filled(told, url=_inert(url)))


def feed_list(feeds: list[FollowedFeed], words: Catalogue, zone: str = "UTC") -> FormattedText:
    """List the feeds, each with when it was read or what is wrong, as many as fit."""
    say = words.say.newsdesk
    if not feeds:
        return FormattedText(f"{say.feeds_none}\n\n{say.follow_usage}")
    card = FormattedText()
    for feed in feeds:
        longer = joined([card, _line(feed, words, zone)], "\n\n")
        if not longer.fits:
            break
        card = longer
    return card


def _line(feed: FollowedFeed, words: Catalogue, zone: str) -> FormattedText:
    say, name, url = words.say.newsdesk, _inert(feed.name), _inert(feed.url)
    if feed.fetched:
        read = f"{written_moment(feed.fetched, zone)} {zone}"
        line = filled(say.feed_line, name=name, url=url, at=read)
    else:
        line = filled(say.feed_unread, name=name, url=url)
    trouble = words.explain(feed.trouble.error) if feed.trouble else ""
    return joined([line, _inert(trouble)], "\n")


def _inert(text: str) -> FormattedText:
    return escape_autolinks(shortened(text, _LONGEST))
