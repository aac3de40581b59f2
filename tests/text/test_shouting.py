"""Headlines in capitals are in the language that they are in."""

import pytest

from storybot.text.analysis.languages import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("THE MINISTER FLEW TO BEIJING FOR TALKS ON FISHING RIGHTS", "en"),
        ("DER MINISTER FLOG ZU GESPRÄCHEN ÜBER FISCHEREIRECHTE NACH PEKING", "de"),
        ("LE MINISTRE EST ALLÉ À PÉKIN POUR PARLER DES DROITS DE PÊCHE", "fr"),
        ("МИНИСТР ПРИЛЕТЕЛ В ПЕКИН НА ПЕРЕГОВОРЫ О РЫБОЛОВСТВЕ", "ru"),
    ],
)
def test_capitals_change_no_language(text: str, language: str) -> None:
    """As they stand, the model would take some of them for another one."""
    assert detect_language(text) == language
    assert detect_language(text.lower()) == language
