"""Read names of writers from bylines and credits."""

import re

from storybot.ingest.lexicon import NETWORKS
from storybot.ingest.lines import Line
from storybot.ingest.metadata.calendar_words import DATE_WORDS, fold
from storybot.ingest.metadata.dates import find_date
from storybot.ingest.metadata.given_names import is_person

_PARTICLE_WORDS = """
de da di del della der den van von zu al el bin ibn ben la le du dos das ter ten
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_OTHER_WORDS = """
staff writer reporter reporters editor editors correspondent contributor contributors columnist
analyst special chief senior bureau agency agencies desk team newsroom redaktion politics news
world business sport sports opinion culture science health video photo photos live home menu share
save comments read more image getty images press media service services min published updated
posted key points highlights story admin a an of for in on at to with from your our this that how
why what who when the
"""
_NOT_NAMES = NETWORKS | frozenset(_OTHER_WORDS.split())
_BY = re.compile(
    r"(?:(?:words|written|story|reported|posted|analysis|opinion|text) "
    r"|(?:(?:ein|an?|une?|un) )?(?:artikel|beitrag|bericht|kommentar|article|artículo) )?"
    r"(?:by|von|par|por|di|автор[ы]?|текст|автор[иы]?|yazan|haber|texto|texte|text|autor(?:in)?|"
    r"auteure?|autori)\b(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_WORK_BY = re.compile(
    r"(?:[^\W\d_]{1,5} )?(?:gast|leit)?(?:kommentar|analyse|kolumne|meinung|reportage|essay|"
    r"interview|beitrag|artikel|rezension|kritik|porträt|tip+s|analysis|column|comment|opinion|report|review|"
    r"chronique|tribune|entretien|critique|análisis|columna|opinión|reportaje|entrevista|crítica|"
    r"анализ|мнение|колонка|репортаж|интервью|аналіз|думка|інтерв'ю) "
    r"(?:by|von|par|por|от|від) (?=[^\W\d_])",
    re.IGNORECASE,
)
"""What a person wrote, such as "Eine Analyse von": the name has to be a person's."""
_INNER_BY = re.compile(r"(?:^|[|·•,;:/–—-])\s*(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or)\s+(?=[A-ZÀ-Þ])")
_NICK = re.compile(
    r"(?:by|von|par|por|от|від)\s+(?P<name>[^\W\d_][\w.-]{2,29})(?=\s*(?:$|[|·/]|in\b))"
)
"""How blogs name who posted a dated entry."""
_CREDITED = re.compile(
    r"(?:(?:^|(?<=[\s|•·/,;:(–—-]))"
    r"(?:autor(?:in)?(?:/in)?|autor\*in|author|auteure?|autore|автор[ы]?|автор[иы]|yazar|"
    r"text|texto|texte|testo|текст|interview|redaktion)\s*(?::\s*|(?<=/in)\s+)"
    r"|(?:^|(?<=[|•·/–—-] )|(?<=\d )|(?<=[|•·/–—-]))"
    r"(?:(?:posted|written|published|geschrieben|beitrag|publié|escrito)\s.{0,30}?)?"
    r"\b(?:by|von|par|por)\s+)(?P<names>[^\W_].{1,60})",
    re.IGNORECASE,
)
"""Words that credit a writer anywhere in a line of credits."""
_CREDITED_MOST = 16
_ENDS_NAME = re.compile(
    r"\s*(?:[|•·()<>]|//|\s/\s|\s[-–—~]\s|,\s*(?=\d)|\bon\b|\bam\b|\bat\b|\ble\b|\bel\b|\d"
    r"|\b(?:Abgelegt|Kategorien?|Categories|Tagged|Foto|Photo|Datum|Date|Leave|Hinterlasse|Vom)\b)"
)
_NICKNAME = re.compile(r"[^\W\d_][\w.-]{2,29}")
_LEAD = re.compile(r"[*+•o·–-]\s+")
_ALONE = re.compile(
    r"(?:[^\W\d_]{2,15} )?(?:by|von|par|por|от|від)\s*:?"
    r"|(?:автор[иы]?|aut(?:h)?or(?:e|s|es|en|in|inn?en)?|autor[*:_/]in(?:nen)?|auteure?s?|yazar|text|texte|texto|testo|"
    r"текст)\s*:?",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:text|texte|texto|testo|текст|metin)\s*:?", re.IGNORECASE)
"""Such a word that may as well stand above the text itself: only a person's name signs below it."""
_CREDIT = re.compile(
    r"\bcontributed to this (?:report|article|story)\b"
    r"|^\(?(?:additional )?(?:reporting|writing|editing|edited|compiled|produced)\b.{0,40}\bby\b"
    r"|^\(?(?:mit material von|avec (?:l')?(?:afp|reuters)|con información de)\b"
    r"|^[a-z]{2,4}(?:/[A-Za-z]{2,8}){1,3}$",
    re.IGNORECASE,
)
_CREDIT_MOST = 60
_MARKED_MOST = 30
_NAME_MOST = 12
_BETWEEN = re.compile(r"\s*(?:[,;&]|\b(?:and|und|et|y|e|и|та|і|ve|with|mit)\b)\s*")
_PLACE = re.compile(r"\s(?:in|at|for|from|aus|à|en|в)\s.*")
_AFTER_NAME = re.compile(
    r"\s[-–—]\s|\s*[@|•·/(]|\s{2,}|(?<=[a-z])(?:Updated|Published|Staff)\b|\bUpdated\b"
    r"|\s(?:Staff|Senior|Chief|[A-Z][a-z]+ (?:editor|correspondent|reporter)|Editor|Reporter"
    r"|Correspondent|Kategorien?|Categories|Tagged|Leave|Hinterlasse)\b|\s(?:le|[Aa]m|[Oo]n|[Vv]om|um|at|el)\b"
    r"|\s\d"
)
_INITIAL = re.compile(r" [^\W\d_]\.$")
"""A family name of which only the initial is given: the stop belongs to it."""
_MOST_WORDS = 5
_OFFICE_MOST = 5
"""Words behind a name that tell its bearer's office: "Science editor", or the date."""


def is_credit(line: Line) -> bool:
    """Return whether a line credits a contributor to the story."""
    return line.length <= _CREDIT_MOST and bool(_CREDIT.search(line.text))


def opens_byline(line: Line) -> bool:
    """Return whether a line is the word "By", followed by the name on the next."""
    return bool(_ALONE.fullmatch(line.text))


def heads_text(line: Line) -> bool:
    """Return whether a line only says that a text follows: "Text:"."""
    return line.introduces and bool(_HEADING.fullmatch(line.text))


def signs_below(above: Line, line: Line) -> bool:
    """Return whether a line below the word "By" is whose the story is; any may be a newsroom's."""
    if not opens_byline(above):
        return False
    return not _HEADING.fullmatch(above.text) or is_of_person(line)


def is_marked(line: Line) -> bool:
    """Return whether a line opens with "By" and a name, or is a name and its handle."""
    if line.length > _MARKED_MOST or line.prose:
        return False
    text = _bare(line.text)
    if _BY.match(text) or _WORK_BY.match(text):
        return bool(authors(line))
    name, handle, _ = text.partition("@")
    return bool(handle) and _is_name(name)


def is_name(line: Line) -> bool:
    """Return whether a line could be only the names of people."""
    if not 2 <= line.length <= _NAME_MOST or line.ended or line.quoted:  # noqa: PLR2004
        return False
    return all(_is_name(_PLACE.sub("", part)) for part in _BETWEEN.split(_bare(line.text)))


def is_of_person(line: Line) -> bool:
    """Return whether a line is the name of a person, perhaps with an office or the date."""
    if not 2 <= line.length <= _NAME_MOST or line.quoted:  # noqa: PLR2004
        return False
    names = authors(line)
    if not names or not is_person(names[0]) or not _bare(line.text).startswith(names[0]):
        return False
    return is_name(line) or len(line.words) <= len(names[0].split()) + _OFFICE_MOST


def authors(line: Line) -> tuple[str, ...]:
    """Read the names in a byline, in their order, as they are written."""
    bare = _bare(line.text)
    text = side = _without_date(bare)
    marked = _BY.match(text) or _INNER_BY.search(text)
    if not marked and (work := _WORK_BY.match(text)):
        text = text[work.end() :]
        if not is_person(_first_name(text)):
            return ()
    elif marked:
        text = text[marked.end() :]
    names: list[str] = []
    for part in _BETWEEN.split(text):
        name = _first_name(part)
        if _is_name(name) or (marked and not names and _is_single(name)):
            names.append(name)
        elif names:
            break
    if not names and side != bare and (nick := _NICK.match(side)):
        names.append(nick["name"])
    return tuple(dict.fromkeys(names))


def _first_name(part: str) -> str:
    name = _AFTER_NAME.split(_PLACE.sub("", part))[0].strip(" :-–—()")
    name = name if _INITIAL.search(name) else name.strip(". ")
    words = name.split()
    tail = (i for i in range(2, len(words)) if len(words[i]) > 3 and fold(words[i]) in DATE_WORDS)  # noqa: PLR2004
    end = next(tail, None)
    return name if end is None else " ".join(words[:end])


def credited(line: Line) -> tuple[str, ...]:
    """Return the names after a word such as "Author:", anywhere in a short line beside a story.

    Blogs sign with a nickname: one word is a name where a date stands in the same line, or where
    the word before it says "author".
    """
    if line.length > _CREDITED_MOST or line.prose:
        return ()
    dated = find_date(line.text)
    for match in _CREDITED.finditer(line.text):
        start, end = match.span("names")
        if dated and start < dated.span.start:
            end = min(end, dated.span.start)
        text = _ENDS_NAME.split(line.text[start:end])[0].strip(" ,:")
        parts = map(_first_name, _BETWEEN.split(text))
        if names := tuple(name for name in parts if _is_name(name)):
            return names
        nick = text.strip(".")
        if (dated or ":" in match[0]) and _NICKNAME.fullmatch(nick) and _is_no_word(nick):
            return (nick,)
    return ()


def _is_no_word(text: str) -> bool:
    return text.casefold() not in _NOT_NAMES and text.casefold() not in _PARTICLES


def _bare(text: str) -> str:
    lead = _LEAD.match(text)
    return text[lead.end() :] if lead else text


def _without_date(text: str) -> str:
    """Return the side of a date that contains the names."""
    found = find_date(text)
    if not found:
        return text
    before = text[: found.span.start].strip()
    after = text[found.span.end :].strip(" ·|,–—-")
    behind = _INNER_BY.search(after) or _NICK.match(after) or not any(map(str.isalpha, before))
    return after if behind and not _BY.match(before) else before


def _is_name(text: str) -> bool:
    words = text.strip(" .").split()
    if not 2 <= len(words) <= _MOST_WORDS or words[-1].casefold() in _PARTICLES:  # noqa: PLR2004
        return False
    return all(
        (_is_capitalised(word) and word.casefold() not in _NOT_NAMES)
        or word.casefold() in _PARTICLES
        for word in words
    )


def _is_capitalised(word: str) -> bool:
    letters = word.translate({ord(mark): None for mark in "'’.-"})
    return letters.isalpha() and word[0].isupper()


def _is_single(text: str) -> bool:
    return text.isalpha() and text[0].isupper() and text.casefold() not in _NOT_NAMES
