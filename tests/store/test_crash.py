"""A process killed in the middle of a change leaves nothing by halves."""

import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storybot.corpus.backends.databases import open_store
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.corpus import Corpus

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("STORYBOT_TEST_KILLS", "3"))
"""How often to kill; a longer run sets more."""
FILES = 40
PARAGRAPHS = 12


def write_folder(folder: Path) -> None:
    """Write articles of which each paragraph names its article."""
    folder.mkdir()
    for i in range(FILES):
        body = "\n\n".join(
            f"Article number {i} says in its paragraph {j} that the harbour of town {i} is shut."
            for j in range(PARAGRAPHS)
        )
        (folder / f"{i:03}.md").write_text(f"---\ntitle: Harbour {i}\n---\n\n{body}\n")


def test_kill_nine_while_a_folder_is_added(tmp_path: Path) -> None:
    """Each document is wholly there or not at all, and what was acknowledged is there."""
    write_folder(tmp_path / "in")
    rng = random.Random(1)
    environment = os.environ | {"STORYBOT_DATABASE": f"sqlite:///{tmp_path}/storybot.db"}
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-m", "storybot", "add", "in"],
            cwd=tmp_path,
            env=environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdout
            told = [process.stdout.readline() for _ in range(rng.randrange(1, FILES))]
            process.kill()
            told += process.stdout
        acknowledged = sum(" as article " in line for line in told)
        asyncio.run(check(tmp_path / "storybot.db", acknowledged))


async def check(database: Path, acknowledged: int) -> None:
    """Hold every document against its file, and the index against the store."""
    raw = sqlite3.connect(database)
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    store, index = await open_store(f"sqlite:///{database}"), open_index("embedded:").index
    try:
        await Corpus.open(store, index)
        versions = [v async for v in store.documents()]
        passages = [p async for p in store.index_entries()]
        assert len(versions) >= acknowledged
        assert await index.count() == len(passages)
        for version in versions:
            document = version.document
            number = document.title.removeprefix("Harbour ")
            assert len(document.spans) == PARAGRAPHS
            assert document.text.count(f"Article number {number} ") == PARAGRAPHS
            cited = [s for p in passages if p.document == version.id for s in p.sentences]
            assert len(cited) == PARAGRAPHS
        assert len(await store.history()) == len(versions)
    finally:
        await store.close()


def test_the_killed_command_can_be_given_again(tmp_path: Path) -> None:
    """Adding the folder once more completes it, and repeats nothing."""
    write_folder(tmp_path / "in")
    environment = os.environ | {"STORYBOT_DATABASE": f"sqlite:///{tmp_path}/storybot.db"}
    command = [sys.executable, "-m", "storybot", "add", "in", "--json"]
    for expected in ("added", "unchanged"):
        ran = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        assert {row["outcome"] for row in json.loads(ran.stdout)} == {expected}
