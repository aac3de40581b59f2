"""The words for months, days and numbers, by language: data only.

Patterns are matched in lower case, between word boundaries.
"""

MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
        "august aug", "september sept sep", "october oct", "november nov", "december dec",
    ),
    "de": (
        "januar jänner jan", "februar feber feb", "märz", "april apr", "mai", "juni", "juli",
        "august aug", "september sept sep", "oktober okt", "november nov", "dezember dez",
    ),
    "fr": (
        "janvier janv", "février fevrier févr", "mars", "avril", "mai", "juin", "juillet juil",
        "août aout", "septembre sept", "octobre oct", "novembre nov", "décembre decembre déc",
    ),
    "es": (
        "enero ene", "febrero feb", "marzo", "abril abr", "mayo", "junio jun", "julio jul",
        "agosto", "septiembre setiembre sept", "octubre oct", "noviembre nov", "diciembre dic",
    ),
    "ru": (
        "январь января январе", "февраль февраля феврале", "март марта марте",
        "апрель апреля апреле", "май мая мае", "июнь июня июне", "июль июля июле",
        "август августа августе", "сентябрь сентября сентябре", "октябрь октября октябре",
        "ноябрь ноября ноябре", "декабрь декабря декабре",
    ),
    "uk": (
        "січень січня січні", "лютий лютого лютому", "березень березня березні",
        "квітень квітня квітні", "травень травня травні", "червень червня червні",
        "липень липня липні", "серпень серпня серпні", "вересень вересня вересні",
        "жовтень жовтня жовтні", "листопад листопада листопаді", "грудень грудня грудні",
    ),
    "tr": (
        "ocak ocakta", "şubat şubatta", "mart martta", "nisan nisanda", "mayıs mayısta",
        "haziran haziranda", "temmuz temmuzda", "ağustos ağustosta", "eylül eylülde",
        "ekim ekimde", "kasım kasımda", "aralık aralıkta",
    ),
}  # fmt: skip
"""Twelve rows of forms, January first."""

WEEKDAYS: dict[str, tuple[str, ...]] = {
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "de": ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag sonnabend",
           "sonntag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles miercoles", "jueves", "viernes", "sábado sabado",
           "domingo"),
    "ru": ("понедельник понедельника", "вторник вторника", "среда среду среды",
           "четверг четверга", "пятница пятницу пятницы", "суббота субботу субботы",
           "воскресенье воскресенья"),
    "uk": ("понеділок понеділка", "вівторок вівторка", "середа середу середи",
           "четвер четверга", "п'ятниця п'ятницю п'ятниці", "субота суботу суботи",
           "неділя неділю неділі"),
    "tr": ("pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"),
}  # fmt: skip
"""Seven rows of forms, Monday first."""

COUNTS: dict[str, str] = {
    "en": "a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    "|fifteen|sixteen|seventeen|eighteen|nineteen|twenty",
    "de": "einem einer einen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn"
    "|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig",
    "fr": "un une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze"
    "|seize|dix-sept|dix-huit|dix-neuf|vingt",
    "es": "un una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    "|dieciséis|diecisiete|dieciocho|diecinueve|veinte",
    "ru": "один одну одна|два две двух двое|три трех трое|четыре четырех четверо|пять пяти пятеро"
    "|шесть шести шестеро|семь семи семеро|восемь восьми|девять девяти|десять десяти"
    "|одиннадцать одиннадцати|двенадцать двенадцати|тринадцать тринадцати"
    "|четырнадцать четырнадцати|пятнадцать пятнадцати|шестнадцать шестнадцати"
    "|семнадцать семнадцати|восемнадцать восемнадцати|девятнадцать девятнадцати"
    "|двадцать двадцати",
    "uk": "один одну одна|два дві двох двоє|три трьох троє|чотири чотирьох четверо"
    "|п'ять п'яти п'ятеро|шість шести шестеро|сім семи семеро|вісім восьми|дев'ять дев'яти"
    "|десять десяти|одинадцять одинадцяти|дванадцять дванадцяти|тринадцять тринадцяти"
    "|чотирнадцять чотирнадцяти|п'ятнадцять п'ятнадцяти|шістнадцять шістнадцяти"
    "|сімнадцять сімнадцяти|вісімнадцять вісімнадцяти|дев'ятнадцять дев'ятнадцяти"
    "|двадцять двадцяти",
    "tr": "bir|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|on|on bir|on iki|on üç|on dört|on beş"
    "|on altı|on yedi|on sekiz|on dokuz|yirmi",
}
"""Spelled-out numbers from one on."""
TENS: dict[str, str] = {
    "en": "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety",
    "de": "zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig",
    "fr": "vingt|trente|quarante|cinquante|soixante|septante|huitante|nonante",
    "es": "veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa",
    "ru": "двадцать двадцати|тридцать тридцати|сорок сорока|пятьдесят пятидесяти"
    "|шестьдесят шестидесяти|семьдесят семидесяти|восемьдесят восьмидесяти|девяносто",
    "uk": "двадцять двадцяти|тридцять тридцяти|сорок сорока|п'ятдесят п'ятдесяти"
    "|шістдесят шістдесяти|сімдесят сімдесяти|вісімдесят вісімдесяти|дев'яносто",
    "tr": "yirmi|otuz|kırk|elli|altmış|yetmiş|seksen|doksan",
}
"""Spelled-out tens from twenty on."""
