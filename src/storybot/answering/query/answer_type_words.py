"""Classify the expected answer type of questions in languages other than English."""

import re
from functools import cache

_KINDS: dict[str, dict[str, str]] = {
    "de": {
        "who": r"wer|wen|wem|wessen|mit wem|welcher (?:mann|minister|präsident|politiker)",
        "when": r"wann|(?:in )?welche[ms] jahr|(?:an )?welche[mr] tag|(?:zu )?welchem zeitpunkt",
        "where": r"wo|wohin|woher|(?:in )?welche[ms] (?:land|ort)|(?:in )?welcher stadt",
        "why": r"warum|weshalb|wieso|wozu|aus welchem grund",
        "how_many": r"wie ?vielen?|welche anzahl",
        "how_much": r"wie ?viel|wie hoch|welche summe",
        "how_long": r"wie lange?|seit wann",
        "how": r"wie",
        "what": r"was|welche[nmrs]?|wof[uü]r|wovon|woran|womit|worüber|wogegen|worum",
    },
    "fr": {
        "who": r"qui|(?:à|de|avec|par|pour) qui",
        "when": r"quand|(?:en )?quelle (?:année|date)|(?:à )?quel (?:moment|jour)",
        "where": r"où|d'où|(?:dans |en )?quel(?:le)? (?:pays|ville|lieu|endroit)",
        "why": r"pourquoi|pour quelles? raisons?",
        "how_many": r"combien (?:de |d')(?!temps)\w+|quel (?:est le )?nombre",
        "how_much": r"combien|quel (?:montant|prix)",
        "how_long": r"combien de temps|depuis (?:quand|combien de temps)",
        "how": r"comment",
        "what": r"qu'est-ce (?:que|qui)|qu'est-ce qu'|que|quoi|quel(?:le)?s?|lequel|laquelle",
        "yes_no": r"est-ce (?:que|qu')|est-il vrai",
    },
    "es": {
        "who": r"qui[eé]n(?:es)?|(?:a|de|con|por) qui[eé]n(?:es)?",
        "when": r"cu[aá]ndo|(?:en )?qu[eé] (?:año|fecha|día|mes)",
        "where": r"(?:a|de)?d[oó]nde|(?:en )?qu[eé] (?:país|ciudad|lugar)",
        "why": r"por qu[eé]|para qu[eé]|por qu[eé] (?:razón|motivo)",
        "how_many": r"cu[aá]nt[oa]s",
        "how_much": r"cu[aá]nt[oa]",
        "how_long": r"cu[aá]nto tiempo|desde cu[aá]ndo",
        "how": r"c[oó]mo",
        "what": r"qué|cu[aá]l(?:es)?",
        "yes_no": r"es (?:verdad|cierto) que",
    },
    "ru": {
        "who": r"кто|кого|кому|кем|о ком|чей|чья|чье|чьи",
        "when": r"когда|(?:в )?как(?:ом|ой) (?:год\w*|дат\w*|день)|какого числа|(?:в )?какой день",
        "where": r"где|куда|откуда|(?:в )?как(?:ой|ом|ую) (?:стран\w+|город\w*|мест\w+)",
        "why": r"почему|зачем|отчего|по какой причине|из-за чего",
        "how_many": r"сколько|какое количество",
        "how_much": r"сколько (?:стоит|стоил\w*|денег|рубл\w+|доллар\w+)|какова? (?:цена|сумма)",
        "how_long": r"как долго|сколько (?:времени|длил\w+|продлил\w+)|как давно|с каких пор",
        "how": r"как|каким образом",
        "what": r"что|чего|чему|чем|о чем|как(?:ой|ая|ое|ие|ого|ому|ую|им|их|ими)|каков[аоы]?",
        "yes_no": r"ли|разве|неужели|правда ли",
    },
    "uk": {
        "who": r"хто|кого|кому|ким|чий|чия|чиє|чиї",
        "when": r"коли|(?:у |в )?яко(?:му|го) (?:році|року|дня)|якого числа",
        "where": r"де|куди|звідки|(?:у |в )?якій (?:країні|області)|(?:у |в )?якому міс[тц]і",
        "why": r"чому|навіщо|з якої причини|через що",
        "how_many": r"скільки|яка кількість",
        "how_much": r"скільки (?:кошту\w+|грошей|гривень|доларів)|яка (?:ціна|сума)",
        "how_long": r"як довго|скільки (?:часу|триває|тривал\w+)|відколи|як давно",
        "how": r"як|яким чином",
        "what": r"що|чого|чим|як(?:ий|а|е|і|ого|ому|у|их|ими|ої)",
        "yes_no": r"чи|хіба|невже",
    },
    "tr": {
        "who": r"kim(?:i|e|in|ler|den|le)?",
        "when": r"ne zaman|hangi (?:yıl|tarih|gün|ay)\w*|kaç yılında",
        "where": r"nere(?:de|ye|den|si|li)\w*|hangi (?:ülke|şehir|kent|yer)\w*",
        "why": r"neden|niçin|niye|ne için|hangi (?:nedenle|sebeple)",
        "how_many": r"kaç(?:ı|a)?(?! (?:para|lira|dolar))|ne kadar sayıda",
        "how_much": r"ne kadar[ae]?|kaç (?:para|lira|dolar)",
        "how_long": r"ne kadar (?:sür|zaman)\w*|kaç (?:yıl|gün|ay|saat|hafta) sür\w+",
        "how": r"nasıl",
        "what": r"ne|neyi|neye|nedir|neler|hangi(?:si|leri)?",
        "yes_no": r"m[ıiuü](?:dır|dir|dur|dür|ydı|ydi|yim|sin|sınız|siniz)?",
    },
}
"""Words of each type; of several that match at one position the longest counts."""

_LEAD = re.compile(r"^[\W_]*")


def question_kind(text: str, language: str) -> str:
    """Return the expected answer type.

    It is who, when, where, why, how_many, how_much, how_long, how, what, yes_no or other; also
    other for a language without word lists, English included.
    """
    low = _lower(text, language)
    found = [
        (match.start(), -len(match.group()), kind)
        for kind, pattern in _patterns(language)
        if (match := pattern.search(low))
    ]
    if found:
        return min(found)[2]
    is_asked = language in _KINDS and "?" in low and " " in low.rstrip(" ?")
    return "yes_no" if is_asked else "other"


def _lower(text: str, language: str) -> str:
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    low = " ".join(text.casefold().replace("’", "'").replace("ё", "е").split())
    low = _LEAD.sub("", low)
    return "qué" + low[3:] if language == "es" and low.startswith("que ") else low


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(rf"(?<![\w-])(?:{words})(?!\w)"))
        for kind, words in _KINDS.get(language, {}).items()
    )
