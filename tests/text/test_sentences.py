"""Sentences: exact spans, and where they are cut, in several languages."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.model.documents import Span
from storybot.text.segmentation.abbreviations import abbreviations
from storybot.text.segmentation.boundaries import ends_plainly, ends_sentence
from storybot.text.segmentation.sentences import split_sentences

LANGUAGES = ["en", "de", "fr", "es", "ru", "uk", "tr", "zh", "xx"]
PIECES = st.sampled_from(
    [
        *"aZéЯ习7 \n\t.!?…。’”“\"'(:)[]—«»",
        "Mr. ",
        "U.S. ",
        "z. B. ",
        "г. ",
        "\r\n",
        "\n\n",
        "\u2028",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def sentences(text: str, language: str = "en") -> list[str]:
    """Cut a text and return its sentences as strings."""
    return [text[start:end] for start, end in split_sentences(text, language)]


@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_spans_hold_every_visible_character_once(text: str, language: str) -> None:
    """Spans are in order and stripped, and only white space lies between them."""
    at = 0
    for start, end in split_sentences(text, language):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@given(text=st.text(max_size=200))
def test_any_text_is_cut_without_loss(text: str) -> None:
    """Slices and gaps together are the text, whatever characters it holds."""
    spans = split_sentences(text)
    visible = "".join("".join(text[start:end].split()) for start, end in spans)
    assert visible == "".join(text.split())


ENGLISH = [
    "Prof. Adeyemi met Ms. Roth at noon. || Nobody else came.",
    "The then-U.S. Rep. Ann Hart resigned. || She cited her health.",
    "It sells to the U.S. || Despite the tariffs, sales grew.",
    "Exports went to the U.S. || The tariffs came later.",
    "Sales at Delmar Inc. fell by a tenth. || Its rivals gained.",
    "Delmar Ltd. || “We are sorry,” it said.",
    "He owns Delmar Co. || In May he sold it.",
    "BOISE, Idaho (AP) — The mine has closed. || It opened in 1902.",
    "DENVER, Colo. — The talks went on.",
    "The shop opens at 9 a.m. Monday. || Doors close at 8 p.m. || Coffee is free.",
    "She waited until 6 p.m. Eastern time. || Then she left.",
    "9 a.m. -- The council meets.",
    "It starts at 7 p.m. GMT.",
    "He was born on Jan. 3, 1950. || In Dec. 1970 he left.",
    "It happened on Oct. 30. || Ten people saw it.",
    "The reading was 38.5 C. || It rose at noon.",
    "The office is at 109 N. Main.",
    "Foods rich in vitamin A. || Another is vitamin D. || They matter.",
    "J. K. Oyelaran wrote to E.L. Marsh. || No answer came.",
    "They heard John G. Roth Jr. speak. || He was brief.",
    "The court cited Hale v. Marsh. || It was upheld.",
    "See fig. 4 and vol. IV for more. || The rest is lost.",
    "The No. 3 seed won. || He said no. || Others agreed.",
    "Approx. 40 boats sank, i.e. most of them. || One came back.",
    "They sell nails, screws, etc. || Paint is extra.",
    "It cost $4.5m. || $2m was lost.",
    "It was 2019. || 2020 was worse.",
    "“Are you sure?” the judge asked. || He was.",
    "“Are you sure?” Judge Mara Roth asked. || He was.",
    "“Are you sure?” Ms. Roth, 61, asked. || He was.",
    "“Are you sure?” I asked. || “Quite.”",
    "“Are you sure?” || The judge waited.",
    '"Never again!" she said. || "Never."',
    'He called it "a farce." || Nobody laughed.',
    "‘It is done,’ she said. || ‘We lost.’",
    "He told them: “Wait. I am not done.” || They waited.",
    "The note said: 'Stay.' || He left.",
    "“We tried. || We failed,” he said.",
    "(She had been warned.) || She went (as always) alone. || Nobody knew.",
    "It rains (!) here. || The word [...] is lost.",
    "He waited... and waited. || Nothing came… || He left.",
    "They tried . . . and failed. || They rested.",
    "What?! || No. || Never!!",
    "Yahoo! said it would sell. || The news site Yahoo! News reported it.",
    "Ask a.roth@example.org. || Or see https://example.org/a.html?x=1.2. || We answer.",
    "Version 2.0.1 is out. || It is free.",
    "iPads sell well. || iPhones do not. || eBooks might.",
    "Tin is brittle. || α-tin is worse. || pic.example.com/x",
    "The sale ended.[3] || It had begun in May.[citation needed] || Few came.",
    "Gold was found.:80 || Soon, people came.",
    "Q. Who came? || A. She did.",
    "It is 6 ft. 2 in. tall. || Prices rose 5 per cent. in May, rents 6 per cent. || Wages fell.",
    "Hal Marsh, a.k.a. “The Hammer”, won. || He smiled.",
    "1. Mix the flour. || 2. Add water.",
    "PROF. ROTH SPOKE. || NOBODY CAME.",
    "She has a Ph.D. in law. || Her brother has an M.D.",
    "The film (see p. 12) was long. || It won.",
    "He signed off. ”",
]

OTHERS = {
    "de": [
        "Am 3. Oktober feierte Berlin. || Der 2. Weltkrieg endete 1945. || Das war im Mai.",
        "Prof. Dr. Weiß traf Hrn. Kuhn. || Sie sprachen kurz.",
        "Es kostet 3,5 Mio. Euro. || Das ist z. B. für Bonn viel. || Er zahlte ca. 500 Euro.",
        "„Ich gehe“, sagte sie. || „Kommst du?“ || Er nickte.",
        "»Ich gehe.« || Er blieb.",
        "Papst Paul VI. reiste viel. || Siehe Art. 5 Abs. 2 GG.",
        "Äpfel, Birnen usw. || Danach war Schluss.",
    ],
    "es": [
        "El Sr. Pérez viajó a EE. UU. en enero. || Volvió en mayo.",
        "¿Quién es? || ¡No lo sé! || La Dra. Ruiz vive en la calle núm. 5.",
        "«Me voy», dijo. || «No volveré.» || Cerró la puerta.",
    ],
    "fr": [
        "M. Roux a vu Mme Petit. || Ils ont parlé.",
        "« Je pars. » || Il est sorti. || Est-ce vrai ? || Oui !",
        "« Viens ! » a dit Paul. || L'art. 5 le permet.",
        "Il est né en 4 av. J.-C. à Rome. || Il est mort jeune.",
    ],
    "ru": [
        "В 2023 г. Иванов посетил Китай. || Он вернулся в мае.",
        "А. С. Иванов родился в г. Туле. || Роман написал Петров Л. Н. || Он там жил.",
        "Он живёт на ул. Мира, д. 5. || Продавали яблоки и т. д. || Потом ушли.",
        "«Мы победим!» — сказал он. || Все молчали. || — Да? || — Нет.",
        "Это стоило 5 млн руб. || Никто не спорил, т. е. все молчали.",
        "Он помог им. || Потом ушёл.",
    ],
    "uk": [
        "У 2022 р. Іваненко повернувся. || Він живе на вул. Миру, буд. 5.",
        "Т. Г. Іваненко родом з м. Києва. || «Так!» — сказав він. || Усі мовчали.",
    ],
    "tr": [
        "Görüşme 3. Kolordu'da yapıldı. || Dr. Öztürk ve Doç. Kaya geldi.",
        "“Geliyor musun?” diye sordu. || Elma, armut vb. satıldı. || Bu 1876'da oldu.",
    ],
    "it": ["Il sig. Rossi è qui. || L'on. Bianchi no. || È tardi."],
    "pl": ["Prof. Nowak wrócił 3 maja. || W 2020 r. wyjechał. || Nikt nie wie."],
    "el": ["Ο κ. Παππάς έφυγε. || Η κυρία έμεινε."],
}

UNSPACED = {
    "zh": [
        "他去了北京。||“走吧！”他说。||大家都笑了！||真的吗？",
        "他说：“我累了。你呢？”||没人回答。",
    ],
    "ja": ["彼は東京に行った。||「行こう。」と言った。||雨が降った。"],
}


@pytest.mark.parametrize("marked", ENGLISH)
def test_english_sentences_are_cut_where_a_reader_would(marked: str) -> None:
    """Abbreviations, quotations, numbers and names do not mislead the splitter."""
    assert sentences(marked.replace(" || ", " ")) == marked.split(" || ")


@pytest.mark.parametrize(
    ("language", "marked"), [(code, text) for code, texts in OTHERS.items() for text in texts]
)
def test_other_languages_have_their_own_abbreviations(language: str, marked: str) -> None:
    """Titles, ordinals, units and quotation marks follow the language."""
    assert sentences(marked.replace(" || ", " "), language) == marked.split(" || ")


@pytest.mark.parametrize(
    ("language", "marked"), [(code, text) for code, texts in UNSPACED.items() for text in texts]
)
def test_full_width_stops_need_no_space(language: str, marked: str) -> None:
    """Chinese and Japanese sentences end at their stops, quotations with who said them."""
    assert sentences(marked.replace("||", ""), language) == marked.split("||")


def test_a_forgotten_space_is_no_obstacle() -> None:
    """A sentence may begin right after a stop, but no address or name of a file is cut."""
    assert sentences("The road is over.The next one is not.") == [
        "The road is over.",
        "The next one is not.",
    ]
    assert len(sentences("See notes.Txt and node.Js there.")) == 1


def test_the_same_words_are_cut_by_the_rules_of_the_language() -> None:
    """A number with a stop is an ordinal in German and ends a sentence in English."""
    text = "Er kam auf Platz 3. Oktober folgte."
    assert len(sentences(text, "de")) == 1
    assert len(sentences(text, "en")) == 2


def test_wrapped_prose_is_joined() -> None:
    """A line break in a filled column ends no sentence, wherever the sentence ends."""
    text = (
        "The mayor of the town said on Monday that the old\n"
        "Bridge Street school would close in the spring. It\n"
        "had stood there since 1902. Parents protested, Mr.\n"
        "Roth among them.\n"
    )
    assert sentences(text) == [
        text[: text.index(" It\n")],
        "It\nhad stood there since 1902.",
        "Parents protested, Mr.\nRoth among them.",
    ]


def test_a_short_line_is_a_sentence_of_its_own() -> None:
    """A heading without a stop is not run together with the text below it."""
    text = "School to close\nThe mayor of the town said on Monday that the school would close."
    assert sentences(text)[0] == "School to close"


def test_lines_of_a_list_stay_apart() -> None:
    """Items with a bullet are sentences of their own, also when they begin in lower case."""
    text = "The town lost three things in a single year:\n- its only school\n- its bus\n- its mill"
    assert sentences(text)[1:] == ["- its only school", "- its bus", "- its mill"]


def test_a_blank_line_ends_a_sentence_without_a_stop() -> None:
    """What two paragraphs hold is never one sentence."""
    assert sentences("A headline about\n\nthe town") == ["A headline about", "the town"]


@pytest.mark.slow
def test_a_million_characters_take_no_longer_than_they_should() -> None:
    """Hostile repetition is linear: stops, quotes, initials and breaks by the hundred thousand."""
    for unit in ("A. ", '."', ':"', "a\n", ". ", "?” Aa "):
        began = time.process_time()
        split_sentences(unit * (200_000 // len(unit)))
        assert time.process_time() - began < 3


def test_the_shared_tricky_sentences_are_cut_as_marked(shared: Path) -> None:
    """Of the shared list of hard lines at least 79 of 80 come out exactly."""
    lines = (shared / "data" / "tricky_sentences.txt").read_text("utf-8").splitlines()
    marked = [line.split(" || ") for line in lines if line.strip()]
    exact = sum(sentences(" ".join(parts)) == parts for parts in marked)
    assert len(marked) == 80
    assert exact >= 79


@pytest.mark.parametrize("name", ["squad2", "newwiki", "multirc_news"])
def test_sentences_that_people_marked_are_found(shared: Path, name: str) -> None:
    """Of the sentences marked in the shared sets at least 97 % are exactly one span."""
    documents, questions = (
        [json.loads(line) for line in (shared / "data" / name / file).read_bytes().splitlines()]
        for file in ("docs.jsonl", "questions.jsonl")
    )
    paragraphs = {document["id"]: document["paragraphs"] for document in documents}
    marked = {
        (question["doc_id"], gold["paragraph"], gold["text"].strip())
        for question in questions
        for gold in question["gold_sentences"]
    }
    found = sum(text in sentences(paragraphs[id_][number]) for id_, number, text in marked)
    assert found / len(marked) > 0.97


@given(
    st.sampled_from(("en", "de", "fr", "ru", "tr")),
    st.lists(
        st.sampled_from(
            (
                "left",
                "prof",
                "cent",
                "ca",
                "Dr",
                "J.",
                "etc",
                "a.m",
                "ул",
                "vol",
                "4",
                "(ab",
                " ",
                "é",
            )
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from((". ", "! ", ".  ", ".” ", ".")),
    st.sampled_from(("The", "J.", "left", "Ⓐb", "4", "«Il", "Kim")),
)
def test_a_sentence_that_ends_plainly_ends(
    language: str, words: list[str], stop: str, following: str
) -> None:
    """The quick way tells of most sentences what the rules tell."""
    before = " ".join(words)
    text = before + stop + following + " x"
    known = abbreviations(language)
    end = len(before) + len(stop.rstrip())
    if ends_plainly(text, 0, len(before), end, known):
        assert ends_sentence(text, Span(0, len(before)), end, known)


def test_most_sentences_end_plainly() -> None:
    """That is, of what has no abbreviation before its stop."""
    known = abbreviations("en")
    for text, plainly in (("He left. The", True), ("Prof. The", False), ("He etc. The", True)):
        dot = text.index(".")
        assert ends_plainly(text, 0, dot, dot + 1, known) is plainly, text
