"""Terms: which words meet, which stay apart, and where they stand."""

import threading
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storybot.text.analysis.analyzer import ANALYSIS_VERSION, Analyzer, Token, analyzer
from storybot.text.analysis.languages import SUPPORTED
from storybot.text.analysis.word_patterns import (
    spaced_pattern,
    split_words,
    unspaced,
    word_pattern,
)


def terms(text: str, language: str = "en") -> list[str]:
    """Analyse a text."""
    return list(analyzer(language).terms(text))


@given(text=st.text(max_size=200), language=st.sampled_from([*sorted(SUPPORTED), "xx"]))
def test_tokens_are_slices_in_order(text: str, language: str) -> None:
    """Every token is a slice of the text, none is empty, and they come in order."""
    tokens = analyzer(language).tokens(text)
    assert all(text[start:end] == word != "" for start, end, word, *_ in tokens)
    assert all(a.start < b.start for a, b in pairwise(tokens))


@given(text=st.text(max_size=200), language=st.sampled_from(["en", "tr", "ru", "zh"]))
def test_terms_are_those_of_the_tokens(text: str, language: str) -> None:
    """Terms are the tokens' terms without stop words; none is empty."""
    found = analyzer(language)
    expected = tuple(token.term for token in found.tokens(text) if token.term is not None)
    assert found.terms(text) == expected
    assert all(expected)


def test_a_token_says_where_it_is() -> None:
    """Offsets count in the text as it stands; a stop word has no term."""
    assert analyzer("en").tokens("The mayor’s plan") == [
        Token(0, 3, "The", None),
        Token(4, 11, "mayor’s", "mayor"),
        Token(12, 16, "plan", "plan"),
    ]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "The votes", "voting"),
        ("en", "She went", "they go"),
        ("en", "children", "a child's"),
        ("en", "he said", "they were saying"),
        ("en", "crises", "a crisis"),
        ("en", "Roth's", "Roth’s"),
        ("en", "Rothʼs", "ROTH"),
        ("en", "don't", "did not"),
        ("en", "can’t", "cannot"),
        ("en", "résumés", "resumes"),
        ("en", "19,000", "19000"),
        ("en", "19\u202f000", "19,000"),
        ("en", "the 1st", "1"),
        ("en", "the 1960s", "1960"),
        ("en", "U.K.", "UK"),
        ("en", "U.S.", "US"),
        ("en", "the U.S.'s", "the US’s"),
        ("en", "e-mails", "email"),
        ("en", "an S-400", "S400"),
        ("en", "MH-17", "MH17"),
        ("en", "O’Brien", "O'Brien"),
        ("en", "Erdoğan", "Erdogan"),
        ("en", "İstanbul", "ISTANBUL"),
        ("en", "Łódź, Tromsø, Đà", "Lodz Tromso Da"),
        ("en", "cafe\u0301", "café"),
        ("en", "ｆｕｌｌ", "full"),
        ("de", "Straße", "STRASSE"),
        ("de", "die Häuser", "Haus"),
        ("de", "19.000", "19000"),
        ("de", "3,5", "3.5"),
        ("fr", "L’école", "une école"),
        ("fr", "d'armes", "les armes"),
        ("fr", "19 000", "19000"),
        ("it", "dell'Austria", "l’Austria"),
        ("ru", "ещё ёлка", "еще елка"),
        ("ru", "президента", "президентом"),
        ("uk", "п’ять", "п'ять"),
        ("uk", "українська", "українських"),
        ("uk", "голосування", "голосували"),
        ("uk", "угоди", "угодою"),
        ("uk", "боротися", "боротись"),
        ("tr", "Ankara'da", "Ankara’ya"),
        ("tr", "ISPARTA", "ısparta"),
        ("tr", "İZMİR", "izmir"),
        ("el", "Αθήνα", "ΑΘΗΝΑ"),
    ],
)
def test_spellings_of_one_word_meet(language: str, one: str, other: str) -> None:
    """Inflection, case, apostrophes, accents, separators and full stops make no difference."""
    assert terms(one, language) == terms(other, language) != []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "US", "us"),
        ("en", "WHO", "who"),
        ("en", "U.S.", "us"),
        ("en", "3.5", "35"),
        ("en", "19.000", "19,000"),
        ("en", "not", "no"),
        ("ru", "й", "и"),
        ("ja", "が", "か"),
        ("uk", "її", "іі"),
    ],
)
def test_different_words_stay_apart(language: str, one: str, other: str) -> None:
    """An acronym is no pronoun, and a mark that makes another letter is kept."""
    assert terms(one, language) != terms(other, language)


def test_an_acronym_that_reads_like_a_stop_word_keeps_its_dots() -> None:
    """U.S. is u.s, so that the pronoun never stands for it."""
    assert terms("The US told us. The U.S. agreed.") == ["u.s", "tell", "u.s", "agre"]


def test_capitals_throughout_are_not_acronyms() -> None:
    """In a text all in capitals, function words are still function words."""
    assert terms("WHO TOLD US THAT IT FELL?") == terms("Who told us that it fell?")


def test_question_words_carry_nothing() -> None:
    """Of a question the words of content are left, negations included."""
    assert terms("Why did the mayor not go, and who won't?") == ["mayor", "not", "go", "not"]


@pytest.mark.parametrize("joiner", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u202a"])
def test_invisible_characters_do_not_hide_a_word(joiner: str) -> None:
    """Offsets take in what is inside the word and leave out what is behind it."""
    text = f"Del{joiner}mar{joiner} fell"
    token = analyzer("en").tokens(text)[0]
    assert token == Token(0, 7, f"Del{joiner}mar", "delmar")


def test_hyphens_divide_words() -> None:
    """Each part of a compound can be found by itself."""
    assert terms("a Soviet-era 20-year-old") == ["soviet", "era", "20", "year", "old"]


def test_numbers_leave_their_units() -> None:
    """A figure can be found without what is glued to it."""
    assert terms("$3.5m at 5pm, 55mph, 12,345.67") == [
        "dollar",
        "3500000",
        "million",
        "5",
        "pm",
        "55",
        "mph",
        "12345.67",
    ]


def test_scripts_without_spaces_give_pairs() -> None:
    """Han, kana and Hangul are indexed two characters at a time, others beside them whole."""
    assert terms("G20峰会在东京", "zh") == ["g20", "峰会", "会在", "在东", "东京"]
    assert terms("人", "zh") == ["人"]
    assert analyzer("ja").tokens("東京都") == [
        Token(0, 2, "東京", "東京"),
        Token(1, 3, "京都", "京都"),
    ]


def test_digits_of_other_scripts_are_the_same_numbers() -> None:
    """Arabic-Indic digits meet 0 to 9."""
    assert terms("٢٠٢٣", "ar") == ["2023"]


def test_a_character_that_grows_stays_bounded() -> None:
    """A ligature of eighteen letters, repeated, makes no term of unlimited length."""
    assert max(map(len, terms("ﷺ" * 10_000 + " " + "a" * 100_000))) <= 64


def test_memory_is_bounded() -> None:
    """An analyzer forgets words before they are too many."""
    fresh = Analyzer("xx")
    for start in range(0, 80_000, 1000):
        fresh.terms(" ".join(f"w{i}" for i in range(start, start + 1000)))
    assert len(fresh._terms) <= 32_768


def test_analyzers_are_shared() -> None:
    """One analyzer serves each language, and says which."""
    assert analyzer("de") is analyzer("de")
    assert analyzer("de").language == "de"


def test_an_unknown_language_keeps_whole_words() -> None:
    """Without stemmer and list, words are folded and nothing is dropped."""
    assert terms("The Votes", "xx") == ["the", "votes"]


def test_threads_agree() -> None:
    """Articles may be analysed in a thread while questions are on another."""
    text = " ".join(f"voting{i} nations" for i in range(2000))
    expected, fresh = analyzer("en").terms(text), Analyzer("en")
    found: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(fresh.terms(text))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_the_version_is_raised_with_the_terms() -> None:
    """Whoever changes these terms raises the version, so that stored analyses are renewed."""
    sample = "The U.S. mayor’s 19,000 children weren't voting in İstanbul’s cafés."
    assert (ANALYSIS_VERSION, terms(sample)) == (
        12,
        ["u.s", "mayor", "19000", "child", "not", "vote", "istanbul", "cafe"],
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On 22.02.2023 the G20's 19,000 guests met; guests left."),
        ("de", "Die Fähre kostete 19.000,5 Euro am 3. Mai."),
        ("zh", "北京大学 opened 2 museums."),
    ],
)
def test_spans_are_the_places_of_known_terms(language: str, text: str) -> None:
    """A quote's terms are stored, so only its words have to be found."""
    read = Analyzer(language)
    tokens = read.tokens(text)
    terms = {i: token.term for i, token in enumerate(tokens) if token.term is not None}
    wanted = dict(list(terms.items())[1::2])
    found = read.spans(text, wanted, len(tokens))
    assert found == [tokens[i][:2] for i in wanted]
    assert read.spans(text, terms, len(tokens)) == read.places(text, set(terms.values()))


def test_spans_leave_to_analysis_what_they_cannot_know() -> None:
    """A word may reach over the next, and stored terms may be of another text."""
    read = Analyzer("en")
    text = "The United States sent help."
    tokens = read.tokens(text)
    states = next(token.term for token in tokens if token.reach)
    assert states is not None
    assert read.spans(text, {1: states}, len(tokens)) is None
    assert read.spans(text, {4: "help"}, len(tokens) + 1) is None
    assert read.spans(text, {4: "help"}, len(tokens)) == [(23, 27)]


@given(text=st.text(max_size=200), language=st.sampled_from(["en", "tr", "ru", "zh"]))
def test_words_are_the_tokens_without_their_terms(text: str, language: str) -> None:
    """They stand where the tokens do, stop words included."""
    found = analyzer(language)
    assert [word[:3] for word in found.words(text)] == [token[:3] for token in found.tokens(text)]


@given(
    text=st.text(max_size=200).filter(lambda text: not unspaced(text)),
    language=st.sampled_from(["de", "en", "uk", "xx"]),
)
@example("The U.S. e-mail's S-400, 19,000.5 für п’ять (22.02.2023) l’été 3,5 % re-elect", "de")
@example("“Gut”, rief er – am 22.02. um 19 000 Leute (ein 'Rekord') -- U.S. 5 000\u202f000!", "de")
def test_a_text_of_spaced_scripts_is_read_alike_by_the_short_pattern(
    text: str, language: str
) -> None:
    """It excludes no letters of other scripts, and finds the same words where there are none."""
    found = [match.group() for match in word_pattern(language).finditer(text)]
    assert spaced_pattern(language).findall(text) == found
    assert r"\u3040" not in spaced_pattern(language).pattern
    assert split_words(text, spaced_pattern(language)) == found
