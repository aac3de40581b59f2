"""The command line: what it prints, what it writes, how it ends."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from storybot.cli.main import main
from storybot.ingest.fetching import client
from storybot.ingest.fetching.address_guard import Network
from storybot.model.errors import IndexRefused
from storybot.search.opensearch.opensearch_index import OpenSearchIndex
from worlds.files import page, paragraphs_of, zipped

STORY = """Minister visits Avelland

By Ann Bell
Monday 4 March 2024 10:00 GMT

The foreign minister of Norland, Per Holm, flew to Avelland on Sunday for talks on fishing rights.

Avelland is not a member of the Northern Court. Its prime minister is represented by a deputy.

The two countries signed their last fishing treaty in 1998, and it ran out in January.
"""


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands in an empty folder, with a database of its own."""
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith(("STORYBOT_", "TELEGRAM_"))]:
        monkeypatch.delenv(name)

    def run(*args: str, stdin: str | bytes = "") -> Ran:
        result = CliRunner().invoke(main, args, input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def story(tmp_path: Path, run: Run) -> str:
    """Add a story and return its id."""
    (tmp_path / "story.txt").write_text(STORY)
    return str(run("add", "story.txt", "--json").json[0]["id"])


def test_ask_prints_the_contract(run: Run, story: str) -> None:
    """`ask --json` has the fields that other programs read, and the text is the span."""
    ran = run("ask", "Is Avelland a member of the Northern Court?", "--json")
    assert ran.code == 0
    answer = ran.json
    assert list(answer) == [
        "question", "answered", "confidence", "citations", "took_ms", "contradicted",
    ]  # fmt: skip
    assert answer["contradicted"] is None
    first = answer["citations"][0]
    assert list(first) == [
        "text", "document", "version", "paragraph", "start", "end", "link", "score",
    ]  # fmt: skip
    assert list(first["document"]) == ["id", "title", "publisher", "published", "url"]
    assert first["text"] == "Avelland is not a member of the Northern Court."
    assert first["paragraph"] == 2
    assert first["document"]["published"] == "2024-03-04T10:00:00+00:00"
    text = run("show", story, "--json").json["text"]
    for citation in answer["citations"]:
        assert citation["text"] == text[citation["start"] : citation["end"]]


def test_ask_abstains_with_three(run: Run, story: str) -> None:
    """A question that the story does not answer ends with 3, the nearest passages named as such."""
    ran = run("ask", "What is the price of copper in Chile?")
    assert ran.code == 3
    assert ran.out.startswith("The story does not say.")
    assert run("ask", "What is the price of copper in Chile?", "--json").json["answered"] is False


def test_an_answer_for_people_shows_quote_and_source(run: Run, story: str) -> None:
    """The quote stands whole in quotation marks, its source under it, no colour off a terminal."""
    ran = run("ask", "Is Avelland a member of the Northern Court?")
    lines = ran.out.splitlines()
    assert lines[0] == "“Avelland is not a member of the Northern Court.”"
    assert lines[1] == "— Minister visits Avelland · 4 March 2024 · ¶ 2"
    assert "\x1b" not in ran.out


def test_list_and_show_print_the_contract(run: Run, story: str) -> None:
    """`list --json` and `show --json` have the fields that other programs read."""
    (row,) = run("list", "--json").json
    assert " ".join(row) == (
        "id title publisher published url language source version state paragraphs"
    )
    assert (row["id"], row["version"], row["state"], row["paragraphs"]) == (story, 1, "live", 3)
    assert row["source"].endswith("story.txt")
    shown = run("show", story, "--json").json
    assert {**shown, **row} == shown
    assert [shown["text"][a:b] for a, b in shown["spans"]] == STORY.strip().split("\n\n")[2:]
    assert {"captions", "dropped", "text", "spans"} <= shown.keys()
    assert "Minister visits Avelland" in run("show", story).out
    assert "Minister visits Avelland" in run("list").out


def test_add_says_what_became_of_each_source(run: Run, tmp_path: Path, story: str) -> None:
    """Added, updated, unchanged and refused, with exit code 1 when one was refused."""
    again = run("add", "story.txt", "--json")
    assert (again.code, again.json[0]["outcome"], again.json[0]["id"]) == (0, "unchanged", story)
    (tmp_path / "story.txt").write_text(STORY.replace("1998", "1999"))
    (tmp_path / "empty.txt").write_text("")
    ran = run("add", "story.txt", "empty.txt", "nowhere", "https://example.org/", "--json")
    assert ran.code == 1
    outcomes = {Path(row["source"]).name: row for row in ran.json}
    assert outcomes["story.txt"]["outcome"] == "updated"
    assert outcomes["story.txt"]["version"] == 2
    for refused in ("empty.txt", "nowhere", "example.org"):
        assert outcomes[refused]["outcome"] == "refused"
        assert outcomes[refused]["reason"]


def test_add_takes_folders_and_stdin(run: Run, tmp_path: Path) -> None:
    """A folder is taken with its folders, hidden files and links left alone; - is one article."""
    folder = tmp_path / "in" / "deeper"
    folder.mkdir(parents=True)
    (folder / "one.md").write_text(f"---\ntitle: One\n---\n{STORY}")
    (folder / ".hidden.md").write_text(STORY)
    (folder / "link.md").symlink_to("/etc/passwd")
    (tmp_path / "in" / "README.md").write_text("about this folder")
    assert [Path(r["source"]).name for r in run("add", "in", "--json").json] == ["one.md"]
    ran = run("add", "-", "--json", stdin=STORY.replace("Norland", "Sudland"))
    assert ran.json[0]["outcome"] == "added"
    assert len(run("list", "--json").json) == 2


def test_add_reads_what_files_are(run: Run, tmp_path: Path) -> None:
    """A page named .txt is a page; an archive gives an article a file; a picture is named."""
    (tmp_path / "page.txt").write_bytes(page(f"<article>{paragraphs_of()}</article>"))
    (tmp_path / "all.zip").write_bytes(zipped({"a.txt": STORY, "b.md": f"# B\n\n{STORY} More."}))
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9)
    ran = run("add", "page.txt", "all.zip", "photo.txt", "--json")
    assert ran.code == 1
    assert [(Path(row["source"]).name, row["outcome"]) for row in ran.json] == [
        ("page.txt", "added"),
        ("a.txt", "added"),
        ("b.md", "added"),
        ("photo.txt", "refused"),
    ]
    assert "PNG" in ran.json[-1]["reason"]
    assert "<p>" not in run("show", ran.json[0]["id"]).out


def test_a_folder_with_nothing_to_read_says_so(run: Run, tmp_path: Path) -> None:
    """Pictures and styles are passed over, and then nothing is left."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "photo.png").write_bytes(b"\x89PNG")
    ran = run("add", "site")
    assert ran.code == 1
    assert "no file in site that can be read" in ran.err


def test_a_guess_is_shown(run: Run) -> None:
    """With letters by which one sees whether it is right."""
    ran = run("add", "-", "--json", stdin="Die Straße am Hafen wird gesperrt.".encode("cp1252"))
    assert ran.json[0]["outcome"] == "added"
    assert "“Straße am Hafen" in ran.json[0]["notes"][0]


def test_an_address_inside_is_not_fetched(run: Run) -> None:
    """It is refused with what would do."""
    ran = run("add", "http://127.0.0.1/story", "--json")
    assert ran.code == 1
    assert "no address of the public web" in ran.json[0]["reason"]


def test_why_a_page_is_not_fetched_is_said_in_detail(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the bot can mend a resolver or a certificate, and needs the library's words."""

    async def resolve(_: str, __: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "No answer")

    monkeypatch.setattr(client, "Network", lambda: Network(resolve))
    reason = run("add", "http://kelm.example/story", "--json").json[0]["reason"]
    assert "no connection can be made. Open it" in reason
    assert reason.endswith(f"(kelm.example has no address: [Errno {socket.EAI_AGAIN}] No answer)")


def test_an_error_without_words_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the time is over is said by an error that has none."""

    async def resolve(_: str, __: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(client, "Network", lambda: Network(resolve))
    monkeypatch.setattr(client, "_SECONDS", 0.01)
    reason = run("add", "http://kelm.example/story", "--json").json[0]["reason"]
    assert "the server takes too long to answer. Open it" in reason
    assert reason.endswith("(TimeoutError)")


def test_the_corpus_can_be_changed_back(run: Run, tmp_path: Path, story: str) -> None:
    """Retract, restore, undo and history, as a person would use them."""
    question = ("ask", "Is Avelland a member of the Northern Court?")
    assert run("retract", story, "--reason", "wrong country").code == 0
    assert run(*question).code == 3
    assert run("retract", story).code == 1
    assert run("undo").code == 0
    assert run(*question).code == 0
    (tmp_path / "story.txt").write_text(STORY.replace("not a member", "a member"))
    run("add", "story.txt")
    assert run(*question, "--json").json["citations"][0]["version"] == 2
    assert run("restore", story, "1").code == 0
    assert run(*question, "--json").json["citations"][0]["version"] == 1
    changes = run("history", story, "--json").json
    assert [c["action"] for c in changes] == ["add", "retract", "undo", "update", "restore"]
    assert changes[1]["reason"] == "wrong country"
    assert "wrong country" in run("history").out


def test_export_and_import_carry_every_version(run: Run, tmp_path: Path, story: str) -> None:
    """An export read into another database gives the same articles, versions and states."""
    (tmp_path / "story.txt").write_text(STORY.replace("1998", "1999"))
    run("add", "story.txt")
    run("restore", story, "1")
    assert run("export", "out.jsonl").code == 0
    assert run("export", "out.jsonl").code == 1
    before = run("list", "--json").json
    (tmp_path / "storybot.db").unlink()
    assert run("import", "out.jsonl").code == 0
    assert run("list", "--json").json == before
    assert run("show", story, "--json").json["text"].count("1998") == 1
    run("restore", story, "2")
    assert run("show", story, "--json").json["text"].count("1999") == 1
    assert run("import", "out.jsonl").code == 0
    (tmp_path / "bad.jsonl").write_text('{"current": 3}\n')
    bad = run("import", "bad.jsonl")
    assert bad.code == 1
    assert "line 1" in bad.err


def test_backup_and_reindex(run: Run, tmp_path: Path, story: str) -> None:
    """A backup put in the database's place answers the same; so does a rebuilt index."""
    assert run("backup", "copy.db").code == 0
    assert run("backup", "copy.db").code == 1
    (tmp_path / "copy.db").replace(tmp_path / "storybot.db")
    assert run("reindex").code == 0
    assert run("ask", "Is Avelland a member of the Northern Court?").code == 0


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["ask", ""], 2),
        (["ask", "x" * 10_000], 1),
        (["ask"], 2),
        (["ask", "Why?", "-k", "0"], 2),
        (["show", "99"], 1),
        (["nonsense"], 2),
        (["bot"], 2),
        (["eval", "nowhere"], 2),
        (["eval", "."], 1),
    ],
)
def test_wrong_use_is_told_apart_from_failure(run: Run, args: list[str], code: int) -> None:
    """Wrong use ends with 2, what cannot be done with 1, each with words on stderr."""
    ran = run(*args)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.strip()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STORYBOT_LOG_LEVEL", "LOUD"),
        ("STORYBOT_DATABASE", "mysql://x"),
        ("STORYBOT_DATABASE", "sqlite:///"),
        ("STORYBOT_INDEX", "elastic:"),
    ],
)
def test_a_wrong_setting_ends_with_two(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    """Any command names the setting that is wrong, and makes no file."""
    monkeypatch.setenv(name, value)
    for command in (("list",), ("eval", "."), ("bot",), ("doctor",)):
        ran = run(*command)
        assert ran.code == 2
        assert name in ran.err
    assert list(tmp_path.iterdir()) == []


def test_an_index_that_does_not_let_us_in_ends_with_78(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Service managers do not start it again: nothing changes until the operator does something."""

    async def refused(_: OpenSearchIndex) -> None:
        raise IndexRefused("STORYBOT_INDEX: OpenSearch does not let us in (401).", "not_read")

    monkeypatch.setattr(OpenSearchIndex, "reflected", refused)
    monkeypatch.setenv("STORYBOT_INDEX", "opensearch://127.0.0.1:9/story")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:A")
    for command in (("list",), ("bot",)):
        ran = run(*command, "--create")
        assert (ran.code, "does not let us in" in ran.err) == (78, True)


def test_chat_answers_on_the_terminal(run: Run, tmp_path: Path) -> None:
    """`chat` takes the corpus folder and answers line by line."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "story.txt").write_text(STORY)
    ran = run("chat", stdin="Is Avelland a member of the Northern Court?\n\n")
    assert ran.code == 0
    assert "“Avelland is not a member of the Northern Court.”" in ran.out


def test_chat_answers_each_question_of_a_line(run: Run, tmp_path: Path) -> None:
    """As in the bot's chats; what follows leans on the last one, also after a courtesy."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "story.txt").write_text(STORY)
    ran = run("chat", stdin="Who won the cup? Where did Per Holm fly?\nthanks\nand why?\n\n")
    assert "Who won the cup?\n\nThe story does not say." in ran.out
    flew = "“The foreign minister of Norland, Per Holm, flew to Avelland on Sunday"
    assert f"Where did Per Holm fly?\n\n{flew}" in ran.out
    assert f"That asks nothing of the story.\n> {flew}" in ran.out


def test_the_module_runs_too(tmp_path: Path) -> None:
    """`python -m storybot` is the same program, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "storybot", "list", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, json.loads(ran.stdout), ran.stderr) == (0, [], "")


def test_eval_writes_a_run_and_prints_scores(run: Run, tmp_path: Path) -> None:
    """`eval` scores labelled questions by the set's own numbers and leaves the corpus alone."""
    folder = tmp_path / "set"
    folder.mkdir()
    docs = [
        {"id": "d/1", "title": "", "paragraphs": ["", "Avelland is no member of the court."]},
        {"id": "d/2", "title": "Twin", "paragraphs": ["Norland joined the court in 1998."]},
        {"id": "d/3", "title": "Twin", "paragraphs": ["Norland joined the court in 1998."]},
    ]
    questions = [
        {
            "id": "q1",
            "question": "Is Avelland a member of the court?",
            "doc_id": "d/1",
            "gold_sentences": [{"paragraph": 1, "text": "Avelland is no member of the court."}],
            "answers": ["no member"],
            "answerable": True,
            "kind": "answerable",
        },
        {"id": "q2", "question": "Who won the cup?", "answerable": False, "kind": "out_of_corpus"},
    ]
    (folder / "docs.jsonl").write_text("\n".join(map(json.dumps, docs)))
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)))
    ran = run("eval", "set", "--run", "run.jsonl", "-k", "5")
    assert ran.code == 0
    printed = ran.json
    assert (printed["questions"], printed["passages"]) == (2, 3)
    assert {"p50", "p99"} == printed["query_ms"].keys()
    assert printed["P@1"] == printed["MRR@10"] == printed["ooc_auroc"] == 1.0
    lines = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["q1", "q2"]
    assert lines[0]["hits"][0]["doc_id"] == "d/1"
    assert lines[0]["hits"][0]["paragraph"] == 1
    assert run("list", "--json").json == []
    same = run("eval", "set", "--against", "run.jsonl").json["against"]
    assert (same["compared"], same["turned_right"], same["turned_wrong"]) == (1, [], [])
    lines[0]["hits"] = []
    (tmp_path / "run.jsonl").write_text("\n".join(map(json.dumps, lines)))
    better = run("eval", "set", "--against", "run.jsonl").json["against"]
    assert (better["P@1"], better["turned_right"]) == (1.0, ["q1"])
    (tmp_path / "run.jsonl").write_text("{}")
    assert run("eval", "set", "--against", "run.jsonl").code == 1


def test_an_article_is_found_and_edited(run: Run, tmp_path: Path) -> None:
    """By words of its title; each correction is a version, and only what is named changes."""
    run("add", "-", stdin="The bridge opens\n\nThe mayor opened the bridge on Monday.")
    assert [row["title"] for row in run("find", "BRIDGE", "--json").json] == ["The bridge opens"]
    assert [row["id"] for row in run("find", "mayor", "--json").json] == ["1"]
    assert run("find", "volcano", "--json").json == []
    edited = run("edit", "bridge opens", "--title", "The bridge is open", "--date", "2024-05-06")
    assert edited.code == 0
    text = tmp_path / "new.txt"
    text.write_text("The mayor opened the bridge on Tuesday.")
    assert run("edit", "1", "--text", str(text)).code == 0
    shown = run("show", "1", "--json").json
    assert (shown["version"], shown["title"]) == (3, "The bridge is open")
    assert shown["text"] == "The mayor opened the bridge on Tuesday."
    assert shown["published"] == "2024-05-06"
    refused = run("edit", "1", "--date", "soon")
    assert (refused.code, "no date" in refused.err) == (1, True)


def test_the_audit_is_shown_and_verified(run: Run) -> None:
    """A line for each change, newest first, and the hash of the last one."""
    run("add", "-", stdin="The bridge opens\n\nThe mayor opened the bridge on Monday.")
    run("retract", "1", "--reason", "wrong")
    assert [entry["action"] for entry in run("audit", "--json").json] == ["retract", "add"]
    assert "wrong" in run("audit").out
    assert "whole: 2 lines" in run("audit", "--verify").out
    assert run("audit", "--verify", "--json").json["broken"] is None
