"""Commands that answer questions: one, or a labelled set of them."""

import sys

import click

from storybot.cli.program import ABSTAINED, NO_ARTICLES, Program, fail, print_json, with_program
from storybot.cli.views.answer_json import message_json
from storybot.cli.views.show import show_answers

_MAX_K = 50
_ALL_RETRACTED = "All articles are retracted: storybot list, storybot restore ID"


@click.command()
@click.argument("question")
@click.option("-k", default=3, type=click.IntRange(1, _MAX_K), help="Citations at most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_program
async def ask(program: Program, question: str, k: int, *, as_json: bool) -> None:
    """Answer QUESTION; exit 3 when the articles do not.

    Several questions are answered one by one; the JSON object is that of the first answered one,
    with every answer in its "answers".
    """
    if not question.strip():
        fail("Ask something: storybot ask 'Is Turkey an ICC member?'", 2)
    answers = await program.answerer.answers(question, k)
    if as_json:
        print_json(message_json(question, answers))
    else:
        show_answers(answers)
        if not await program.index.count():
            headings = await program.store.headings()
            if not any(heading.live for heading in headings):  # else the index is to be filled yet
                click.echo(_ALL_RETRACTED if headings else NO_ARTICLES, err=True)
    if not any(answer.answered for answer in answers):
        sys.exit(ABSTAINED)
