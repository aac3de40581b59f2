"""Every handler of the bot, in the order in which an update is offered to them."""

from storybot.answering.answer import Answerer
from storybot.corpus import Corpus
from storybot.fronts.telegram.adding import Adding
from storybot.fronts.telegram.asking import Asking
from storybot.fronts.telegram.buttons import on_other_button
from storybot.fronts.telegram.edits import Edits
from storybot.fronts.telegram.group import GroupDoor
from storybot.fronts.telegram.guest import GuestDoor
from storybot.fronts.telegram.inline import InlineDoor, SentQuotes
from storybot.fronts.telegram.languages import Languages
from storybot.fronts.telegram.latest import Latest
from storybot.fronts.telegram.listening import Listening
from storybot.fronts.telegram.moderation import Moderation
from storybot.fronts.telegram.moderators import Moderators
from storybot.fronts.telegram.origins import Handlers
from storybot.fronts.telegram.privacy import Privacy
from storybot.fronts.telegram.private import PrivateDoor
from storybot.fronts.telegram.readers import Readers
from storybot.fronts.telegram.reading import Reading
from storybot.fronts.telegram.rights import Rights
from storybot.fronts.telegram.sources import Sources
from storybot.fronts.telegram.speech import Speech
from storybot.settings import Settings
from storybot.store.base import Store
from storybot.store.readers import ReaderMemory


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
