"""Why something is refused, said in any language after it came from another process."""

from storybot.ingest.reading import read_all
from storybot.ingest.results import Reading, Refusal
from storybot.model.errors import Refused
from worlds.files import zipped


def test_a_reason_within_a_refusal_keeps_its_code() -> None:
    """And so does one within that: each is said in the words of a front, not in English."""
    inmost = Refused("It is damaged.", "file_damaged", name="a.pdf")
    inner = Refused(f"b cannot be read. {inmost}", "unreadable", name="b", why=inmost)
    outer = Refused(f"c cannot be read. {inner}", "unreadable", name="c", why=inner)
    sent = Reading(refused=(Refusal.of(outer, "c"),)).model_dump_json()
    error = Reading.model_validate_json(sent).refused[0].error
    assert (str(error), error.code, error.values["name"]) == (str(outer), "unreadable", "c")
    why = error.values["why"]
    assert isinstance(why, Refused)
    assert (str(why), why.code) == (str(inner), "unreadable")
    deepest = why.values["why"]
    assert isinstance(deepest, Refused)
    assert (str(deepest), deepest.code, deepest.values) == (
        "It is damaged.",
        "file_damaged",
        {"name": "a.pdf"},
    )


def test_a_number_within_a_refusal_stays_a_number() -> None:
    """A front writes it as its language does."""
    story = "The lock gate cracked on Monday, and the keeper closed it. " * 5
    long = f"---\ntitle: {'x' * 200_000}\n---\n\n{story}"
    reading = read_all(zipped({"long.md": long, "a.txt": story}), name="a.zip", source="a.zip")
    (refusal,) = reading.refused
    assert refusal.code == "front_matter_long"
    assert isinstance(refusal.error.values["most"], int)
