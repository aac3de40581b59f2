"""Tell without a dictionary that a text is more than a number or a time.

What a word is takes the dictionary of its language, a second to read. Most words do not begin like
any number or time, and most texts have such a word.
"""

from functools import cache, lru_cache

from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.folding import fold, normal
from storybot.text.analysis.languages import stop_words

BEGINNINGS = {
    "de": (
        "a ab ac am an ap ar au be bi cm de di do dr du e ei el em en eu fe fo fr fu ge gl gr h "
        "ha he hi hr hu ja jo ju ka ke kg ki km ko li lo m ma mi mo mr na ne ni no nu oc od ok os "
        "pe pf pr qk qm qu ru s sa sc se si so st su ta te th ts tu u ub ue uk um un us va ve vi "
        "vn vo we wi wo ye ze zu zw"
    ),
    "en": (
        "a ab ac af ag ai am an ap ar at au aw b ba be bi bl bn bo bu by ca ce ch ci cl cm co cu "
        "cy da de di do du e ea ec ei el em es eu ev ex fa fe fi fo fr ft fu ga gb gi go gu h ha "
        "he ho hr hu in ja jo ju k ke kg ki km kp la le li lo m ma me mi ml mm mn mo mp n na ni "
        "no o oc of om on op or ou ov pa pc pe po pr pu qu ra re ro ru s sa sc se sh si sl so sp "
        "sq st su ta te th tn to tr tu tw u ua uk un up us vo w we wh wi ye ze"
    ),
    "es": (
        "ab ag am an ap ar au ay bi ca ce ci cm cu de di do du e ea ee em en es eu fe fi fr gr h "
        "ha he ho in ja ju kg ki km la li lu m ma me mi mo na ni no nu oc on or ot pa pe po pr pu "
        "qu re ru sa sc se si su ta te th tr tu ue uk un us uu ve vi we ye"
    ),
    "fr": (
        "a am an ao ap ar au av bi ca ce ch ci cm d de di do dy e ea em et eu fe fi fr h ha he hi "
        "hr hu io ja je jo ju kg ki km l le li lo lu m ma md me mi mo mr my na ne no nu oc on or "
        "pa pe po pr qu ro sa sc se si so su th ti to tr tu ue ug uk un us ve vi vn we ye ze"
    ),
    "ru": (
        "ap au de e fe fr ja ju ma mo na no oc pe sa sc se si su th tu un us we ав ам ап ар в вд "
        "ве ви во вт вч вы вё га ге го гр дв де дн до дю ев ес за зи ие ию кв кг ки км ко ле ли м "
        "ма ме ми мл на не ни но оа об од ок оо ор ос па по пр пя ро ру са се см со ср ст су сш "
        "тр ты ут фе фу ч ча че ше шт эм ян"
    ),
    "tr": (
        "ab ag ak al am an ap ar as au av ay ba be bi bm bo bu ca ce ci cm co cu da de di do du e "
        "eg ek el em en eu ey fa fe fr ge gi go gr gu h ha he ic id ik il im is ja ju ka kg ki km "
        "kr li m ma me mi mn mo mr mu na ne ni no o oc og ol on or ot oy pa pe ra ru s sa sc se "
        "si so st su te th ti tl tr tu uc uk un us uz ve we ya ye yi yu"
    ),
    "uk": (
        "ap au de e fe fr ja ju ma mo na no oc pe sa sc se si su th tu un us we ам ар бе бр вв вд "
        "ве вз ви вл вн во вр вт вч ві га ге го гр дв де дн до др дю ді ем жо за зи кв кг км ко "
        "кі ли лю лі м ме мл мі на нд не но ну ні оа об од оо оп ор ос п' пн по пр пя пі ра ро ру "
        "рі са сб се см со сп ср ст су сш сь сі ти тр уд уз ур ут фу хв чв че чо чт ше шо шт ші "
        "єв єд єн єс їд"
    ),
}
"""The beginnings of words for numbers and times, and of words that are read with their neighbours;
made by ``tools/make_beginnings.py``."""
_REMEMBERED = 8_192
"""Words of which is kept, by language, whether they begin so."""


def beginning(word: str) -> str:
    """Return the first letters of a word, as they are compared."""
    return fold(normal(word).lower())[:2]


def may_be_bare(text: str, language: str) -> bool:
    """Tell whether a text may be a number or a time alone; False is certain."""
    if language not in BEGINNINGS:
        return True
    return not any(_is_other(word.text, language) for word in analyzer(language).words(text))


@lru_cache(_REMEMBERED)
def _is_other(word: str, language: str) -> bool:
    """Tell whether a word is no stop word, and begins like no number or time."""
    return (
        word.isalpha()
        and word.lower() not in stop_words(language)
        and beginning(word) not in _known(language)
    )


@cache
def _known(language: str) -> frozenset[str]:
    return frozenset(BEGINNINGS[language].split())
