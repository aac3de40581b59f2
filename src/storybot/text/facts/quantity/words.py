"""The words that tell what a number is of, by language: data only.

Base forms and abbreviations; ask for them as terms, so that inflected forms are found.
"""

UNITS: dict[str, dict[str, str]] = {
    "percent": {
        "en": "percent percentage", "de": "prozent prozentpunkt", "fr": "pourcent",
        "es": "porciento por|ciento", "ru": "процент процента процентов", "uk": "відсоток "
        "відсотка відсотків",
        "tr": "yüzde",
    },
    "money": {
        "en": "dollar euro pound cent yen yuan rupee shilling crore lakh peso franc rouble ruble "
        "lira hryvnia pence penny quid usd eur gbp crown krona kronor krone kroner koruna zloty "
        "forint dirham dinar rial riyal shekel baht rupiah ringgit naira cedi leu lei lev tenge "
        "lari dram dong taka renminbi p",
        "de": "euro dollar franken rappen rubel lira pfund cent yuan yen krone hrywnja eur usd chf "
        "zloty forint dirham dinar rial schekel peso rupie baht tenge leu lei lew "
        "schilling groschen",
        "fr": "euro euros dollar dollars franc francs livre livres rouble yuan yen centime eur "
        "couronne peso roupie zloty forint dirham dinar rial shekel hryvnia naira",
        "es": "euro euros dólar dólares peso pesos libra libras rublo yuan yen centavo "
        "céntimo eur usd "
        "corona franco lira rupia esloti dírham dinar séquel bolívar guaraní quetzal "
        "lempira grivna",
        "ru": "рубль доллар евро юань лира фунт гривна гривня цент копейка тенге руб крона иена "
        "франк злотый форинт дирхам динар шекель песо рупия лари лей сом манат",
        "uk": "гривня гривень гривні долар євро юань ліра фунт цент копійка рубль грн злотий "
        "крона франк форинт дирхам динар шекель песо рупія єна лей ларі",
        "tr": "lira dolar avro euro ruble yuan sterlin kuruş tl frank kron yen peso rupi dirhem "
        "dinar riyal şekel zloti grivna manat tenge liralık dolarlık avroluk",
    },
    "duration": {
        "en": "year month week day hour minute second night century decade fortnight season "
        "min mins hr hrs sec secs",
        "de": "jahr monat woche tag stunde minute sekunde nacht jahrhundert jahrzehnt saison "
        "std min sek",
        "fr": "an ans année années mois semaine jour jours heure heures minute seconde nuit "
        "siècle saison min",
        "es": "año años mes meses semana día días hora horas minuto segundo noche "
        "siglo década temporada centésima centésimas milésima milésimas min",
        "ru": "год лет месяц неделя день дней час минута секунда ночь век столетие десятилетие "
        "сутки сезон полгода мин сек",
        "uk": "рік років роки місяць тиждень тижні день днів година хвилина секунда ніч століття "
        "десятиліття доба сезон хв сек",
        "tr": "yıl sene ay hafta gün saat dakika saniye gece yüzyıl sezon yıllık aylık "
        "haftalık günlük "
        "saatlik dakikalık saniyelik dk sn",
    },
    "length": {
        "en": "km kilometre kilometer mile metre meter cm mm foot feet inch yard centimetre",
        "de": "km kilometer meter zentimeter millimeter meile fuss",
        "fr": "km kilomètre mètre centimètre millimètre pied",
        "es": "km kilómetro metro centímetro milímetro milla pie",
        "ru": "км километр километра километров метр метра метров сантиметр миллиметр миля фут см",
        "uk": "км кілометр кілометрів метр метрів сантиметр міліметр миля фут см",
        "tr": "km kilometre metre santimetre milimetre mil santim kilometrelik metrelik santimlik",
    },
    "area": {
        "en": "hectare acre km2 m2 ft2", "de": "hektar quadratkilometer quadratmeter",
        "fr": "hectare km2 m2", "es": "hectárea km2 m2", "ru": "гектар га км2 м2",
        "uk": "гектар га км2 м2",
        "tr": "hektar dönüm metrekare kilometrekare hektarlık metrekarelik",
    },
    "weight": {
        "en": "kg kilogram kilo ton tonne gram lb ounce",
        "de": "kg kilogramm kilo tonne gramm", "fr": "kg kilogramme kilo tonne gramme",
        "es": "kg kilogramo kilo tonelada gramo", "ru": "кг килограмм кило тонна грамм",
        "uk": "кг кілограм кіло тонна грам", "tr": "kg kilogram kilo ton gram kiloluk tonluk",
    },
    "volume": {
        "en": "litre liter gallon barrel", "de": "liter kubikmeter barrel hektoliter",
        "fr": "litre baril hectolitre", "es": "litro barril hectolitro",
        "ru": "литр баррель кубометр", "uk": "літр барель кубометр",
        "tr": "litre varil metreküp litrelik",
    },
    "speed": {
        "en": "mph kmh kph knot", "de": "stundenkilometer kmh knoten tempo", "fr": "kmh noeud",
        "es": "kmh nudo", "ru": "узел", "uk": "вузол", "tr": "knot",
    },
    "heat": {
        "en": "degree celsius fahrenheit c f", "de": "grad", "fr": "degré", "es": "grado",
        "ru": "градус", "uk": "градус", "tr": "derece",
    },
    "power": {
        "en": "watt kilowatt megawatt gigawatt mw gw kw kwh magnitude",
        "de": "watt kilowatt megawatt gigawatt mw gw kw kwh stärke magnitude",
        "fr": "watt kilowatt mégawatt gigawatt mw gw kw magnitude",
        "es": "vatio kilovatio megavatio gigavatio mw gw kw magnitud",
        "ru": "ватт киловатт мегаватт гигаватт мвт гвт квт магнитуда балл",
        "uk": "ват кіловат мегават гігават мвт гвт квт магнітуда бал",
        "tr": "watt kilovat megavat büyüklük büyüklüğünde şiddetinde",
    },
    "times": {
        "en": "times time", "de": "mal", "fr": "fois", "es": "vez veces",
        "ru": "раз раза", "uk": "раз рази разів", "tr": "kez kere defa",
    },
    "clock": {
        "en": "am pm a.m p.m o'clock gmt", "de": "uhr", "fr": "heures gmt", "es": "horas gmt",
        "ru": "утра", "uk": "годині ранку", "tr": "saatinde",
    },
    "date": {
        "de": "quartal", "fr": "trimestre", "es": "trimestre", "ru": "квартал", "uk": "квартал",
    },
}  # fmt: skip
"""By kind of filler, then by language."""

NUMBERS: dict[str, str] = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion trillion half third quarter dozen dozens hundreds "
    "thousands millions billions =double =triple both none nobody zero =scores couple "
    "handful m bn mn",
    "de": "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig "
    "achtzig neunzig hundert tausend million millionen milliarde milliarden hälfte drittel viertel "
    "dutzend dutzende hunderte tausende einmal zweimal dreimal mio mrd keine niemand beide null "
    "anderthalb handvoll zehntausende zehntausenden hunderttausende hunderttausenden",
    "fr": "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize vingt trente quarante cinquante soixante cent cents mille million millions milliard "
    "milliards moitié tiers quart dizaine dizaines douzaine quinzaine vingtaine trentaine "
    "centaine centaines millier milliers double aucun quarantaine cinquantaine soixantaine demi "
    "septante huitante nonante zéro poignée",
    "es": "uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiún treinta cuarenta cincuenta sesenta "
    "setenta ochenta noventa cien ciento doscientos trescientos cuatrocientos quinientos "
    "seiscientos setecientos ochocientos novecientos mil millón millones millar mitad tercio "
    "cuarto docena decena decenas cientos centenar miles doble ningún ninguno ambos ambas "
    "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho "
    "veintinueve =par veintena treintena quincena cero puñado",
    "ru": "один одна два две три четыре пять шесть семь восемь девять десять одиннадцать "
    "двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать "
    "девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто "
    "двести триста двухсот трехсот трёхсот четырехсот четырёхсот пятисот шестисот семисот "
    "восьмисот девятисот =сорока четыреста пятьсот шестьсот семьсот восемьсот девятьсот тысяча "
    "тыс миллион млн "
    "миллиард млрд триллион трлн половина треть четверть "
    "десяток десятки сотни дважды трижды оба двое трое четверо пятеро шестеро семеро восьмеро "
    "девятеро десятеро полтора полторы вдвое втрое никто ноль дюжина полсотни полмиллиона вдвоем "
    "втроем",
    "uk": "один одна два дві три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять "
    "тринадцять чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять "
    "двадцять тридцять сорок =сорока п'ятдесят шістдесят сімдесят вісімдесят дев'яносто сто "
    "двісті триста "
    "чотириста п'ятсот шістсот сімсот вісімсот дев'ятсот тисяча тис мільйон млн мільярд млрд "
    "половина третина чверть десятки сотні двічі тричі обидва "
    "двоє троє четверо п'ятеро шестеро семеро восьмеро дев'ятеро десятеро півтора удвічі ніхто "
    "п'ятьох п'ятьма шістьох шістьма сімох сьома вісьмох обох обома десяток дюжина півсотні нуль "
    "удвох утрьох",
    "tr": "bir iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen "
    "doksan yüz bin milyon milyar trilyon yarım yarı yarısı çeyrek düzine onlarca yüzlerce "
    "binlerce ikisi ikisini ikisinin üçü üçünü üçünün dördü dördünü beşi beşini altısı yedisi "
    "sekizi dokuzu sıfır çift avuç",
}
"""Numbers in letters, collective ones too, and what multiplies the number before it."""

COMPOSED: dict[str, str] = {
    "de": "(?!und$)(?:einhalb|und|ein|"
    "zwei|drei|vier|fünf|fuenf|sechs?|sieb(?:en)?|acht|neun|zehn|elf|"
    "zwölf|zwoelf|zwanzig|ßig|ssig|zig|hundert|tausend)+",
}
"""Numbers that are written as one word of several, as a pattern."""

CAPITALISED = frozenset({"de"})
"""Languages in which every noun has a capital."""

ORDINALS: dict[str, str] = {
    "en": "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth "
    "fiftieth hundredth",
    "de": "zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte dreizehnte "
    "vierzehnte fünfzehnte zwanzigste dreißigste vierzigste fünfzigste hundertste",
    "fr": "deuxième second troisième quatrième cinquième sixième septième huitième neuvième "
    "dixième onzième douzième quinzième vingtième trentième quarantième cinquantième centième",
    "es": "segunda tercero tercera tercer cuarta quinto quinta sexto sexta séptimo séptima octavo "
    "octava noveno novena décimo décima undécimo duodécimo vigésimo trigésimo quincuagésimo",
    "ru": "второй третий четвертый пятый шестой седьмой восьмой девятый десятый одиннадцатый "
    "двенадцатый тринадцатый пятнадцатый двадцатый тридцатый сороковой пятидесятый сотый",
    "uk": "другий третій четвертий п'ятий шостий сьомий восьмий дев'ятий десятий одинадцятий "
    "дванадцятий тринадцятий п'ятнадцятий двадцятий тридцятий сороковий п'ятдесятий сотий",
    "tr": "ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu yirminci "
    "otuzuncu kırkıncı ellinci yüzüncü",
}
"""Numbers that are a rank, in letters; "first" and "last" are mostly said of times."""

ONE: dict[str, str] = {
    "en": "one", "de": "ein eine einen einer eines einem", "fr": "un une", "es": "uno una un",
    "ru": "один одна", "uk": "один одна", "tr": "bir",
}  # fmt: skip
"""Articles as much as numbers: they fill a slot badly."""

OLD: dict[str, str] = {
    "en": "old aged age", "de": "alt jährig jährige jähriger jährigen alter", "fr": "âgé âgée âge",
    "es": "edad",
    "ru": "летний летняя летнее летние летнего летней летнему летнюю летним летних возраст "
    "возрасте лет",
    "uk": "річний річна річне річні річного річної річному річній річну річним річних вік віці "
    "років",
    "tr": "yaşında yaşındaki yaş yaşı yaşındaydı yaşındayken yaşındadır yaşına yaşlarında "
    "yaşlarda yaşlardaki",
}  # fmt: skip
AGO: dict[str, str] = {
    "en": "ago earlier", "de": "zuvor", "fr": "auparavant", "es": "", "ru": "назад", "uk": "тому",
    "tr": "önce evvel",
}  # fmt: skip
AGO_BEFORE: dict[str, str] = {"de": "vor", "fr": "y|a", "es": "hace"}
"""What stands before a span that ended so long ago: vor drei Tagen, il y a trois jours."""
OFTEN: dict[str, str] = {
    "ru": "раз|в", "uk": "раз|на раз|у раз|в",
    "tr": "yılda|bir ayda|bir haftada|bir günde|bir saatte|bir dakikada|bir",
}  # fmt: skip
"""What makes a span a frequency, before it or after its number: раз в два года, iki yılda bir."""
SECONDS: dict[str, str] = {
    "en": "second minute sec secs min mins", "de": "sekunde minute sek min",
    "fr": "seconde minute min", "es": "segundo minuto min", "ru": "секунда минута сек мин",
    "uk": "секунда хвилина сек хв", "tr": "saniye dakika sn dk",
}  # fmt: skip
"""Units before which no number is a time of day: 9.58 seconds."""
LIVES: dict[str, str] = {"en": "his her their", "de": "anfang mitte ende"}
TENS: dict[str, str] = {
    "en": "twenties thirties forties fifties sixties seventies eighties nineties",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
}
"""Ages in round numbers, and what stands before them: in his forties, Mitte vierzig."""
NINETIES: dict[str, str] = {"es": "los", "ru": "конце начале середине", "uk": "наприкінці початку"}
"""What stands before a decade in letters, behind which no noun comes: los noventa."""
TEN_ENDINGS: dict[str, str] = {"es": "enta inte", "ru": "ых их", "uk": "ых их"}
"""How tens in letters end: noventa, девяностых."""
CENTURIES: dict[str, str] = {
    "en": "century", "de": "jahrhundert", "fr": "siècle", "es": "siglo", "ru": "век столетие",
    "uk": "століття", "tr": "yüzyıl",
}  # fmt: skip
QUARTERS: dict[str, str] = {"en": "quarter", "tr": "çeyrek çeyreğinde çeyrekte"}
"""A part of a year that is a fraction too: the third quarter."""
MARGINS: dict[str, str] = {
    "en": "by", "de": "mit um", "fr": "de", "es": "por", "ru": "на", "uk": "на",
}  # fmt: skip
POINTS: dict[str, str] = {
    "en": "point goal run", "de": "punkt tor treffer", "fr": "point but", "es": "punto gol",
    "ru": "очко мяч", "uk": "очко м'яч", "tr": "sayı gol puan",
}  # fmt: skip
"""What a margin of victory is counted in, and what stands before the margin: lost by 12 points."""
TO: dict[str, str] = {"de": "zu", "fr": "à", "es": "a"}
RANGES: dict[str, str] = {"fr": "de d'", "es": "de", "de": "von"}
"""What stands between the halves of a result, and before a range: 4 à 0, de 4 à 10."""
RELATIVE: dict[str, str] = {
    "en": "this next last previous past coming following",
    "de": "diese dieser diesen dieses diesem letzte letzter letzten letztes letztem nächste "
    "nächster nächsten nächstes nächstem vergangene vergangenen vergangener kommende kommenden "
    "kommender vorige vorigen voriger laufenden",
    "fr": "ce cette prochain prochaine dernier dernière passé passée précédent précédente suivant "
    "suivante",
    "es": "este esta próximo próxima pasado pasada anterior siguiente último última",
    "ru": "этот эта это этой этом этого прошлый следующий минувший предыдущий нынешний будущий "
    "прошлое будущее",
    "uk": "цей ця цього цьому цієї цій минулий наступний попередній нинішній майбутній",
    "tr": "bu geçen gelecek önceki evvelki ertesi",
}
"""What makes a span beside it a time: next week, la semaine prochaine."""
SPANS: dict[str, str] = {
    "en": "year month week night season decade century weekend quarter",
    "de": "jahr monat woche nacht saison jahrhundert jahrzehnt wochenende quartal tag",
    "fr": "an année mois semaine nuit saison siècle décennie trimestre jour end",
    "es": "año mes semana noche temporada siglo década trimestre día",
    "ru": "год месяц неделя ночь сезон век квартал день десятилетие",
    "uk": "рік місяць тиждень ніч сезон століття квартал день десятиліття",
    "tr": "yıl sene ay hafta gün gece sezon sezonki yüzyıl çeyrek",
}
PLACED: dict[str, str] = {
    "en": "place position rank ranked number", "de": "platz rang position", "fr": "place rang",
    "es": "puesto lugar posición", "ru": "место месте строчка", "uk": "місце місці",
    "tr": "sıra sırada",
}  # fmt: skip
"""What stands beside a number that is a rank."""
HAVING: dict[str, str] = {
    "de": "mit",
    "fr": "a avait ont avaient aura ayant de d'environ",
    "es": "tiene tenía tienen tenían cumple de de|unos de|unas",
}  # fmt: skip
"""What stands before years that are an age, in languages that say no more of it: avait six ans, un
conducteur de 47 ans."""
YEARS: dict[str, str] = {"de": "jahren", "fr": "ans an", "es": "años año"}
NO_AGES: dict[str, str] = {
    "de": "erfahrung bewährung haft laufzeit gefängnis freiheitsstrafe verspätung garantie",
    "fr": "contrat peine bail mandat période durée programme plan accord expérience prêt prison "
    "réclusion carrière règne emprisonnement ferme travaux retard guerre vie interdiction "
    "sursis détention pause absence service recherche recherches",
    "es": "contrato pena mandato período periodo duración programa plan acuerdo experiencia "
    "préstamo prisión cárcel carrera condena guerra vida servicio retraso ausencia trabajo "
    "investigación plazo obras",
}
"""What years are of that are no age: un contrat de cinq ans, seis años de cárcel."""
BEING: dict[str, str] = {
    "fr": "est était sont étaient sera serait fut", "es": "es fue era será son serán eran",
}  # fmt: skip
"""With these before it, "de cinq ans" says how long."""
AT: dict[str, str] = {
    "en": "half|past quarter|past quarter|to", "de": "halb", "fr": "à vers dès",
    "es": "a|las desde|las hasta|las sobre|las",
    "ru": "в к с", "uk": "о об з", "tr": "saat",
}  # fmt: skip
"""What stands before a time of day. Where `HOURS` has words, one of them must follow, or the number
is the hour's own (о восьмій); elsewhere no noun may. A line stands for a space."""
HOURS: dict[str, str] = {
    "fr": "heures heure h", "ru": "часов часа час утра вечера дня ночи",
    "uk": "годині година години годину вечора ранку дня ночі",
}  # fmt: skip
DECADES: dict[str, str] = {"fr": "années", "es": "años"}
"""What stands before a number that is a decade: les années 70."""
EVERY: dict[str, str] = {
    "en": "every each", "de": "jede jeden jedes jeder alle allen", "fr": "chaque toutes tous",
    "es": "cada todas todos", "ru": "каждый каждую каждые каждое каждого каждой",
    "uk": "кожен кожний кожну кожні кожного кожне кожної", "tr": "her",
}  # fmt: skip
"""What tells how often, before a span or a day: every week; and, before a rank, a share."""
FRACTIONS: dict[str, str] = {
    "en": "half third thirds quarter quarters fifth fifths sixth tenth tenths",
    "de": "hälfte drittel dritteln viertel vierteln fünftel sechstel achtel zehntel",
    "fr": "moitié tiers quart quarts cinquième cinquièmes dixième dixièmes",
    "es": "mitad tercio tercios cuarto cuartos cuartas",
    "ru": "половина половины половину половиной треть трети четверть четверти",
    "uk": "половина половини половину третина третини третину чверть чверті",
    "tr": "yarısı yarısını yarısının yarısından çeyreği çeyreğini",
}
OF: dict[str, str] = {
    "en": "of the its their all", "fr": "de des du d' d’", "es": "de del parte partes",
}  # fmt: skip
"""What must follow a fraction that is a share, where "the third" may be a rank."""
NO_SHARES: dict[str, str] = {
    "en": "the",
    "de": "nach vor stunde million millionen milliarde jahrhundert", "fr": "d'heure d’heure",
    "ru": "часа года века миллиона дня", "uk": "години року віку мільйона",
}  # fmt: skip
"""What stands before a fraction, or after it, that is none."""
WITHIN: dict[str, str] = {"tr": "te ta de da"}
PARTS: dict[str, str] = {
    "tr": "biri birini birinin ikisi ikisini ikisinin üçü üçünü üçünün dördü dördünü",
}
"""How the whole ends whose part follows, and such parts: üçte biri."""
AGAINST: dict[str, str] = {
    "en": "against", "de": "zu gegen", "fr": "contre", "es": "contra", "ru": "против",
    "uk": "проти", "tr": "karşı karşılık",
}  # fmt: skip
"""What stands between the two sides of a count: sieben zu vier, 17 votes against three."""
OUT_OF: dict[str, str] = {
    "en": "in", "de": "von", "fr": "sur", "es": "cada", "ru": "из", "uk": "з із зі",
}  # fmt: skip
"""What stands between a part and a whole: three in ten."""
PACES: dict[str, str] = {
    "en": "hour h second", "de": "stunde sekunde h", "fr": "heure seconde h",
    "es": "hora segundo h", "ru": "час ч секунда", "uk": "година годину год секунда секунду",
    "tr": "saatte saniyede sa",
}  # fmt: skip
"""What stands by a length that is a speed: metres per second."""
