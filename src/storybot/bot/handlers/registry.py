"""Every handler of the bot, in the order in which an update is offered to them."""

from storybot.answering.answer import Answerer
from storybot.bot.answers.replying import Asking
from storybot.bot.dispatch.callbacks import on_other_button
from storybot.bot.dispatch.filters import Handlers
from storybot.bot.dispatch.language import Speech
from storybot.bot.dispatch.permissions import Rights
from storybot.bot.handlers.commands.language_choice import Languages
from storybot.bot.handlers.commands.privacy import Privacy
from storybot.bot.handlers.commands.sources import Sources
from storybot.bot.handlers.commands.start_and_help import Readers
from storybot.bot.handlers.inline.inline_queries import InlineDoor, SentQuotes
from storybot.bot.handlers.inline.latest_articles import Latest
from storybot.bot.handlers.moderation.adding import Adding
from storybot.bot.handlers.moderation.moderators import Moderators
from storybot.bot.handlers.moderation.standing import Moderation
from storybot.bot.handlers.questions.answer_buttons import Reading
from storybot.bot.handlers.questions.edited_questions import Edits
from storybot.bot.handlers.questions.groups import GroupDoor
from storybot.bot.handlers.questions.guest_calls import GuestDoor
from storybot.bot.handlers.questions.open_groups import Listening
from storybot.bot.handlers.questions.private_chats import PrivateDoor
from storybot.corpus.corpus import Corpus
from storybot.runtime.settings import Settings
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory


def all_handlers(
    settings: Settings, corpus: Corpus, store: Store, answerer: Answerer, memory: ReaderMemory
) -> Handlers:
    """Return every handler; the first that fits an update gets it."""
    speech = Speech(memory)
    rights = Rights(settings.owners, store, speech)
    asking = Asking(answerer, memory, speech)
    sources = Sources(store, speech)
    parts = (
        Readers(store, rights, speech, memory, asking, sources),
        sources,
        Languages(memory, speech),
        Privacy(memory, speech, settings.retention_days),
        Adding(corpus, store, rights, speech),
        Moderation(corpus, store, rights, speech),
        Moderators(store, rights, speech),
        InlineDoor(answerer, corpus, Latest(corpus, store), memory, speech),
        SentQuotes(store, speech),
        Reading(memory, store, speech, asking),
        GuestDoor(asking),
        Edits(asking, memory),
        GroupDoor(asking, speech),
        Listening(asking, memory, speech),
        PrivateDoor(asking, speech),
    )
    return [*(handler for part in parts for handler in part.handlers()), on_other_button(speech.to)]
