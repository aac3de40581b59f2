"""The benchmark itself: its corpus, its judge, its rows, its report."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from rank_bm25 import BM25Plus  # type: ignore[import-untyped]

from bench import agreement, fit, measure, memory
from bench.agreement import Claim, Oracle, Truth, judge
from bench.corpus import ARTICLE, VOCABULARY, Model, Passages, make_passages, spell
from bench.engines.base import Hit
from bench.questions import make_questions
from bench.task import Task, marker


def words(passages: Passages) -> list[list[str]]:
    """Spell passages out."""
    return [[spell(number) for number in passage] for passage in passages.lists()]


def test_a_seed_decides_the_corpus() -> None:
    """The same seed makes the same passages, another seed others."""
    one, again, other = (make_passages(seed, 200) for seed in (1, 1, 2))
    assert one.lists() == again.lists() != other.lists()


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one() -> None:
    """Sizes share their passages, across the batches in which they are made."""
    assert make_passages(1, 3_200).slice(0, 150).lists() == make_passages(1, 150).lists()
    assert make_passages(1, 3_200).size == 3_200


def test_passages_are_as_long_as_real_ones() -> None:
    """Lengths stay within those of the fit, and their median is its median."""
    lengths = np.diff(make_passages(1, 2_000).starts)
    assert (lengths.min() >= 4, lengths.max() <= 60, 37 <= np.median(lengths) <= 41) == (True,) * 3


def test_every_word_is_spelt_in_its_own_way() -> None:
    """No two numbers share a spelling, which is of six plain letters."""
    spellings = {spell(number) for number in range(20_000)}
    assert len(spellings) == 20_000
    assert all(len(word) == 6 and word.isascii() and word.isalpha() for word in spellings)


def test_saved_passages_are_mapped_as_they_were(tmp_path: Path) -> None:
    """What an engine's process loads is what was made."""
    passages = make_passages(1, 40)
    passages.save(tmp_path)
    assert Passages.load(tmp_path).lists() == passages.lists()


def test_questions_have_four_to_ten_different_words() -> None:
    """A question repeats no word, and now and then uses one that no passage holds."""
    questions = make_questions(1, 200, make_passages(1, 500))
    assert {len(question) for question in questions} <= set(range(4, 11))
    assert all(len(set(question)) == len(question) for question in questions)
    assert any(word >= VOCABULARY for question in questions for word in question)


def test_the_oracle_is_rank_bm25_to_the_last_bit() -> None:
    """The judge's scores are the library's own, unknown words included."""
    task = Task.make(1, 200)
    library, oracle = BM25Plus(words(task.passages)), Oracle(task.passages)
    numbers = agreement.numbered(task.questions, task.passages)
    for question, numbered in zip(task.questions, numbers, strict=True):
        scores = oracle.answer(numbered, 10).scores
        assert scores.tolist() == library.get_scores(question).tolist()


def truth(*scores: float) -> Truth:
    """Make the truth about passages 0, 1, 2 … of which those with a score match."""
    best = sorted(((n, s) for n, s in enumerate(scores) if s), key=lambda hit: (-hit[1], hit[0]))
    return Truth(np.array(scores), best[:2])


@pytest.mark.parametrize(
    ("claim", "answer", "wrong"),
    [
        (Claim.EXACT, [(2, 3.0), (0, 2.0)], 0),
        (Claim.EXACT, [(2, 3.0), (3, 2.0)], 1),
        (Claim.EXACT, [(2, 3.0), (0, np.nextafter(2.0, 3.0))], 1),
        (Claim.EXACT, [(2, 3.0)], 1),
        (Claim.ROUNDED, [(2, 2.9), (3, 2.1)], 0),
        (Claim.ROUNDED, [(0, 2.0), (2, 3.0)], 0),
        (Claim.ROUNDED, [(2, 3.0), (4, 2.0)], 1),
        (Claim.ROUNDED, [(2, 3.0)], 1),
        (Claim.OTHER, [(4, 9.0), (2, 1.0)], 0),
    ],
)
def test_an_engine_that_breaks_its_claim_is_noticed(
    claim: Claim, answer: list[Hit], wrong: int
) -> None:
    """Exact means order, ties and bits; rounded means passages as good as the best."""
    verdict = judge({"it": claim}, {"it": [answer]}, [truth(2.0, 0.0, 3.0, 2.0, 1.0)])["it"]
    assert (verdict.questions, verdict.wrong) == (1, wrong)


def test_the_overlap_is_the_share_of_the_best_that_were_found() -> None:
    """A formula of its own is told by how much it has in common with ours."""
    answers = {"it": [[(2, 1.0), (7, 0.5)], [(0, 1.0), (1, 0.5)]]}
    verdict = judge({"it": Claim.OTHER}, answers, [truth(2.0, 0.0, 3.0), truth(1.0, 2.0)])["it"]
    assert verdict.overlap == pytest.approx(0.75)


def test_a_slow_engine_is_judged_on_what_it_was_asked() -> None:
    """Answers may stop early; the truths after them do not count."""
    verdict = judge({"it": Claim.EXACT}, {"it": [[(0, 1.0)]]}, [truth(1.0), truth(1.0)])["it"]
    assert (verdict.questions, verdict.wrong) == (1, 0)


class Recorder:
    """An engine that finds only what it was built with, and writes down what it is asked."""

    live: ClassVar[bool] = True
    keeps: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self.built: list[list[str]] = []
        self.added: list[int] = []
        self.asked: list[list[str]] = []
        self.folder = folder

    def build(self, passages: Any) -> None:
        """Take in passages."""
        self.built = list(passages)

    def add(self, first: int, passages: Sequence[list[str]]) -> None:
        """Forget the passages."""
        self.added += range(first, first + len(passages))

    def search(self, terms: list[str], k: int) -> list[Hit]:
        """Find the passages of the build."""
        self.asked.append(terms)
        holders = (n for n, passage in enumerate(self.built) if set(passage) & set(terms))
        return [(number, 1.0) for number in holders][:k]

    def keep(self) -> None:
        """Keep nothing."""

    def open(self) -> None:
        """Open nothing."""

    def close(self) -> None:
        """Close nothing."""


def test_an_engine_is_given_every_passage_in_order(tmp_path: Path) -> None:
    """Several lots of passages become one, numbered through."""
    engine, passages = Recorder(tmp_path), make_passages(1, 50)
    measure.build_seconds(engine, passages.slice(0, 30), passages.slice(30, 50))
    assert engine.built == words(passages)


def test_an_addition_that_is_not_found_is_an_error(tmp_path: Path) -> None:
    """An engine cannot be quick by not adding."""
    with pytest.raises(RuntimeError, match="Passage 7 was added"):
        measure.addition_ms(Recorder(tmp_path), 7, [["one"], ["two"]], "marker")


def test_a_quick_engine_is_asked_everything_several_times(tmp_path: Path) -> None:
    """Every pass of a turn is over all questions."""
    turn = measure.ask(Recorder(tmp_path), [["a"], ["b"], ["c"], ["d"]], budget=60)
    assert {len(each) for each in turn.passes} == {4}
    assert len(turn.passes) > 1


def test_a_slow_engine_is_asked_a_few_questions_once(tmp_path: Path) -> None:
    """When the time is up, a turn ends, but not before three questions."""
    turn = measure.ask(Recorder(tmp_path), [["a"], ["b"], ["c"], ["d"]], budget=0)
    assert [len(each) for each in turn.passes] == [3]


def test_new_terms_are_new_since_the_change(tmp_path: Path) -> None:
    """The second question after a change shares no term with the first."""
    engine = Recorder(tmp_path)
    questions = [["a", "b"], ["b", "c"], ["d"]]
    times = measure.after_change_micros(engine, questions, 5, [["x"], ["y"]])
    assert (len(times), engine.added) == (2, [5, 6])
    assert engine.asked == [["a", "b"], ["d"], ["b", "c"], ["d"]]


def test_under_change_all_questions_are_asked_and_all_articles_added(tmp_path: Path) -> None:
    """Questions and additions are interleaved in one thread; only questions are timed."""
    engine = Recorder(tmp_path)
    articles = [(9, [["x"], ["y"]]), (11, [["z"]])]
    micros = measure.paced_micros(engine, [["a"], ["b"]], articles, seconds=0.02, rate=250)
    assert (len(micros), engine.added) == (5, [9, 10, 11])
    assert engine.asked == [["a"], ["b"], ["a"], ["b"], ["a"]]


@pytest.mark.slow
def test_memory_is_what_this_process_holds() -> None:
    """An array counts while it is there, and not any more when it is gone."""
    before = memory.held_mb()
    if before is None:
        pytest.skip("only Linux tells how much memory a process holds")
    array = np.ones(4_000_000)
    during, peak = memory.held_mb(), memory.peak_mb()
    del array
    after = memory.held_mb()
    assert during is not None
    assert after is not None
    assert peak is not None
    assert (during - before > 25, during - after > 25, peak > during) == (True, True, True)


def test_markers_are_in_no_passage_and_no_question() -> None:
    """The word that shows an addition is one that nothing else uses."""
    task = Task.make(1, 200)
    used = {word for passage in words(task.passages) + words(task.more) for word in passage}
    used |= {word for question in task.questions for word in question}
    assert not used & {marker(number) for number in range(200, 3_200)}


def test_the_fit_reads_real_text_and_finds_a_model(tmp_path: Path) -> None:
    """Repetition within a text shows in its shape, and a model with a shape like it is chosen."""
    text = " ".join(f"Ferry {n} left harbour {n % 7} late again." for n in range(90))
    line = json.dumps({"id": "1", "title": "", "paragraphs": [text]})
    (tmp_path / "docs.jsonl").write_text(line + "\n")
    articles = fit.read_articles(tmp_path)
    shape = fit.shape(articles)
    assert len(articles[0]) > ARTICLE / 6
    assert shape.neighbour > 0.2
    assert shape.distance(shape) == 0 < shape.distance(fit.shape(fit.imitate(articles, Model())))
    assert fit.fit(articles, trials=3) in set(fit.candidates(3))
