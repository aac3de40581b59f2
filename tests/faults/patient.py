"""The program, but patient: ``python -m faults.patient bot`` waits minutes where it waits seconds.

On a busy machine an inline query may be too old before the process after a dead one has started,
and what a death left may not be done before the next comes. What is tested of a death is what it
loses, not how long that took.
"""

from storybot.bot.connection import handling
from storybot.cli.main import main as storybot

_SECONDS = 300.0


def wait_long() -> None:
    """Let inline queries of this process wait, and what a death left be handled alone."""
    handling._STALE_SECONDS = handling._SECONDS_ALONE = _SECONDS


if __name__ == "__main__":
    wait_long()
    storybot()
