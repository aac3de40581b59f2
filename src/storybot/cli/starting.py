"""What every command that stays does first: it takes the corpus folder."""

import logging

from storybot.cli.program import Program
from storybot.cli.show import show_taken
from storybot.errors import Refused
from storybot.folder import sync


async def take_folder(program: Program) -> None:
    """Take the corpus folder; a folder that is not there is said, not fatal."""
    folder = program.settings.corpus
    try:
        taken = await sync(program.corpus, folder)
    except Refused as error:
        logging.getLogger(__name__).warning("%s The corpus stays as it is.", error)
        return
    for one in taken:
        if one.added is None or one.added.result != "unchanged":
            show_taken(one)
