"""Words that signal the contents of a sentence, in languages other than English.

The marks are those that the reranker knows for English: months, numbers, offices, bodies. The lists
give base forms; look them up as terms, so that every inflected form matches. Months and days of the
week are in `time_words`, phrases in `cue_phrases`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from storybot.text.analysis.analyzer import analyzer
from storybot.text.facts.quantity.words import NUMBERS, ONE
from storybot.text.facts.time_words import MONTHS, WEEKDAYS

_MARKS: dict[str, dict[str, str]] = {
    "de": {
        "number_word": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig "
        "vierzig fünfzig hundert tausend million millionen milliarde milliarden hälfte drittel "
        "viertel dutzend mehrere einmal zweimal dreimal",
        "ordinal": "erste zweite dritte vierte fünfte sechste letzte",
        "unit": "kilometer meter zentimeter quadratkilometer hektar kilogramm kilo tonne tonnen "
        "grad liter barrel watt kilowatt",
        "duration": "jahr monat woche tag stunde minute jahrhundert jahrzehnt",
        "money": "euro dollar rubel lira franken yuan pfund cent",
        "percent": "prozent prozentpunkte",
        "moment": "heute gestern morgen abend nacht mittag wochenende weihnachten ostern "
        "pfingsten silvester heiligabend vortag karfreitag ostersonntag ostermontag "
        "pfingstmontag neujahr vorgestern übermorgen frühjahr frühling sommer herbst winter "
        "seit während anfang ende mitte",
        "office": "bundespräsident bundeskanzler bundeskanzlerin vizepräsident ministerpräsidentin "
        "außenministerin innenminister innenministerin finanzminister finanzministerin "
        "verteidigungsminister justizminister gesundheitsminister wirtschaftsminister "
        "bürgermeisterin oberbürgermeister landrat landrätin leiter leiterin vorsitzende "
        "vorstandschef vorstandsvorsitzender geschäftsführer geschäftsführerin polizeichef "
        "staatsanwalt generalstaatsanwalt intendant rektor direktorin abgeordnete "
        "präsident präsidentin kanzler kanzlerin minister ministerin außenminister "
        "premierminister ministerpräsident könig königin papst bischof senator general direktor "
        "richter richterin chef chefin sprecher sprecherin gouverneur bürgermeister botschafter "
        "vorsitzender abgeordneter generalsekretär staatschef regierungschef",
        "body": "unternehmen firma partei regierung ministerium universität institut ausschuss "
        "kommission behörde gericht gerichtshof verband organisation bank armee kongress "
        "parlament senat stiftung union liga verein amt",
        "place_word": "stadt dorf land staat provinz region fluss berg insel see meer straße "
        "gebiet hauptstadt grenze küste flughafen krankenhaus hafen norden süden osten westen",
        "kin": "vater mutter sohn tochter frau mann bruder schwester onkel tante kind eltern "
        "familie enkel witwe",
        "colour": "rot blau grün gelb weiß schwarz orange braun rosa grau",
        "placing": "in im nach aus bei von vor an am auf durch über",
        "by": "von durch",
    },
    "fr": {
        "number_word": "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt "
        "trente quarante cinquante cent mille million milliard moitié tiers quart dizaine "
        "douzaine centaine millier plusieurs double",
        "ordinal": "premier première deuxième second troisième quatrième cinquième dernier",
        "unit": "kilomètre kilomètres mètre mètres hectare kilogramme kilo tonne degré litre baril",
        "duration": "an année mois semaine jour heure minute siècle décennie",
        "money": "euro dollar rouble livre yuan franc centime",
        "percent": "pourcent pourcentage",
        "moment": "aujourd'hui hier demain matin soir nuit midi minuit pâques noël toussaint "
        "pentecôte veille lendemain "
        "printemps été automne hiver depuis "
        "pendant début fin",
        "office": "président présidente ministre chancelier chancelière roi reine pape évêque "
        "sénateur général directeur directrice juge chef porte-parole gouverneur maire "
        "ambassadeur secrétaire procureur député pdg directeur préfet préfète "
        "procureure députée sénatrice gouverneure ambassadrice",
        "body": "entreprise société parti gouvernement ministère université institut comité "
        "alliance banque fédération syndicat "
        "commission agence tribunal cour association organisation banque armée congrès parlement "
        "sénat fondation union ligue",
        "place_word": "ville village pays état province région fleuve montagne île lac mer rue "
        "place avenue quartier "
        "capitale frontière côte aéroport hôpital port nord sud est ouest",
        "kin": "père mère fils fille femme mari frère soeur oncle tante enfant parents famille",
        "colour": "rouge bleu vert jaune blanc noir orange brun rose gris",
        "placing": "à en au aux dans de depuis vers près chez sur",
        "by": "par",
    },
    "es": {
        "number_word": "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte "
        "treinta cuarenta cincuenta cien ciento mil millón millones millar mitad tercio cuarto "
        "docena decenas cientos miles varios doble",
        "ordinal": "primero primer primera segundo tercero tercer cuarto quinto último",
        "unit": "kilómetro metro hectárea kilogramo kilo tonelada grado litro barril",
        "duration": "año años mes meses semana día hora minuto siglo década",
        "money": "euro dólar rublo libra yuan peso centavo",
        "percent": "porcentaje",
        "moment": "hoy ayer anoche anteayer anteanoche víspera mañana tarde noche mediodía "
        "medianoche navidad nochebuena "
        "nochevieja primavera verano otoño invierno desde "
        "durante principios finales",
        "office": "presidente presidenta ministro ministra canciller rey reina papa obispo senador "
        "general director directora juez jueza jefe jefa portavoz gobernador alcalde embajador "
        "secretario fiscal diputado diputada alcaldesa secretaria gobernadora senadora consejero "
        "consejera embajadora rector rectora",
        "body": "empresa compañía partido gobierno ministerio universidad instituto comité "
        "alianza federación sindicato "
        "comisión agencia tribunal corte asociación organización banco ejército congreso "
        "parlamento senado fundación unión liga",
        "place_word": "ciudad pueblo país estado provincia región río montaña isla lago mar calle "
        "plaza avenida barrio "
        "capital frontera costa aeropuerto hospital puerto norte sur este oeste",
        "kin": "padre madre hijo hija esposa marido hermano hermana tío tía niño padres familia",
        "colour": "rojo azul verde amarillo blanco negro naranja marrón rosa gris",
        "placing": "en a de desde hasta hacia cerca por",
        "by": "por",
    },
    "ru": {
        "number_word": "два две три четыре пять шесть семь восемь девять десять одиннадцать "
        "двенадцать двадцать тридцать сорок пятьдесят сто двести тысяча миллион миллиард триллион "
        "половина треть четверть десяток десятки сотни дважды несколько оба",
        "ordinal": "первый второй третий четвертый пятый последний",
        "unit": "километр метр гектар килограмм тонна градус литр баррель кубометр км кг",
        "duration": "год лет месяц неделя день час минута век столетие десятилетие сутки",
        "money": "рубль доллар евро юань лира фунт гривна цент",
        "percent": "процент",
        "moment": "сегодня вчера завтра накануне позавчера послезавтра масленица утро утром вечер "
        "вечером ночь ночью полдень "
        "полночь выходные выходных рождество пасха весна весной "
        "лето летом осень осенью зима зимой начало конец",
        "office": "президент премьер премьер-министр министр канцлер король королева папа епископ "
        "сенатор генерал директор судья глава пресс-секретарь представитель губернатор мэр посол "
        "секретарь генсек прокурор депутат лидер председатель "
        "гендиректор вице-премьер замминистра спикер ректор начальник руководитель канцлер",
        "body": "компания корпорация партия правительство министерство университет институт "
        "комитет комиссия агентство суд ассоциация организация банк армия конгресс парламент "
        "сенат фонд союз лига управление ведомство дума альянс агентство федерация",
        "place_word": "город село деревня страна государство область край регион река реку гора "
        "остров "
        "озеро море улица площадь проспект посёлок район столица граница побережье аэропорт "
        "больница порт север юг восток "
        "запад",
        "kin": "отец мать сын дочь жена муж брат сестра дядя тетя ребенок дети родители семья внук",
        "colour": "красный синий голубой зеленый желтый белый черный оранжевый коричневый серый",
        "placing": "в во на из к под около через",
        "by": "",
    },
    "uk": {
        "number_word": "два дві три чотири п'ять шість сім вісім дев'ять десять одинадцять "
        "дванадцять двадцять тридцять сорок п'ятдесят сто двісті тисяча мільйон мільярд половина "
        "третина чверть десятки сотні двічі кілька обидва",
        "ordinal": "перший другий третій четвертий п'ятий останній",
        "unit": "кілометр метр гектар кілограм тонна градус літр барель км кг",
        "duration": "рік років місяць тиждень день година хвилина століття десятиліття доба",
        "money": "гривня рубль долар євро юань ліра фунт цент",
        "percent": "відсоток",
        "moment": "сьогодні вчора завтра напередодні позавчора післязавтра ранок вранці вечір "
        "ввечері ніч вночі опівночі "
        "опівдні вихідні вихідних різдво великдень весна навесні літо "
        "влітку осінь восени зима взимку початок кінець",
        "office": "президент прем'єр прем'єр-міністр міністр канцлер король королева папа єпископ "
        "сенатор генерал директор суддя голова речник представник губернатор мер посол секретар "
        "прокурор депутат лідер "
        "очільник очільниця гендиректор директорка міністерка прем'єр-міністерка президентка "
        "голова депутатка мерка речниця спікер керівник керівниця начальник",
        "body": "компанія корпорація партія уряд міністерство університет інститут комітет комісія "
        "агентство суд асоціація організація банк армія конгрес парламент сенат фонд союз ліга "
        "управління рада альянс агенція федерація",
        "place_word": "місто село країна держава область край регіон річка гора острів озеро море "
        "вулиця площа проспект селище район столиця кордон узбережжя аеропорт лікарня порт північ "
        "південь схід захід",
        "kin": "батько мати син дочка донька дружина чоловік брат сестра дядько тітка дитина діти "
        "батьки родина сім'я онук",
        "colour": "червоний синій блакитний зелений жовтий білий чорний помаранчевий сірий",
        "placing": "в у на з із зі до під біля через",
        "by": "",
    },
    "tr": {
        "number_word": "iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli yüz bin "
        "milyon milyar yarım yarısı çeyrek düzine onlarca yüzlerce binlerce birkaç çift",
        "ordinal": "birinci ikinci üçüncü dördüncü beşinci ilk son",
        "unit": "kilometre metre hektar kilogram kilo ton derece litre varil km kg",
        "duration": "yıl sene ay hafta gün saat dakika yüzyıl asır",
        "money": "lira dolar avro euro ruble yuan sterlin kuruş",
        "percent": "yüzde",
        "moment": "bugün dün yarın sabah akşam gece öğle bayram bayramda ramazan yılbaşı "
        "ilkbahar yaz sonbahar kış beri başında "
        "sonunda",
        "office": "cumhurbaşkanı başkan başbakan bakan dışişleri kral kraliçe papa senatör general "
        "müdür yargıç hakim sözcü sözcüsü vali elçi büyükelçi sekreter savcı milletvekili lider "
        "genel başkanı bakanı müdürü valisi cumhurbaşkanı yardımcısı rektör rektörü savcısı "
        "komutanı",
        "body": "şirket parti hükümet bakanlık bakanlığı üniversite enstitü komite komisyon ajans "
        "mahkeme dernek örgüt banka ordu kongre meclis parlamento senato vakıf birlik "
        "partisi bankası kurumu kulübü derneği ittifakı örgütü şirketi ajansı vakfı birliği "
        "üniversitesi mahkemesi",
        "place_word": "şehir kent köy ülke devlet eyalet bölge nehir dağ ada göl deniz cadde sokak "
        "başkent nehri dağı adası gölü denizi meydanı caddesi mahallesi köyü ilçesi ili sınır "
        "kıyı havalimanı hastane liman kuzey güney doğu batı",
        "kin": "baba anne oğul oğlu kız kızı eş eşi kardeş abla ağabey amca dayı teyze çocuk aile",
        "colour": "kırmızı mavi yeşil sarı beyaz siyah turuncu kahverengi pembe gri",
        "placing": "",
        "by": "tarafından",
    },
}

_OUT_OF_PLACE = frozenset({"placing", "by"})
"""Marks whose words are mostly stop words, and so have no terms."""


@cache
def marks_by_term(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the marks of words by term: number_word, office, month; empty for English."""
    lists = {mark: w for mark, w in _MARKS.get(language, {}).items() if mark not in _OUT_OF_PLACE}
    if lists:
        lists |= {"month": " ".join(MONTHS[language]), "day": " ".join(WEEKDAYS[language])}
        numbers = [n for n in NUMBERS[language].split() if n not in ONE[language].split()]
        lists["number_word"] = " ".join((lists["number_word"], *numbers))
    found: dict[str, dict[str, None]] = {}
    for mark, words in lists.items():
        for term in analyzer(language).terms(words):
            found.setdefault(term, {})[mark] = None
    return MappingProxyType({term: tuple(marks) for term, marks in found.items()})


@cache
def words_before_names(language: str, mark: str) -> frozenset[str]:
    """Return the lower-case words that classify the name after them.

    ``mark`` is ``placing`` for a place (in Paris) and ``by`` for a doer (par Macron).
    """
    return frozenset(_MARKS.get(language, {}).get(mark, "").split())
