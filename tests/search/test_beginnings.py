"""First letters of words as numbers, found many at a time."""

from storybot.search.excerpt import beginning, beginnings


def test_words_share_a_number_with_their_first_letters_only() -> None:
    """Whatever their script; shorter words share none."""
    words = [
        "minister",
        "ministry",
        "mine",
        "mind",
        "министр",
        "минимум",
        "abc",
        "",
        "文字文字",
        "\ud800abcd",
    ]
    found = beginnings(words).tolist()
    assert found == [beginning(word) for word in words]
    assert found[0] == found[1]
    assert found[4] == found[5]
    assert found[6] == found[7] == 0
    assert len(set(found[:6])) == 4
    assert beginnings([]).tolist() == []


def test_a_number_is_that_of_the_letters_codes() -> None:
    """To the base 2^32, the first the lowest, so that saved columns stay right."""
    codes = [ord(letter) for letter in "\U0001f600\U0001f601xy"]
    number = sum(code << 32 * place for place, code in enumerate(codes)) % (2**31 - 1)
    assert beginning("\U0001f600\U0001f601xyz") == number
