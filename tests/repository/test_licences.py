"""The licences of what is installed are listed."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_locked_package_has_its_licence() -> None:
    """The list names just what the lock file installs."""
    locked = re.findall(
        r"^([\w.-]+)==", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE
    )
    page = (ROOT / "docs" / "licences.md").read_text()
    listed = re.findall(r"^\| ([\w-]+) \| [^|]+ \|$", page, re.MULTILINE)[1:]
    assert listed == sorted(re.sub(r"[-_.]+", "-", name).lower() for name in set(locked))


def test_what_is_copyleft_is_explained() -> None:
    """Whatever is not permissive is named in the words above the list."""
    page = (ROOT / "docs" / "licences.md").read_text()
    words, _, table = page.partition("| package |")
    for name, licence in re.findall(r"^\| ([\w-]+) \| ([^|]+) \|$", table, re.MULTILINE):
        if re.search(r"GPL|MPL|EUPL", licence):
            assert f"`{name}`" in words
