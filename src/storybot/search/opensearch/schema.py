"""How passages lie in OpenSearch: their terms as they are, and their sentences as one value.

A document is a passage, under its id. Its terms are a keyword field of many values: the engine
analyses nothing, and counts each as often as it occurs. What exact scores need of the terms is
packed and only stored, and so are its sentences.
Words that may be misspelt stand in documents of their own, and so does the generation.
"""

from hashlib import blake2b
from typing import Any

from storybot.search.index import Reflected
from storybot.search.opensearch.cluster_url import ClusterUrl
from storybot.search.shelves import filed

GENERATION = "generation"
"""Id of the document that says which generation of the store the index reflects."""
K1, B = 1.5, 0.75
"""rank-bm25's parameters of BM25+."""
_LONGEST_TERM = 512
"""Characters of a term that is stored as it is; OpenSearch takes 32,766 bytes."""


def body(url: ClusterUrl) -> dict[str, Any]:
    """Return settings and mappings of a new index."""
    unseen = {"index": False, "doc_values": False, "store": True}
    return {
        "settings": {
            "number_of_shards": url.shards,
            "number_of_replicas": url.replicas,
            "refresh_interval": f"{url.refresh_ms}ms",
            # A late writer must find that what it adds was deleted since.
            "gc_deletes": "1h",
            "similarity": {"passages": {"type": "BM25", "k1": K1, "b": B}},
        },
        "mappings": {
            "dynamic": "strict",
            # All that is read back is stored by itself; the source would be as much again.
            "_source": {"enabled": False},
            "properties": {
                "terms": {
                    "type": "keyword",
                    "index_options": "freqs",
                    "norms": True,
                    "doc_values": False,
                    "use_similarity": True,
                    "similarity": "passages",
                },
                "length": {"type": "integer", "index": False},
                "occurrences": {"type": "binary", "store": True},
                "sentences": {"type": "binary", "store": True},
                "beside": {"type": "binary", "store": True},
                "shelf": {"type": "keyword", "doc_values": False},
                "word": {"type": "keyword", "index": False},
                "generation": {"type": "keyword", **unseen},
            },
        },
    }


def term_key(term: str) -> str:
    """Return a term as OpenSearch takes it: one that is too long, or no Unicode, by its hash."""
    octets = term.encode("utf-8", "surrogatepass")
    if len(term) <= _LONGEST_TERM and octets.decode("utf-8", "replace") == term:
        return term
    return f"#{blake2b(octets, digest_size=16).hexdigest()}"


def shelf_key(letter: str, length: int) -> str:
    """Return the name of a shelf of words; see `storybot.search.shelves`."""
    return f"{letter}{length}"


def shelf_of(word: str) -> str:
    """Return the name of the shelf that a word stands on."""
    return shelf_key(filed(word[0]), len(word))


def generation_text(generation: Reflected) -> str:
    """Return a generation as it is stored."""
    return ".".join(map(str, generation))


def read_generation(text: str) -> Reflected:
    """Return a generation that was stored."""
    return tuple(map(int, text.split(".")))
