"""What in a sentence could fill a slot: names, times, numbers with what they are of."""

from pathlib import Path

import pytest

from storybot.text.analysis.analyzer import analyzer
from storybot.text.facts.facts import denies, read_facts
from storybot.text.facts.fillers import Fill
from storybot.text.frequencies import UNLISTED, power
from storybot.text.names import names

_FILLERS = Path(__file__).parent / "data" / "fillers.txt"
"""Sentences as news has them, behind their language and the kind of a filler that they hold."""


_OF_NUMBERS = {"CLOCK", "DURATION", "LENGTH", "SPEED", "NUMBER"}


def fillers(text: str, language: str) -> set[tuple[str, str]]:
    """Return the kind and the words of each filler."""
    words = [token.text for token in analyzer(language).tokens(text)]
    found = read_facts(text, language).fillers
    return {(Fill(f.kind).name, " ".join(words[f.start : f.end])) for f in found}


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "ru", "tr", "uk"])
def test_sentences_hold_what_they_say(language: str) -> None:
    """Amounts, shares, ages, spans, times of day and days in the turns that news has for them."""
    lines = [line.split(maxsplit=2) for line in _FILLERS.read_text("utf-8").splitlines() if line]
    said = [(sentence, kind) for code, kind, sentence in lines if code == language]
    assert len(said) > 40
    missed = [(s, k) for s, k in said if k not in {found for found, _ in fillers(s, language)}]
    assert not missed


@pytest.mark.parametrize(
    ("part", "language"), [("надцати", "ru"), ("надцяти", "uk"), ("sechs", "de"), ("und", "de")]
)
def test_a_word_of_many_parts_takes_no_longer_than_its_length(part: str, language: str) -> None:
    """What looks like a number again and again is read in one way, or it would take for ever."""
    assert not fillers(f"{part * 3000}x", language)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Nicht einmal die Kinder kamen.", "de", "FREQUENCY"),
        ("Einige Boote sanken.", "de", "DATE"),
        ("Il a signé un contrat de cinq ans.", "fr", "AGE"),
        ("Fue condenado a seis años de cárcel.", "es", "AGE"),
        ("The third of five brothers spoke.", "en", "PERCENT"),
        ("The Daily Post was first.", "en", "FREQUENCY"),
        ("It may rain in the hills.", "en", "DATE"),
        ("Theresa May spoke first.", "en", "DATE"),
        ("He has fished there for the past 30 years.", "en", "CLOCK"),
        ("Alle 14 Männer kamen frei.", "de", "FREQUENCY"),
        ("Tiene 47 años, 3 hijos y un perro.", "es", "DATE"),
        ("Он прожил там 8 лет.", "ru", "CLOCK"),
        ("They live in New Norheim.", "en", "PERSON"),
        ("Schädel und Rippen lagen dort.", "de", "NUMBER"),
        ("It rose in the second quarter of 2026.", "en", "PERCENT"),
        ("La durée du contrat est de cinq ans.", "fr", "AGE"),
        ("Diğer ikisi sustu.", "tr", "PERCENT"),
        ("Sie wurde mit zehn Jahren Haft bestraft.", "de", "AGE"),
        ("It rose from 3 to 5 within a week.", "en", "SCORE"),
        ("They march through the square.", "en", "DATE"),
        ("Frau Mai lachte.", "de", "DATE"),
        ("Monsieur Mars a ri.", "fr", "DATE"),
        ("El señor Abril rió.", "es", "DATE"),
        ("Пан Липень засміявся.", "uk", "DATE"),
        ("Unemployment fell by half.", "en", "DATE"),
        ("A third of the vote went to the left.", "en", "RANK"),
        ("She won by 0.42 seconds.", "en", "CLOCK"),
        ("Девочку нашли через восемь часов.", "ru", "CLOCK"),
        ("Piet van Dijk scored a goal.", "en", "NUMBER"),
    ],
)
def test_words_alike_are_no_fillers_of_a_kind(text: str, language: str, kind: str) -> None:
    """What only looks like a time or an age is none."""
    assert kind not in {found for found, _ in fillers(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "kind", "words"),
    [
        ("The scheme brought in $6.2 million a year.", "en", "MONEY", "6.2 million"),
        ("Growth slowed to 32 % in spring.", "en", "PERCENT", "32"),
        ("They met for nine hours behind closed doors.", "en", "DURATION", "nine"),
        ("Harlan Pike, 58, showed no reaction.", "en", "AGE", "58"),
        ("A 63-year-old baker was hurt.", "en", "AGE", "63"),
        ("The hall burnt down two years ago.", "en", "DATE", "two"),
        ("Sentencing was set for Feb. 27 in the town.", "en", "DATE", "Feb 27"),
        ("The park covers 12 square kilometres of heath.", "en", "AREA", "12"),
        ("The visitors won 3:2 after extra time.", "en", "SCORE", "3:2"),
        ("The club is in 15th place, or place 15.", "en", "RANK", "15"),
        ("The pier cost 30 million kronor to mend.", "en", "MONEY", "30 million"),
        ("A fine of 900 zloty followed.", "en", "MONEY", "900"),
        ("Die Brücke kostete 12 Millionen Forint.", "de", "MONEY", "12 Millionen"),
        ("Le pont a coûté 40 millions de couronnes.", "fr", "MONEY", "40 millions"),
        ("La multa fue de 800 coronas.", "es", "MONEY", "800"),
        ("Мост обошёлся в 40 млн крон.", "ru", "MONEY", "40 млн"),
        ("Міст коштував 40 млн крон.", "uk", "MONEY", "40 млн"),
        ("Köprü 40 milyon krona mal oldu.", "tr", "MONEY", "40 milyon"),
        ("Der Umbau kostete 190 Millionen Euro.", "de", "MONEY", "190 Millionen"),
        ("Der 34-jährige Torwart fehlt drei Wochen.", "de", "AGE", "34"),
        ("Il a été condamné à dix-huit mois de prison.", "fr", "DURATION", "dix huit"),
        ("Pagó 2,4 millones de pesos a la familia.", "es", "MONEY", "2,4 millones"),
        ("Погибли четверо рабочих завода.", "ru", "NUMBER", "четверо"),
        ("Ущерб оценили в 190 млн рублей.", "ru", "MONEY", "190 млн"),
        ("Загинули п'ятеро шахтарів.", "uk", "NUMBER", "п'ятеро"),
        ("Kazada 45 yaşındaki sürücü öldü.", "tr", "AGE", "45"),
        ("The doors open at 8.30 p.m. sharp.", "en", "CLOCK", "8.30"),
        ("Das Tor öffnet um 11 Uhr.", "de", "CLOCK", "11"),
        ("Ворота откроют в 15 часов.", "ru", "CLOCK", "15"),
        ("It reached 41.3C in the shade.", "en", "HEAT", "41.3"),
        ("It reached 106 F in the shade.", "en", "HEAT", "106"),
        ("Gusts of 78 kilometres per hour hit the pier.", "en", "SPEED", "78"),
        ("Der Zug fuhr 90 km/h.", "de", "SPEED", "90"),
        ("Le train roulait à 80 kilomètres à l'heure.", "fr", "SPEED", "80"),
        ("El tren iba a 90 kilómetros por hora.", "es", "SPEED", "90"),
        ("Поезд шёл со скоростью 90 километров в час.", "ru", "SPEED", "90"),
        ("Потяг їхав 60 кілометрів на годину.", "uk", "SPEED", "60"),
        ("Tren saatte 80 kilometre hızla gidiyordu.", "tr", "SPEED", "80"),
        ("About a dozen families left.", "en", "NUMBER", "dozen"),
        ("Scores of families left.", "en", "NUMBER", "Scores"),
        ("Ein halbes Dutzend Familien ging.", "de", "NUMBER", "Dutzend"),
        ("Beide Fahrer wurden verletzt.", "de", "NUMBER", "Beide"),
        ("Dort leben fünfundzwanzig Familien.", "de", "NUMBER", "fünfundzwanzig"),
        ("Dort leben zweihundert Familien.", "de", "NUMBER", "zweihundert"),
        ("Mille ouvriers sont partis.", "fr", "NUMBER", "Mille"),
        ("Une quarantaine d'ouvriers sont partis.", "fr", "NUMBER", "Une quarantaine"),
        ("Ambos conductores huyeron.", "es", "NUMBER", "Ambos"),
        ("Ardieron veintitrés casas.", "es", "NUMBER", "veintitrés"),
        ("Ardieron seiscientas casas.", "es", "NUMBER", "seiscientas"),
        ("Сгорело шестьдесят домов.", "ru", "NUMBER", "шестьдесят"),
        ("Згоріло шістсот будинків.", "uk", "NUMBER", "шістсот"),
        ("Затримали обох водіїв.", "uk", "NUMBER", "обох"),
        ("Yaralıların dördü hastanede.", "tr", "NUMBER", "dördü"),
        ("The crew finished second in Norham.", "en", "RANK", "second"),
        ("The crew came 21st in Norham.", "en", "RANK", "21st"),
        ("Das Boot wurde Dritter in Norheim.", "de", "RANK", "Dritter"),
        ("Le bateau a fini quatrième à Norville.", "fr", "RANK", "quatrième"),
        ("El barco terminó quinto en Nora.", "es", "RANK", "quinto"),
        ("Лодка пришла третьей в Норске.", "ru", "RANK", "третьей"),
        ("Човен прийшов другим у Норську.", "uk", "RANK", "другим"),
        ("Tekne Norova'da üçüncü oldu.", "tr", "RANK", "üçüncü"),
        ("Das Werk soll ab 2031 450 Megawatt liefern.", "de", "POWER", "450"),
        ("Das Werk soll ab 2031 450 Megawatt liefern.", "de", "DATE", "2031"),
        ("The hall of 30 000 seats is full.", "en", "NUMBER", "30 000"),
    ],
)
def test_a_number_is_of_a_kind(text: str, language: str, kind: str, words: str) -> None:
    """The sign, unit or noun beside a number tells what it is a number of, in each language."""
    assert (kind, words) in fillers(text, language)


def test_a_count_knows_what_it_counts() -> None:
    """So that the number of wounded does not answer how many shops there are."""
    [count] = [f for f in read_facts("It has 196 shops now.", "en").fillers if f.of]
    assert (Fill(count.kind), count.of) == (Fill.NUMBER, "shop")


def test_a_name_behind_an_elided_article_is_a_name() -> None:
    """French writes l'Italie and d'Allemagne as one word."""
    assert ("PLACE", "l'Italie") in fillers("Selon un rapport, l'Italie refuse.", "fr")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Wann trat der Minister Lawrow zurück?", "de", ["Lawrow"]),
        ("Wie viele Menschen leben in der Ukraine?", "de", ["Ukraine"]),
        ("Welche Gewerkschaft verhandelt mit Bosch?", "de", ["Bosch"]),
        ("Zelensky arrived when?", "en", ["Zelensky"]),
        ("Prosecutors said nothing.", "en", []),
        ("Погибли трое.", "ru", []),
    ],
)
def test_names_are_told_from_other_capitals(text: str, language: str, expected: list[str]) -> None:
    """German nouns and first words have capitals and are no names for it."""
    tokens = analyzer(language).tokens(text)
    flags = names(tokens, language)
    assert [t.text for t, named in zip(tokens, flags, strict=True) if named] == expected


def test_clauses_begin_at_breaks_and_conjunctions() -> None:
    """A number belongs to the words of its clause."""
    facts = read_facts("The mill closed in May, while the quarry in Arnby hired 40 men.", "en")
    words = [facts.words[at] for at in facts.clauses]
    assert words == ["while"]


def test_denial_is_read_in_each_language() -> None:
    """In questions as in sentences."""
    assert denies("Warum kam er nicht?", "de")
    assert denies("почему он не пришёл", "ru")
    assert not denies("en düşük maaş ne kadar", "tr")


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("La réunion commence à 18 heures", "fr", "CLOCK"),
        ("Il est arrivé vers 7 heures", "fr", "CLOCK"),
        ("Rüzgarın hızı saatte 90 kilometre", "tr", "SPEED"),
    ],
)
def test_a_unit_that_ends_its_sentence_is_read_like_any(
    text: str, language: str, kind: str
) -> None:
    """Hours behind "à" are no span, and kilometres in an hour no length, whatever follows."""
    for end in (".", ", enfin."):
        numeric = {found for found, _ in fillers(text + end, language)} & _OF_NUMBERS
        assert numeric == {kind}


def test_common_words_are_told_from_rare_ones() -> None:
    """A table of the language says how common a word is; what it does not list is rare."""
    assert power("say", "en") > power("arbitr", "en") > power("xylovak", "en") == UNLISTED
    assert power("viel", "de") > 5


def test_a_second_of_time_is_no_rank() -> None:
    """Nor is it a part of the number before it."""
    assert fillers("The siren wailed for thirty seconds.", "en") == {("DURATION", "thirty")}
    assert fillers("It took one second.", "en") == {("DURATION", "one")}
    assert ("RANK", "second") in fillers("She finished second.", "en")
