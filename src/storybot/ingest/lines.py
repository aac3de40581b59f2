"""Split a text into lines, with the traits of each line alone."""

import re
from dataclasses import dataclass
from functools import cached_property

from storybot.text.segmentation.paragraphs import split_paragraphs

_WRAPPED_MOST = 130
"""A text with a longer line was not wrapped to a column: each of its lines is a paragraph."""
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
_UNSPACED_WORD = 3
"""Characters a word, about, in scripts that put no spaces between words."""
_END = re.compile(r"[.!?…。！？؟।:;]$")
_CLOSERS = "\"'”’»›)]} \u00a0*_"
_OPENERS = "\"“„«‘‚'›"
_TRIM = re.compile(r"^[^\w©@#$£€(]+|[^\w)]+$")
_COUNT = re.compile(r"[(\[]\s*\+?\d*\s*[)\]]|^\(|\)$")
_BULLET = re.compile(r"(?:[+o•·‣▪*-] )+(?=\S)|[+*•-]$")
_STEM = 5
"""Letters of a word that are compared: enough to join most inflections, in any language."""
_LINE_ENDS = re.compile("\r\n?|[\v\f\u2028]")
_MISREAD = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""Control codes that are printable letters in misread Windows text."""
_UNSEEN = {0xFEFF: None, 0xAD: None}
"""Marks of byte order and soft hyphens: no reader sees them, and no search finds a word across."""
_UNSENDABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
_PROSE = 11
_LONG = 30
_REMARK = 15


@dataclass(frozen=True)
class Line:
    """A line of a text, or a paragraph wrapped over several lines."""

    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words as written."""
        return tuple(_WORD.findall(self.text))

    @cached_property
    def length(self) -> int:
        """Count of words, reckoned from the characters in scripts without spaces."""
        unspaced = _UNSPACED.findall(self.text)
        if not unspaced:
            return len(self.words)
        spaced = _WORD.findall(_UNSPACED.sub(" ", self.text))
        return len(spaced) + sum(map(len, unspaced)) // _UNSPACED_WORD

    @cached_property
    def ended(self) -> bool:
        """Whether it ends as a sentence does, and is not cut short by dots."""
        bare = self.text.rstrip(_CLOSERS)
        return bool(_END.search(bare)) and not bare.endswith("..")

    @property
    def introduces(self) -> bool:
        """Whether it announces what follows, as before a list."""
        return self.text.endswith((":", "："))

    @property
    def quoted(self) -> bool:
        """Whether it opens with a quotation mark."""
        return self.text[0] in _OPENERS

    @cached_property
    def bulleted(self) -> bool:
        """Whether it is an item of a list that was rendered with a bullet."""
        return bool(_BULLET.match(self.text))

    @cached_property
    def lowered(self) -> float:
        """Share of words that do not open with a capital letter."""
        letters = [word for word in self.words if word[0].isalpha()]
        return sum(not word[0].isupper() for word in letters) / len(letters) if letters else 0.0

    @cached_property
    def tabular(self) -> bool:
        """Whether it is a row of figures."""
        figures = sum(word[0].isdigit() for word in self.words)
        return len(self.words) > 1 and figures * 2 >= len(self.words)

    @property
    def bare(self) -> str:
        """Text without the bullet of a list."""
        bullet = _BULLET.match(self.text)
        return self.text[bullet.end() :] if bullet else self.text

    @cached_property
    def key(self) -> str:
        """Text folded for looking up: no case, bullets, counts or ornaments; plain apostrophes."""
        text = _COUNT.sub("", self.bare.casefold().replace("’", "'"))
        return " ".join(_TRIM.sub("", text).split())

    @cached_property
    def stems(self) -> frozenset[str]:
        """First letters of its longer words, folded."""
        return frozenset(w.casefold()[:_STEM] for w in self.words if len(w) >= _STEM - 1)

    @cached_property
    def prose(self) -> bool:
        """Whether it reads as running text: a whole sentence at least."""
        if self.length < _PROSE or self.bulleted:
            return False
        return self.lowered >= 0.3 if self.ended else self.length >= _LONG and self.lowered >= 0.6  # noqa: PLR2004

    @cached_property
    def remark(self) -> bool:
        """Whether it reads as a sentence, even a short one, or as running text without its stop."""
        if self.bulleted:
            return self.ended and self.length > 5  # noqa: PLR2004
        return (self.ended and self.length > 1) or (self.length >= _REMARK and self.lowered >= 0.7)  # noqa: PLR2004


def cut(text: str, *, wrapped: bool = True) -> tuple[Line, ...]:
    """Split a text into its non-blank lines; wrapped prose stays in one piece."""
    rows = [row for row in map(str.strip, text.split("\n")) if row]
    if not wrapped or max(map(len, rows), default=0) > _WRAPPED_MOST:
        return tuple(map(Line, rows))
    return tuple(Line(text[start:end]) for start, end in split_paragraphs(text))


def normalise(text: str) -> str:
    """Unify line ends, and remove what no message can contain: controls, lone surrogates.

    So are embeddings and overrides of the direction of writing, which Telegram drops: elsewhere
    they would show a sentence backwards that a moderator has read forwards.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n").translate(_UNSEEN)
    return _UNSENDABLE.sub("", text.translate(_MISREAD))
