"""A candidate among the others and with what stands around it."""

from storybot.answering.query.question import read_question
from storybot.answering.ranking.reranker import Measured, measure
from worlds.sentences import gathered


def _measured(question: str, paragraph: list[str], others: dict[str, dict[str, float]]) -> Measured:
    form = read_question(question, languages=("en",)).form
    return measure(form, gathered([paragraph]), 10, lambda _: 1, others)


def _column(measured: Measured, name: str) -> list[float]:
    return [float(x) for x in measured.table[:, measured.names.index(name)]]


def test_sentences_before_lend_their_words() -> None:
    """Words two sentences before count, by less than those in the sentence itself."""
    paragraph = ["Anna Bell left the summit.", "It rained.", "Carl Reed takes her chair."]
    first, _, last = _column(_measured("Who left the summit?", paragraph, {}), "led_far")
    assert 0 < last < first == 1.0


def test_number_counts_the_thing_asked_for() -> None:
    """A number right before the thing counted is nearer than one elsewhere."""
    paragraph = ["In all, 12 ships sailed.", "Ships of the line sailed for nearly 12 days."]
    near, far = _column(_measured("How many ships sailed?", paragraph, {}), "number_focus")
    assert far < near == 1.0


def test_place_is_nobody() -> None:
    """A country does not answer who; a person does."""
    paragraph = ["He was sent by France.", "He was sent by Carl Reed."]
    place, person = _column(_measured("Who sent him?", paragraph, {}), "kind")
    assert place < person


def test_another_name_counts_as_the_name() -> None:
    """A sentence that uses another name of a thing holds it, by as much as it means the same."""
    others = {"holland": {"netherland": 0.9}}
    measured = _measured("Is Holland flat?", ["The Netherlands are flat."], others)
    assert _column(measured, "own") == [1.0]
