"""Verbs whose particle stands apart, or that mean another verb with it."""

import pytest

from storybot.text.analysis.analyzer import analyzer


@pytest.mark.parametrize(
    ("language", "apart", "verb"),
    [
        ("de", "Der Rat lehnte den Plan für ein Stadion am Freitag ab.", "ablehnen"),
        ("de", "Lehnte der Rat Plan A und Plan B ab?", "ablehnen"),
        ("de", "Die Messe fand am Montag in Norheim statt", "stattfinden"),
        ("de", "Der Minister trat gestern zurück und schwieg.", "zurücktreten"),
        ("de", "Der Minister schwieg und trat gestern zurück.", "zurücktreten"),
        ("de", "Die Firma kündigte geplante Entlassungen an, sagte er.", "ankündigen"),
        ("de", "Die Polizei nahm den Mann fest.", "festnehmen"),
        ("de", "In der Halle brach am Montag ein Feuer aus.", "ausbrechen"),
        ("de", "wo brach das feuer aus", "ausbrechen"),
        ("de", "Der Minister stand früh auf.", "aufstehen"),
        ("de", "wie lange fällt sie aus", "ausfallen"),
        ("en", "The council turned the plan down.", "reject"),
        ("en", "The plan was turned down by the council.", "reject"),
        ("en", "The council turned the plan down on Friday.", "reject"),
        ("en", "He stepped down on Friday.", "resign"),
        ("en", "Was the match called off?", "cancel"),
    ],
)
def test_a_verb_and_its_particle_are_one_verb(language: str, apart: str, verb: str) -> None:
    """The particle is no word of its own then."""
    read = analyzer(language)
    (term,) = read.terms(verb)
    words = read.tokens(apart)
    assert term in {token.term for token in words}
    particles = {"ab", "statt", "zurück", "an", "fest", "aus", "auf", "down", "off"}
    assert {token.term for token in words if token.text in particles} == {None}


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("de", "Ab Montag lehnen sich die Häuser nicht mehr an.", "montag"),
        ("de", "Das Haus steht an der Straße, die Tür auch.", "haus"),
        ("de", "Wie lange bleibt die Brücke zu?", "lang"),
        ("de", "Den Preis nahm sie an.", "preis"),
        ("en", "The car turned and went down the road.", "turn"),
        ("en", "They turned, down by the river.", "turn"),
        ("en", "She turned the boat down the river.", "turn"),
    ],
)
def test_a_preposition_is_no_particle(language: str, text: str, kept: str) -> None:
    """Nor is a particle one of a verb in another clause, or of another verb."""
    terms = analyzer(language).terms(text)
    assert kept in terms
    assert "reject" not in terms


def test_a_preposition_in_german_joins_no_verb() -> None:
    """A particle ends its clause; before a noun it is a preposition."""
    terms = analyzer("de").terms
    assert terms("Er kam aus der Stadt.") == terms("kommen Stadt")
    assert terms("Sie fand in Norheim eine Stelle.") == terms("finden Norheim Stelle")
