"""Commands that look at articles and at the audit, and the one that opens an article's card."""

from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.moderation.cards import about, headline, left_out, waiting_line
from storybot.bot.handlers.moderation.drafting.additions import Additions, Brought
from storybot.bot.handlers.moderation.drafting.due_lines import written_moment
from storybot.bot.handlers.moderation.drafting.plans import Planner
from storybot.bot.handlers.moderation.named_articles import NamedArticles
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.locales.moderator_messages import Moderating
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
from storybot.ingest.results import Article
from storybot.model.audit import AuditEntry, AuditReport
from storybot.model.documents import State, Version
from storybot.model.errors import Refused
from storybot.model.headings import Heading
from storybot.store.document_store import Store

_FOUND = 15
_LINES = 15
_TITLE = 100
_PARAGRAPH = 700
_HASH = 12
_BEYOND = 2**62


class Browsing:
    """Shows, finds and opens articles for moderators."""

    def __init__(
        self,
        store: Store,
        additions: Additions,
        named: NamedArticles,
        permissions: Permissions,
        locales: Locales,
        planner: Planner,
    ) -> None:
        self._store = store
        self._additions = additions
        self._named = named
        self._permissions = permissions
        self._locales = locales
        self._planner = planner

    def handlers(self) -> Handlers:
        """Return the handlers of the commands."""
        guard = self._permissions.for_moderators
        return [
            on_command("show", guard(self._show), PLAIN),
            on_command("find", guard(self._find), PLAIN),
            on_command("edit", guard(self._edit), PLAIN),
            on_command("audit", guard(self._audit), PLAIN),
        ]

    async def _show(self, command: Command) -> None:
        words = await self._locales.to(command)
        version, _ = await self._named.of(command, "show", words.say.moderating)
        await self.show_article(command, version)

    async def show_article(self, command: Command, version: Version, _: str = "") -> None:
        """Show an article as it stands."""
        words = await self._locales.to(command)
        waiting = (await self._store.standing(version.id)).waiting
        await reply(command.message, whole_card(version, waiting, words))

    async def _find(self, command: Command) -> None:
        words = await self._locales.to(command)
        say = words.say.moderating
        if not command.text:
            raise Refused(say.find_usage)
        found = await self._additions.lookup.find(command.text, _FOUND)
        lines = [_found_line(heading, words) for heading in found]
        await reply(command.message, _fitting(lines) if lines else say.found_none)

    async def _edit(self, command: Command) -> None:
        words = await self._locales.to(command)
        version, _ = await self._named.of(command, "edit", words.say.moderating)
        await self.edit_article(command, version)

    async def edit_article(self, command: Command, version: Version, _: str = "") -> None:
        """Open the card of an article as it stands, to be corrected field by field."""
        words = await self._locales.to(command)
        article = Article.of(version.document)
        brought = Brought(command.message, command.user.id)
        await self._additions.show(brought, article, version, words)

    async def _audit(self, command: Command) -> None:
        words = await self._locales.to(command)
        say = words.say.moderating
        if command.text.casefold() == "verify":
            report = await self._store.verify_audit()
            await reply(command.message, _verified(report, words))
            return
        entries = await self._store.audit(_BEYOND, _LINES)
        zone = await self._planner.zone(command.user.id)
        lines = [audit_line(entry, say, zone) for entry in entries]
        await reply(command.message, _fitting(lines) if lines else say.audit_empty)


def _verified(report: AuditReport, words: Catalogue) -> str:
    """Say whether the audit is whole."""
    say = words.say.moderating
    if report.broken is not None:
        return say.audit_broken.format(line=report.broken)
    if not report.lines:
        return say.audit_empty
    lines = words.count(say.audit_lines, report.lines)
    return say.audit_whole.format(lines=lines, hash=report.head[:_HASH])


def whole_card(version: Version, waiting: int | None, words: Catalogue) -> FormattedText:
    """Show an article with its standing and as many of its paragraphs as fit."""
    say, document = words.say.moderating, version.document
    state = say.state_live if version.state is State.LIVE else say.state_retracted
    head = filled(say.retract_shown, id=version.id, number=version.number) + f" {state}"
    tail = joined(
        [FormattedText(left_out(document, words)), waiting_line(version, waiting, words)], "\n\n"
    )
    card = joined([head, headline(document), about(document, words)], "\n\n")
    for i in range(len(document.spans)):
        paragraph = escape_autolinks(shortened(document.paragraph(i), _PARAGRAPH))
        longer = joined([card, FormattedText(f"¶{i + 1} ") + paragraph], "\n\n")
        if not joined([longer, FormattedText("…"), tail], "\n\n").fits:
            card = joined([card, FormattedText("…")], "\n\n")
            break
        card = longer
    return joined([card, tail], "\n\n")


def _found_line(heading: Heading, words: Catalogue) -> FormattedText:
    parts = [
        FormattedText(f"{heading.id}. ") + escape_autolinks(shortened(heading.title, _TITLE)),
        escape_autolinks(shortened(heading.publisher, _TITLE)),
        FormattedText(words.day(heading.published)),
        FormattedText("" if heading.live else words.say.moderating.state_retracted),
    ]
    return joined(parts, " · ")


def audit_line(entry: AuditEntry, say: Moderating, zone: str = "UTC") -> FormattedText:
    """Show a line of the audit: when, what, by whom, where, why, and the beginning of its hash."""
    actions = {
        "add": say.action_add,
        "update": say.action_update,
        "retract": say.action_retract,
        "restore": say.action_restore,
        "undo": say.action_undone,
        "wait": say.action_wait,
        "grant": say.action_grant,
        "revoke": say.action_revoke,
    }
    who = f"{entry.name} ({entry.actor})" if entry.name else entry.actor
    title = f"{entry.subject} {say.quoted.format(text=shortened(entry.title, _TITLE))}"
    parts = [
        FormattedText(f"{entry.number} · {written_moment(entry.at, zone)} {zone}"),
        escape_autolinks(f"{actions.get(entry.action, entry.action)}: {title}"),
        escape_autolinks(shortened(who, _TITLE)),
        FormattedText(entry.place),
        escape_autolinks(shortened(entry.reason, _TITLE)),
        FormattedText(entry.hash[:_HASH]),
    ]
    return joined(parts, " · ")


def _fitting(lines: list[FormattedText]) -> FormattedText:
    """Join as many lines as fit into a message."""
    card = FormattedText()
    for line in lines:
        longer = joined([card, line], "\n\n")
        if not longer.fits:
            break
        card = longer
    return card
