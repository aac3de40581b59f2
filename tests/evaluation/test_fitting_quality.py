"""`make quality`, whole, on made-up sets: what it writes and that it can be read."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("scipy", reason="scipy comes with the fit group: make fit installs it")
pytest.importorskip("matplotlib", reason="matplotlib comes with the bench group")

from fitting.picture import draw
from fitting.quality import FIGURES, PICTURE, RELIABILITY
from fitting.sets import SETS, all_rows
from fitting.validation import is_kept_back
from storybot.evaluation.runs import Asked, RunHit, RunLine
from worlds.towns import TOWNS, ferry, mayor, questions, stories

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of made-up sets and a page dump."""
    folder = tmp_path_factory.mktemp("shared")
    for name in SETS:
        place = folder / "data" / name
        place.mkdir(parents=True)
        for file, lines in (
            ("docs", stories(name, TOWNS[:4])),
            ("questions", questions(name, TOWNS[:4])),
        ):
            text = "\n".join(line.model_dump_json() for line in lines)
            (place / f"{file}.jsonl").write_text(text)
    (folder / "seed").mkdir()
    (folder / "seed" / "putin-china-visit.txt").write_text(_article("Westhaven"))
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a corpus of two articles and questions about them and the dump."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "corpus").mkdir()
    (folder / "tests" / "questions").mkdir(parents=True)
    for town in ("Eastmoor", "Northby"):
        (folder / "corpus" / f"{town}.txt").write_text(_article(town))
    near = {"question": "Who sank the ferry?", "gold": [], "answerable": False, "kind": "near_miss"}
    on_seed, on_corpus = [], []
    for split in ("dev", "held-out"):
        asked = {"question": "When does the ferry sail?", "answerable": True, "kind": "answerable"}
        gold = {"gold": [{"paragraph": 1, "sentence": 2}]}
        on_seed += [{"id": f"s{split}", "split": split} | asked | gold]
        on_seed += [{"id": f"n{split}", "split": split} | near]
        for town in ("Eastmoor", "Northby"):
            about = {"question": f"When does the ferry to {town} sail?", "document": f"{town}.txt"}
            line = {"id": f"{town}{split}", "split": split, "gold": [ferry(town)]}
            on_corpus += [line | asked | about]
    for name, lines in (("seed", on_seed), ("corpus", on_corpus)):
        text = "\n".join(map(json.dumps, lines))
        (folder / "tests" / "questions" / f"{name}.jsonl").write_text(text)
    return folder


def _article(town: str) -> str:
    return f"A ferry for {town}\n\n{mayor(town, 7)} {ferry(town)}\n\nIt rains on the hills.\n"


@pytest.fixture(scope="module")
def written(project: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the command wrote to."""
    out = tmp_path_factory.mktemp("docs")
    given = [str(shared), "--out", str(out), "--project", str(project), "--tested", "--ablation"]
    done = subprocess.run([sys.executable, "-m", "fitting.quality", *given], cwd=ROOT, check=False)
    assert done.returncode == 0
    return out


def _tables(text: str) -> dict[str, list[list[str]]]:
    """Return the cells of the table under each heading, its rule left out."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {
        heading: [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in part.splitlines()
            if line.startswith("|") and not line.startswith("|---")
        ]
        for heading, part in zip(parts[1::2], parts[2::2], strict=True)
    }


@pytest.mark.slow
def test_every_table_is_written_and_can_be_read(written: Path) -> None:
    """Each heading has a table, and every line of it has as many cells as its head."""
    text = (written / FIGURES).read_text("utf-8")
    assert "$" not in text
    tables = _tables(text)
    assert tables.pop("The newsroom's final third") == []
    assert "This project has no newsroom." in text
    assert len(tables) == 7
    for heading, lines in tables.items():
        assert len(lines) > 1, heading
        assert {len(line) for line in lines} == {len(lines[0])}, heading


@pytest.mark.slow
def test_every_set_is_measured_with_every_system(written: Path) -> None:
    """Before and after stand side by side, each with its interval."""
    _, *lines = _tables((written / FIGURES).read_text("utf-8"))["Before and after"]
    assert {line[0] for line in lines} == {*SETS, "seed", "corpus", "seed_among_others"}
    assert len(lines) == 3 * (len(SETS) + 3)
    for line in lines:
        assert re.fullmatch(r"[\d.]+ \[[\d.]+, [\d.]+\]", line[3])


@pytest.mark.slow
def test_the_ablation_names_every_group_and_gives_its_worth(written: Path) -> None:
    """A change in points with its interval in every column, after a line of what is whole."""
    for heading in ("Ablation: the ranking", "Ablation: the confidence"):
        _, whole, *lines = _tables((written / FIGURES).read_text("utf-8"))[heading]
        assert whole[0].startswith("*nothing")
        assert len(lines) >= 5
        for line in lines:
            for cell in line[1:]:
                change = r"–|(\**)[+−][\d.]+ \[[+−][\d.]+, [+−][\d.]+\]\1"
                assert re.fullmatch(change, cell), cell


@pytest.mark.slow
def test_the_picture_is_the_one_that_the_text_shows(written: Path) -> None:
    """It stands where the text says, described in words, and is drawn on white."""
    text = (written / FIGURES).read_text("utf-8")
    pictures = re.findall(r"!\[([^]]+)]\(([^)]+)\)", text)
    assert [path for _, path in pictures] == [RELIABILITY, PICTURE]
    assert all(len(words) > 50 and (written / path).exists() for words, path in pictures)
    path = PICTURE
    drawn = (written / path).read_text("utf-8")
    assert "<svg" in drawn
    assert "fill: #ffffff" in drawn
    assert "multirc_news" in drawn


def test_the_same_figures_draw_the_same_picture(tmp_path: Path) -> None:
    """So a picture changes in the history only when the figures did."""
    asked = questions()[0]
    hit = RunHit(doc_id=asked.doc_id or "", paragraph=0, text=ferry(TOWNS[0]), score=1.0)
    line = RunLine(id=asked.id, answered=True, confidence=0.7, hits=[hit])
    for name in ("one.svg", "two.svg"):
        draw({"towns": [Asked(asked, line, 0.0)]}, 0.5, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_what_is_kept_back_is_in_no_choice(project: Path, shared: Path) -> None:
    """A document of a set is on one side only, in whatever view it is asked."""
    sides: dict[tuple[str, str], set[bool]] = {}
    for row in all_rows(project, shared):
        key = (row.set, row.labelled.doc_id or row.labelled.id)
        sides.setdefault(key, set()).add(is_kept_back(row.set, row.labelled))
    assert all(len(found) == 1 for found in sides.values())
    assert {True} in sides.values()
    assert {False} in sides.values()
