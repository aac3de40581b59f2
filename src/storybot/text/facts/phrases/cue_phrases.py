"""Phrases that signal a sentence's function, in languages other than English.

It gives a reason or a purpose, denies, reports speech, or refers to the sentence before.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

_PATTERNS: dict[str, dict[str, str]] = {
    "de": {
        "reason": r"weil|denn|wegen|aufgrund|deshalb|daher|darum|deswegen|infolge|dank|mangels"
        r"|um .{1,80} zu|(?:haupt)?gr(?:u|ü)nde?(?:n|s)?|führte zu|ursachen?|begründe\w*|anlass",
        "purpose": r"um .{1,80} zu|damit|zwecks",
        "means": r"durch|mittels|mithilfe|mit hilfe|indem",
        "negation": r"nicht|kein(?:e[nmrs]?)?|nie(?:mals)?|niemand|nichts|weder|ohne",
        "pronoun_first": r"er|sie|es|dies(?:e[rsmn]?)?|jene[rsmn]?|(?:sein|ihr)(?:e[rnms]?)?",
        "link_first": r"aber|doch|jedoch|und|auch|außerdem|zudem|deshalb|daher|dann|später|dagegen",
        "says": r"sagte|sagt|erklärte|teilte|laut|zufolge|betonte|behauptet\w*|kündigte|glaubt\w*",
        "names": r"heißt|genannt|namens|bezeichnet|sogenannte\w*|bedeutet",
    },
    "fr": {
        "reason": r"parce qu\w*|car|puisqu\w*|en raison d\w*|à cause d\w*|grâce à|donc|afin d\w*"
        r"|pour que|raisons?|faute de|suite à|cause|expliqu\w+ par|motif|dû|due|dus|étant donné",
        "purpose": r"pour \w+(?:er|ir|re)|afin d\w*|dans le but",
        "means": r"par|grâce à|au moyen d\w*|à travers|via|en \w+ant",
        "negation": r"ne|n'\w+|pas|jamais|aucune?|personne|rien|ni|sans",
        "pronoun_first": r"il|elle|ils|elles|cela|ceci|ce|cette|ces|celui|celle|son|sa|ses|leurs?",
        "link_first": r"mais|et|aussi|cependant|toutefois|pourtant|ainsi|donc|puis|ensuite|de plus",
        "says": r"a (?:dit|déclaré|affirmé|annoncé|indiqué|expliqué)|selon|d'après|affirme\w*|dit",
        "names": r"appelée?s?|nommée?s?|dite?s?|connue?s? sous|signifie|surnommée?s?",
    },
    "es": {
        "reason": r"porque|ya que|debido a\w*|a causa d\w*|gracias a\w*|por lo tanto|por eso|pues"
        r"|puesto que|para que|razón|motivos?|se deb\w+|atribuy\w+|al considerar|causa",
        "purpose": r"para \w+r(?:se|lo|la)?|con el fin|a fin de",
        "means": r"por|mediante|a través|por medio|vía|con",
        "negation": r"no|nunca|jamás|ning[uú]n[oa]?|nadie|nada|ni|sin|tampoco",
        "pronoun_first": r"él|ella|ellos|ellas|est[eoa]s?|es[eoa]s?|aquel\w*|sus?",
        "link_first": r"pero|y|también|sin embargo|además|así|luego|después|por tanto|entonces",
        "says": r"dijo|dice|declaró|afirmó|anunció|según|explicó|aseguró|cree|señaló",
        "names": r"llamad[oa]s?|conocid[oa]s? como|denominad[oa]s?|significa|apodad[oa]s?",
    },
    "ru": {
        "reason": r"потому что|так как|поскольку|из-за|ввиду|благодаря|вследствие|поэтому|в связи"
        r"|по причине|причин\w+|в результате|чтобы|ибо",
        "purpose": r"чтобы|для того|с целью|ради",
        "means": r"путем|посредством|через|с помощью|при помощи",
        "negation": r"не|нет|ни|никогда|никто|ничего|ничто|без|нельзя|отказал\w*",
        "pronoun_first": r"он|она|оно|они|это|эт[аио]т?|его|е[её]|их|тот|та|те|так(?:ой|ая|ие)",
        "link_first": r"но|а|и|также|однако|кроме того|поэтому|затем|потом|позже|при этом|впрочем",
        "says": r"(?:сказ|заяв|сообщ|объяв|отмет)[аи]л\w*|по словам|считает|утвержда\w+",
        "names": r"называ\w+|назван\w*|под названием|так называем\w+|означа\w+|именуем\w+",
    },
    "uk": {
        "reason": r"тому що|оскільки|бо|через те|через|завдяки|внаслідок|тому|у зв'язку|причин\w+"
        r"|у результаті|щоб",
        "purpose": r"щоб|для того|з метою|заради",
        "means": r"шляхом|за допомогою|через|завдяки",
        "negation": r"не|немає|ні|ніколи|ніхто|нічого|ніщо|без|відмовив\w*",
        "pronoun_first": r"він|вон[аои]|це|цей|ця|ці|його|її|їх|їхн\w+|той|та|ті|так(?:ий|а|і)",
        "link_first": r"але|а|і|й|також|однак|проте|крім того|тому|потім|згодом|пізніше|водночас",
        "says": r"(?:сказа|заяви|повідоми|оголоси|зазначи)\w+|за словами|вважає|стверджу\w+",
        "names": r"назива\w+|назван\w*|під назвою|так зван\w+|означа\w+",
    },
    "tr": {
        "reason": r"çünkü|nedeniyle|dolayı|yüzünden|sayesinde|sebebiyle|bu yüzden|bu nedenle|için"
        r"|sonucunda|neden\w*",
        "purpose": r"için|amacıyla|üzere|diye",
        "means": r"aracılığıyla|yoluyla|ile|sayesinde|kullanarak",
        "negation": r"değil|yok|hiç|asla|hiçbir|kimse|\w+m[ae]d[ıi]\w*|\w+m[ae]yacak\w*",
        "pronoun_first": r"o|onlar|bu|bunlar|şu|onun|bunun|kendisi",
        "link_first": r"ama|fakat|ve|ancak|ayrıca|üstelik|sonra|daha sonra|öte yandan|bu nedenle",
        "says": r"dedi|söyledi|açıkladı|belirtti|göre|ifade etti|duyurdu|bildirdi|vurguladı",
        "names": r"adlı|denilen|denen|olarak bilinen|isimli|anlamına",
    },
}
"""Words and phrases; ``pronoun_first`` and ``link_first`` only count at the start of a sentence."""

_AT_START = frozenset({"pronoun_first", "link_first"})
_NO_PATTERNS: Mapping[str, re.Pattern[str]] = MappingProxyType({})


@cache
def fact_patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of sentence functions: reason, denial, reference to the sentence before.

    Patterns that count only at the start are anchored there: use `search` for all.
    """
    if language not in _PATTERNS:
        return _NO_PATTERNS
    return MappingProxyType(
        {
            name: re.compile(
                rf"^\W{{0,3}}(?:{words})(?!\w)"
                if name in _AT_START
                else rf"(?<!\w)(?:{words})(?!\w)",
                re.IGNORECASE,
            )
            for name, words in _PATTERNS[language].items()
        }
    )
