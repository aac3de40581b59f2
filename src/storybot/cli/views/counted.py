"""How many there are of something, as it is said in English."""


def counted(count: int, noun: str) -> str:
    """Return a number with a regular noun, given in the singular: "1 article", "2 articles"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
