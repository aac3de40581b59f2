"""Words about when something is due."""

from datetime import datetime
from zoneinfo import ZoneInfo

from storybot.bot.handlers.moderation.drafting.drafts import Addition, Retraction
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.formatted_text import FormattedText, filled


def due_line(content: Addition | Retraction, words: Catalogue) -> FormattedText:
    """Say when a draft is to be carried out; nothing where that is at once."""
    if content.due is None:
        return FormattedText()
    at = written_moment(content.due, content.zone)
    return filled(words.say.newsdesk.due, at=at, zone=content.zone)


def written_moment(at: datetime, zone: str) -> str:
    """Write a moment as the clocks of a zone show it."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
