"""What is known of an update when it is handled."""

import pytest

from storybot.bot.connection.update_case import UpdateCase
from storybot.store.inbox import InboxEntry
from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox


@pytest.mark.parametrize(
    ("entry", "is_first"),
    [
        (InboxEntry(1, "{}", 0.0), True),
        (InboxEntry(1, "{}", 0.0, suspect=True), False),
        (InboxEntry(1, "{}", 0.0, crashes=1), False),
        (InboxEntry(1, "{}", 0.0, tries=1), False),
        (InboxEntry(1, "{}", 0.0, sendings=1), False),
    ],
)
async def test_what_was_handled_before_is_not_taken_for_new(
    entry: InboxEntry, *, is_first: bool
) -> None:
    """By whichever process, and however that ended."""
    inbox = await SQLiteInbox.open(":memory:")
    assert UpdateCase(entry, inbox).delivery.is_first == is_first
    await inbox.close()
