"""The inline door: “@bot question” in any chat offers cited quotes to send there.

Every result is a whole message, so that it can be sent without further questions to the bot. An
offset names the state of the corpus that the list began with: `g<change>:<rank>`. One of another
state, or one that this bot never wrote, ends the list, for a list that went on in another state
could miss a quote or offer one twice.
"""

import re
from collections.abc import Sequence

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    Update,
)
from telegram.constants import InlineQueryLimit
from telegram.ext import ContextTypes, InlineQueryHandler

from storybot.answering.answer import Answerer
from storybot.corpus import Corpus
from storybot.errors import Refused
from storybot.fronts.telegram.latest import Latest
from storybot.fronts.telegram.offers import abstention_offer, notice_offer, quote_offer
from storybot.fronts.telegram.origins import Handlers

_PAGE = 10
_SECONDS_CACHED = 15
"""How long Telegram may give one answer to everybody; a correction is seen after that."""
_OFFSET = re.compile(r"g([0-9]{1,18}):([0-9]{1,3})")
_BUTTON = InlineQueryResultsButton("Ask in private", start_parameter="ask")
_TOO_LONG = "The question is too long"
_CUT = "Telegram cuts what stands here at 256 characters; ask in private, or more briefly."

Offers = Sequence[InlineQueryResultArticle]


class InlineDoor:
    """Questions typed after the bot's name."""

    def __init__(self, answerer: Answerer, corpus: Corpus, latest: Latest) -> None:
        self._answerer = answerer
        self._corpus = corpus
        self._latest = latest

    def handlers(self) -> Handlers:
        """Return the handler of inline queries."""
        return [InlineQueryHandler(self._query)]

    async def _query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.inline_query
        assert query, "the handler hears of nothing else"
        generation = self._corpus.generation.change
        start = _rank(query.offset, generation)
        page: Offers = []
        following = None  # not "", which the library, given defaults, would make a list of
        if start is not None:
            offers = await self._offers(query)
            page = offers[start : start + _PAGE]
            if len(offers) > start + _PAGE:
                following = f"g{generation}:{start + _PAGE}"
        await query.answer(
            page,
            cache_time=_SECONDS_CACHED,
            is_personal=False,
            next_offset=following,
            button=_BUTTON,
        )

    async def _offers(self, query: InlineQuery) -> Offers:
        text, bot = query.query.strip(), query.get_bot().username
        if not text:
            return [quote_offer(c, bot) for c in await self._latest.citations()]
        if _is_cut(query.query):
            return [notice_offer("too-long", _TOO_LONG, _CUT)]
        try:
            answer = await self._answerer.answer(text, InlineQueryLimit.RESULTS)
        except Refused as error:
            return [notice_offer("refused", _TOO_LONG, str(error))]
        quotes = [quote_offer(c, bot, nearest=not answer.answered) for c in answer.citations]
        first = [] if answer.answered else [abstention_offer(answer)]
        return [*first, *quotes][: InlineQueryLimit.RESULTS]


def _rank(offset: str, generation: int) -> int | None:
    """Return where to go on; None where the offset is not of this list."""
    if not offset:
        return 0
    found = _OFFSET.fullmatch(offset)
    return int(found[2]) if found and int(found[1]) == generation else None


def _is_cut(query: str) -> bool:
    """Tell whether the query is so long that Telegram may have cut it."""
    units = len(query.encode("utf-16-le")) // 2
    return units >= InlineQueryLimit.MAX_QUERY_LENGTH
