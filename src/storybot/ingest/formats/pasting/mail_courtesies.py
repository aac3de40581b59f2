"""Know where the letter around a mailed article begins and ends: the greeting, and the farewell."""

import re

_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|"
    r"guten (?:tag|morgen|abend)|hallo|moin|liebe[rs]?|sehr geehrte[rs]?|"
    r"bonjour|bonsoir|madame|monsieur|ch[eè]re?s?|"
    r"hola|estimad[oa]s?|querid[oa]s?|buen[oa]s (?:días|tardes|noches)|"
    r"здравствуйте|добрый (?:день|вечер)|доброе утро|уважаем\w+|дорог\w+|"
    r"вітаю|доброго дня|добрий (?:день|вечір)|шановн\w+|"
    r"merhaba|selam|sayın|değerli|iyi (?:günler|akşamlar))\b[^.?]*[,!:]",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?:(?:(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many thanks and) )?regards|"
    r"(?:all the |with )?best(?: wishes)?|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|"
    r"cheers|(?:many )?thanks|thank you|"
    r"(?:mit )?(?:(?:freundliche[nm]?|beste[nm]?|herzliche[nm]?|liebe[nm]?|viele[nm]?|schöne[nm]?)"
    r" )gr(?:uß|uss|üßen?|üssen?)|mfg|hochachtungsvoll|"
    r"(?:bien |très )?cordialement|bien à vous|(?:sincères |meilleures )?salutations|"
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un abrazo|"
    r"с уважением|с наилучшими пожеланиями|всего доброго|"
    r"з повагою|з найкращими побажаннями|"
    r"(?:en iyi dileklerimle|saygılar(?:ımla|ımızla)?|iyi çalışmalar|sevgiler(?:le|imle)?))"
    r"(?:[,.!]?|, (?:[^\W\d_][\w.-]*+ ?){1,3})",
    re.IGNORECASE,
)
_GREETING_MOST = 6
"""Words of a greeting."""
_SIGNATURE_MOST = 15
"""Lines below a farewell: more of them are no signature."""


def take(body: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the body of a mail without them, and the lines that are taken off at both ends."""
    lines = [line.strip() for line in body.split("\n")]
    filled = [index for index, line in enumerate(lines) if line]
    start, end = 0, len(lines)
    if filled and _is_greeting(lines[filled[0]]):
        start = filled[0] + 1
    for index in filled[1:][-_SIGNATURE_MOST - 1 :]:
        # An article that is longer may stand below the signature of who sends it.
        if _FAREWELL.fullmatch(lines[index]) and _words(lines[index:]) < _words(lines[start:index]):
            end = index
            break
    if not any(lines[start:end]):
        return body, (), ()
    kept = "\n".join(body.split("\n")[start:end])
    return kept, tuple(filter(None, lines[:start])), tuple(filter(None, lines[end:]))


def _is_greeting(line: str) -> bool:
    return len(line.split()) <= _GREETING_MOST and bool(_GREETING.fullmatch(line))


def _words(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)
