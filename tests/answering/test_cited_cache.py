"""What cites articles is kept as long as there is room for these."""

from storybot.answering.cited_cache import CitedCache, versions_cited
from storybot.model.answers import Citation
from storybot.model.documents import DocumentId, State, Version
from worlds.articles import make_document


def _version(number: int, characters: int) -> Version:
    return Version(DocumentId("1"), number, State.LIVE, make_document("x" * characters))


def _cache(most: int, characters: int) -> CitedCache[tuple[Version, ...]]:
    return CitedCache(most, characters, lambda versions: versions)


def test_an_article_that_several_cite_counts_once() -> None:
    """A small corpus has room for all that is asked of it."""
    shared, cache = _version(1, 60), _cache(10, 100)
    for number in range(10):
        cache.remember(number, (shared,))
    assert all(cache.get(number) == (shared,) for number in range(10))


def test_the_least_recently_used_goes_where_articles_are_too_long() -> None:
    """With it goes the room that its articles took, unless another one cites them."""
    a, b, c = _version(1, 40), _version(2, 40), _version(3, 40)
    cache = _cache(10, 100)
    cache.remember("a", (a,))
    cache.remember("b", (b,))
    assert cache.get("a")
    cache.remember("c", (c, a))
    assert [key for key in "abc" if cache.get(key)] == ["a", "c"]
    cache.remember("b", (b,))
    assert [key for key in "abc" if cache.get(key)] == ["b"]


def test_no_more_values_are_kept_than_are_wanted() -> None:
    """However short what they cite is."""
    cache = _cache(2, 100)
    for number in range(3):
        cache.remember(number, ())
    assert (len(cache), cache.get(0)) == (2, None)


def test_what_is_too_long_alone_is_passed_over() -> None:
    """The others stay."""
    cache = _cache(2, 100)
    cache.remember("a", (_version(1, 50),))
    cache.remember("b", (_version(2, 101),))
    assert cache.get("a")
    assert cache.get("b") is None


def test_a_new_value_takes_the_place_of_an_old_one() -> None:
    """And gives its room back."""
    cache = _cache(2, 100)
    for number in range(5):
        cache.remember("a", (_version(number, 60),))
    cache.remember("b", (_version(9, 40),))
    assert [version.number for version in cache.get("a") or ()] == [4]


def test_a_version_is_told_from_an_equal_one() -> None:
    """Both are in memory."""
    one, other = _version(1, 5), _version(1, 5)
    citations = [Citation(version, "x", 0, 1, 0, 1.0) for version in (one, other, one)]
    assert versions_cited(citations) == [one, other]
