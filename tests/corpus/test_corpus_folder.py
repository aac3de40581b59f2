"""The articles that ship with the project, and the questions about them."""

import json
import re
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from storybot.text.segmentation.sentences import split_sentences

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
QUESTIONS = ROOT / "tests" / "questions"
SEED = ROOT.parent / "shared" / "seed" / "putin-china-visit.txt"
FILES = sorted(CORPUS.iterdir())
ARTICLES = [path for path in FILES if path.suffix == ".md"]
SETS = ("corpus.jsonl", "seed.jsonl")
KINDS = {"answerable", "near_miss", "furniture", "out_of_corpus"}
STORY_OPENS, STORY_PARAGRAPHS = "Vladimir Putin will leave", 17


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _front_matter(path: Path) -> dict[str, Any]:
    _, front, _ = path.read_text(encoding="utf-8").split("---\n", 2)
    parsed: dict[str, Any] = yaml.safe_load(front)
    return parsed


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def _seed() -> str:
    if not SEED.exists():
        pytest.skip("the shared data folder is not there")
    return SEED.read_text(encoding="utf-8")


def test_the_corpus_holds_articles_of_each_kind() -> None:
    """At least eight Markdown articles and two plain texts stand in the folder, nothing else."""
    kinds = Counter(path.suffix for path in FILES)
    assert set(kinds) == {".md", ".txt"}
    assert kinds[".md"] >= 8
    assert kinds[".txt"] >= 2


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_front_matter_says_what_a_citation_needs(path: Path) -> None:
    """Title, publisher, authors, date, URL, language and standfirst are there and well formed."""
    front = _front_matter(path)
    assert all(front[key] for key in ("title", "publisher", "authors", "standfirst"))
    assert all(isinstance(author, str) for author in front["authors"])
    assert isinstance(front["published"], date)
    assert path.name.startswith(front["published"].strftime("%Y-%m-%d"))
    assert re.match(r"https://example\.(org|com)/", front["url"])
    assert re.fullmatch(r"[a-z]{2}", front["language"])


def test_a_correction_names_an_article_that_is_there() -> None:
    """One article corrects an older one of the folder."""
    corrections = {path.name: _front_matter(path).get("corrects") for path in ARTICLES}
    corrected = {new: old for new, old in corrections.items() if old}
    assert corrected
    assert all((CORPUS / old).exists() and old < new for new, old in corrected.items())


def test_the_corpus_speaks_several_languages() -> None:
    """English, German and Russian articles are there."""
    assert {_front_matter(path)["language"] for path in ARTICLES} == {"en", "de", "ru"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_article_shares_a_run_of_words_with_the_seed(path: Path) -> None:
    """No eight words in a row are those of the seed article."""
    shared = _runs(path.read_text(encoding="utf-8"), 8) & _runs(_seed(), 8)
    assert shared == set()


@pytest.mark.parametrize("name", SETS)
def test_ids_are_unique_and_decide_the_split(name: str) -> None:
    """An id stands once, and its hash alone says to which half its question belongs."""
    rows = _rows(name)
    assert len({row["id"] for row in rows}) == len(rows)
    halves = {0: "dev", 1: "held-out"}
    assert all(row["split"] == halves[sha256(row["id"].encode()).digest()[0] % 2] for row in rows)


@pytest.mark.parametrize("name", SETS)
def test_a_question_is_asked_once(name: str) -> None:
    """No question stands twice, except as a follow-up of another one."""
    asked = Counter((row["question"], row.get("after")) for row in _rows(name))
    assert max(asked.values()) == 1


@pytest.mark.parametrize("name", SETS)
def test_only_answerable_questions_carry_gold(name: str) -> None:
    """Kind, label and gold agree, and a follow-up says what it follows."""
    for row in _rows(name):
        assert row["kind"] in KINDS
        assert row["answerable"] == (row["kind"] == "answerable") == bool(row["gold"])
        assert (row["style"] == "follow_up") == ("after" in row)


@pytest.mark.parametrize(("name", "at_least"), [("corpus.jsonl", 150), ("seed.jsonl", 80)])
def test_every_kind_is_asked_on_both_halves(name: str, at_least: int) -> None:
    """There are enough questions, and each kind is found in development and held-out."""
    rows = _rows(name)
    assert len(rows) >= at_least
    found = {(row["kind"], row["split"]) for row in rows}
    assert found == {(kind, split) for kind in KINDS for split in ("dev", "held-out")}


def test_every_gold_sentence_stands_in_its_article() -> None:
    """Each labelled sentence is, character for character, part of the file that it names."""
    for row in _rows("corpus.jsonl"):
        golds = [{"document": row["document"], "text": text} for text in row["gold"]]
        for gold in golds + row.get("also", []):
            text = (CORPUS / gold["document"]).read_text(encoding="utf-8")
            assert gold["text"] in text, row["id"]


def test_the_seed_labels_point_into_the_story() -> None:
    """Each paragraph and sentence number of the seed's labels exists in its story."""
    paragraphs = _seed().split("\n\n")
    first = next(i for i, text in enumerate(paragraphs) if text.startswith(STORY_OPENS))
    story = paragraphs[first : first + STORY_PARAGRAPHS]
    for row in _rows("seed.jsonl"):
        for gold in row["gold"]:
            sentences = split_sentences(story[gold["paragraph"] - 1])
            assert 1 <= gold["sentence"] <= len(sentences), row["id"]
