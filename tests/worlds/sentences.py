"""Sentences as the ranking gets them."""

from collections.abc import Sequence

from storybot.answering.ranking.candidates import Candidates, gather
from storybot.model.documents import DocumentId
from storybot.model.passages import Hit, Passage, PassageId, Sentence
from storybot.search.embedded.sentences.sentence_table import SentenceTable
from storybot.text.facts.facts import content, read_facts


def passages_of(paragraphs: Sequence[Sequence[str]], language: str = "en") -> list[Passage]:
    """Return a passage for each paragraph, given by its sentences, of an article of its own."""
    found = []
    for number, texts in enumerate(paragraphs, 1):
        sentences, end = [], 0
        for text in texts:
            facts = read_facts(text, language)
            sentences.append(Sentence(end, end + len(text), 0, content(facts), facts))
            end += len(text) + 1
        found.append(
            Passage(
                PassageId(10 * number),
                DocumentId(str(number)),
                1,
                language,
                (),
                " ".join(texts),
                tuple(sentences),
            )
        )
    return found


def gathered(paragraphs: Sequence[Sequence[str]], language: str = "en") -> Candidates:
    """Return the candidates that paragraphs make, found in this order."""
    table, passages = SentenceTable(), passages_of(paragraphs, language)
    table.add(passages)
    return gather(table, [Hit(passage.id, 1.0) for passage in passages], {}, language)
