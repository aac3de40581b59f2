"""Inline queries: “@bot question” in any chat lists cited quotes to send there.

Every result is a whole message, so that it can be sent without further questions to the bot. An
offset names the state of the corpus that the list began with: `g<change>:<rank>`. One of another
state, or one that this bot never wrote, ends the list, for a list that went on in another state
could miss a quote or offer one twice. Telegram gives one answer to everybody who types the same
within seconds, so the words around the quotes are in the language of the first of them.
"""

import re
from dataclasses import replace

from telegram import InlineQuery, Update
from telegram.constants import InlineQueryLimit
from telegram.ext import ChosenInlineResultHandler, ContextTypes, InlineQueryHandler

from storybot.answering.answer import Answerer
from storybot.answering.talk.utterance import read_utterance
from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.latest_articles import LatestArticles
from storybot.bot.answers.rendered_cache import RenderedCache
from storybot.bot.calls.direct_bot import direct
from storybot.bot.calls.kept_json import JsonObject, KeptJson
from storybot.bot.dispatch.filters import Handlers, given
from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.inline.inline_results import (
    abstention_result,
    notice_result,
    quote_result,
)
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.bot.messages.callback_data import chosen_quote
from storybot.bot.messages.formatted_text import utf16_length
from storybot.bot.messages.quote_card import ShownQuote
from storybot.bot.messages.start_links import ASK, AskCarried
from storybot.corpus.corpus import Corpus
from storybot.model.answers import Answer, Talk
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import QuoteRef, SentAnswer

_PAGE = 10
"""An app asks for the next page when fewer than four are left below: of six, nearly at once."""
_SECONDS_CACHED = 15
"""How long Telegram may give one answer to everybody; a correction is seen after that."""
Page = KeptJson | list[JsonObject]
_OFFSET = re.compile(r"g([0-9]{1,18}):([0-9]{1,3})")


class InlineQueries:
    """Questions typed after the bot's name."""

    def __init__(
        self,
        answerer: Answerer,
        corpus: Corpus,
        latest: LatestArticles,
        memory: ReaderMemory,
        locales: Locales,
        codec: ButtonCodec,
    ) -> None:
        self._answerer = answerer
        self._corpus = corpus
        self._latest = latest
        self._memory = memory
        self._locales = locales
        self._codec = codec
        self._pages = RenderedCache[KeptJson]()

    def handlers(self) -> Handlers:
        """Return the handlers of inline queries and of what is chosen from their results."""
        return [InlineQueryHandler(self._query), ChosenInlineResultHandler(self._chosen)]

    async def _query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = given(update.inline_query)
        words = await self._locales.words(None, query.from_user)
        generation = self._corpus.generation.change
        start = _rank(query.offset, generation)
        button = self._button(query, words)  # first: its question is written meanwhile
        page: Page = []
        following = ""
        if start is not None:
            end = min(start + _PAGE, InlineQueryLimit.RESULTS)
            page, more = await self._results(query, words, start, end)
            if more and end < InlineQueryLimit.RESULTS:
                following = f"g{generation}:{end}"
        try:
            await direct(query.get_bot()).call(
                "answerInlineQuery",
                {
                    "inline_query_id": query.id,
                    "results": page,
                    **({"next_offset": following} if following else {}),
                    "cache_time": _SECONDS_CACHED,
                    "is_personal": False,
                    "button": button,
                },
            )
        finally:  # also when handled again after a crash, too late for Telegram
            await self._memory.carried_written()

    async def _results(
        self, query: InlineQuery, words: Catalogue, start: int, end: int
    ) -> tuple[Page, bool]:
        """Return the results of a page, and whether there are more; only these are rendered."""
        text, bot = query.query.strip(), query.get_bot().username
        spoken = (words.language, bot)
        said = read_utterance(text).talk if text else Talk.STORY
        if said and said is not Talk.STORY:
            return [], False
        if said:
            latest = await self._latest.citations()
            shown = [ShownQuote(citation) for citation in latest[start:end]]
            page = self._pages.get(
                latest,
                (start, *spoken),
                lambda: KeptJson.of([quote_result(one, bot, words, self._codec) for one in shown]),
            )
            return page, len(latest) > end
        if _is_cut(query.query):
            notice = notice_result("too-long", words.say.inline_too_long, words.say.inline_cut)
            return [notice][start:end], False
        answer = await self._answerer.answer(text, end + 1, language=words.language)
        if answer.talk:
            return [], False
        near = not answer.answered
        page = self._pages.get(
            answer.citations,
            (near, start, *spoken),
            lambda: KeptJson.of(self._answer_results(answer, bot, words, start, end)),
        )
        return page, len(answer.citations) + near > end

    def _button(self, query: InlineQuery, words: Catalogue) -> JsonObject:
        """Offer to go on in private, with the question where there is a whole one."""
        text = query.query.strip()
        whole = text and not _is_cut(query.query) and not read_utterance(text).talk
        link = AskCarried(self._memory.carry(text, query.from_user.id)).parameter if whole else ASK
        return {"start_parameter": link, "text": words.say.inline_ask}

    def _answer_results(
        self, answer: Answer, bot: str, words: Catalogue, start: int, end: int
    ) -> list[JsonObject]:
        """Make the results of a page of an answer."""
        near = not answer.answered
        # When the story does not say, that is the first one, and each quote is one place lower.
        first = [abstention_result(answer, words)] if near and not start else []
        shown = answer.citations[max(start - near, 0) : end - near]
        return first + [
            quote_result(
                ShownQuote(c, nearest=near, older=None if rank else answer.contradicted),
                bot,
                words,
                self._codec,
            )
            for rank, c in enumerate(shown, start=max(start - near, 0))
        ]

    async def _chosen(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Record what was sent, so that a correction reaches it where Telegram gave its id."""
        chosen = given(update.chosen_inline_result)
        user, message = chosen.from_user, chosen.inline_message_id
        await self._memory.note_chosen(chosen.result_id, chosen.query, message, user.id)
        found = chosen_quote(chosen.result_id)
        if found and message:
            words = await self._locales.words(None, user)
            quotes: tuple[QuoteRef, ...] = (found.quote,)
            if found.has_older and (older := await self._older(chosen.query, found.quote)):
                quotes = (replace(found.quote, contradicts_next=True), older)
            await self._memory.keep_answer(
                SentAnswer(
                    EntryPoint.INLINE,
                    words.language,
                    chosen.query,
                    not found.nearest,
                    quotes,
                    inline_message=message,
                    asker=user.id,
                    shown=tuple(range(len(quotes))),
                )
            )

    async def _older(self, question: str, quote: QuoteRef) -> QuoteRef | None:
        """Return what was shown with a quote as what an older article says, if it still is."""
        answer = await self._answerer.answer(question.strip(), 1)
        first = QuoteRef.of(answer.citations[0]) if answer.citations else None
        if answer.contradicted is None or first is None or not first.is_at(quote):
            return None
        return QuoteRef.of(answer.contradicted)


def _rank(offset: str, generation: int) -> int | None:
    """Return where to go on; None where the offset is not of this list."""
    if not offset:
        return 0
    found = _OFFSET.fullmatch(offset)
    return int(found[2]) if found and int(found[1]) == generation else None


def _is_cut(query: str) -> bool:
    """Tell whether the query is so long that Telegram may have cut it."""
    return utf16_length(query) >= InlineQueryLimit.MAX_QUERY_LENGTH
