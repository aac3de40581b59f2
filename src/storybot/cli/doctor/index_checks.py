"""The index, where it is on other machines."""

from collections.abc import AsyncIterator

from storybot.cli.doctor.findings import Finding, broken, ok
from storybot.cli.views.counted import counted
from storybot.corpus.backends.indexes import is_shared_index, shared_index
from storybot.model.errors import IndexUnavailable
from storybot.runtime.settings import Settings


async def index_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at an index on other machines without changing it."""
    if not is_shared_index(settings.index):
        return
    try:
        found = await shared_index(settings.index)
    except IndexUnavailable as error:
        yield broken("index", str(error), "See that a node of STORYBOT_INDEX runs and lets us in.")
        return
    if found is None:
        yield ok("index", "The index on OpenSearch is filled at the start.")
    else:
        yield ok("index", f"The index on OpenSearch has {counted(found.passages, 'passage')}.")
