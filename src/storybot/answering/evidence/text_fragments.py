"""Links that open a page at a sentence: URL text fragments.

Syntax: https://wicg.github.io/scroll-to-text-fragment/ — ``#:~:text=start,end``. Commas, ampersands
and hyphens have a meaning there, and `quote` leaves the hyphen alone.
"""

from urllib.parse import quote, urldefrag

_WHOLE = 120
"""Longest sentence named in full; of a longer one, its first and last words."""
_WORDS = 5
_OUTER = " \t\n\"'“”‘’«»„.!?…"


def sentence_link(url: str, sentence: str) -> str:
    """Return the URL with a text fragment for the sentence; an anchor in the URL is preserved."""
    text = " ".join(sentence.split()).strip(_OUTER)
    words = text.split()
    if len(text) > _WHOLE and len(words) > 2 * _WORDS:
        fragment = ",".join(_encode(" ".join(part)) for part in (words[:_WORDS], words[-_WORDS:]))
    else:
        fragment = _encode(text)
    page, anchor = urldefrag(url)
    return f"{page}#{anchor.partition(':~:')[0]}:~:text={fragment}"


def _encode(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
