"""The words of ``reversals.toml``, by which a clause says something else than what is asked."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


def word_lists(language: str) -> Mapping[str, str]:
    """Return a language's lists by name, each as words between spaces; none if it has none."""
    return _all_lists().get(language, {})


@cache
def _all_lists() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("reversals.toml").read_text("utf-8"))
