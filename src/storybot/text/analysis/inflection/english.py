"""English forms that no stemmer joins: went and go, children and child, organise and organize."""

import re

_FORMS = """
    arise arose arisen
    awake awoke awoken
    bear bore borne
    beat beaten
    become became
    begin began begun
    bend bent
    bind bound
    bite bit bitten
    bleed bled
    blow blew blown
    break broke broken
    breed bred
    bring brought
    build built
    burn burnt
    buy bought
    catch caught
    choose chose chosen
    cling clung
    come came
    creep crept
    deal dealt
    dig dug
    draw drew drawn
    dream dreamt
    drink drank drunk
    drive drove driven
    eat ate eaten
    fall fell fallen
    feed fed
    feel felt
    fight fought
    find found
    flee fled
    fly flew flown
    forbid forbade forbidden
    foresee foresaw foreseen
    forget forgot forgotten
    forgive forgave forgiven
    freeze froze frozen
    get got gotten
    give gave given
    go goes went gone
    grow grew grown
    hang hung
    hear heard
    hide hid hidden
    hold held
    keep kept
    kneel knelt
    know knew known
    lay laid
    lead led
    leap leapt
    learn learnt
    leave left
    lend lent
    lose lost
    make made
    mean meant
    meet met
    mistake mistook mistaken
    overcome overcame
    overtake overtook overtaken
    overthrow overthrew overthrown
    pay paid
    prove proven
    repay repaid
    ride rode ridden
    ring rang rung
    rise rose risen
    run ran
    say said
    see saw seen
    seek sought
    sell sold
    send sent
    shake shook shaken
    shine shone
    shoot shot shots
    show shown
    shrink shrank shrunk
    sing sang sung
    sink sank sunk
    sit sat
    sleep slept
    slide slid
    speak spoke spoken
    speed sped
    spell spelt
    spend spent
    spill spilt
    spin spun
    stand stood
    steal stole stolen
    stick stuck
    strike struck stricken
    swear swore sworn
    sweep swept
    swim swam swum
    swing swung
    take took taken
    teach taught
    tear tore torn
    tell told
    think thought
    throw threw thrown
    undergo undergoes underwent undergone
    understand understood
    undertake undertook undertaken
    uphold upheld
    wake woke woken
    wear wore worn
    weave wove woven
    weep wept
    win won
    withdraw withdrew withdrawn
    withhold withheld
    withstand withstood
    write wrote written
    alumnus alumni
    analysis analyses
    bacterium bacteria
    bad worse worst
    basis bases
    calf calves
    child children
    crisis crises
    criterion criteria
    diagnosis diagnoses
    emphasis emphases
    foot feet
    fungus fungi
    goose geese
    half halves
    hoof hooves
    hypothesis hypotheses
    index indices
    knife knives
    leaf leaves
    loaf loaves
    man men
    matrix matrices
    mouse mice
    nucleus nuclei
    oasis oases
    ox oxen
    person people persons
    phenomenon phenomena
    scarf scarves
    shelf shelves
    stimulus stimuli
    synthesis syntheses
    thesis theses
    thief thieves
    tooth teeth
    vertex vertices
    wife wives
    wolf wolves
    woman women
    fireman firemen
    fisherman fishermen
    gunman gunmen
    policeman policemen
    postman postmen
    serviceman servicemen
    spokesman spokesmen
    spokeswoman spokeswomen
    statesman statesmen
    businessman businessmen
    businesswoman businesswomen
    chairman chairmen
    congressman congressmen
    grandchild grandchildren
    schoolchild schoolchildren
    not cannot cant dont didnt doesnt isnt arent wasnt werent hasnt havent wont wouldnt couldnt
"""

IRREGULAR: dict[str, str] = {
    form: base
    for base, *forms in (line.split() for line in _FORMS.strip().splitlines())
    for form in forms
}
"""Form to base, both in lower case."""

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
    centred centered, centring centering, cosy cozy, practise practice, practised practiced,
    practises practices, practising practicing, manoeuvre maneuver, manoeuvres maneuvers,
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
_RESPELT = _table(_WHOLE)
_ANY_BEGINNING = re.compile("|".join(sorted(_BEGINNING, key=len, reverse=True)))


def american(word: str) -> str:
    """Return a lower-case word in American spelling; one that has no other is returned as it is."""
    if word in _RESPELT:
        return _RESPELT[word]
    if match := _ANY_BEGINNING.match(word):
        return _DOUBLED.sub("l", _BEGINNING[match.group()] + word[match.end() :])
    if (match := _ISE.fullmatch(word)) and f"{match[1]}se" not in _NEVER_ISE:
        return f"{match[1]}z{match[2]}"
    return word
