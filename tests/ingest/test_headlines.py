"""Which line of a copied page is taken for its headline."""

from pathlib import Path

import pytest

from storybot.ingest.boilerplate.head import story_of
from storybot.ingest.boilerplate.headlines import finding, ranking
from storybot.ingest.boilerplate.page import read_page
from storybot.ingest.reading import read_text

MENU = ["Home", "Politics", "Business", "Sport", "Weather", "Search", "Newsletter", "Log in"]
STORY = [
    "The harbour council of Linden voted on Tuesday to buy a second ferry for the island route.",
    "The new ferry will cost 6.2 million euros and is expected to sail from May, said Ines Okafor.",
    "Fishermen had asked for a bridge instead, but engineers said that the channel was too deep.",
]
FOOT = ["Share", "Comments", "Privacy policy", "Terms of use", "Cookie settings", "Contact us"]


def page(*head: str) -> str:
    """Copy a page with menus, a head and a story."""
    return "\n".join([*MENU, *head, *STORY, *FOOT])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        # The path of sections above ends with the headline, run together.
        (
            ["Home Regional Linden to buy a second ferry", "Linden to buy a second ferry"],
            "Linden to buy a second ferry",
        ),
        # The name of the site and its motto stand above, as lines of the same length.
        (
            ["The Linden Evening Post", "Linden votes for a second island ferry", "12 March 2024"],
            "Linden votes for a second island ferry",
        ),
        # A headline of one word, which is no longer than a label.
        (["* Regional", "* Islands", "Ferries", "12 March 2024"], "Ferries"),
        # The headline is the only thing of its list, and loses the bullet.
        (
            ["The Linden Blog", "* Linden votes for a second ferry", "Posted by Nora 12.03.2024"],
            "Linden votes for a second ferry",
        ),
        # A kicker runs into the headline; the path of sections has the headline alone.
        (
            [
                "* Home",
                "* Linden votes for a second ferry",
                "Dispute over the island Linden votes for a second ferry",
                "12 March 2024",
            ],
            "Linden votes for a second ferry",
        ),
    ],
)
def test_the_headline_is_told_from_what_surrounds_it(head: list[str], title: str) -> None:
    """Paths, mottos, labels and kickers above a story are no headline of it."""
    document = read_text(page(*head), source="page")
    assert document.title == title
    assert document.text.startswith(STORY[0])


def test_a_writer_whose_name_is_on_the_page_again_signs_the_story() -> None:
    """A name repeated in a box about its writer is no label of the page."""
    head = ["Linden votes for a second island ferry", "* Nora Quill", "12 March 2024"]
    text = page(*head) + "\n* Nora Quill\nFollow us\n* Nora Quill\nAll her stories"
    assert read_text(text, source="page").authors == ("Nora Quill",)


def test_every_trait_has_a_weight() -> None:
    """The learned weights are those of the traits that are computed, no more and no fewer."""
    lines = read_page(page("Linden to buy a second ferry", "12 March 2024"))
    story = story_of(lines)
    able = finding.able_lines(lines, story)
    stems = finding.opening_stems(lines, story, able)
    traits = ranking.HeadlineTraits(lines, story.start, able, stems).traits(able[0])
    assert set(traits) == set(ranking.WEIGHTS)


def test_a_caption_with_the_name_of_an_archive_is_no_headline() -> None:
    """It stands next to the story and has its words, more than the headline above the byline."""
    path = Path(__file__).parents[2] / "corpus" / "2023-08-31-cleverly-beijing.txt"
    found = read_text(path.read_text("utf-8"), source="a")
    assert found.title.startswith("Cleverly defends Beijing visit")
    assert found.authors == ("Percival Dunmore",)
