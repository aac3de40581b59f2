"""How sites ask for support and speak of themselves, and how stories do not: data only."""

from storybot.ingest.cues import any_of

ASKS = any_of(r"""
\byour (?:support|donation|contribution|gift|subscription|generosity)\b
\bsupport (?:(?-i:us)|our|the guardian|independent|quality|local)\b
\b(?:quality|independent|fearless|trusted|public-interest|investigative|free-thinking) journalism\b
\bpaywalls?\b
\bbecome an? (?:\w+ )?(?:member|supporter|subscriber|patron)\b
\bdonat(?:e|ing|ions?)\b
\bmake a (?:\w+ )?(?:contribution|gift)\b
\bcontribut(?:e|ing) (?:to|from|now)\b
\bfrom (?:as little as|just) [$£€]\d
\bfund (?:our|independent|the)\b
\breader[- ](?:funded|supported)\b
\breaders like you\b
\bpaid for by\b
\bchip in\b
\b(?:(?-i:Ihre)|eure|deine) (?:spende|unterstützung)\b
\b(?:unterstützen|spenden) (?-i:Sie)\b
\bqualitätsjournalismus\b
\bunabhängige[nrm]? journalismus\b
\bvotre (?:soutien|don)\b
\bsoutenez\b
\bfaites un don\b
\bjournalisme (?:indépendant|de qualité)\b
\b(?:tu|su) (?:apoyo|donación|aporte)\b
\bapoya (?:el|nuestro|a nuestr)
\bhazte (?:socio|suscriptor)\b
\bperiodismo (?:independiente|de calidad)\b
\bваш[аеуи]? (?:поддержк|пожертвовани|донат|помощ)
\bподдержите\b
\bпожертвовани
\bнезависим\w{2,3} журналистик
\bпідтримайте\b
\bваш[ауи]? (?:підтримк|пожертв|донат|допомог)
\bнезалежн\w{1,3} журналістик
\bdesteğiniz\b
\bbağışınız\b
\bbağımsız (?:gazeteci|haberci)
""")
"""Objects of an appeal."""

OFFERS = any_of(r"""
\bsubscri(?:be|ption)\b
\bsign up\b
\bmember(?:ship)?\b
\babonnieren\b
\babonne
\bsuscr[ií]b
\bподпи(?:шитесь|сывайтесь|ск)
\bпередплат
\babone\b
""")
"""Objects of an appeal that a story about prices may also mention."""

ADDRESSES = any_of(r"""
\b(?-i:us|Ihr|Ihre[mnr]?|Ihnen)\b
\b(?:you|your|we|our|eure?|dein|deine[mnr]?|uns|unsere[mnr]?|wir)\b
\b(?:vous|votre|vos|nous|notre|nos|usted|ustedes|tu|tus|te|nosotros|nuestr[oa]s?)\b
\b(?:вы|вас|вам|ваш\w{0,3}|мы|нас|нам|наш\w{0,3}|ви|ми)\b
\b(?:siz|sizin|size|sizi|bize|bizi|bizim|biz)\b
""")
"""Words for the reader and for those who speak: without one, an offer is what a story tells of.

"US" is a country, and "ihre" in German is hers or theirs.
"""

VOICES = any_of(r"""
\bwe need\b
\bwe (?:believe|choose|rely|depend|know (?:how|that)|are committed)\b
\bour (?:reporters?|reporting|journalis\w{1,2}|newsroom|readers|mission|work|latest|supporters)\b
\breporters on the ground\b
\bis on the ground\b
\b(?:helps?|allows?|enables?) (?-i:us)\b
\bmakes? (?:all )?the difference\b
\bmake a difference\b
\b(?:critical|crucial|pivotal) (?:moment|time)\b
\btrusted by\b
\bunlike many other\b
\bfree (?:for|to) (?:everyone|all|read)\b
\bavailable to everyone\b
\bthose who can afford\b
\bwir brauchen\b
\bunsere[rnm]? (?:arbeit|redaktion|reporter|journalisten|recherchen|berichterstattung)\b
\b(?:hilft|hilf|ermöglicht) (?:es )?uns\b
\bnous avons besoin\b
\bnotre (?:rédaction|travail|journalisme)\b
\bnous permet\b
\bnecesitamos\b
\bnuestr[oa]s? (?:redacción|trabajo|periodistas|periodismo)\b
\bnos (?:permite|ayuda)\b
\bнам нужн
\bнаш\w{0,2} (?:редакци|работ|журналист|читател)
\bпомога\w{2,3} нам\b
\bпозволяет нам\b
\bнам потрібн
\bнаш\w{0,2} (?:редакці|робот|журналіст|читач)
\bдопомага\w{2,3} нам\b
\bihtiyacımız var\b
\b(?:gazetecilerimiz|haberciliğimiz|çalışmalarımız)
""")
"""How a site speaks of itself."""

ATTRIBUTIONS = any_of(r"""
\b(?:said|says|saying|told|tells|asked|added|wrote|writes|warned|announced|argued|found|began)\b
\b(?:ruled|insisted|explained|claimed|replied|according to|reported|reportedly|tweeted)\b
\b(?:sagte|sagt|erklärte|teilte|berichtete?|laut|zufolge|schrieb|betonte|so der|so die)\b
\ba (?:déclaré|dit|affirmé|expliqué|indiqué|précisé|ajouté)\b
\b(?:selon|d[’']après|explique)\b
\b(?:dijo|dice|según|afirmó|aseguró|explicó|declaró|señaló|indicó|añadió)\b
\b(?:сказал[аи]?|говорит|заявил[аио]?|сообщил[аио]?|отметил[аи]?|рассказал[аи]?|написал[аи]?)\b
\b(?:по словам|по данным|пишет)\b
\b(?:сказа|заяви|повідоми|розпові)(?:в|ла|ли)\b
\b(?:за словами|за даними|пише)\b
\b(?:dedi|söyledi|açıkladı|belirtti|göre|bildirdi|ifade etti)\b
\b(?:disse|segundo|afirmou|declarou|ha detto|secondo|ha dichiarato|affermato)\b
""")
"""Signs of reported speech: such a line is no appeal and no notice."""
