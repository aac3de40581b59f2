"""Write British English as American: organise as organize, defence as defense."""

import re

_BEGINNINGS = """
    acknowledgement acknowledgment, aeroplan airplan, ageing aging, aluminium aluminum, anaem anem,
    anaesth anesth, analogu analog, analyse analyze, analysing analyzing, armour armor,
    artefact artifact, behaviour behavior, breathalys breathalyz, caesarean cesarean,
    calibre caliber, candour candor, catalogu catalog, catalyse catalyze, centimetre centimeter,
    centre center, clamour clamor, colour color, councillor councilor, counsellor counselor,
    defenc defens, dialogu dialog, diarrhoea diarrhea, discolour discolor, dishonour dishonor,
    duell duel, encyclopaed encycloped, endeavour endeavor, enrol enroll, epicentre epicenter,
    epilogu epilog, faec fec, favour favor, fervour fervor, fibre fiber, flavour flavor, foet fet,
    fuell fuel, fulfil fulfill, glamour glamor, grey gray, gynaecolog gynecolog, haemo hemo,
    harbour harbor, honour honor, humour humor, instal install, jewell jewel, jewellery jewelry,
    judgement judgment, kilometre kilometer, labour labor, leukaem leukem, licenc licens,
    litre liter, lustre luster, manoeuvr maneuver, meagre meager, metre meter,
    millimetre millimeter, misdemeanour misdemeanor, monologu monolog, mould mold, moult molt,
    moustache mustache, neighbour neighbor, odour odor, oedema edema, oestrogen estrogen,
    offenc offens, orthopaed orthoped, paediatr pediatr, paedophil pedophil, palaeo paleo,
    paralyse paralyze, paralysing paralyzing, parlour parlor, plough plow, pretenc pretens,
    prologu prolog, pyjama pajama, rancour rancor, rigour rigor, rumour rumor, sabre saber,
    saviour savior, savour savor, sceptic skeptic, sceptre scepter, skilful skillful,
    smoulder smolder, sombre somber, splendour splendor, sulphur sulfur, theatre theater,
    tumour tumor, valour valor, vapour vapor, vigour vigor, whisky whiskey, wilful willful,
    woollen woolen
"""
_WHOLE = """
    centred centered, centring centering, manoeuvre maneuver, manoeuvres maneuvers,
    programme program, programmes programs, tyre tire, tyres tires
"""
_ISE = re.compile(r"(.{3,}i)s(e|es|ed|er|ers|ing|ation|ations|ational|able)")
_ALWAYS_ISE = """
    advertise advise apprise appraise arise braise bruise chastise circumcise comprise compromise
    cruise demise despise devise disguise enterprise excise exercise expertise franchise improvise
    incise liaise likewise malaise marquise merchandise moise noise otherwise paradise poise
    porpoise praise precise premise promise raise reprise revise sunrise supervise surmise surprise
    televise tortoise treatise turquoise uprise clockwise concise imprecise
"""
"""Words in -ise that no English writes with z."""
_DOUBLED = re.compile(r"ll(?=l)")


def _table(rows: str) -> dict[str, str]:
    return {row.split()[0]: row.split()[1] for row in rows.split(",")}


_NEVER_ISE = frozenset(_ALWAYS_ISE.split())
_BEGINNING = _table(_BEGINNINGS)
_FORMS = _table(_WHOLE)
_ANY_BEGINNING = re.compile("|".join(sorted(_BEGINNING, key=len, reverse=True)))


def american(word: str) -> str:
    """Return a lower-case word in American spelling; one that has no other is returned as it is."""
    if word in _FORMS:
        return _FORMS[word]
    if match := _ANY_BEGINNING.match(word):
        return _DOUBLED.sub("l", _BEGINNING[match.group()] + word[match.end() :])
    if (match := _ISE.fullmatch(word)) and f"{match[1]}se" not in _NEVER_ISE:
        return f"{match[1]}z{match[2]}"
    return word
