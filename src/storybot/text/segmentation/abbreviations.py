"""Per language, the words whose full stop need not end a sentence."""

from dataclasses import dataclass
from functools import cache

from storybot.text.analysis.stopwords import STOP_WORDS

_OPEN = {
    "en": """
        Mr Mrs Ms Mx Messrs Dr Prof Rev Fr Hon Pres Gov Sen Sens Rep Reps Amb Supt Insp Det Gen Lt
        Col Maj Brig Sgt Cpl Pvt Capt Cmdr Cmd Adm Mgr Msgr Ald Mt v vs cf viz e.g i.e a.k.a approx
    """,
    "ca": "Sr Sra Srs Dr Dra Prof p.ex",
    "cs": "p pí sl Ing Mgr Bc Dr MUDr JUDr PhDr RNDr doc prof gen plk mjr kpt sv tj tzv např resp",
    "da": "hr fr frk dr prof adv f.eks bl.a dvs m.fl ca pct",
    "de": """
        Hr Hrn Fr Frl Dr Prof Dipl Ing Mag Hl St Gen Oblt Lt Maj Hptm Bgm Abg Vors geb gest gegr
        ehem sog vgl bzw evtl ggf inkl exkl zzgl ca rd z.B d.h i.d.R z.T v.a m.E sogen insb
        einschl Mio Mrd Tsd
    """,
    "el": "κ κα κκ Δρ Αγ δηλ π.χ λ.χ βλ αρ τηλ",
    "es": """
        Sr Sra Sres Srta Dr Dra Prof D Dña Da Ud Uds Vd Vds Gral Cnel Tte Cap Ing Lic Arq Mons Excmo
        Excma Ilmo Fr Sto Sta EE p.ej aprox vs
    """,
    "fi": "hra rva tri prof esim ns ts ml ym mrd milj n",
    "fr": "M MM Mme Mmes Mlle Mlles Dr Pr Me Mgr St Ste Sr Gén Col Cdt Lt p.ex c.-à-d cf vs",
    "hu": "dr Dr prof id ifj ún pl kb ill",
    "it": """
        Sig Sigg sig sigg Dott Prof Ing Avv Arch Geom On Sen Gen Col Magg Cap Mons S SS p.es cd dr
        dott prof avv ing on sen gen ca
    """,
    "nl": "dhr mevr mw Mr mr Dr dr drs ir ing prof Prof gen kol St bijv bv d.w.z o.a m.n ca resp",
    "no": "hr fr dr prof f.eks bl.a dvs m.fl ca pst",
    "pl": """
        p prof dr hab inż mgr gen płk mjr kpt ks bp abp św im ul al pl os np tzw tzn tj m.in ok
        godz
    """,
    "pt": "Sr Sra Srs Dr Dra Prof Profa Eng Arq Gen Cel Cap Exmo Exma D Pe p.ex aprox",
    "ro": "dl dna dr prof ing gen col lt sf dl str nr pag",
    "ru": """
        г-н г-жа гр ул пр просп пер пл наб бул корп св проф акад доц канд ген подполк лейт адм
        ср напр т.е т.н т.к т.о и.о п пп гл табл стр с тов мкр пос дер
    """,
    "sv": "hr fr dr prof t.ex bl.a dvs m.fl ca s.k",
    "tr": """
        Dr Prof Doç Yrd Av Sn Alb Gen Org Korg Tuğg Tümg Müh Öğr Gör Uzm Op Mah Cad Sok Blv Apt bkz
        örn krş
    """,
    "uk": """
        п пп вул просп пл бул пров буд корп кв ім св о проф акад доц ген див напр т.зв т.к гл
        табл стор с смт
    """,
}
"""Words whose stop never ends a sentence, such as titles."""

_EITHER = {
    "en": """
        Inc Corp Co Cos Ltd Bros Jr Sr Esq al Assn Dept Univ St Ave Blvd Rd Ft Pt Hts Jan Feb Mar
        Apr Jun Jul Aug Sep Sept Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla Ga Ia Ill Ind Kan
        Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ont Que
        Ph.D assn dept govt univ incl excl misc intl natl trans eds
    """,
    "cs": "tis mil mld hod min Kč r stol",
    "da": "mio mia kr kl inkl ekskl jan feb aug sept okt nov dec nr",
    "de": """
        Jan Feb Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez Str Nr Jh Jhd Chr Std Min Sek Jr Sr Co Inc
        Corp Ltd Tel
    """,
    "es": "Jr UU a.C d.C a.m p.m Cía Ltda S.A núm pág págs art Av Avda",
    "fr": "J.-C env av apr Cie Jr Inc Corp Ltd janv févr juil sept oct nov déc art",
    "it": "a.C d.C S.p.A art pag pagg Jr Inc Corp",
    "nl": "jan feb mrt apr jun jul aug sep sept okt nov dec jr sr Chr mln mld",
    "no": "mill mrd kr kl inkl jan feb aug sept okt nov des nr",
    "pl": "r w tys mln mld zł gr jr tel",
    "pt": "Jr a.C d.C Ltda S.A Cia art pág págs núm",
    "ru": """
        г гг в вв ст тыс млн млрд долл обл р-н янв фев февр мар апр июн июл авг сен сент окт ноя
        нояб дек мл кв им см ч кап полк
    """,
    "sv": "milj mdr kr kl jan feb aug sept okt nov dec nr",
    "tr": "Ltd Şti A.Ş T.C M.Ö M.S vb vs vd yy TL No Hz",
    "uk": "р рр ст тис млн млрд дол обл р-н м ч полк січ лют бер квіт трав лип серп вер",
}
"""Words whose stop ends a sentence only before a likely sentence start."""

_CLOSING = {
    "en": "cent",
    "da": "o.s.v",
    "de": "u.a u.ä o.ä",
    "no": "o.s.v",
    "ru": "т.д т.п",
    "sv": "o.s.v",
    "uk": "т.д т.п",
}
"""Abbreviations that come last: like any word, they end a sentence before a capital."""

_NUMBERED = {
    "en": "No Nos no nos max min ft p pp vol vols ch sec fig figs art c ca r b d par ver ed",
    "de": "Nr S max min Abs Art Bd Kap Ziff Abb Tab Anm Rn Hrsg",
    "es": "núm No p pp pág págs art arts cap vol n",
    "fr": "no n p pp art chap vol fig éd al t",
    "it": "n nn p pp art artt cap vol fig pag",
    "pl": "nr s str art ust poz pkt rys",
    "pt": "n no p pp art arts cap vol fig pág",
    "ru": "с стр т гл ст п рис табл илл д кв",
    "tr": "No s ss c md fık",
    "uk": "с стор т гл ст п рис табл д кв",
}
"""Words that are abbreviations only before a number."""

_ORDINALS = frozenset({"cs", "da", "de", "fi", "hu", "no", "pl", "tr"})
"""Languages that write 3. Oktober."""

_NAMES = frozenset({"may", "will"})
"""Function words that are names as well, and so may follow an initial."""

_ADVERBS = {
    "en": """
        although another besides both despite earlier even eventually finally further furthermore
        however indeed instead last later like many meanwhile most neither never nevertheless no
        nobody nor not nothing now often once one only other others otherwise overall perhaps
        previously recently several similarly since some soon still therefore though thus today
        together two under unlike within without yesterday yet
    """,
    "de": """
        außerdem bisher dabei dafür dagegen danach daraufhin dennoch derzeit doch gegen inzwischen
        jedoch kein keine laut nicht niemand noch nun nur schon seitdem später trotzdem zudem zuvor
    """,
    "es": """
        además ahora antes aunque después durante hoy luego nadie ninguno no nunca según sin tras
    """,
    "fr": """
        après aujourd'hui avant cependant enfin ensuite hier malgré ne personne pourtant puis rien
        sans selon tous tout toute toutefois toutes
    """,
    "pl": "dlatego jednak nie nikt nic obecnie po potem później teraz według wczoraj",
    "ru": """
        больше впрочем все всего вчера однако затем кроме много не несмотря никто никого ничего
        ныне позднее позже поэтому после потом ранее раньше сегодня сейчас согласно теперь
    """,
    "tr": "ancak ayrıca bugün buna dün fakat hiç kimse sonra şimdi yine",
    "uk": """
        все вчора крім натомість не незважаючи ніхто нічого однак однак пізніше після потім проте
        раніше сьогодні тепер тому усі
    """,
}
"""Words other than stop words that start sentences more often than names."""


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The abbreviations of a language, without their last stop, in the case they are written."""

    open: frozenset[str]
    """Never end a sentence: Mr, z.B, т.е."""
    closing: frozenset[str]
    """End one before a capital: т.д, per cent."""
    either: frozenset[str]
    """End one only before a word of ``beginnings``: Inc, Jan, г."""
    numbered: frozenset[str]
    """Do not end one before a number, and are no abbreviations elsewhere: No, p, fig."""
    beginnings: frozenset[str]
    """Lower-case words that start a sentence when capitalised: stop words."""
    ordinals: bool
    """Whether a number and a stop are an ordinal: 3. Oktober."""
    lower_begins: bool
    """Whether a full word's stop ends a sentence even before lower case: iron. α-tin is next."""
    all: frozenset[str]
    """All of them."""


@cache
def abbreviations(language: str) -> Abbreviations:
    """Return the lists of a language, falling back to English."""
    known = language if language in _OPEN else "en"
    lists = [_words(lists, known) for lists in (_OPEN, _CLOSING, _EITHER, _NUMBERED)]
    open, closing, either, numbered = lists
    return Abbreviations(
        open=open,
        closing=closing,
        either=either,
        numbered=numbered,
        all=frozenset().union(*lists),
        beginnings=(STOP_WORDS[known] | _words(_ADVERBS, known)) - _NAMES,
        ordinals=known in _ORDINALS,
        lower_begins=known == "en",
    )


def _words(lists: dict[str, str], language: str) -> frozenset[str]:
    return frozenset(lists.get(language, "").split())
