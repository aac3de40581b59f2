"""Every handler of the bot, in the order in which an update is offered to them."""

from collections.abc import Sequence
from typing import Any

from telegram.ext import BaseHandler

from storybot.answering.answer import Answerer
from storybot.bot.answers.latest_articles import LatestArticles
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.handlers.commands.language_choice import LanguageChoice
from storybot.bot.handlers.commands.privacy import Privacy
from storybot.bot.handlers.commands.sources import Sources
from storybot.bot.handlers.commands.start_and_help import StartAndHelp
from storybot.bot.handlers.commands.waiting_list import WaitingList
from storybot.bot.handlers.inline.inline_queries import InlineQueries
from storybot.bot.handlers.inline.sent_quotes import SentQuotes
from storybot.bot.handlers.moderation.adding import Adding
from storybot.bot.handlers.moderation.albums import Albums
from storybot.bot.handlers.moderation.browsing import Browsing
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.moderation.drafting.plans import Planner
from storybot.bot.handlers.moderation.drafting.retractions import Retractions
from storybot.bot.handlers.moderation.moderators import Moderators
from storybot.bot.handlers.moderation.named_articles import NamedArticles
from storybot.bot.handlers.moderation.offers import ArticleOffers
from storybot.bot.handlers.moderation.prompts import Prompts
from storybot.bot.handlers.moderation.spoken_commands import SpokenCommands
from storybot.bot.handlers.moderation.standing import Moderation
from storybot.bot.handlers.newsdesk.feed_commands import FeedCommands
from storybot.bot.handlers.newsdesk.plan_list import PlanList
from storybot.bot.handlers.questions.answer_buttons import AnswerButtons
from storybot.bot.handlers.questions.edited_questions import EditedQuestions
from storybot.bot.handlers.questions.groups import GroupQuestions
from storybot.bot.handlers.questions.guest_calls import GuestCalls
from storybot.bot.handlers.questions.open_groups import OpenGroups
from storybot.bot.handlers.questions.private_chats import PrivateQuestions
from storybot.bot.handlers.questions.question_limit import BEFORE_OTHERS
from storybot.bot.handlers.readership.gap_list import GapList
from storybot.bot.handlers.readership.usage_report import UsageReport
from storybot.corpus.corpus import Corpus
from storybot.runtime.settings import Settings
from storybot.store.desk.desk_store import DeskStore
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory


def all_handlers(
    settings: Settings,
    corpus: Corpus,
    store: Store,
    answerer: Answerer,
    memory: ReaderMemory,
    desk: DeskStore,
    buttons: Buttons,
    replies: AnswerReplies,
    latest: LatestArticles,
) -> dict[int, Sequence[BaseHandler[Any, Any, Any]]]:
    """Return every handler by its group; in each the first that fits an update gets it.

    Those of the lower group let pass what only moderators may say, from whoever is none.
    """
    locales = Locales(memory)
    permissions = Permissions(settings.owners, store, locales)
    additions = Additions(corpus, store, memory, buttons, locales)
    retractions = Retractions(store, memory.drafts, buttons)
    planner = Planner(corpus, store, desk.plans, memory.drafts, additions, settings.time_zone)
    named = NamedArticles(additions.lookup, store, memory)
    moderation = Moderation(
        corpus, store, memory, named, permissions, locales, buttons, retractions, planner
    )
    browsing = Browsing(store, additions, named, permissions, locales, planner)
    offers = ArticleOffers(additions, permissions, locales)
    spoken = _spoken(named, permissions, locales, moderation, browsing)
    parts = (
        StartAndHelp(store, permissions, locales, memory, replies),
        Sources(store, locales, buttons, replies),
        WaitingList(memory.subscribers, locales, buttons),
        LanguageChoice(memory, locales, buttons),
        Privacy(memory, replies, locales, settings.retention_days),
        Adding(
            corpus, store, additions, permissions, locales, buttons, planner, Albums(memory.drafts)
        ),
        Prompts(
            additions, permissions, locales, buttons, retractions, desk.plans, settings.time_zone
        ),
        moderation,
        browsing,
        GapList(memory.questions, additions, permissions, locales, buttons),
        UsageReport(memory.questions, permissions, locales),
        Moderators(store, memory, permissions, locales, buttons),
        PlanList(desk.plans, permissions, locales, buttons),
        FeedCommands(desk.feeds, permissions, locales, planner),
        InlineQueries(answerer, corpus, latest, memory, locales, buttons.codec),
        SentQuotes(store, memory, locales, buttons),
        AnswerButtons(memory, store, locales, replies, buttons),
        GuestCalls(replies),
        EditedQuestions(replies, memory),
        GroupQuestions(replies, locales),
        OpenGroups(replies, memory, locales),
        PrivateQuestions(replies, locales),
    )
    return {
        BEFORE_OTHERS - 1: [*offers.handlers(), *spoken.handlers()],
        0: [*(handler for part in parts for handler in part.handlers()), buttons.on_others()],
    }


def _spoken(
    named: NamedArticles,
    permissions: Permissions,
    locales: Locales,
    moderation: Moderation,
    browsing: Browsing,
) -> SpokenCommands:
    """Return what reads commands without a slash, and what each of them does."""
    commands = {
        "retract": moderation.retract_article,
        "edit": browsing.edit_article,
        "show": browsing.show_article,
        "history": moderation.show_article_history,
    }
    return SpokenCommands(named, permissions, locales, commands)
