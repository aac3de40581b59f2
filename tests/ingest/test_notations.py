"""What programs write or read is named, and prose never is."""

import json
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from storybot.ingest.notations import notation
from storybot.ingest.reading import read_bytes
from storybot.model.errors import Refused

PROGRAMS = {
    "table (CSV)": [
        "date,city,tonnes\n2023-01-04,Kyiv,310000\n2023-02-04,Odesa,248000\n2023-03-04,Lviv,198000\n",
        "name;alter;ort\nAnna;34;Köln\nBernd;51;Bonn\nClara;22;Essen\n",
        "name\tage\nАнна\t34\nБогдан\t51\nКлара\t22\n",
    ],
    "YAML": ['version: "3"\nservices:\n  web:\n    image: x\n\nvolumes:\n  a: {}\n'],
    "log": [
        (
            "2023-08-30 08:49:00,123 INFO started\n2023-08-30 08:49:02,456 WARN slow query\n"
            "2023-08-30 08:49:05,001 ERROR connection refused by host.\n"
        ),
        (
            "Aug 30 08:49:00 host sshd[1234]: Accepted\nAug 30 08:49:10 host kernel: link up\n"
            "Aug 30 08:49:12 host systemd[1]: Started Daily apt upgrade.\n"
        ),
        '127.0.0.1 - - [30/Aug/2023:08:49:00 +0000] "GET / HTTP/1.1" 200 512\n' * 3,
    ],
    "SQL": ["SELECT a FROM t WHERE x = 1;\nINSERT INTO t VALUES (1);\nCREATE TABLE q (id INT);\n"],
    "settings": ["[server]\nport = 80\nhost = localhost\n\n[db]\nuser = bob\n"],
    "Dockerfile": ["FROM python:3.11\nRUN pip install x\nCOPY . /app\nCMD run\n"],
    "difference of two files": ["diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n"],
    "error report of a program": ["Traceback (most recent call last):\n  File a\nValueError: x\n"],
    "program": ['<?php\necho "x";\n'],
    "program or style sheet": [
        '#!/bin/bash\nset -e\nfor f in *; do echo "$f"; done\n',
        (
            'import os\n\n\ndef f(x):\n    """Return the number that follows any given one."""\n'
            "    return x + 1\n\n\nprint(f(2))\n"
        ),
        "int main(void) {\n  puts(x);\n  return 0;\n}\n",
    ],
}
PROSE = [
    # A chat in a locale that writes the year first.
    (
        "[2023-08-30, 08:49:00] Anna: The ferry is late again, says the port.\n"
        "[2023-08-30, 08:50:00] Bob: As on every day.\n[2023-08-30, 08:51:00] Anna: It left.\n"
    ),
    # Lines with as many commas, spaced as prose has them.
    "On Monday, rain, then sun.\nOn Tuesday, wind, then fog.\nOn Friday, 5 degrees, then snow.\n",
    # Fields of a press release.
    "Title: Ferry\nAuthor: Nora Quill\nDate: 12 March 2024\n\nThe council voted to buy a ferry.\n",
    # A story about a script.
    (
        "#!/bin/sh begins a script.\nIt names the program that reads the rest of the file, and "
        "nobody has to remember which one it was.\nSo says the manual.\n"
    ),
    # A story that opens with a word of Python.
    (
        "import bans\nclass struggle:\nfrom Kyiv to Lviv\nThe ban on imports of grain from "
        "Ukraine was renewed by three countries on Friday.\n"
    ),
    # A table whose cells are texts.
    (
        "1,Kyiv,The council of the city voted on Tuesday to buy a second ferry\n"
        "2,Lviv,The trams will run again from the first of May they say\n"
        "3,Odesa,Ships with grain leave the port again as they did before\n"
    ),
    "Zutaten:\n- 3 Eier\n- 200 g Mehl\n- Salz\n",
]


@pytest.mark.parametrize("named", PROGRAMS)
def test_what_programs_write_is_named(named: str) -> None:
    """Logs, tables, settings and source code are told by their lines."""
    assert [notation(text) for text in PROGRAMS[named]] == [named] * len(PROGRAMS[named])


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_never_named(text: str) -> None:
    """Chats, lists, fields and stories about programs are read."""
    assert notation(text) == ""


CODE = "let port = {\n  open: true,\n};\nfunction close() {\n  port.open = false;\n}\nclose();\n"
TOLD = (
    "So schreibt man eine Funktion, die den Hafen von Marlow am Abend schließt.",
    "This is how a function is written that closes the harbour in the evening.",
    "Voici comment écrire une fonction qui ferme le port de Marlow chaque soir.",
    "Así se escribe una función que cierra el puerto de Marlow cada tarde.",
    "Вот как написать функцию, которая каждый вечер закрывает порт этого города.",
    "Ось як написати функцію, яка щовечора зачиняє порт цього міста взимку.",
    "Marlow limanını her akşam kapatan bir işlev işte bu şekilde kolayca yazılır.",
)


@pytest.mark.parametrize("told", TOLD)
def test_a_tutorial_is_no_program(told: str) -> None:
    """Its listings may be longer than its text, and longer than what is looked at."""
    assert notation(f"{told}\n\n{CODE * 3}") == ""
    fenced = f"{told}\n\n```js\n{CODE * 200}```\n\n{told}\n"
    assert notation(fenced) == ""
    assert read_bytes(fenced.encode(), name="hafen.md", source="hafen.md").text
    listed = f"```js\n{CODE * 200}```\n\n{told}\n"
    assert read_bytes(listed.encode(), name="hafen.md", source="hafen.md").text


@pytest.mark.parametrize("told", TOLD)
def test_comments_make_no_prose_of_a_program(told: str) -> None:
    """Neither in a line of its own nor in a block."""
    for note in (f"// {told}", f"/*\n{told}\n*/", f"/**\n * {told}\n */"):
        assert notation(f"{note}\n{CODE}") == "program or style sheet"
    assert notation(f"```js\n// {told}\n{CODE}```\n") == "program or style sheet"


def test_a_long_table_is_refused_by_its_head() -> None:
    """Only the start of a file is looked at, which may end within a row."""
    rows = "\n".join(f"2023-01-{day % 28 + 1:02},Kyiv,{day * 1000}" for day in range(900))
    with pytest.raises(Refused, match=r"of the kind table \(CSV\)"):
        read_bytes(rows.encode(), name="grain.txt", source="grain.txt")


@pytest.mark.parametrize("named", PROGRAMS)
def test_the_name_of_a_markdown_file_makes_no_prose_of_it(named: str) -> None:
    """A log is a log, whatever the suffix of its file."""
    with pytest.raises(Refused, match="of the kind"):
        read_bytes(PROGRAMS[named][0].encode(), name="notes.md", source="notes.md")


ARTICLES = Path(__file__).parents[2] / "fitting/newsroom"
SHAPES: dict[str, Callable[[str, Sequence[str]], str]] = {
    "blank lines": lambda title, rows: "\n\n".join([title, *rows]),
    "a line each": lambda title, rows: "\n".join([title, *rows]),
    "columns": lambda title, rows: "\n\n".join(textwrap.fill(row, 40) for row in [title, *rows]),
    "heading and list": lambda title, rows: (
        f"# {title}\n\n" + "\n".join(f"- {row}" for row in rows)
    ),
    "dialogue": lambda title, rows: "\n".join([title, *(f"– {row}" for row in rows)]),
    "quoted": lambda title, rows: "\n".join(f"> {row}" for row in [title, *rows]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_article_is_taken_for_a_notation(shape: str) -> None:
    """Articles in seven languages are prose in every shape that they are sent in."""
    named = {}
    for file in sorted(ARTICLES.glob("*.json")):
        article = json.loads(file.read_text("utf-8"))
        named[file.name] = notation(SHAPES[shape](article["title"], article["paragraphs"]))
    assert len(named) > 100
    assert set(named.values()) == {""}


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    "marks", ["\u202e\u202e", "\u200b\n\n\u200b", "— … !!!\n\n???", "🤔", "***\n\n…"]
)
def test_marks_without_a_word_are_no_article(name: str, marks: str) -> None:
    """What has no letter and no digit says nothing that could be quoted."""
    form = "<html><body><p>{}</p></body></html>" if name.endswith("html") else "{}"
    with pytest.raises(Refused):
        read_bytes(form.format(marks).encode(), name=name, source=name)
    assert read_bytes(form.format(f"{marks} 東京 7").encode(), name=name, source=name).text
