"""Every handler of the bot, in the order in which an update is offered to them."""

from storybot.answering.answer import Answerer
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.callbacks import on_other_button
from storybot.bot.dispatch.filters import Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.handlers.commands.language_choice import LanguageChoice
from storybot.bot.handlers.commands.privacy import Privacy
from storybot.bot.handlers.commands.sources import Sources
from storybot.bot.handlers.commands.start_and_help import StartAndHelp
from storybot.bot.handlers.inline.inline_queries import InlineQueries, SentQuotes
from storybot.bot.handlers.inline.latest_articles import LatestArticles
from storybot.bot.handlers.moderation.adding import Adding
from storybot.bot.handlers.moderation.moderators import Moderators
from storybot.bot.handlers.moderation.standing import Moderation
from storybot.bot.handlers.questions.answer_buttons import AnswerButtons
from storybot.bot.handlers.questions.edited_questions import EditedQuestions
from storybot.bot.handlers.questions.groups import GroupQuestions
from storybot.bot.handlers.questions.guest_calls import GuestCalls
from storybot.bot.handlers.questions.open_groups import OpenGroups
from storybot.bot.handlers.questions.private_chats import PrivateQuestions
from storybot.corpus.corpus import Corpus
from storybot.runtime.settings import Settings
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory


def all_handlers(
    settings: Settings, corpus: Corpus, store: Store, answerer: Answerer, memory: ReaderMemory
) -> Handlers:
    """Return every handler; the first that fits an update gets it."""
    speech = Locales(memory)
    rights = Permissions(settings.owners, store, speech)
    asking = AnswerReplies(answerer, memory, speech)
    sources = Sources(store, speech)
    parts = (
        StartAndHelp(store, rights, speech, memory, asking, sources),
        sources,
        LanguageChoice(memory, speech),
        Privacy(memory, speech, settings.retention_days),
        Adding(corpus, store, rights, speech),
        Moderation(corpus, store, rights, speech),
        Moderators(store, rights, speech),
        InlineQueries(answerer, corpus, LatestArticles(corpus, store), memory, speech),
        SentQuotes(store, speech),
        AnswerButtons(memory, store, speech, asking),
        GuestCalls(asking),
        EditedQuestions(asking, memory),
        GroupQuestions(asking, speech),
        OpenGroups(asking, memory, speech),
        PrivateQuestions(asking, speech),
    )
    return [*(handler for part in parts for handler in part.handlers()), on_other_button(speech.to)]
