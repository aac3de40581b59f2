"""Stem Ukrainian, which Snowball does not support."""

_SHORTEST = 3
"""Minimum letters of a stem, so that short words stay distinct."""

_REFLEXIVE = ("ся", "сь")
_NOUNS = """
    а я у ю о е и і ї ь й ой ей єю ою ею ом ем єм ам ям ами ями ах ях ів їв ові еві єві ння нню нням
    ання анню анням ення енню енням ування уванню уванням
    ість ості істю остей остям остями остях
"""
_ADJECTIVES = "ий ій ого його ього ому йому ьому им їм ої йої ії ими їми их їх"
_VERBS = """
    ати яти ити іти ути ав ала ало али яв яла яло яли ив ила ило или ів іла іло іли
    ував увала увало ували увати ував ує ують уємо уєте уй ано яно єно ено
    еш єш ете єте емо ємо уть ють иш ить имо ите ать ять
"""
_ENDINGS = tuple(sorted(set(f"{_NOUNS}{_ADJECTIVES}{_VERBS}".split()), key=lambda e: (-len(e), e)))


def stem(word: str) -> str:
    """Cut the longest known ending from a lower-case word, leaving at least three letters.

    A light stemmer: it joins the cases and numbers of a noun, the genders of an adjective and
    the common forms of a verb. It knows no alternation inside the stem (ніч, ночі) and no
    derivation across parts of speech beyond the endings listed.
    """
    for ending in _REFLEXIVE:
        if len(word) - len(ending) > _SHORTEST and word.endswith(ending):
            word = word.removesuffix(ending)
    for ending in _ENDINGS:
        if len(word) - len(ending) >= _SHORTEST and word.endswith(ending):
            return word.removesuffix(ending)
    return word
