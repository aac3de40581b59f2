"""The `storybot` command and its subcommands.

Data goes to stdout, messages for people to stderr. Exit codes: 0 done, 1 failed, 2 wrong use or
setting, 3 `ask` abstained.
"""

import click

from storybot import __version__
from storybot.cli import articles as changing
from storybot.cli import ask as asking
from storybot.cli import evaluate
from storybot.cli import follow as following
from storybot.cli import maintenance as keeping
from storybot.cli import playground as playing
from storybot.cli import run as running
from storybot.cli.doctor.command import doctor


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="storybot")
def main() -> None:
    """Answer questions about a news story with cited sentences, word for word."""


for command in (
    running.run,
    running.bot,
    playing.playground,
    playing.chat,
    asking.ask,
    evaluate.evaluate,
    evaluate.gaps,
    evaluate.export_labels,
    changing.add,
    changing.list_articles,
    changing.find,
    changing.show,
    changing.edit,
    changing.history,
    changing.retract,
    changing.restore,
    changing.undo,
    following.follow,
    keeping.audit,
    keeping.reindex,
    keeping.export,
    keeping.import_,
    keeping.backup,
    doctor,
):
    main.add_command(command)
