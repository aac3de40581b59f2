"""Name the outlet of a page by its address or by how the page speaks of itself."""

import re
from collections import Counter
from collections.abc import Iterable

from storybot.ingest.metadata.urls import host_of

OUTLETS = {
    "The Independent": "independent.co.uk the-independent.com",
    "The Guardian": "theguardian.com",
    "BBC": "bbc.co.uk bbc.com",
    "The Associated Press": "apnews.com ap.org",
    "Reuters": "reuters.com",
    "The New York Times": "nytimes.com",
    "The Washington Post": "washingtonpost.com",
    "The Wall Street Journal": "wsj.com",
    "Los Angeles Times": "latimes.com",
    "Financial Times": "ft.com",
    "The Times": "thetimes.co.uk thetimes.com",
    "The Telegraph": "telegraph.co.uk",
    "Daily Mail": "dailymail.co.uk",
    "Sky News": "news.sky.com",
    "The Economist": "economist.com",
    "Bloomberg": "bloomberg.com",
    "CNN": "cnn.com",
    "CNBC": "cnbc.com",
    "NBC News": "nbcnews.com",
    "CBS News": "cbsnews.com",
    "ABC News": "abcnews.go.com abc.net.au",
    "Fox News": "foxnews.com",
    "NPR": "npr.org",
    "Politico": "politico.com politico.eu",
    "The Hill": "thehill.com",
    "USA Today": "usatoday.com",
    "Newsweek": "newsweek.com",
    "Forbes": "forbes.com",
    "Business Insider": "businessinsider.com",
    "Axios": "axios.com",
    "The Atlantic": "theatlantic.com",
    "Vox": "vox.com",
    "TechCrunch": "techcrunch.com",
    "Al Jazeera": "aljazeera.com",
    "Deutsche Welle": "dw.com",
    "France 24": "france24.com",
    "Euronews": "euronews.com",
    "Der Spiegel": "spiegel.de",
    "Die Zeit": "zeit.de",
    "Frankfurter Allgemeine Zeitung": "faz.net",
    "Süddeutsche Zeitung": "sueddeutsche.de",
    "Tagesschau": "tagesschau.de",
    "Die Welt": "welt.de",
    "Der Standard": "derstandard.at",
    "Neue Zürcher Zeitung": "nzz.ch",
    "Le Monde": "lemonde.fr",
    "Le Figaro": "lefigaro.fr",
    "Libération": "liberation.fr",
    "El País": "elpais.com",
    "El Mundo": "elmundo.es",
    "La Vanguardia": "lavanguardia.com",
    "Corriere della Sera": "corriere.it",
    "La Repubblica": "repubblica.it",
    "ТАСС": "tass.ru",
    "РИА Новости": "ria.ru",
    "Коммерсантъ": "kommersant.ru",
    "РБК": "rbc.ru",
    "Медуза": "meduza.io",
    "Лента.ру": "lenta.ru",
    "Українська правда": "pravda.com.ua",
    "Kyiv Independent": "kyivindependent.com",
    "Anadolu Ajansı": "aa.com.tr",
    "Hürriyet": "hurriyet.com.tr",
    "The Hindu": "thehindu.com",
    "The Times of India": "timesofindia.indiatimes.com",
    "South China Morning Post": "scmp.com",
    "The Japan Times": "japantimes.co.jp",
}
"""Host names by outlet."""

_OWNERS = {
    "Guardian News & Media": "The Guardian",
    "Associated Press": "The Associated Press",
    "Cable News Network": "CNN",
    "CBS Interactive": "CBS News",
    "Dow Jones": "The Wall Street Journal",
}
"""Outlets by the name of the owner of their pages."""

_BY_HOST = {host: outlet for outlet, hosts in OUTLETS.items() for host in hosts.split()}
_REST = re.compile(r"^the | (?:news|online|world)$|\.(?:com|co\.uk|de|fr|es|ru)$")
_BY_NAME = {_REST.sub("", outlet.casefold()): outlet for outlet in OUTLETS}
_NAMES = re.compile(
    r"(?<!\w)(?:"
    + "|".join(re.escape(name) for name in sorted({*OUTLETS, *_OWNERS}, key=len, reverse=True))
    + r")(?!\w)"
)
_ARTICLE = re.compile(r"\bthe (?=[A-Z])")
_OWNER = re.compile(r"(?:©|\(c\)|ⓒ|copyright)", re.IGNORECASE)
_HOLDER = re.compile(
    r"(?:©|\(c\)|ⓒ|\bcopyright\b)[\s©–-]*(?:\(c\))?\s*(?:(?:19|20)\d\d)?"
    r"(?:\s*[-–]\s*(?:20)?\d\d)?,?\s*(?:by\s+)?(?P<name>[^\W\d_][\w&’' -]{1,38}?)"
    r"(?=\s*(?:$|[.,|;(]|all rights|alle rechte|tous droits|todos los|все права"
    r"|(?:inc|ltd|llc|limited|group|media|pty|gmbh)\b|news &))",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:source|published (?:by|in)|quelle|erschienen (?:in|bei)|fuente|publié par|"
    r"источник|джерело|kaynak|fonte)\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-zа-яё][^.!?:;,|]{1,38}")
_PAPERS = frozenset(
    """
    gazette news times post herald tribune chronicle courier journal observer telegraph examiner
    mirror echo express standard star sentinel bulletin dispatch argus mercury press agency
    zeitung nachrichten anzeiger tageblatt kurier rundschau presse bote blatt abendblatt merkur
    вести новости известия ведомости газета правда новини вісті газетa haber gazetesi ajansı
    """.split()  # noqa: SIM905  a list of words is read more easily so
)
"""Words on which the names of papers and agencies end."""
_PAPERS_FIRST = frozenset(
    """
    diario periódico heraldo gaceta correo journal courrier gazette dépêche agence agencia agentur
    газета агентство вестник вісник
    """.split()  # noqa: SIM905
)
"""Words with which they begin."""
_RUBRICS = frozenset(
    """
    breaking latest world local good bad more top fake live sports sport business our your all
    weitere aktuelle gute neue alle dernières toutes últimas más последние все останні son
    """.split()  # noqa: SIM905
)
"""Words that make a rubric of them: "World News"."""
_PARTICLES = frozenset(("of", "the", "and", "de", "du", "la", "des", "und", "für"))
_BESIDE = re.compile(r"\s*[,|·•/()]\s*|\s[–—-]\s|\s(?:for|für|pour|para)\s")
_ENOUGH = 2
"""Mentions that name the outlet; a claim of copyright counts as many."""


def outlet_of_page(notices: Iterable[str]) -> str:
    """Name the outlet that the notices and appeals of a page speak of; empty where none is."""
    votes: Counter[str] = Counter()
    holder = ""
    for line in notices:
        owned = _OWNER.search(line)
        for name in set(_NAMES.findall(_ARTICLE.sub("The ", line))):
            votes[_OWNERS.get(name, name)] += _ENOUGH if owned else 1
        if owned and not holder and (match := _HOLDER.search(line)):
            holder = match["name"].rstrip(" -0123456789")
    best, count = max(votes.items(), key=lambda vote: vote[1], default=("", 0))
    return best if count >= _ENOUGH else holder


def outlet_of_line(line: str) -> str:
    """Return the outlet that a line names and nothing else; empty if there is none."""
    sourced = _SOURCE.match(line)
    bare = (line[sourced.end() :] if sourced else line).strip(" .·|*")
    name = bare.casefold().removeprefix("www.")
    known = _BY_HOST.get(name, "") or _BY_NAME.get(_REST.sub("", name), "")
    return known or (bare if sourced and _NAME.fullmatch(bare) else "")


def paper_of_line(line: str) -> str:
    """Return a line that reads like the name of a newspaper or agency that is not known."""
    name = line.strip(" .·|*")
    words = name.casefold().split()
    if any(word.isascii() and word.islower() and word not in _PARTICLES for word in name.split()):
        return ""
    if not _NAME.fullmatch(name) or not _RUBRICS.isdisjoint(words) or len(words) < 2:  # noqa: PLR2004
        return ""
    return name if words[-1] in _PAPERS or words[0] in _PAPERS_FIRST else ""


def outlet_beside(line: str) -> str:
    """Return the known outlet that a byline or a date line names beside other things."""
    return next(filter(None, map(outlet_of_line, _BESIDE.split(line))), "")


def outlet_of_address(url: str) -> str:
    """Return the known name of a URL's outlet, or else its host; empty if it has none."""
    host = host_of(url)
    parts = host.split(".")
    tails = (".".join(parts[start:]) for start in range(len(parts)))
    return next((_BY_HOST[tail] for tail in tails if tail in _BY_HOST), host)
