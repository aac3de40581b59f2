"""Made-up articles as text, for what is measured through the whole bot."""

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from bench.corpus import ARTICLE, make_passages, spell
from bench.questions import make_questions

_FUNCTION_WORDS = ("the", "of", "and", "in", "to", "that", "was", "for", "on", "with", "by")
"""About every other word of a text is one of these, and the analyzer drops them."""

_TERMS_A_SENTENCE = 10


class Story(NamedTuple):
    """Articles as their paragraphs, and questions about them in words."""

    articles: list[list[str]]
    questions: list[str]


def make_story(seed: int, articles: int, questions: int) -> Story:
    """Write articles of 30 paragraphs; a paragraph has about four sentences of twenty words."""
    passages = make_passages(seed, articles * ARTICLE)
    paragraphs = [_paragraph(passage) for passage in passages.lists()]
    asked = make_questions(seed, questions, passages)
    return Story(
        [paragraphs[n * ARTICLE :][:ARTICLE] for n in range(articles)],
        [f"What {_running(words)}?" for words in asked],
    )


def write_articles(articles: Sequence[Sequence[str]], folder: Path) -> None:
    """Write articles as Markdown files into a folder, which is made."""
    folder.mkdir(parents=True)
    for number, paragraphs in enumerate(articles):
        title = paragraphs[0].partition(".")[0]
        head = f"---\ntitle: {title}\npublisher: The Courier\nlanguage: en\n---\n\n"
        text = head + "\n\n".join(paragraphs) + "\n"
        (folder / f"{number:03}.md").write_text(text, encoding="utf-8")


def _paragraph(words: list[int]) -> str:
    starts = range(0, len(words), _TERMS_A_SENTENCE)
    sentences = (words[start : start + _TERMS_A_SENTENCE] for start in starts)
    return " ".join(f"{_running(sentence).capitalize()}." for sentence in sentences)


def _running(words: list[int]) -> str:
    between = cycle(_FUNCTION_WORDS)
    return " ".join(f"{next(between)} {spell(word)}" for word in words)
