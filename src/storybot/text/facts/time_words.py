"""The words for months, days and spans of time, by language: data only.

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

SPANS: dict[str, dict[str, str]] = {
    "en": {
        "latest": r"latest|newest|most recent(?:ly)?|recently|lately|currently|nowadays|so far"
        r"|right now|at the moment|now|any (?:news|updates?)|up to date",
        "day": r"today|tonight|this (?:morning|afternoon|evening)",
        "day 1": r"yesterday|last night",
        "week": r"this week", "week 1": r"last week|previous week",
        "month": r"this month", "month 1": r"last month|previous month",
        "year": r"this year", "year 1": r"last year|previous year",
    },
    "de": {
        "latest": r"neueste[nrs]?|aktuell(?:e[nrs]?)?|derzeit|zurzeit|momentan|jetzt|zuletzt"
        r"|kürzlich|bisher",
        "day": r"heute", "day 1": r"gestern", "day 2": r"vorgestern",
        "week": r"diese[rn]? woche", "week 1": r"(?:letzte|vergangene|vorige)[rn]? woche",
        "month": r"diese[nsm] monat", "month 1": r"(?:letzten|vergangenen|vorigen) monat",
        "year": r"dieses jahr|in diesem jahr",
        "year 1": r"(?:letzte|vergangene|vorige)[sn] jahr",
    },
    "fr": {
        "latest": r"derni(?:er|ère|ers|ères) (?:nouvelles?|infos?|informations?)|récemment"
        r"|actuellement|maintenant|en ce moment|plus récente?s?",
        "day": r"aujourd'hui|ce (?:matin|soir)", "day 1": r"hier", "day 2": r"avant-hier",
        "week": r"cette semaine", "week 1": r"(?:la )?semaine (?:dernière|passée)",
        "month": r"ce mois(?:-ci)?", "month 1": r"(?:le )?mois (?:dernier|passé)",
        "year": r"cette année", "year 1": r"l'an(?:née)? (?:dernière?|passée?)",
    },
    "es": {
        "latest": r"últim[ao]s? (?:noticias?|hora)|más recientes?|recientemente|actualmente|ahora"
        r"|últimamente",
        "day": r"hoy|esta (?:mañana|tarde|noche)", "day 1": r"ayer|anoche", "day 2": r"anteayer",
        "week": r"esta semana", "week 1": r"(?:la )?semana pasada",
        "month": r"este mes", "month 1": r"(?:el )?mes pasado",
        "year": r"este año", "year 1": r"(?:el )?año pasado",
    },
    "ru": {
        "latest": r"последн(?:ие|яя|ее|их|юю) новост\w*|сейчас|теперь|недавно|на данный момент"
        r"|пока|новейш\w+",
        "day": r"сегодня", "day 1": r"вчера", "day 2": r"позавчера",
        "week": r"(?:на )?этой неделе", "week 1": r"(?:на )?прошлой неделе",
        "month": r"(?:в )?этом месяце", "month 1": r"(?:в )?прошлом месяце",
        "year": r"(?:в )?этом году", "year 1": r"(?:в )?прошлом году",
    },
    "uk": {
        "latest": r"останн(?:і|я|іх|ю) новин\w*|зараз|тепер|нещодавно|наразі|поки що|найновіш\w+",
        "day": r"сьогодні", "day 1": r"вчора|учора", "day 2": r"позавчора",
        "week": r"(?:на )?ц(?:ьому|ього) тижн[іня]", "week 1": r"минулого тижня",
        "month": r"цього місяця", "month 1": r"минулого місяця",
        "year": r"цього року", "year 1": r"минулого року|торік",
    },
    "tr": {
        "latest": r"son (?:haber\w*|durum\w*|gelişme\w*)|en son|şu anda?|şimdi|güncel|geçenlerde",
        "day": r"bugün|bu (?:sabah|akşam)", "day 1": r"dün", "day 2": r"evvelsi gün",
        "week": r"bu hafta", "week 1": r"geçen hafta",
        "month": r"bu ay", "month 1": r"geçen ay",
        "year": r"bu yıl|bu sene", "year 1": r"geçen (?:yıl|sene)",
    },
}  # fmt: skip
"""Units of a span that ends now or, with a number, that many units ago."""

UNITS: dict[str, dict[str, str]] = {
    "en": {"day": r"days?", "week": r"weeks?", "month": r"months?", "year": r"years?"},
    "de": {"day": r"tage?n?", "week": r"wochen?", "month": r"monate?n?", "year": r"jahre?n?"},
    "fr": {"day": r"jours?", "week": r"semaines?", "month": r"mois", "year": r"ans?|années?"},
    "es": {"day": r"días?|dias?", "week": r"semanas?", "month": r"mes(?:es)?", "year": r"años?"},
    "ru": {"day": r"день|дня|дней", "week": r"недел[яиюь]", "month": r"месяц(?:а|ев)?",
           "year": r"год|года|лет"},
    "uk": {"day": r"день|дні|днів", "week": r"тиж(?:день|ні|нів)", "month": r"місяц[ья]|місяців",
           "year": r"рік|роки|років"},
    "tr": {"day": r"gün", "week": r"hafta", "month": r"ay", "year": r"yıl|sene"},
}  # fmt: skip

AGO: dict[str, str] = {
    "en": "{} ago", "de": "vor {}", "fr": "il y a {}", "es": "hace {}", "ru": "{} назад",
    "uk": "{} тому", "tr": "{} önce",
}  # fmt: skip
"""Expressions of elapsed time; the braces are a number and a unit."""

PAST: dict[str, str] = {
    "en": "(?:last|past|previous) {}", "de": "(?:letzten?|vergangenen) {}",
    "fr": "{} derni(?:ers|ères)",
    "es": "últim[ao]s {}", "ru": "последни[ехй] {}", "uk": "останн(?:і|іх|ній) {}",
    "tr": "son {}",
}  # fmt: skip
"""Expressions of the last so many units; one, if without a number."""

FROM: dict[str, str] = {
    "en": "since|after|from", "de": "seit|nach|ab", "fr": "depuis|après", "es": "desde|después de",
    "ru": "с|после", "uk": "з|від|після", "tr": "",
}  # fmt: skip
BEFORE: dict[str, str] = {
    "en": "before", "de": "vor", "fr": "avant", "es": "antes de", "ru": "до", "uk": "до", "tr": "",
}  # fmt: skip
UNTIL: dict[str, str] = {
    "en": "until|till|by", "de": "bis", "fr": "jusqu'en|jusqu'à", "es": "hasta", "ru": "к|по",
    "uk": "по", "tr": "",
}  # fmt: skip
"""Words before a time that is a limit, not the whole."""
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
