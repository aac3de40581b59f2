"""Tell whether a quote and its question have more in common than ordinary words."""

from storybot.model.answers import Citation
from storybot.text.analysis.analyzer import analyzer
from storybot.text.frequencies import is_tabled, power
from storybot.text.names import names

_ORDINARY = 4.5
"""From here on a word is ordinary, as a power of ten of how often a billion words hold it."""


def shares_telling_word(citation: Citation) -> bool:
    """Tell whether a shared word is a name, a number, or uncommon in its language.

    In a language whose words are not known, two shared words are enough.
    """
    language = citation.version.document.language
    if not is_tabled(language):
        return len({citation.text[start:end].casefold() for start, end in citation.matches}) > 1
    tokens = analyzer(language).tokens(citation.text)
    return any(
        token.term and (named or power(token.term, language) < _ORDINARY)
        for token, named in zip(tokens, names(tokens, language), strict=True)
        if any(start < token.end and token.start < end for start, end in citation.matches)
    )


def names_subject(question: str, citation: Citation) -> bool:
    """Tell whether a question names what is also named around a quote or in its headline."""
    document = citation.version.document
    language = document.language
    read = analyzer(language)
    around = read.terms(f"{document.title}\n{document.paragraph(citation.paragraph)}")
    tokens = read.tokens(question)
    named = {t.term for t, is_name in zip(tokens, names(tokens, language), strict=True) if is_name}
    return not named.isdisjoint(around)
