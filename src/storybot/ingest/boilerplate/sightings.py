"""Phrases of page furniture that several sites have alike, with the count of these sites.

``tools/learn_furniture.py`` writes the data from page dumps; nobody types it.
"""

from importlib.resources import files


def _load() -> dict[str, int]:
    text = files(__package__).joinpath("sightings.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {phrase: int(count) for _, count, phrase in rows}


SIGHTINGS = _load()
"""Count of sites, by the whole line as `Line.key` folds it."""
