"""Knowing page furniture, captions and outlets by the line."""

import pytest

from storybot.ingest.boilerplate import captions, furniture
from storybot.ingest.boilerplate.appeals import ASKS
from storybot.ingest.boilerplate.labelling import STORY, Labelled, Role, label_lines
from storybot.ingest.boilerplate.page import listings
from storybot.ingest.lines import Line
from storybot.ingest.metadata.outlets import outlet_of_address, outlet_of_page


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Comments (212)", "comment and login notice"),
        ("+ Home", "menu or link"),
        ("12 Comments", "comment and login notice"),
        ("Teilen", "sharing button"),
        ("Share on Facebook", "sharing button"),
        ("Facebook X WhatsApp Email", "sharing button"),
        ("Sign up to This is Europe", "newsletter sign-up"),
        ("Subscribe to unlock", "subscription offer"),
        ("ADVERTISEMENT", "advertisement"),
        ("Читайте также: Как строили мост", "related stories"),
        ("Lire aussi : Le pont qui penche", "related stories"),
        ("Alle Rechte vorbehalten", "copyright or legal notice"),
        ("© 2024 Example Media", "copyright or legal notice"),
        ("Gizlilik Politikası", "cookie or privacy notice"),
        ("1 of 4", "gallery or player control"),
        ("Підтримати", "donation appeal"),
        ("No response so far »", "comment and login notice"),
        ("3 Antworten zu „Der Kran von Kelm“", "comment and login notice"),
        ("Votre adresse e-mail : *", "comment and login notice"),
        ("Möchten Sie den Artikel teilen?", "comment and login notice"),
        ("zurück zur Startseite", "menu or link"),
        ("Quellen ausblenden", "menu or link"),
        ("Die meistgelesenen Artikel", "related stories"),
        ("Otras noticias", "related stories"),
        ("Czytaj też: Jak budowano most", "related stories"),
        ("The crane of Kelm turns again, to nobody’s surprise or… Read more", "related stories"),
        ("Der Kran von Kelm dreht sich wieder. Weiterlesen »", "related stories"),
        ("Le pont de Kelm penche encore… Lire la suite →", "related stories"),
        ("El puente de Kelm se inclina... Leer más", "related stories"),
        ("Кран снова работает… Читать далее", "related stories"),
        ("Кран знову працює… Читати далі", "related stories"),
        ("Vinç yine dönüyor… Devamını oku", "related stories"),
        ("How cranes are built How cranes are built How cranes are built", "repeated line"),
    ],
)
def test_a_label_is_known_by_the_whole_line(text: str, reason: str) -> None:
    """Case, counts and bullets do not matter; the language of the page does not either."""
    assert furniture.label(Line(text)) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Comments by the chancellor last week had angered campaigners.",
        "“No comment.”",
        "No.",
        "Why?",
        "Share prices in the paper’s owner fell 3 per cent.",
        "Follow-up visits will begin in July.",
        "Keine Antworten auf die Fragen der Fischer gab am Dienstag der Rat der Stadt Kelm.",
        "Weitere Informationen zum Unfall hatte die Polizei am Abend nicht, sagte ein Sprecher.",
        "War der Artikel nicht so gemeint, fragte der Richter die Zeugin am Dienstag.",
        "Zurück zur Arbeit wollen die Docker erst, wenn der Kran wieder läuft.",
        "More than 40,000 people have used the service, according to its annual report.",
        "All rights reserved for the creditors are unaffected, the court ruled.",
        "“We never knew…” Read more books, the minister told the pupils of Kelm on Tuesday.",
        "The pupils of Kelm should read more",
        "Again and again the crane of Kelm turned, and again and again it stopped.",
    ],
)
def test_sentences_that_open_like_labels_are_none(text: str) -> None:
    """What a story says is no button, whatever its first words."""
    assert furniture.reasons([Line(text)]) == [None]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Zur Messung der Zugriffe verwenden wir Cookies.", "cookie or privacy notice"),
        ("Get the latest news straight to your phone with our app.", "newsletter sign-up"),
        ("Abonnieren Sie unseren kostenlosen Newsletter.", "newsletter sign-up"),
        ("This website uses cookies to improve your experience.", "cookie or privacy notice"),
        ("By signing up, you agree to our terms.", "newsletter sign-up"),
        ("Please refresh the page to be logged in.", "comment and login notice"),
        ("Увійдіть, щоб залишити коментар", "comment and login notice"),
        ("Yorum yapmak için giriş yapın", "comment and login notice"),
        ("This article is more than 2 years old", "copyright or legal notice"),
    ],
)
def test_a_notice_is_known_by_its_phrases(text: str, reason: str) -> None:
    """A phrase that only pages say makes a line a notice."""
    assert furniture.notice(Line(text)) == reason


def test_a_notice_that_is_quoted_or_reported_is_none() -> None:
    """In quotation marks, or with a verb of saying, the phrase is the story's."""
    assert furniture.notice(Line("“Please refresh the page,” the letter began.")) is None
    assert furniture.notice(Line("The firm said this website uses cookies.")) is None


def test_a_story_about_donations_is_no_appeal() -> None:
    """What it tells of gifts and members addresses nobody."""
    told = [
        "The hospital of Kelm was founded in 1890 with a donation of the widow of a merchant.",
        "Donations paid for the second house, while the first donation went into the chapel.",
        "A member of the council may resign, and whoever is contributing to the party may follow.",
        "Membership of the council, to which each party is contributing to its strength, is free.",
    ]
    assert furniture.reasons([Line(text) for text in told]) == [None] * len(told)


def test_one_plea_is_no_appeal() -> None:
    """A line that asks once, in a story about giving, is not taken for an appeal."""
    assert furniture.reasons([Line("Donations have doubled in a year.")]) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Donations rose in spring as membership in the US grew.",
        "Critics of donations support US membership in the council of ports.",
        "Donations to the port rose, and no member of the council supports US fees.",
        "Eine Mitgliedschaft und ihre Spende an den Hafen, donation genannt, half vielen.",
        "Im Winter spenden sie viel, im Sommer unterstützen sie den Hafen.",
    ],
)
def test_countries_and_third_persons_are_no_address(text: str) -> None:
    """Only "us" in small letters is the site, and only a capital makes "Ihre" the reader's."""
    assert furniture.reasons([Line(text)]) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Votre soutien compte, et votre don encore plus.",
        "Support us today and support our reporters with it.",
        "Ihre Spende hilft, und Ihre Unterstützung bleibt.",
        "Нужна ваша поддержка: важно ваше или наше пожертвование.",
        "Su apoyo cuenta, y su donación aún más.",
        "Потрібна ваша підтримка, і ваша допомога також.",
    ],
)
def test_an_appeal_with_two_pleas_is_known(text: str) -> None:
    """Pleas that open with the same word are two, in any language."""
    assert furniture.reasons([Line(text)]) == ["donation appeal"]


@pytest.mark.parametrize(
    "text",
    [
        "What are your donations, and who is contributing to whose donation by your donation?",
        "Ваша поддержка или вашу поддержку.",
        "Who donates, whose donation is it, and who was donating?",
    ],
)
def test_forms_of_the_same_plea_are_one(text: str) -> None:
    """Inflection makes no second plea."""
    several = set(ASKS.findall(text.casefold()))
    assert furniture._cues(Line(text)).asks < len(several)


@pytest.mark.parametrize(
    ("end", "link"),
    [
        ("Das sagte am Freitag die Bürgermeisterin.", "Weiterlesen »"),
        ("So the mayor told the council on Friday.", "Read more about the vote"),
        ("La maire l’a annoncé vendredi au conseil.", "Lire la suite →"),
        ("La alcaldesa lo anunció el viernes en el consejo.", "Leer más"),
        ("Об этом в пятницу заявил министр.", "Подробнее"),
        ("Про це в п’ятницю заявив міністр.", "Детальніше"),
        ("Belediye başkanı bunu cuma günü duyurdu.", "Devamını oku"),
    ],
)
def test_a_link_at_the_end_of_a_paragraph_is_cut_off(end: str, link: str) -> None:
    """The paragraph stays without it; one that breaks off opens another story."""
    paragraph = f"Der Hafen friert in diesem Jahr schon wieder sehr früh im Winter zu. {end}"
    lines = ["Teilen", "Share", "Der Hafen", *[paragraph] * 2, f"{paragraph} {link}", "Impressum"]
    found = label_lines("\n".join(lines))
    assert [line.text for line in found if line.role in STORY] == [paragraph] * 3
    assert Labelled(link, Role.DROPPED, "related stories") in found
    assert furniture.label(Line(f"{paragraph[:-1]}… {link}")) == "related stories"


def test_a_pasted_article_keeps_a_link_in_its_paragraph() -> None:
    """It loses nothing."""
    paragraph = "The harbour froze over again very early in this winter, said the mayor. Read more"
    assert [line.text for line in label_lines(paragraph)] == [paragraph]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("===== Der Hafen =====", False),
        ("== Порт ==", False),
        ("==========", False),
        ("if status == 200", True),
        ("a===b", True),
        ('status == "ok"', True),
    ],
)
def test_a_rule_of_equals_signs_is_no_code(line: str, code: bool) -> None:  # noqa: FBT001
    """A comparison has something on both sides."""
    assert (listings([Line(line)] * 2) == {0, 1}) is code


@pytest.mark.parametrize(
    "text",
    [
        "No justice, no peace! No justice, no peace!",
        "¡El pueblo unido! ¡El pueblo unido!",
        "Wir sind das Volk! Wir sind das Volk!",
        "Мы здесь власть! Мы здесь власть!",
    ],
)
def test_a_refrain_is_no_repeated_link(text: str) -> None:
    """What ends as a sentence does was said, even twice."""
    assert furniture.label(Line(text)) is None


@pytest.mark.parametrize("text", ["Related topics", "Mehr zum Thema", "По теме", "3 Comments"])
def test_headings_below_a_story_are_known(text: str) -> None:
    """They say that a page turns to other things."""
    assert furniture.ends_story(Line(text))


@pytest.mark.parametrize(
    "text",
    [
        "The council’s chairwoman with the builders (Mercury Pictures)",
        "Image caption, Amina Yusuf says she will not go back",
        "Boats at Torvik. Photograph: Arne Lund/NTB/Reuters",
        "Relatives wait near the mine, May 5, 2023. (AP Photo/Luis Barreto)",
        "[1/2]A crane unloads containers. REUTERS/Marta Silva/File Photo",
        "Einsatzkräfte füllen Sandsäcke Foto: Lars Behrens / dpa",
        "Фото: Игорь Панин / РИА Новости",
        "Reuters",
        "Sakib Ali/Hindustan Times/Getty Images",
        "Die Ruine der Mühle am Montagmorgen. © Timo Redlich",
        "Le maire à la salle des fêtes, mardi © Radio Kelm - Anne Petit",
        "Жители у закрытого моста утром в четверг. © Игорь Панин",
    ],
)
def test_captions_and_credits_are_known_by_the_line(text: str) -> None:
    """A marker in front or a credit at the end makes a caption."""
    assert captions.is_caption(Line(text))


@pytest.mark.parametrize(
    "text",
    [
        "The ministry told Reuters that talks would go on.",
        "Upgrade to Premium for free (now 4.99/mo)",
        "„Das war knapp“, sagte er am Abend in Bremen der Zeitung. (dpa)",
        "All texts and pictures of this site are copyright © Kelm Post",
        "Alle Rechte an den Bildern vorbehalten © Timo Redlich",
        f"{'It was a long day at the quay. ' * 6}Nobody had slept. © Timo Redlich",
        "The firm put © Kelm on every cup that it sold. Nobody else did.",
    ],
)
def test_sentences_that_name_an_agency_are_no_captions(text: str) -> None:
    """An agency in the midst of a sentence, or behind a story, is no picture's credit."""
    assert not captions.is_caption(Line(text))


def test_an_outlet_is_named_by_its_copyright_or_its_own_words() -> None:
    """One claim of copyright is enough, or two mentions in notices; one mention is not."""
    assert outlet_of_page(["Copyright © 2023 BBC. All rights reserved."]) == "BBC"
    assert outlet_of_page(["© 2024 Guardian News & Media Limited"]) == "The Guardian"
    assert outlet_of_page(["The Independent is trusted.", "Join the Independent."]) == (
        "The Independent"
    )
    assert outlet_of_page(["The Independent is trusted."]) == ""


def test_an_outlet_that_is_not_known_is_named_by_its_copyright() -> None:
    """The holder's name is taken without years and the form of the firm."""
    assert outlet_of_page(["© 2019 Harbour Courier Ltd. All rights reserved."]) == "Harbour Courier"


def test_an_address_names_its_outlet_or_its_host() -> None:
    """Known hosts have names, others are their own."""
    assert outlet_of_address("https://www.independent.co.uk/news/a.html") == "The Independent"
    assert outlet_of_address("https://edition.cnn.com/2016/a") == "CNN"
    assert outlet_of_address("https://www.harbour.example/a") == "harbour.example"
    assert outlet_of_address("mailto:a@b.example") == ""
