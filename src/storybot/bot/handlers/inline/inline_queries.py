"""The inline door: “@bot question” in any chat offers cited quotes to send there.

Every result is a whole message, so that it can be sent without further questions to the bot. An
offset names the state of the corpus that the list began with: `g<change>:<rank>`. One of another
state, or one that this bot never wrote, ends the list, for a list that went on in another state
could miss a quote or offer one twice. Telegram gives one answer to everybody who types the same
within seconds, so the words around the quotes are in the language of the first of them.
"""

import re
from collections.abc import Sequence

from telegram import (
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultsButton,
    Update,
)
from telegram.constants import InlineQueryLimit
from telegram.ext import ChosenInlineResultHandler, ContextTypes, InlineQueryHandler

from storybot.answering.answer import Answerer
from storybot.bot.answers.current_quotes import QuoteGone, find_quote, read_place
from storybot.bot.dispatch.callbacks import ButtonPress, on_button
from storybot.bot.dispatch.filters import Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.inline.inline_results import (
    InlineCard,
    abstention_offer,
    notice_offer,
    offer_keyboard,
    quote_card_for_inline,
)
from storybot.bot.handlers.inline.latest_articles import LatestArticles
from storybot.bot.handlers.inline.page_cache import PageCache
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import paragraph_message, quote_message, with_older
from storybot.bot.messages.formatted_text import FormattedText
from storybot.corpus.corpus import Corpus
from storybot.model.answers import Answer
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory

CARRIED = re.compile(r"q_([A-Za-z0-9_-]{24})")
"""Start parameter that names the question typed so far."""
_PAGE = 10
"""An app asks for the next page when fewer than four are left below: of six, nearly at once."""
_SECONDS_CACHED = 15
"""How long Telegram may give one answer to everybody; a correction is seen after that."""
_OFFSET = re.compile(r"g([0-9]{1,18}):([0-9]{1,3})")
_PLACE = r"([0-9]{1,18}\.[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9})"
_SHOWN = f"{_PLACE}:(n?)(?::{_PLACE})?"
"""A quote, whether it was only near, and the older one that says otherwise."""

Offers = Sequence[InlineCard]


class InlineQueries:
    """Questions typed after the bot's name."""

    def __init__(
        self,
        answerer: Answerer,
        corpus: Corpus,
        latest: LatestArticles,
        memory: ReaderMemory,
        speech: Locales,
    ) -> None:
        self._answerer = answerer
        self._corpus = corpus
        self._latest = latest
        self._memory = memory
        self._speech = speech
        self._pages = PageCache()

    def handlers(self) -> Handlers:
        """Return the handlers of inline queries and of what is chosen from their results."""
        return [InlineQueryHandler(self._query), ChosenInlineResultHandler(self._chosen)]

    async def _query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.inline_query
        assert query, "the handler hears of nothing else"
        words = await self._speech.words(None, query.from_user)
        generation = self._corpus.generation.change
        start = _rank(query.offset, generation)
        page: Offers = []
        following = None  # not "", which the library, given defaults, would make a list of
        if start is not None:
            end = min(start + _PAGE, InlineQueryLimit.RESULTS)
            page, more = await self._offers(query, words, start, end)
            if more and end < InlineQueryLimit.RESULTS:
                following = f"g{generation}:{end}"
        await query.answer(
            page,
            cache_time=_SECONDS_CACHED,
            is_personal=False,
            next_offset=following,
            button=self._button(query, words),
        )

    async def _offers(
        self, query: InlineQuery, words: Catalogue, start: int, end: int
    ) -> tuple[Offers, bool]:
        """Return the offers of a page, and whether there are more; only these are rendered."""
        text, bot = query.query.strip(), query.get_bot().username
        spoken = (words.language, bot)
        if not text:
            latest = await self._latest.citations()
            page = self._pages.page(
                latest,
                (start, *spoken),
                lambda: [quote_card_for_inline(c, bot, words) for c in latest[start:end]],
            )
            return page, len(latest) > end
        if _is_cut(query.query):
            notice = notice_offer("too-long", words.say.inline_too_long, words.say.inline_cut)
            return [notice][start:end], False
        answer = await self._answerer.answer(text, end + 1)
        near = not answer.answered
        page = self._pages.page(
            answer.citations,
            (near, start, *spoken),
            lambda: _answer_offers(answer, bot, words, start, end),
        )
        return page, len(answer.citations) + near > end

    def _button(self, query: InlineQuery, words: Catalogue) -> InlineQueryResultsButton:
        """Offer to go on in private, with the question where there is a whole one."""
        text = query.query.strip()
        whole = text and not _is_cut(query.query)
        payload = f"q_{self._memory.carry(text)}" if whole else "ask"
        return InlineQueryResultsButton(words.say.inline_ask, start_parameter=payload)

    async def _chosen(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        chosen = update.chosen_inline_result
        assert chosen, "the handler hears of nothing else"
        await self._memory.note_chosen(chosen.result_id, chosen.query, chosen.inline_message_id)


class SentQuotes:
    """Buttons under quotes that people sent with the inline door."""

    def __init__(self, store: Store, speech: Locales) -> None:
        self._store = store
        self._speech = speech

    def handlers(self) -> Handlers:
        """Return the handlers of the buttons."""
        return [
            on_button("context", self._context, _SHOWN),
            on_button("quote", self._quote, _SHOWN),
        ]

    async def _context(self, pressed: ButtonPress) -> None:
        await self._show(pressed, wide=True)

    async def _quote(self, pressed: ButtonPress) -> None:
        await self._show(pressed, wide=False)

    async def _show(self, pressed: ButtonPress, *, wide: bool) -> None:
        words = await self._speech.words(None, pressed.user)
        place, near, other = pressed.arguments
        found = await find_quote(self._store, read_place(*place.split(".")))
        if isinstance(found, QuoteGone):
            lost = found is QuoteGone.RETRACTED
            await pressed.warn(words.say.quote_retracted if lost else words.say.quote_changed)
            await pressed.rewrite(FormattedText(words.say.answer_withdrawn))
            return
        older = await find_quote(self._store, read_place(*other.split("."))) if other else None
        older = None if isinstance(older, QuoteGone) else older
        await pressed.acknowledge()
        render = paragraph_message if wide else quote_message
        lead = words.say.inline_nearest if near else ""
        bot = pressed.query.get_bot().username
        text = with_older(render(found, bot, words, lead), older, bot, words)
        buttons = offer_keyboard(found, words, wide=wide, nearest=bool(near), older=older)
        await pressed.rewrite(text, InlineKeyboardMarkup.de_json(buttons))


def _answer_offers(
    answer: Answer, bot: str, words: Catalogue, start: int, end: int
) -> list[InlineCard]:
    """Make the offers of a page of an answer."""
    near = not answer.answered
    # When the story does not say, that is the first offer, and each quote is one place lower.
    first = [abstention_offer(answer, words)] if near and not start else []
    shown = answer.citations[max(start - near, 0) : end - near]
    quotes = [
        quote_card_for_inline(c, bot, words, nearest=near, older=None if i else answer.contradicted)
        for i, c in enumerate(shown, start=max(start - near, 0))
    ]
    return [*first, *quotes]


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
