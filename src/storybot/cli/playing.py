"""Trying the bot without a token: the playground in a browser, a chat on the terminal."""

import sys

import click

from storybot.answering.answer import Answerer
from storybot.cli.program import Program, opened, run_or_exit, settings_or_exit, with_program
from storybot.cli.show import show_answer
from storybot.cli.starting import take_folder
from storybot.errors import Refused
from storybot.settings import Settings
from storybot.store.base import Store

_ANSWERED = ("Is Turkey an ICC member?", "Who replaces Putin at G20?")
_UNANSWERED = "Who won the football World Cup?"


@click.command()
def playground() -> None:
    """Try the bot in a browser, on this machine only and without a token."""
    play_or_exit(settings_or_exit())


def play_or_exit(settings: Settings) -> None:
    """Run the playground until it is interrupted."""
    # Imported here: only this needs a server and Telegram's library, which take most of a second.
    from storybot.fronts.playground.play import play  # noqa: PLC0415
    from storybot.fronts.telegram.app import serve  # noqa: PLC0415
    from storybot.logs import set_up_logging  # noqa: PLC0415

    set_up_logging(settings)

    async def main() -> None:
        async with opened(settings) as program:
            await take_folder(program)

            async def bot(of_playground: Settings) -> None:
                await serve(of_playground, program.corpus, program.store, program.answerer)

            examples = await example_questions(program.store, program.answerer)
            await play(settings, bot, examples, lambda line: click.echo(line, err=True))

    run_or_exit(main)


async def example_questions(store: Store, answerer: Answerer) -> list[str]:
    """Return what the playground offers to ask: questions that the story answers, and one not.

    An operator's own story need not answer those that come with the program; its headlines stand
    in for them.
    """
    answered = [q for q in _ANSWERED if (await answerer.answer(q, 1)).answered]
    if not answered:
        async for version in store.documents():
            title = version.document.title
            if len(answered) < len(_ANSWERED) and (await answerer.answer(title, 1)).answered:
                answered.append(title)
    abstains = not (await answerer.answer(_UNANSWERED, 1)).answered
    return [*answered, *([_UNANSWERED] if abstains else [])]


@click.command()
@with_program
async def chat(program: Program) -> None:
    """Ask on the terminal, a question a line; an empty one ends it."""
    await take_folder(program)
    while True:
        click.echo("> ", nl=False)
        question = sys.stdin.readline().strip()
        if not question:
            return
        try:
            show_answer(await program.answerer.answer(question, 3))
        except Refused as error:
            click.echo(str(error), err=True)
