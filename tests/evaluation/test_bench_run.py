"""The benchmark from end to end, small: engines in processes, the whole bot, the report."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import agreement, document
from bench.agreement import Verdict
from bench.answering import tables
from bench.answering.contest import (
    NOW,
    AnswerLoad,
    AnswerRow,
    measure_answers,
    real_story,
)
from bench.bot import AGAIN, BotRow, Load, measure_bots
from bench.corpus import ARTICLE, VOCABULARY, spell
from bench.field import Contestant, Field, WorkerDied
from bench.measure import Turn
from bench.report import Report
from bench.roster import OURS, ROSTER
from bench.run import Plan, Row, latency, measure_size, ratio
from bench.story import Story, make_story
from bench.task import Task
from storybot.text.analysis.analyzer import analyzer

TINY = Plan(rounds=1, seconds=0.2, additions=1, changes=2, change_seconds=0.1)


def test_a_question_counts_with_the_median_of_its_passes() -> None:
    """One pass that the machine held up changes neither the median nor the 99th percentile."""
    turns = [Turn([[10.0, 20.0], [970.0, 970.0]], 6e-4), Turn([[10.0, 20.0]], 4e-4)]
    figures = latency(turns)
    assert (figures["asked"], figures["p50_us"], figures["p99_us"]) == (2, 15.0, 19.9)
    assert figures["per_core_s"] == pytest.approx(6_000)
    assert figures["waited"] == pytest.approx(0.5)


def test_the_ratio_is_over_the_questions_that_both_were_asked() -> None:
    """A slow engine's few questions are compared with the same ones of ours."""
    ours = [Turn([[1.0, 3.0, 100.0, 100.0]], 1.0)] * 3
    theirs = [Turn([[x, x * 3]], 1.0) for x in (4.0, 5.0, 60.0)]
    assert ratio(theirs, ours) == 5.0


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in ROSTER if name != "bm25s-numba"])
def test_every_engine_gets_its_row(name: str, tmp_path: Path) -> None:
    """An engine builds, answers as it claims, changes, is kept and opened, in its own process.

    Numba's is left out: it differs in what it compiles, and takes ten seconds to.
    """
    if ROSTER[name].version() is None:
        pytest.skip(f"{ROSTER[name].package} is not installed; it comes with the bench group")
    told: list[str] = []
    (row,) = measure_size(Task.make(1, 200), [name], tmp_path, TINY, told.append)
    assert (row.failed, row.verdict and row.verdict.wrong) == ("", 0)
    assert {"build_s", "p50_us", "p99_us", "per_core_s", "add_ms"} <= row.figures.keys()
    engine = ROSTER[name].load()
    assert ("after_change_us" in row.figures) == engine.live
    assert ("open_ms" in row.figures) == engine.keeps
    assert ("change_p50_us" in row.figures) == (name == OURS)
    assert ("hop_p50_us" in row.figures) == (name == OURS)


def test_an_engine_that_dies_is_told_by_name(tmp_path: Path) -> None:
    """A process that ends gives an error that names engine and command, not a hang."""
    dead = Contestant("rank-bm25", tmp_path / "no-task", tmp_path)
    with pytest.raises(WorkerDied, match=r"rank-bm25 .* build"):
        dead.call("build")
    dead.stop()


def test_a_story_is_text_that_the_analyzer_reads_back() -> None:
    """Function words are dropped; paragraphs end in a stop, questions in a question mark."""
    story = make_story(1, articles=2, questions=3)
    text = "\n".join(story.articles[1])
    terms = {token.text.lower() for token in analyzer("en").tokens(text) if token.term}
    assert (len(story.articles[1]), terms <= set(map(spell, range(VOCABULARY)))) == (ARTICLE, True)
    assert all(paragraph.endswith(".") for paragraph in story.articles[1])
    assert all(question.startswith("What the ") for question in story.questions)


@pytest.mark.slow
async def test_both_bots_answer_at_both_doors(tmp_path: Path) -> None:
    """Every question that is put to a bot through the stand-in is answered and counted."""
    load = Load(articles=1, warm_up=1, alone=1, together=3, at_once=2)
    rows = await measure_bots(tmp_path, load)
    doors = [(row.door, row.answers) for row in rows]
    story = [(d, a) for d in ("private", "inline") for a in ("story", AGAIN)]
    assert doors == [*story, ("private", "constant"), ("inline", "constant")]
    assert all((row.figures["per_s"] or 0) > 0 for row in rows)
    first, again = rows[0].figures, rows[1].figures
    assert (first["search_ms"] or 0) > 0
    assert again["search_ms"] == 0  # what was asked before is not even searched for


def test_a_field_goes_on_without_an_engine_that_died(tmp_path: Path) -> None:
    """The reason is kept, and nothing more is asked of it."""
    asked: list[str] = []
    Task.make(1, 100).save(tmp_path / "task")
    field = Field(["rank-bm25", "fts5"], tmp_path)
    field.each(lambda one: one.call("no_such_command") if one.name == "fts5" else None)
    field.each(lambda one: asked.append(one.name))
    field.stop()
    assert asked == ["rank-bm25"]
    assert field.failed == {"fts5": "fts5 ended in no_such_command with exit code 1."}


def report() -> Report:
    """Make a report of one engine that is fine, one that is wrong and one that died."""
    fine = Row(OURS, 1_000, {"p50_us": 12.3456, "held_mb": 0.5, "change_p50_us": 1.0})
    fine.figures |= dict.fromkeys(("change_p99_us", "rest_p50_us", "rest_p99_us"), 1234.5)
    fine.figures["waited"] = 0.25
    fine.verdict = agreement.Verdict(questions=200, wrong=0, overlap=1.0)
    wrong = Row("rank-bm25", 1_000, {"p50_us": 9.0}, [9.0], agreement.Verdict(200, 3, 0.99))
    died = Row("fts5", 10_000, failed="fts5 ended in build with exit code 1.")
    return Report(machine={"cores": "2"}, seed=1, rounds=1, rows=[fine, wrong, died])


def test_the_table_has_a_line_for_every_engine_at_every_size() -> None:
    """What was not measured is a dash, numbers have three digits that count."""
    lines = report().table().splitlines()
    assert sum(line.startswith("| ") for line in lines) == 2 * (2 + 3)
    assert "| storybot | 12.3 | – | – | – | – | 0.50 | – |" in "\n".join(lines)
    assert any(line.endswith("for a processor: storybot 25%.") for line in lines)
    assert any("ten articles a second" in line and "1,234 µs" in line for line in lines)


def test_shares_of_the_whole_path_are_told() -> None:
    """Processor time of a question is divided between what was measured apart."""
    told = report()
    story = {"cpu_ms": 2.0, "search_ms": 0.1, "answer_ms": 0.5}
    told.bots = [
        BotRow("inline", "story", dict(story)),
        BotRow("inline", AGAIN, {"cpu_ms": 1.5, "search_ms": 0.0, "answer_ms": 0.15}),
        BotRow("inline", "constant", {"cpu_ms": 1.25}),
    ]
    assert (
        "Inline: 1.60 times the constant's; searching 5%, the rest of answering 20%, "
        "rendering and recording 12%, Telegram's library and HTTP 62%.\n"
    ) in told.table()
    assert "Inline, asked again: 1.20 times the constant's; searching 0%" in told.table()


def test_where_the_whole_bot_was_measured_alone_is_told(tmp_path: Path) -> None:
    """Under its own heading, also after the report was written and read."""
    told = report()
    told.bots, told.bots_machine = [BotRow("inline", "constant", {"cpu_ms": 1.25})], {"cores": "8"}
    told.write(tmp_path)
    assert (
        "### The whole bot: update in, answer out\n\ncores 8\n\n|" in Report.read(tmp_path).table()
    )


def test_faults_are_told_in_words() -> None:
    """A wrong ranking and a dead process are both named, with the size."""
    wrong, died = sorted(report().faults(), reverse=True)
    assert wrong == "rank-bm25 at 1,000: 3 of 200 answers are not bit-equal."
    assert died == "fts5 at 10,000: fts5 ended in build with exit code 1."


def test_the_report_is_written_as_json(tmp_path: Path) -> None:
    """A program reads the same rows, with four digits that count."""
    report().write(tmp_path / "docs")
    read = json.loads((tmp_path / "docs" / "bench.json").read_text())
    assert [row["name"] for row in read["rows"]] == [OURS, "rank-bm25", "fts5"]
    assert read["rows"][0]["figures"]["p50_us"] == 12.35


def test_the_page_tells_stages_and_the_line_between_loop_and_thread(tmp_path: Path) -> None:
    """What was profiled stands in two more tables, after how each engine is set up."""
    told = report()
    stages = {"postings": 40_000.0, "whole_us": 30.0, "terms_us": 2.0, "hits_us": 3.0}
    told.rows[0].figures |= stages | {
        "sum_us": 15.0,
        "exact_us": 0.0,
        "read_us": 3.0,
        "off_loop": 0.5,
    }
    document.write(told, tmp_path)
    page = (tmp_path / "bench.md").read_text(encoding="utf-8")
    assert "- **SQLite FTS5**: A contentless table in a file" in page
    assert "| 1,000 | 40,000 | 3.00 | 2.00 | 15.0 | – | 3.00 | 30.0 | 10.0 |" in page
    assert "| 1,000 | 12.3 | – | – | – | – | – | 50% |" in page


def test_the_picture_is_the_same_for_the_same_rows(tmp_path: Path) -> None:
    """Drawing again changes nothing, so that a run shows as a change of figures only."""
    pytest.importorskip("matplotlib", reason="matplotlib comes with the bench group")
    from bench.picture import draw

    draw(report().rows, tmp_path / "one.svg")
    draw(report().rows, tmp_path / "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize("arguments", [["--sizes", "many"], ["--sizes", "5"], ["--engines", "x"]])
def test_wrong_use_exits_two(arguments: list[str]) -> None:
    """A size or an engine that cannot be measured is refused before anything is built."""
    pytest.importorskip("matplotlib", reason="matplotlib comes with the bench group")
    from bench.__main__ import main

    assert CliRunner().invoke(main, arguments).exit_code == 2


@pytest.mark.slow
def test_the_whole_answer_is_measured_beside_an_earlier_build(tmp_path: Path) -> None:
    """Both builds add the same passages and are asked the same questions, in their processes."""
    told: list[str] = []
    load = AnswerLoad(warm_up=2, counted=3, staged=2)
    rows = measure_answers(1, 60, tmp_path, told.append, load=load)
    assert rows[0].build == NOW
    for row in rows:
        assert {"build_s", "open_ms", "cpu_ms", "answer_p99_ms", "own_mb"} <= row.figures.keys()
        assert row.figures["passages"] == rows[0].figures["passages"]
    assert rows[0].stages["features"] > 0


def test_real_articles_are_asked_where_there_are_enough(tmp_path: Path) -> None:
    """A set of two paragraphs is too small for three, and then its questions are not asked."""
    doc = {"id": "a", "paragraphs": ["One.", "Two."]}
    (tmp_path / "docs.jsonl").write_text(json.dumps(doc), encoding="utf-8")
    questions = "\n".join(json.dumps({"id": f"{n}", "question": f"{n}?"}) for n in range(5))
    (tmp_path / "questions.jsonl").write_text(questions, encoding="utf-8")
    assert real_story([tmp_path], 2, 2) == Story([["One.", "Two."]], ["0?", "2?"])
    assert real_story([tmp_path], 3, 2) is None
    assert real_story([tmp_path], 2, 6) is None


def test_the_page_compares_the_builds() -> None:
    """A row for each build, and where the time of this one goes."""
    rows = [AnswerRow(NOW, 90, {"cpu_ms": 1.25}, {"citing": 0.5}), AnswerRow("old", 90, {})]
    page = "\n".join(tables.sections(rows, {"cores": "2"}))
    assert "\ncores 2\n" in page
    assert "| 90 | storybot | 1.25 |" in page
    assert "| 90 | old | – |" in page
    assert "| 90 | 500 |" in page
    assert "kernel" not in page
    rows[0].stages["features"] = 0.5
    page = "\n".join(tables.sections(rows, {}))
    assert "would leave 500 of 1,000 µs if it took no time at all, a factor of 2.0," in page
    assert list(tables.sections([], {})) == []


def test_figures_that_are_kept_are_read_as_they_were_written(tmp_path: Path) -> None:
    """A run of the answers alone leaves the index's and the bot's figures in the page."""
    rows = [Row("storybot", 100, {"p50_us": 1.5, "open_ms": None}, [1.5], Verdict(3, 0, 1.0))]
    written = Report({"cores": "2"}, 1, 3, rows, [BotRow("inline", "story", {"cpu_ms": 2.5})])
    written.answers = [AnswerRow(NOW, 90, {"cpu_ms": 1.25}, {"citing": 0.5})]
    written.write(tmp_path)
    assert Report.read(tmp_path) == written


def test_nothing_can_be_kept_where_nothing_was_measured(tmp_path: Path) -> None:
    """Who keeps figures of a folder that has none is told so."""
    pytest.importorskip("matplotlib", reason="matplotlib comes with the bench group")
    from bench.__main__ import main

    run = CliRunner().invoke(main, ["--keep", "--engines", "", "--out", str(tmp_path)])
    assert run.exit_code == 2
    assert "no bench.json" in run.stderr
