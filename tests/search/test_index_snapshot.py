"""Saving the embedded index: it is opened as it was, or not at all."""

import logging
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from storybot.model.passages import PassageId
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.embedded.thresholds import Limits
from worlds.indexes import Corpus, entries, oracle, story

QUERY = ["w1", "w5", "w17"]
FILE, SENTENCES = "postings.index", "sentences.columns"


def filled(corpus: Corpus) -> EmbeddedIndex:
    """Return an index that holds the corpus."""
    index = EmbeddedIndex()
    index.add(entries(corpus))
    return index


@pytest.mark.parametrize("limits", [Limits(), Limits(scored=0), Limits(tail=1)])
def test_a_saved_index_answers_as_before(tmp_path: Path, limits: Limits) -> None:
    """An index that is opened ranks as the one that was saved, and takes changes as it did."""
    corpus = dict(reversed(story(300).items()))
    index = EmbeddedIndex(limits)
    index.add(entries(corpus))
    index.remove([PassageId(7)])
    del corpus[7]
    index.search(QUERY, 20)
    index.save(tmp_path, (2, 71))
    assert index.search(QUERY, 20) == oracle(corpus, QUERY, 20)
    opened, generation = EmbeddedIndex.open(tmp_path, limits)
    assert generation == (2, 71)
    assert opened.search(QUERY, 20) == oracle(corpus, QUERY, 20)
    opened.remove([PassageId(8)])
    del corpus[8]
    more = {400: ["w1", "new"], 7: ["w5"]}
    opened.add(entries(more))
    corpus |= more
    assert opened.search([*QUERY, "new"], 20) == oracle(corpus, [*QUERY, "new"], 20)


def test_a_later_save_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    """The folder holds one file, of the last save, and who maps the old one keeps it."""
    index = filled(story(20))
    index.save(tmp_path, (1,))
    before, _ = EmbeddedIndex.open(tmp_path)
    index.add(entries({90: ["w1"]}))
    index.save(tmp_path, (2,))
    after, generation = EmbeddedIndex.open(tmp_path)
    assert (generation, len(after), len(before)) == ((2,), 21, 20)
    assert {path.name for path in tmp_path.iterdir()} == {FILE, SENTENCES}
    assert before.search(["w1"], 50) == oracle(story(20), ["w1"], 50)


def test_an_index_goes_on_from_its_files(tmp_path: Path) -> None:
    """It ranks as before and takes changes; a folder that cannot be written leaves it as it was."""
    corpus = story(300)
    index = filled(corpus)
    index.save_and_map(tmp_path, (1,))
    assert index.search(QUERY, 20) == oracle(corpus, QUERY, 20)
    more = {400: ["w1", "new"]}
    index.add(entries(more))
    assert index.search([*QUERY, "new"], 20) == oracle(corpus | more, [*QUERY, "new"], 20)
    with pytest.raises(OSError, match="nowhere"):
        index.save_and_map(tmp_path / "nowhere", (2,))
    assert index.search([*QUERY, "new"], 20) == oracle(corpus | more, [*QUERY, "new"], 20)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_mapped_index_gives_its_memory_back(tmp_path: Path) -> None:
    """A million terms take tens of megabytes as objects and as arrays that grow."""
    program = (
        "import sys; from pathlib import Path; from worlds.indexes import entries;"
        " from storybot.search.embedded.embedded_index import EmbeddedIndex;"
        " held = lambda: next(int(line.split()[1]) for line in open('/proc/self/status')"
        " if line.startswith('RssAnon'));"
        " index = EmbeddedIndex(); before = held();"
        " index.add(entries({n: [f'w{(n * 31 + i * i) % 9973}' for i in range(50)]"
        " for n in range(25_000)}));"
        " grown = held(); index.save_and_map(Path(sys.argv[1]), (1,));"
        " print(before, grown, held())"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    before, grown, after = map(int, ran.stdout.split())
    assert after - before < (grown - before) / 2


def test_what_another_process_saved_meanwhile_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files may be of another moment than this index."""
    index, other = filled(story(20)), filled(story(30))
    save = EmbeddedIndex.save

    def overtaken(self: EmbeddedIndex, folder: Path, generation: tuple[int, ...]) -> None:
        save(self, folder, generation)
        save(other, folder, (2,))

    monkeypatch.setattr(EmbeddedIndex, "save", overtaken)
    index.save_and_map(tmp_path, (1,))
    assert len(index) == 20


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """But not what another one may be writing."""
    old, young = (tmp_path / f"{FILE}.{number}.new" for number in (1, 2))
    for path in (old, young):
        path.write_text("half")
    os.utime(old, (1, 1))
    filled(story(20)).save(tmp_path, (1,))
    assert not old.exists()
    assert young.exists()


def test_an_empty_index_can_be_saved(tmp_path: Path) -> None:
    """An index without passages is opened as such, and is not mistaken for none."""
    EmbeddedIndex().save(tmp_path, (5,))
    opened, generation = EmbeddedIndex.open(tmp_path)
    assert (generation, len(opened), opened.search(["w1"], 3)) == ((5,), 0, [])


def test_where_nothing_was_saved_the_index_is_empty(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder without an index, or no folder, is no reason to complain."""
    for folder in (tmp_path, tmp_path / "none"):
        opened, generation = EmbeddedIndex.open(folder)
        assert (generation, len(opened)) == (None, 0)
    assert caplog.records == []


def test_processes_of_one_number_save_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of two containers both have the number 1: neither writes into the other's file."""
    monkeypatch.setattr(os, "getpid", lambda: 1)
    first, second, sync = filled(story(20)), filled(story(30)), os.fsync

    def meanwhile(handle: int) -> None:
        monkeypatch.setattr(os, "fsync", sync)
        second.save(tmp_path, (2,))
        sync(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    first.save(tmp_path, (1,))
    opened, generation = EmbeddedIndex.open(tmp_path)
    assert (generation, len(opened)) == ((1,), 20)


def test_a_file_of_that_name_is_not_written_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should two draw the same name, the later one fails and leaves it to the other."""
    monkeypatch.setattr(secrets, "token_hex", lambda _: "taken")
    (tmp_path / f"{FILE}.taken.new").write_text("half")
    with pytest.raises(FileExistsError):
        filled(story(20)).save(tmp_path, (1,))
    assert (tmp_path / f"{FILE}.taken.new").read_text() == "half"


def test_a_failed_save_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a file cannot be written, the error is raised and the old one stays."""
    index = filled(story(20))
    index.save(tmp_path, (1,))
    monkeypatch.setattr(secrets, "token_hex", lambda _: "taken")
    (tmp_path / f"{FILE}.taken.new").mkdir()
    with pytest.raises(OSError, match="new"):
        index.save(tmp_path, (2,))
    assert EmbeddedIndex.open(tmp_path)[1] == (1,)


def test_a_failed_save_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process that fails would leave one of its own on a disk that is full already."""
    index = filled(story(20))
    monkeypatch.setattr(os, "fsync", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        index.save(tmp_path, (1,))
    assert list(tmp_path.iterdir()) == []


def test_damage_anywhere_is_noticed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """One flipped bit in any part that is in use makes the file unusable, and the log says so."""
    filled(story(200)).save(tmp_path, (1,))
    path = tmp_path / FILE
    sound = path.read_bytes()
    used = [place for place in range(0, len(sound), 61) if any(sound[place : place + 8])]
    for place in used:
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :])
        opened, generation = EmbeddedIndex.open(tmp_path)
        assert (generation, len(opened)) == (None, 0), place
    assert len(caplog.records) == len(used) > 100
    assert caplog.records[0].levelno == logging.WARNING


@pytest.mark.parametrize(
    ("share", "reason"),
    [(0.0, "first line"), (0.001, "first line"), (0.3, "end is"), (0.9, "end is")],
)
def test_a_file_that_ends_early_is_noticed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, share: float, reason: str
) -> None:
    """A file of which the end is missing is not used, and the log says why."""
    filled(story(200)).save(tmp_path, (1,))
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert EmbeddedIndex.open(tmp_path)[1] is None
    assert reason in caplog.text


def test_a_file_of_another_format_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that another version wrote is built again, and the log names both formats."""
    with monkeypatch.context() as patch:
        patch.setattr("storybot.search.embedded.segments.snapshot._FORMAT", "storybot index 0")
        filled(story(20)).save(tmp_path, (1,))
    assert EmbeddedIndex.open(tmp_path)[1] is None
    assert "storybot index 0" in caplog.text
