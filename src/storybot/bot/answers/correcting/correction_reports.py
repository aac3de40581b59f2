"""Tell who changed an article how many earlier answers were corrected, once all of them were."""

import logging
from collections.abc import Callable, Collection, Sequence
from itertools import groupby

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.sendings import MOST_SENDINGS, CountedJournal, Delivery, in_delivery
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import (
    FormattedText,
    escape_autolinks,
    filled,
    joined,
)
from storybot.store.readers.correction_queue import CorrectionQueue
from storybot.store.records import CorrectionReport

_TITLE = 100
_log = logging.getLogger(__name__)


class CorrectionReports:
    """Draws up reports of what was corrected, and sends each person theirs."""

    def __init__(
        self,
        queue: CorrectionQueue,
        locales: Locales,
        recipients: Callable[[str], Collection[int]],
    ) -> None:
        self._queue = queue
        self._locales = locales
        self._recipients = recipients

    async def send(self, bot: Bot) -> None:
        """Send what is finished, a message a person.

        Raises:
            StoreError: the database failed.
        """
        await self._queue.draw_up_reports(self._recipients)
        reports = await self._queue.reports()
        for user, found in groupby(reports, key=lambda report: report.user):
            await self._tell(bot, user, list(found))

    async def _tell(self, bot: Bot, user: int, reports: list[CorrectionReport]) -> None:
        """Tell one person; twice at most where nobody knows whether it arrived."""
        sendings = max(report.sendings for report in reports)
        if sendings >= MOST_SENDINGS:
            await self._queue.drop_reports(reports)
            return
        text, told = report_message(reports, await self._locales.of_person(user))
        journal = CountedJournal(
            lambda by: self._queue.mark_reporting(told, by=by),
            lambda: self._queue.drop_reports(told),
        )
        try:
            with in_delivery(Delivery(journal, MOST_SENDINGS - 1 - sendings)):
                await bot.send_message(user, text.text, entities=text.entities)
        except (BadRequest, Forbidden) as error:  # who has never written to the bot has no chat
            _log.info("A person could not be told of corrections: %s", error)
            await journal.sent()
        except TelegramError as error:
            _log.warning("A person could not be told of corrections yet: %s", error)


def report_message(
    reports: Sequence[CorrectionReport], words: Catalogue
) -> tuple[FormattedText, list[CorrectionReport]]:
    """Write reports into a message, and return those that it holds."""
    text, told = FormattedText(), list[CorrectionReport]()
    for report in reports:
        longer = joined([text, _line(report, words)], "\n\n")
        if not longer.fits:
            break
        text = longer
        told.append(report)
    return text, told


def _line(report: CorrectionReport, words: Catalogue) -> FormattedText:
    say = words.say.moderating
    title = escape_autolinks(shortened(report.title, _TITLE))
    line = filled(say.corrections_of, title=title)
    if report.corrected:
        answers = words.count(say.corrected_answers, report.corrected)
        chats = words.count(say.corrected_chats, report.chats)
        line += "\n" + say.corrections_done.format(answers=answers, chats=chats)
    if report.missed:
        line += "\n" + words.count(say.corrections_missed, report.missed)
    return line
