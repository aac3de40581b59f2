"""Words that mark follow-up questions, by language: data only."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a language refers back; words are in lower case."""

    joins: frozenset[str]
    """Words that open a follow-up: and, but."""
    about: tuple[tuple[str, ...], ...]
    """Openings that substitute one thing for another: what about."""
    persons: frozenset[str]
    """Pronouns for one person that the previous question was about."""
    things: frozenset[str]
    """Pronouns and adverbs for several persons, or for things of the previous question."""
    counts: frozenset[str]
    """Words that ask for a number; a following auxiliary verb means that the unit is omitted."""
    helpers: frozenset[str]
    """Auxiliary verbs with an expletive pronoun: is it true, is there."""
    empty: frozenset[str]
    """Words after an expletive pronoun: true, possible."""
    heads: frozenset[str]
    """Prepositions and the like before a question word: by how many, since when."""
    asking: frozenset[str]
    """Question words."""
    who: frozenset[str]
    """Those of them that ask for a person."""
    measures: frozenset[str]
    """Words that belong to a preceding "how"."""


_DATA = {
    "en": (
        "and but so or",
        "what about|how about|and what about|and how about|same for|and for",
        "he him his himself she her hers herself",
        "it its that this those these there they them their themselves one ones else others then",
        "many",
        "is are was were has have had do does did can could will would did",
        "true possible likely clear known real not",
        "by since until till with for from to in on at of about against after before under",
        "who whom whose what which when where why how",
        "who whom whose",
        "much long old far big often high tall soon large",
    ),
    "de": (
        "und aber oder also",
        "was ist mit|wie ist es mit|wie steht es mit|wie sieht es mit|und was ist mit",
        "er ihn ihm sie sein seine seinen seinem seiner",
        "es ihr ihnen ihre ihren ihrem ihrer dies davon damit dazu dagegen darüber dort",
        "viele viel wieviel wieviele",
        "ist sind war waren hat haben hatte hatten wird werden wurde wurden kann",
        "wahr möglich klar nicht",
        "mit seit bis von für um gegen nach vor zu in an bei über aus",
        "wer wen wem wessen was wann wo woher wohin warum wieso weshalb wie welche welcher welches",
        "wer wen wem wessen",
        "lange alt groß weit oft hoch viele viel",
    ),
    "fr": (
        "et mais ou donc",
        "qu'en est-il de|et pour|et concernant|et en ce qui concerne",
        "il elle lui",
        "ils elles eux son sa ses leur leurs cela ça ceci y en là",
        "combien",
        "est sont étaient ont avaient seront",
        "vrai possible clair pas",
        "par depuis avec pour de à en sur contre après avant jusqu'à",
        "qui que quoi quand où pourquoi comment combien quel quelle quels quelles",
        "qui",
        "temps longtemps",
    ),
    "es": (
        "y e pero o entonces",
        "qué hay de|qué pasa con|y qué hay de|y qué pasa con|y en cuanto a",
        "él ella",
        "ellos ellas su sus eso esto ello ahí allí allá",
        "cuántos cuántas cuánto cuánta",
        "es son era eran ha han había habían fue fueron está están",
        "verdad cierto posible no",
        "por desde con para de a en sobre contra después antes hasta",
        "quién quiénes qué cuándo dónde cómo cuánto cuántos cuánta cuántas cuál cuáles",
        "quién quiénes",
        "tiempo",
    ),
    "ru": (
        "и а но или",
        "что насчет|как насчет|а что насчет|а как насчет|а что с|а как же|что с",
        "он она его ее ему ей него нее нему ней нем",
        "оно они им их ними них это этого этому этим этом там тогда туда оттуда",
        "сколько",
        "есть был была было были будет будут уже из",
        "правда возможно не нет",
        "с со о об на в во за к для от до по против после перед из",
        (
            "кто кого кому кем ком что чего чему чем когда где куда откуда почему зачем как "
            "сколько какой какая какое какие"
        ),
        "кто кого кому кем",
        "долго часто далеко давно",
    ),
    "uk": (
        "і й та а але чи",
        "що щодо|як щодо|а що щодо|а як щодо|а що з|що з",
        "він вона його її йому їй нього неї ньому",
        "воно вони їм їх ними них це цього цьому цим там тоді туди звідти",
        "скільки",
        "є був була було були буде будуть вже із",
        "правда можливо ні не",
        "з із о про на в у за до для від по проти після перед",
        "хто кого кому ким що чого чому чим коли де куди звідки навіщо як скільки який яка яке які",
        "хто кого кому ким",
        "довго часто далеко давно",
    ),
    "tr": (
        "ve ya peki ama fakat",
        "peki ya|ya peki",
        "o onu ona onun onda ondan",
        "onlar onları onlara onların bu bunu buna bunun bundan orada oraya şu böyle",
        "kaç kaçı",
        "var oldu",
        "doğru mümkün değil",
        "",
        "kim kimi kime kimin ne neyi neden niçin niye nerede nereye nereden nasıl kaç hangi",
        "kim kimi kime kimin",
        "kadar zaman",
    ),
}


@cache
def leaning(language: str) -> Leaning:
    """Return the words of a language, falling back to English."""
    joins, about, persons, things, *others = _DATA.get(language, _DATA["en"])
    return Leaning(
        frozenset(joins.split()),
        tuple(sorted((tuple(a.split()) for a in about.split("|")), key=len, reverse=True)),
        frozenset(persons.split()),
        frozenset(things.split()),
        *(frozenset(words.split()) for words in others),
    )
