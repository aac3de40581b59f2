"""The words that are a quantity or a time by themselves, by language: data only."""

from storybot.text.facts.quantity.words import COMPOSED

ALONE: dict[str, dict[str, str]] = {
    "clock": {
        "en": "noon midday midnight", "de": "mitternacht mittag mittags mitternachts",
        "fr": "minuit midi", "es": "medianoche mediodía", "ru": "полночь полдень полночи полудню",
        "uk": "опівночі опівдні полудень полудня півночі", "tr": "geceyarısı öğlen öğle öğlene",
    },
    "frequency": {
        "en": "daily weekly monthly yearly annually hourly nightly fortnightly twice thrice",
        "de": "täglich wöchentlich monatlich jährlich stündlich halbjährlich vierteljährlich "
        "mehrmals",
        "fr": "quotidiennement hebdomadairement mensuellement annuellement",
        "es": "diariamente semanalmente mensualmente anualmente",
        "ru": "ежедневно еженедельно ежемесячно ежегодно ежечасно дважды трижды четырежды",
        "uk": "щодня щотижня щомісяця щороку щогодини щоденно щоночі двічі тричі",
    },
    "duration": {
        "en": "decade decades century centuries fortnight overnight",
        "de": "jahrzehnt jahrzehnte jahrzehnten jahrhundert stundenlang tagelang wochenlang "
        "monatelang jahrelang minutenlang",
        "fr": "décennie décennies siècle siècles", "es": "década décadas siglo siglos lustro",
        "ru": "десятилетие десятилетия столетие полгода полчаса полдня",
        "uk": "десятиліття століття півроку півгодини", "tr": "onyıl yüzyıl",
    },
    "age": {
        "en": "septuagenarian octogenarian nonagenarian centenarian",
        "fr": "quadragénaire quinquagénaire sexagénaire septuagénaire octogénaire nonagénaire",
        "es": "sexagenario sexagenaria septuagenario septuagenaria octogenario octogenaria "
        "nonagenario nonagenaria",
    },
    "number": {"es": "nadie", "tr": "kimse hiçbiri hiçkimse"},
}  # fmt: skip
"""Words that are a quantity or a time without a number, by kind of filler, then by language."""

_GERMAN = COMPOSED["de"]
_RUSSIAN = (
    "(?:одно|двух|трех|трёх|четырех|четырёх|пяти|шести|семи|восьми|девяти|десяти|"
    "(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцати|"
    "двадцати|тридцати|сорока|пятидесяти|шестидесяти|семидесяти|восьмидесяти|девяносто|полутора)+"
)
_UKRAINIAN = (
    "(?:одно|дво|двох|три|трьох|чотири|чотирьох|п['’ʼ]яти|шести|семи|восьми|дев['’ʼ]яти|десяти|"
    "(?:оди|два|три|чотир|п['’ʼ]ят|шіст|сім|вісім|дев['’ʼ]ят)надцяти|двадцяти|тридцяти|сорока|"
    "п['’ʼ]ятдесяти|шістдесяти|сімдесяти|вісімдесяти)+"
)
WRITTEN_AS_ONE: dict[str, dict[str, str]] = {
    "de": {
        "age": _GERMAN + "jährige[nrsm]?",
        "duration": _GERMAN + "(?:minütige|stündige|tägige|wöchige|monatige)[nrsm]?",
        "frequency": "(?!einmal)" + _GERMAN + "mal",
        "length": _GERMAN + "(?:meter|kilometer)",
        "date": "(?:zwan|vier|fünf|sech|sieb|acht|neun)ziger|drei(?:ß|ss)iger|"
        "(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
        "(?:früh|morgen|vormittag|mittag|nachmittag|abend|nacht)s?",
    },
    "ru": {
        "age": _RUSSIAN + "летн[а-я]+",
        "duration": _RUSSIAN + "(?:минутн|часов|дневн|недельн|месячн)[а-я]+",
        "length": _RUSSIAN + "метров[а-я]+",
    },
    "uk": {
        "age": _UKRAINIAN + "річн[а-яіїє]+",
        "duration": _UKRAINIAN + "(?:хвилинн|годинн|денн|тижнев|місячн)[а-яіїє]+",
        "length": _UKRAINIAN + "метров[а-яіїє]+",
    },
}
"""Numbers written as one word with what they are of, as patterns: fünftägiger, девятилетний."""

PHRASES: dict[str, dict[str, str]] = {
    "date": {
        "en": "day|before day|after boxing|day new|year's|day new|year's|eve good|friday "
        "bank|holiday christmas|eve",
        "fr": "cet|été fin|de|semaine jour|de|l'an week|end",
        "es": "fin|de|semana semana|santa año|nuevo",
        "ru": "новый|год", "uk": "новий|рік",
        "tr": "hafta|sonu hafta|sonunda hafta|sonunu evvelki|gün önceki|gün "
        "doksanların|sonunda doksanların|başında seksenlerin|sonunda seksenlerin|başında",
    },
    "frequency": {"es": "a|diario"},
    "clock": {"tr": "gece|yarısı gece|yarısında gece|yarısından"},
}  # fmt: skip
"""Words in a row that are a quantity or a time, as they are written; a line stands for a space.

No word that most sentences have should come first.
"""
