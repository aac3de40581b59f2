"""Know picture captions and credits by the line."""

import re
from collections.abc import Sequence

from storybot.ingest.boilerplate.appeals import ATTRIBUTIONS
from storybot.ingest.lines import Line

_MARKED = re.compile(
    r"(?:image (?:caption|source|credit)|picture caption|photo caption|media caption|caption|"
    r"photo(?:graph|s)?(?: by)?|image|main image credit|credit|above|pictured?|"
    r"bild|foto|bildunterschrift|crédit photo|légende|imagen|fotografía|фото|снимок|fotoğraf)"
    r"\s*[:,|–-]|\[\d{1,2}/\d{1,2}\]",
    re.IGNORECASE,
)
_AGENCY = (
    r"(?:Getty(?: Images)?|Reuters|REUTERS|AFP|AP(?: Photo)?|EPA(?:-EFE)?|EFE|dpa|DPA|TASS|ТАСС|"
    r"PA(?: Media| Wire)?|РИА Новости|Sputnik|Xinhua|Bloomberg|Shutterstock|iStock|Alamy|"
    r"Rex(?: Features)?|Associated Press|Agence France-Presse|NurPhoto|"
    r"Anadolu(?: Agency| Ajansı)?|[Pp]icture [Aa]lliance|IMAGO|imago|Press Association|"
    r"Unsplash|Wikimedia(?: Commons)?)"
)
_CREDITED = re.compile(
    r"(?:\([^()/|]{2,60} ?[/|] ?[A-ZÀ-ÞА-Я][^()]{1,60}\)"
    r"|\((?:Photo|Image|Foto|Credit|Фото)[^()]{2,80}\)"
    rf"|[/|©—–-] ?{_AGENCY}|\bvia {_AGENCY}|\bREUTERS/[A-Z].{{2,80}}"
    r"|\b(?:[Pp][Hh]oto(?:graph)?|Image|Credit|Foto|Фото)(?:: ?|\.{3})[^.]{2,80})\.?$"
)
_CREDIT = re.compile(
    rf"(?:©|\(c\)|via )?\s?{_AGENCY}(?:\s?[/|,].*)?$"
    rf"|[^/|]{{2,50}}\s?[/|]\s?{_AGENCY}(?:$|\s?[/|])"
    r"|\((?:Photo|Image|Foto|Credit|Фото)[^()]{2,80}\)$"
    r"|(?:Photograph|Photo|Image|Credit|Foto|Фото)\s?:"
)
_HELD = re.compile(
    r"(?!.*(?:copyright|rights|rechte|droits|derechos|права|haklar|©.*©))"
    r"(?:\S+ ){4,}© ?[^\W\d_][^.!?\d]{1,60}$",
    re.IGNORECASE,
)
"""A description with the photographer behind it: "The mill on Monday. © Timo Redlich"."""
_PICTURES = r"(?:Pictures|Images|Photos|Photography|Imágenes|Fotos|Bilder)"
_SOURCE = re.compile(
    rf"(?:^|[^.!?…”“»] )\((?:(?:The )?{_AGENCY}|[^\W\d_][^()]{{1,40}} {_PICTURES})\)$"
)
_SHORT = 15
_CREDIT_MOST = 12
"""Maximum words of a line that is only a credit."""
_ABOVE_CREDIT = range(4, 46)
"""Words of a caption whose credit is the next line."""
_TAIL = 200


def is_credit(line: Line) -> bool:
    """Return whether a line is only a picture credit."""
    return line.length <= _CREDIT_MOST and not line.ended and bool(_CREDIT.match(line.text))


def is_caption(line: Line) -> bool:
    """Return whether a line is marked as belonging to a picture."""
    if line.length <= _SHORT and _SOURCE.search(line.text):
        return True
    if _MARKED.match(line.text) or _CREDITED.search(line.text[-_TAIL:]) or is_credit(line):
        return True
    described = "©" in line.text[-_TAIL:] and line.length in _ABOVE_CREDIT
    return described and bool(_HELD.fullmatch(line.text))


def is_lead_picture(lines: Sequence[Line], index: int) -> bool:
    """Return whether a line above a story is a caption, by itself or by the credit below it."""
    line = lines[index]
    if is_caption(line):
        return True
    if line.length not in _ABOVE_CREDIT or line.quoted or index + 1 == len(lines):
        return False
    return is_credit(lines[index + 1]) and not ATTRIBUTIONS.search(line.text)


def is_picture(lines: Sequence[Line], index: int) -> bool:
    """Return whether a line inside a story is a caption; a sentence is one only if marked."""
    return is_caption(lines[index]) or (not lines[index].ended and is_lead_picture(lines, index))
