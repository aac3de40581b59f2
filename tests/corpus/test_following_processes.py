"""One process retracts an article: no other one quotes it again, told of it or not."""

from storybot.corpus.library import open_story
from storybot.ingest.reading import read_text

QUESTION = "Who shut the northern lock?"


async def test_what_one_process_retracts_no_other_quotes(postgres_url: str) -> None:
    """At once: the others look whether they have seen all changes when they have an answer."""
    async with open_story(postgres_url) as one, open_story(postgres_url) as other:
        text = "# Lock shut\n\nInes Calder shut the northern lock on Tuesday."
        await one.add(read_text(text, source="lock.md"), decided=True)
        for _ in range(3):
            assert (await other.ask(QUESTION)).answered
            await one.retract("1")
            answer = await other.ask(QUESTION)
            assert not answer.answered
            assert not answer.citations
            await one.restore("1")
