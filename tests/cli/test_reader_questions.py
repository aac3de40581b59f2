"""`storybot gaps` and `storybot labels`: what readers ask, for whoever runs the bot."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from storybot.cli.main import main
from storybot.corpus.backends.databases import open_readers
from storybot.evaluation.dataset import read_docs, read_questions
from storybot.model.documents import DocumentId
from storybot.store.records import QuoteRef, SentAnswer

STORY = "The lock\n\nThe northern lock stayed shut on Tuesday. Divers will examine its gates."
SENTENCE = "Divers will examine its gates."
ASKED, MISSED, RARE = "Who will examine the gates?", "Who paid the divers?", "Where is Ada Brand?"


def run(*arguments: str) -> Any:
    """Run a command; return how it ended."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Add a story, and record what three readers asked, one of them something of his own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYBOT_DATABASE", f"sqlite:///{tmp_path}/storybot.db")
    (tmp_path / "lock.txt").write_text(STORY)
    run("add", "lock.txt")
    start = json.loads(run("show", "1", "--json").stdout)["text"].index(SENTENCE)
    quote = QuoteRef(DocumentId("1"), 1, start, start + len(SENTENCE))

    async def record() -> None:
        memory = await open_readers(f"sqlite:///{tmp_path}/storybot.db")
        for reader in (7001, 7002, 7003):
            found = SentAnswer("private", "en", ASKED, True, (quote,), reader, 1, 2)  # noqa: FBT003
            await memory.keep_answer(found)
            kept = await memory.answer_at(reader, 2)
            assert kept
            await memory.feedback.vote(kept.id, reader, 0, up=True, press="1")
            missed = SentAnswer("group", "en", MISSED, False, (), reader, 3, 4)  # noqa: FBT003
            await memory.keep_answer(missed)
        await memory.keep_answer(SentAnswer("private", "en", RARE, False, (), 7001, 5, 6))  # noqa: FBT003
        await memory.close()

    asyncio.run(record())
    return tmp_path


def test_gaps_are_listed_without_readers(folder: Path) -> None:
    """And without the words of what fewer than three readers asked."""
    many, few = json.loads(run("gaps", "--json").stdout)
    assert many == {
        "question": MISSED,
        "asked": 3,
        "readers": 3,
        "unanswered": 3,
        "down": 0,
        "again": 0,
        "doors": {"group": 3},
        "languages": ["en"],
        "reasons": {},
    }
    assert (few["question"], few["asked"], few["readers"]) == (None, 1, 1)
    printed = run("gaps", "--days", "7").stdout
    assert f"“{MISSED}”\n    asked 3 times by 3 readers: 3 unanswered" in printed
    assert RARE not in printed
    assert "700" not in printed


def test_labels_are_a_set_that_eval_reads(folder: Path) -> None:
    """What readers liked is gold; what they missed is asked, and not scored."""
    (folder / "set").mkdir()
    run("labels", "--export", "set/questions.jsonl")
    asked, missed = read_questions(folder / "set")
    assert (asked.question, asked.answerable, asked.doc_id) == (ASKED, True, "1")
    assert [gold.text for gold in asked.gold_sentences] == [SENTENCE]
    assert (missed.question, missed.answerable) == (MISSED, None)
    (document,) = read_docs(folder / "set")
    assert SENTENCE in document.paragraphs[asked.gold_sentences[0].paragraph or 0]
    scored = json.loads(run("eval", "set").stdout)
    assert scored["questions"] == 2
    assert RARE not in (folder / "set" / "questions.jsonl").read_text()
    again = CliRunner().invoke(main, ["labels", "--export", "set/questions.jsonl"])
    assert again.exit_code == 1
