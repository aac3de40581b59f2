"""What a sentence may count for the next one to tell, as reasons are: data, by language."""

from functools import cache

from storybot.text.analysis.analyzer import analyzer

_THINGS = {
    "en": "reason cause condition demand aim goal factor step question problem consequence option "
    "argument",
    "de": "grund ursache bedingung forderung ziel faktor schritt frage problem folge möglichkeit "
    "argument",
    "fr": "raison cause condition exigence revendication but objectif facteur étape question "
    "problème conséquence option argument",
    "es": "razón motivo causa condición exigencia objetivo factor paso pregunta problema "
    "consecuencia opción argumento",
    "ru": "причина условие требование цель фактор шаг вопрос проблема последствие вариант довод "
    "аргумент",
    "uk": "причина умова вимога мета чинник фактор крок питання проблема наслідок варіант довід "
    "аргумент",
    "tr": "neden sebep gerekçe koşul şart talep hedef amaç soru sorun sonuç seçenek",
}
"""Base forms."""


@cache
def announced_things(language: str) -> frozenset[str]:
    """Return the terms of these things; none of a language that has no list."""
    return frozenset(analyzer(language).terms(_THINGS.get(language, "")))
