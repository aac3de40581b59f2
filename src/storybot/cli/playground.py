"""Trying the bot without a token: the playground in a browser, a chat on the terminal."""

import sys
from collections.abc import Callable

import click

from storybot.answering.answer import Answerer
from storybot.cli.program import (
    Program,
    create_option,
    expect_database,
    opened,
    run_or_exit,
    settings_or_exit,
    with_filled_program,
)
from storybot.cli.startup import serve_bot, take_and_watch, take_folder, with_sample
from storybot.cli.views.show import show_answers
from storybot.corpus.backends.databases import IN_MEMORY
from storybot.model.answers import Earlier
from storybot.model.errors import Refused
from storybot.playground.clock import Clock
from storybot.runtime.settings import Settings
from storybot.store.document_store import Store

_ANSWERED = ("Is Turkey an ICC member?", "Who replaces Putin at G20?")
_UNANSWERED = "Who won the football World Cup?"
_SAMPLE = (
    "There is no folder corpus/ and no database here: this is a sample story, and nothing is kept."
)


@click.command()
@create_option
def playground(*, create: bool) -> None:
    """Try the bot in a browser, on this machine only and without a token."""
    play_or_exit(settings_or_exit(), create=create)


def play_or_exit(settings: Settings, *, create: bool) -> None:
    """Run the playground until it is interrupted."""
    # Imported here: only commands that stay log.
    from storybot.runtime.logs import set_up_logging  # noqa: PLC0415

    set_up_logging(settings)

    async def main() -> None:
        expect_database(settings, create=create, fills=True)
        shown = with_sample(settings)
        if shown is not settings:
            click.echo(_SAMPLE, err=True)
        await play_story(shown, lambda line: click.echo(line, err=True))

    run_or_exit(main)


async def play_story(
    settings: Settings, announce: Callable[[str], None], clock: Clock | None = None
) -> None:
    """Sync the corpus folder and run the playground with the settings, until stopped.

    Raises:
        SettingError: the settings name an address that is not loopback.
        StoreError: the database cannot be opened.
    """
    # Imported here: only this needs a server and Telegram's library, which take most of a second.
    from storybot.bot.http.endpoints import Probes  # noqa: PLC0415
    from storybot.playground.play import play  # noqa: PLC0415

    probes = Probes()
    async with opened(settings) as program:
        watch = await take_and_watch(program)

        async def bot(of_playground: Settings) -> None:
            # Updates and readers of the playground do not mix with those of Telegram.
            await serve_bot(of_playground, program, watch, IN_MEMORY, probes.expose)

        examples = await example_questions(program.store, program.answerer)
        await play(settings, bot, examples, announce, clock, probes)


async def example_questions(store: Store, answerer: Answerer) -> list[str]:
    """Return suggested questions: some that the story answers, and one that it does not.

    An operator's own story need not answer the built-in examples; its headlines replace them then.
    """
    answered = [question for question in _ANSWERED if await _is_answered(question, answerer)]
    if not answered:
        for article in await store.headings():
            if len(answered) == len(_ANSWERED):
                break
            if await _is_answered(article.title, answerer):
                answered.append(article.title)
    unanswered = [] if await _is_answered(_UNANSWERED, answerer) else [_UNANSWERED]
    return [*answered, *unanswered]


async def _is_answered(question: str, answerer: Answerer) -> bool:
    try:
        return (await answerer.answer(question, 1)).answered
    except Refused:  # a headline may be too long for a question
        return False


@click.command()
@with_filled_program
async def chat(program: Program) -> None:
    """Ask on the terminal, one question per line; an empty one ends it."""
    await take_folder(program)
    earlier: Earlier | None = None
    while True:
        click.echo("> ", nl=False)
        question = sys.stdin.readline().strip()
        if not question:
            return
        try:
            answers = await program.answerer.answers(question, 3, earlier)
            show_answers(answers)
            if not answers[-1].talk:  # “thanks” does not end what follow-ups are about
                earlier = answers[-1].as_earlier
        except Refused as error:
            click.echo(str(error), err=True)
