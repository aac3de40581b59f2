"""Numbers are said as people say them: "1 article", "2 articles"."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from storybot.cli.views import counted as counted_module
from storybot.cli.views.counted import counted

COMMANDS = Path(counted_module.__file__).parents[1]
NOUN = re.compile(r" (article|backup|feed|file|line|passage|question|reader|time|version)s\b")


def plurals(path: Path) -> Iterator[str]:
    """Yield what puts a noun in the plural behind a number, whatever the number is."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            for value, after in zip(node.values, node.values[1:], strict=False):
                words = after.value if isinstance(after, ast.Constant) else ""
                if isinstance(value, ast.FormattedValue) and NOUN.match(str(words)):
                    yield ast.unparse(node)


def test_one_is_not_in_the_plural() -> None:
    """None and several are."""
    assert [counted(n, "article") for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]


def test_every_command_counts_like_this(tmp_path: Path) -> None:
    """No command writes a plural after a number that may be one."""
    (tmp_path / "wrong.py").write_text('f"{count} articles in {file}"')
    assert list(plurals(tmp_path / "wrong.py"))
    assert [found for path in COMMANDS.rglob("*.py") for found in plurals(path)] == []
