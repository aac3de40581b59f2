"""Import a command when it is run: most of storybot's start is importing what others need."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

_EDGES = 6
"""Columns around the names and the help of the commands."""


class LazyCommand(NamedTuple):
    """Where a command is, and what a list of commands says of it."""

    module: str
    """Its module in `storybot.cli`."""
    attribute: str
    help: str

    def load(self) -> click.Command:
        """Import the command."""
        command: click.Command = getattr(
            import_module(f"storybot.cli.{self.module}"), self.attribute
        )
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
