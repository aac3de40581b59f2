"""Telegram's numbers: lengths, lifetimes, rates."""

TEXT = 4096
"""UTF-16 units in a message after its entities are parsed."""
TEXT_BYTES = 1 << 15
CAPTION = 1024
ENTITIES = 100
"""Further ones are ignored."""
QUOTE = 1024
INLINE_RESULTS = 50
INLINE_QUERY = 256
RESULT_ID_BYTES = 64
NEXT_OFFSET_BYTES = 64
START_PARAMETER = 64
EPHEMERAL_REPLY_SECONDS = 15
INLINE_ANSWER_SECONDS = 10
CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER = 200
COPY_TEXT = 256
BUTTONS = 100
BUTTONS_IN_ROW = 8
"""Both undocumented; past them the server refuses the keyboard."""
UPDATES = 100
POLL_SECONDS = 50
COMMANDS = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 256
NAME = 64
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
DELETE_AT_ONCE = 100
DELETABLE_SECONDS = 48 * 3600
GUEST_BOTS = 3

LIFETIMES = {"inline_query": 30, "callback_query": 150, "chosen_inline_result": 600}
"""Seconds until an unfetched update of this kind expires; all others last a day."""
DAY = 86_400
