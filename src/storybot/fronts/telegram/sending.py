"""Send a message where another one was written: same chat, same topic, as a reply to it.

That links are not previewed, that a reply quotes nothing and that it is sent also when the other
message is gone, is set once for the whole bot, in `app`.
"""

from telegram import InlineKeyboardMarkup, Message

from storybot.fronts.telegram.marked import Marked


async def reply(
    message: Message, text: Marked | str, keyboard: InlineKeyboardMarkup | None = None
) -> Message:
    """Reply to a message with a text that fits into one."""
    marked = Marked(text) if isinstance(text, str) else text
    return await message.reply_text(marked.text, entities=marked.entities, reply_markup=keyboard)
