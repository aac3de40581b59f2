"""Whether two sentences of nearly one wording say the same."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.answering.evidence import claims
from storybot.answering.evidence.claims import Difference, difference

APART = [
    # Negation, in its several forms.
    ("en", "The lock in Arn will reopen to barges.", "The lock in Arn will not reopen to barges."),
    ("en", "The council has paid the ferrymen.", "The council has never paid the ferrymen."),
    ("en", "Divers did find the black box.", "Divers didn't find the black box."),
    ("en", "The union confirmed the mill strike.", "The union denied the mill strike."),
    ("en", "The trawler sailed with a licence.", "The trawler sailed without a licence."),
    # Another name, or a name on one side only.
    ("en", "Judge Ana Perrin heard the fishermen.", "Judge Ida Perrin heard the fishermen."),
    ("en", "The train from Odberg was late again.", "The train from Halvik was late again."),
    ("en", "The mayor met the farmers.", "The mayor of Odberg met the farmers."),
    ("en", "The plant exports to Turkey each year.", "The plant exports to turkey each year."),
    # A day, a month, a year, an hour.
    ("en", "The museum opens on Tuesday at noon.", "The museum opens on Sunday at noon."),
    ("en", "Voting ends on 4 May in Halvik.", "Voting ends on 4 June in Halvik."),
    ("en", "The dam was finished in 1987.", "The dam was finished in 1978."),
    ("en", "The ferry leaves at 5pm from Odberg.", "The ferry leaves at 5am from Odberg."),
    # Numbers, above seven as below, and on one side only.
    ("en", "The storm sank eight boats.", "The storm sank eighteen boats."),
    ("en", "The storm sank nine boats.", "The storm sank 11 boats."),
    ("en", "Thirty-one miners came up alive.", "Thirty-two miners came up alive."),
    ("en", "The quake damaged houses in Odberg.", "The quake damaged 40 houses in Odberg."),
    ("en", "The bond pays 3.5 percent.", "The bond pays 35 percent."),
    ("en", "The temperature was -7 degrees.", "The temperature was 7 degrees."),
    ("en", "The repair cost $5 million.", "The repair cost €5 million."),
    ("en", "The repair cost 5 million dollars.", "The repair cost 5 billion dollars."),
    # Directions and outcomes.
    ("en", "Wheat prices rose in spring.", "Wheat prices fell in spring."),
    ("en", "The oil drifted north of the cape.", "The oil drifted south of the cape."),
    ("en", "The fee went up by a third.", "The fee went down by a third."),
    ("en", "The senate approved the harbour tax.", "The senate rejected the harbour tax."),
    ("en", "He resigned before the vote.", "He resigned after the vote."),
    ("en", "The fee rose from 4 to 9 crowns.", "The fee rose from 9 to 4 crowns."),
    # The speaker, and who does what to whom.
    ("en", "The dam is safe, the engineer said.", "The dam is safe, the minister said."),
    ("en", "The dam is safe, employers said.", "The dam is safe, employees said."),
    ("en", "The dam is safe.", "The dam is safe, the builder said."),
    ("en", "Halvik beat Odberg in the final.", "Odberg beat Halvik in the final."),
    ("en", "The deputy mayor was fined.", "The mayor was fined."),
    # Certainty, share, time, question.
    ("en", "The mine will close.", "The mine may close."),
    ("en", "All of the crew was saved.", "Most of the crew was saved."),
    ("en", "The mine is closed.", "The mine was closed."),
    ("en", "The mine closed.", "The mine closed?"),
    # Other languages.
    ("de", "Die Fähre nimmt Lastwagen mit.", "Die Fähre nimmt keine Lastwagen mit."),
    ("de", "Der Minister lobte den Kanzler.", "Den Minister lobte der Kanzler."),
    ("de", "Elf Boote sanken im Hafen.", "Zwölf Boote sanken im Hafen."),
    ("fr", "Le pont ouvrira lundi aux camions.", "Le pont n'ouvrira pas lundi aux camions."),
    ("fr", "Le prix du blé a augmenté.", "Le prix du blé a baissé."),
    ("es", "El puente abrirá el lunes.", "El puente abrirá el viernes."),
    ("es", "El alcalde aprobó la obra.", "El alcalde no aprobó la obra."),
    ("ru", "Мост откроют для грузовиков.", "Мост не откроют для грузовиков."),
    ("ru", "Россия поддержала Турцию.", "Россию поддержала Турция."),
    ("ru", "Погибло девять рыбаков.", "Погибло десять рыбаков."),
    ("uk", "Ціни на хліб зросли.", "Ціни на хліб впали."),
    ("uk", "Міст відкриють у понеділок.", "Міст відкриють у п'ятницю."),
    ("tr", "Köprü kamyonlara açılacak.", "Köprü kamyonlara açılmayacak."),
    ("tr", "Fırtınada dokuz tekne battı.", "Fırtınada on tekne battı."),
]  # fmt: skip

SAME = [
    ("en", "The lock will reopen to barges.", "The lock will reopen to barges"),
    ("en", "On Tuesday the museum reopens.", "The museum reopens on Tuesday."),
    ("en", "The dam is safe, the engineer said.", "The engineer said the dam is safe."),
    ("en", "The dam is safe, the engineer said.", "“The dam is safe”, the engineer says."),
    ("en", "The storm sank eleven boats.", "The storm sank 11 boats."),
    ("en", "Thirty-two miners came up.", "32 miners came up."),
    ("en", "The repair cost $33 million.", "The repair cost $33,000,000."),
    ("en", "The vote is on Monday.", "The vote is Monday."),
    ("en", "The mayor resigned.", "The mayor has resigned."),
    ("en", "The organisation moved to Odberg.", "The organization moved to Odberg."),
    ("en", "The mill’s owner paid.", "The mill's owner also paid."),
    ("en", "THE MILL IN ODBERG BURNED", "The mill in Odberg burned."),
    ("de", "Elf Boote sanken im Hafen.", "11 Boote sanken im Hafen."),
    ("de", "Er sagte, dass die Brücke hält.", "Er sagt, die Brücke hält"),
    ("fr", "Onze bateaux ont coulé.", "11 bateaux ont également coulé."),
    ("es", "Doce barcos se hundieron.", "12 barcos también se hundieron."),
    ("ru", "Утонули двенадцать лодок.", "Двенадцать лодок утонули."),
    ("ru", "Её нашли в порту.", "Ее также нашли в порту."),
    ("uk", "Міст знову відкрили.", "Міст відкрили."),
    ("tr", "Fırtınada dokuz tekne battı.", "Fırtınada 9 tekne battı."),
]


@pytest.mark.parametrize(("language", "one", "other"), APART)
def test_other_claims_are_not_the_same(language: str, one: str, other: str) -> None:
    """A name, number, day, direction, negation or speaker makes another claim."""
    assert difference(one, other, language) is not Difference.NONE
    assert difference(other, one, language) is not Difference.NONE


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_the_same_claim_is_seen_in_other_dress(language: str, one: str, other: str) -> None:
    """Punctuation, fillers, spelling, digits and a part that moved change nothing."""
    assert difference(one, other, language) is Difference.NONE
    assert difference(other, one, language) is Difference.NONE


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        row
        for row in APART
        if row[1].startswith(
            ("The dam is safe, the", "The lock", "Judge", "The museum", "The storm", "Wheat",
             "The oil", "The quake", "Die Fähre", "Elf", "Le p", "El p", "Мост", "Погибло",
             "Ціни", "Köprü")
        )
    ],
)  # fmt: skip
def test_a_single_telling_difference_is_a_contradiction(
    language: str, one: str, other: str
) -> None:
    """Of one wording, sentences contradict each other by a number, name, day or direction."""
    assert difference(one, other, language) is Difference.TELLING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mayor met the farmers.", "A storm sank nine boats."),
        ("Halvik has a mill.", "Odberg has no bridge."),
    ],
)
def test_other_wording_is_no_contradiction(one: str, other: str) -> None:
    """Where sentences differ in more, or in plain words, nothing says that they conflict."""
    assert difference(one, other, "en") is Difference.WORDING


def test_a_speaker_on_one_side_is_a_slight_difference() -> None:
    """Whether what is said by nobody is what somebody said is not known."""
    one, other = "The dam in Arn is safe.", "The dam in Arn is safe, the builder said."
    assert difference(one, other, "en") is Difference.SLIGHT


def test_first_words_may_be_names() -> None:
    """A sentence may begin with the name that makes the difference."""
    one, other = "Karin Holm was made head of the mill.", "Peter Holm was made head of the mill."
    assert difference(one, other, "en") is Difference.TELLING


_SAID = st.lists(
    st.sampled_from(["the", "ferry", "mill", "rose", "fell", "not", "8", "eight", "Odberg", "of"])
)


@given(one=_SAID, other=_SAID)
def test_what_is_told_at_a_glance_is_what_counting_tells(one: list[str], other: list[str]) -> None:
    """Sentences that differ in much are not counted word by word."""
    found = difference(" ".join(one), " ".join(other), "en")
    with patch.object(claims, "_APART", 100):
        assert difference(" ".join(one), " ".join(other), "en") is found
