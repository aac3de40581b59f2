"""English irregular forms that no stemmer joins: went and go, children and child."""

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
