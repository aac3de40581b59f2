"""Answers questions about a news story with cited sentences, word for word.

What is named in `__all__` is the library; `open_story` is where it begins. Each is imported when it
is first asked for, so that the command line starts quickly; `__init__.pyi` says the same to type
checkers.
"""

from importlib import import_module
from typing import Any

__version__ = "1.0.0"

_HOMES = {
    "storybot.corpus.library": ("PassageFound", "Story", "open_story"),
    "storybot.corpus.change_results": ("AddResult", "Added", "Changed", "Undone"),
    "storybot.ingest.reading": ("read_file", "read_text"),
    "storybot.model.answers": ("Answer", "Citation", "Earlier"),
    "storybot.model.changes": ("Action", "Change"),
    "storybot.model.documents": ("Document", "DocumentId", "Span", "State", "Version"),
    "storybot.model.errors": (
        "Conflict",
        "DamagedText",
        "NotFound",
        "Refused",
        "SettingError",
        "StoreError",
        "StorybotError",
    ),
    "storybot.model.headings": ("Heading", "Standing"),
    "storybot.model.passages": ("Passage",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = ["__version__", *sorted(_HOME)]  # noqa: PLE0604 - all of them are names


def __getattr__(name: str) -> Any:
    """Import what is asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
