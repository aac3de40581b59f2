"""The `storybot` command and its subcommands.

Data goes to stdout, messages for people to stderr. Exit codes: 0 done, 1 failed, 2 wrong use or
setting, 3 `ask` abstained. A command is imported when it is run: most of storybot's start is
importing what other commands need.
"""

import gc
import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from storybot import __version__

# Its matrices have a few hundred rows; threads for them take longer to start than all they do.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_EDGES = 6
"""Columns around the names and the help of the commands."""


class LazyCommand(NamedTuple):
    """Where a command is, and what a list of commands says of it."""

    module: str
    """Its module in `storybot.cli`."""
    attribute: str
    help: str

    def load(self) -> click.Command:
        """Import the command.

        What is imported stays, so no collection of garbage looks through it, now or later: that
        took a quarter of the time until `ask` has answered.
        """
        gc.disable()
        try:
            module = import_module(f"storybot.cli.{self.module}")
        finally:
            gc.enable()
        gc.freeze()
        command: click.Command = getattr(module, self.attribute)
        return command


class LazyCommands(click.Group):
    """A group that lists its commands without importing them."""

    def __init__(self, *args: Any, lazy: Mapping[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *self._lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None where there is none of the name."""
        lazy = self._lazy.get(cmd_name)
        return lazy.load() if lazy else super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click calls it
        """Write the list of commands, shortened as click does."""
        width = formatter.width - _EDGES - max(map(len, self._lazy))
        rows = [
            (name, click.Command(name, help=lazy.help).get_short_help_str(width))
            for name, lazy in sorted(self._lazy.items())
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


COMMANDS = {
    "add": LazyCommand(
        "articles",
        "add",
        "Add or update articles: files, folders, addresses of pages, or - for stdin.",
    ),
    "ask": LazyCommand(
        "ask",
        "ask",
        "Answer QUESTION; exit 3 when the articles do not.",
    ),
    "audit": LazyCommand(
        "maintenance",
        "audit",
        "Show who changed what and where, newest first, or verify that nobody altered it since.",
    ),
    "backup": LazyCommand(
        "maintenance",
        "backup",
        "Copy the whole database, consistent and verified, to FILE, also while the bot runs.",
    ),
    "bot": LazyCommand(
        "run",
        "bot",
        "Start the Telegram bot.",
    ),
    "chat": LazyCommand(
        "playground",
        "chat",
        "Ask on the terminal, one question per line; an empty one ends it.",
    ),
    "doctor": LazyCommand(
        "doctor.command",
        "doctor",
        "Check settings, database, index, backups, token and BotFather's switches.",
    ),
    "edit": LazyCommand(
        "articles",
        "edit",
        "Correct article ID: a new version with other facts or another text.",
    ),
    "eval": LazyCommand(
        "evaluate",
        "evaluate",
        "Score the labelled set in DIR: docs.jsonl and questions.jsonl.",
    ),
    "export": LazyCommand(
        "maintenance",
        "export",
        "Write all articles with all their versions to FILE, a JSON object a line.",
    ),
    "find": LazyCommand(
        "articles",
        "find",
        "Find articles: those with all WORDS in the title, then those whose texts have them.",
    ),
    "follow": LazyCommand(
        "follow",
        "follow",
        "Follow the RSS or Atom feed at URL: its new articles come to the moderators as drafts.",
    ),
    "gaps": LazyCommand(
        "evaluate",
        "gaps",
        "List what readers asked in vain, voted down, or asked again, the most missed first.",
    ),
    "history": LazyCommand(
        "articles",
        "history",
        "Show the changes of article ID, or of all, oldest first.",
    ),
    "import": LazyCommand(
        "maintenance",
        "import_",
        "Add the articles of an export FILE, with their versions; what is there stays.",
    ),
    "labels": LazyCommand(
        "evaluate",
        "export_labels",
        "Write readers' questions, labelled by their votes, as `storybot eval` reads them.",
    ),
    "list": LazyCommand(
        "articles",
        "list_articles",
        "List the articles, live and retracted.",
    ),
    "playground": LazyCommand(
        "playground",
        "playground",
        "Try the bot in a browser, on this machine only and without a token.",
    ),
    "reindex": LazyCommand(
        "maintenance",
        "reindex",
        "Re-chunk and analyse all articles again and rebuild the index.",
    ),
    "restore": LazyCommand(
        "articles",
        "restore",
        "Quote article ID again, as it last stood or in the given VERSION, also one that waits.",
    ),
    "retract": LazyCommand(
        "articles",
        "retract",
        "Never quote article ID again; its versions are kept.",
    ),
    "run": LazyCommand(
        "run",
        "run",
        "Start: the Telegram bot where a token is set, else the playground.",
    ),
    "show": LazyCommand(
        "articles",
        "show",
        "Show article ID as it is stored, and what was left out of it.",
    ),
    "undo": LazyCommand(
        "articles",
        "undo",
        "Take back the last change that was not taken back yet.",
    ),
    "worker": LazyCommand(
        "run",
        "worker",
        "Answer what `storybot bot --workers` receives, as one process of several.",
    ),
}
"""Each command with the first sentence of its help, in alphabetical order."""


@click.group(
    cls=LazyCommands,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="storybot")
def main() -> None:
    """Answer questions about a news story with cited sentences, word for word."""
