"""What `eval` sums up of a run: every score with its interval, the trade-off, another run."""

import json
import resource
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from storybot.cli.main import main
from storybot.evaluation.dataset import LabelledQuestion
from storybot.evaluation.report import against, answering_rows, scores, trade_off
from storybot.evaluation.runs import Asked, RunHit, RunLine, costs


def asked(id: str, confidence: float, text: str, kind: str = "answerable") -> Asked:
    """Make a question that “The ferry sails at noon.” answers, and what it got."""
    there = kind == "answerable"
    question = LabelledQuestion.model_validate(
        {
            "id": id,
            "question": "?",
            "doc_id": "d",
            "gold_sentences": [{"text": "The ferry sails at noon."}] if there else [],
            "answers": ["noon"] if there else [],
            "answerable": there,
            "kind": kind,
        }
    )
    hits = [RunHit(doc_id="d", paragraph=0, text=text, score=1.0)]
    line = RunLine(id=id, answered=confidence >= 0.5, confidence=confidence, hits=hits)
    return Asked(question, line, 1.0)


RIGHT, WRONG = "The ferry sails at noon.", "The harbour closes at noon."
RUN = [
    asked("a", 0.9, RIGHT),
    asked("b", 0.7, WRONG),
    asked("c", 0.6, RIGHT, "adversarial"),
    asked("d", 0.2, RIGHT, "out_of_corpus"),
    asked("e", 0.4, RIGHT, "near_miss"),
]


def test_every_score_has_an_interval_around_it() -> None:
    """None is printed bare."""
    found = scores(RUN, 0.5)
    assert found["intervals"].keys() == {
        "P@1", "R@3", "R@10", "MRR@10", "answer_in_top", "ooc_auroc", "adv_auroc", "answering_f1"
    }  # fmt: skip
    for name, (low, high) in found["intervals"].items():
        assert low <= found[name] <= high
    assert (found["P@1"], found["answer_in_top"]) == (0.5, 1.0)


def test_near_misses_of_both_names_are_scored_together() -> None:
    """The sets from elsewhere call them adversarial."""
    assert scores(RUN, 0.5)["adv_auroc"] == 1.0
    assert scores([*RUN, asked("f", 0.8, RIGHT, "near_miss")], 0.5)["adv_auroc"] < 1.0


def test_a_run_without_labels_has_no_scores() -> None:
    """Nothing is said of what cannot be scored."""
    assert scores([], 0.5) == {}


def test_the_trade_off_tells_coverage_and_precision_of_each_threshold() -> None:
    """Questions without an answer count as answered wrongly; of none there is no precision."""
    low, middle, high = trade_off(answering_rows(RUN), [0.0, 0.65, 0.95])
    assert (low.coverage, low.precision) == (1.0, 0.2)
    assert (middle.coverage, middle.precision) == (0.4, 0.5)
    assert (high.coverage, high.precision, high.f1) == (0.0, None, 0.0)


def test_a_run_is_compared_question_by_question() -> None:
    """Those that turned are named; those that the earlier run does not have are left out."""
    earlier = {
        "a": asked("a", 0.9, WRONG).line,
        "b": asked("b", 0.9, RIGHT).line,
        "c": asked("c", 0.9, WRONG).line,
    }
    found = against([*RUN, asked("g", 0.9, RIGHT)], earlier)
    assert (found["turned_right"], found["turned_wrong"]) == (["a"], ["b"])
    assert (found["compared"], found["P@1"]) == (2, 0.0)
    assert found["interval"][0] <= 0 <= found["interval"][1]


def test_a_folder_without_a_set_is_told_what_one_is(tmp_path: Path) -> None:
    """Both files are named, not only the missing one."""
    result = CliRunner().invoke(main, ["eval", str(tmp_path)])
    assert result.exit_code == 1
    assert "a labelled set is a folder with docs.jsonl and questions.jsonl" in result.stderr


def test_eval_scores_at_the_threshold_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STORYBOT_THRESHOLD decides what counts as answered, and is printed with the scores."""
    doc = {"id": "d", "title": "Ferries", "paragraphs": [RIGHT]}
    question = RUN[0].question.model_dump() | {"question": "When does the ferry sail?"}
    (tmp_path / "docs.jsonl").write_text(json.dumps(doc))
    (tmp_path / "questions.jsonl").write_text(json.dumps(question))
    monkeypatch.chdir(tmp_path)
    found = []
    for threshold in ("0", "1"):
        monkeypatch.setenv("STORYBOT_THRESHOLD", threshold)
        result = CliRunner().invoke(main, ["eval", str(tmp_path)])
        assert result.exit_code == 0
        found.append(json.loads(result.stdout))
    assert [one["threshold"] for one in found] == [0.0, 1.0]
    assert [one["answered"] for one in found] == [1, 0]
    assert [one["answering_f1"] for one in found] == [1.0, 0.0]


@pytest.mark.skipif(sys.platform != "linux", reason="others count only the process itself")
def test_memory_is_that_of_this_process_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that a large one starts has that one's peak in Linux's `getrusage`."""
    inherited = SimpleNamespace(ru_maxrss=2**40)
    monkeypatch.setattr(resource, "getrusage", lambda _: inherited)
    assert 10 < costs([], 0, 0.0)["max_rss_mb"] < 2**20
