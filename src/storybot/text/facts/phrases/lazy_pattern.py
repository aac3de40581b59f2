"""Regular expressions that are compiled when they are first used: of a list, few ever are."""

import re
from typing import TYPE_CHECKING, Any, cast


def lazy_pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Return what can be used as the compiled pattern of an expression, and compiles it then.

    A wrong expression is an error where it is first used; tests use all of them.
    """
    return cast(re.Pattern[str], _LazyPattern(expression, flags))


class _LazyPattern:
    def __init__(self, expression: str, flags: int) -> None:
        self.pattern, self._flags = expression, flags

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Compile it, and have what it can do found at once from now on."""
            compiled = re.compile(self.pattern, self._flags)
            for each in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
                setattr(self, each, getattr(compiled, each))
            return getattr(compiled, name)
