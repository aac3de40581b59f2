"""Imported by the process that others are forked from, so that what loads late is loaded once."""

import faults.stepped  # noqa: F401
import storybot.bot.app  # noqa: F401 - the command imports it when it runs
from faults.updater import article_text
from storybot.ingest.reading import read_text
from storybot.text.chunking import analyse

analyse(read_text(article_text(0, 0), source="0.md"))
