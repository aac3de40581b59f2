"""Phrases within lines of page furniture: data only.

One form per line. Gaps are bounded, so every pattern matches in linear time.
"""

import re

from storybot.ingest import lexicon


def any_of(forms: str) -> re.Pattern[str]:
    """Compile an alternation of the forms, one per line."""
    return re.compile("|".join(forms.strip().split("\n")), re.IGNORECASE)


LABEL_FORMS = (
    (
        lexicon.SHARE,
        any_of(r"""
(?:click to )?(?:share|tweet|pin|email|print|post)\b.{0,30}\b(?:on|via|by|with|this)\b.{0,40}
click to .{0,30}\bto a friend\b.{0,40}
(?:follow|find|join|like) (?:us|me|our)\b.{0,60}
(?:folgen sie|suivez[- ]nous|síguenos|sigue a|bizi takip|takip edin|siga|seguici)\b.{0,60}
(?:подпис(?:ывайтесь|аться|ка)|підпис(?:уйтесь|уйтеся|атися)) на\b.{0,60}
(?:читайте нас|читайте .{0,20} в|мы в|ми в)\b.{0,60}
[\d.,k]+ ?(?:shares?|likes?|views?|tweets?)(?: share)?
"""),
    ),
    (
        lexicon.COMMENTS,
        any_of(r"""
\d[\d.,]* (?:responses?|thoughts? on .{1,100}|antworten|réponses?|respuestas?)
(?:\d[\d.,]*|no|keine) (?:responses?|antworten|réponses?|respuestas?) (?:so far|bisher)
\d[\d.,]* (?:responses?|antworten|réponses?|respuestas?) (?:to|zu|auf|à|a) .{1,160}
(?:votre|dein|ihr|tu|su|your) (?:nom|name|nombre|(?:adresse )?e-?mail(?:-adresse)?)\W{0,4}
(?:e-?mail|name|website)\b.{0,12}\((?:wird benötigt|required|requis|obligatorio)\b.{0,60}
(?:war|fanden sie|finden sie|hat) (?:der|diesen?|dieser|ihnen der) (?:artikel|beitrag)\b.{0,40}
(?:möchten|wollen) sie (?:den|diesen) (?:artikel|beitrag)\b.{0,20}(?:teilen|bewerten)
(?:was|did you find) this (?:article|page|post)\b.{0,30}
\d[\d.,]* (?:comments?|replies|kommentare?|commentaires?|comentarios?|comentários?|commenti|yorum)
\d[\d.,]* (?:комментари|коментар)\w{1,3}
(?:view|see|show|read|load|hide)[ /](?:all |more |the |post |\d+ )?comments?.{0,20}
(?:sign|log)[- ]?(?:in|out)(?: (?:to|with|or|/|and) .{0,60})?
(?:log in|sign in) ?register
join (?:our|the) .{0,30}\b(?:forum|conversation|discussion|debate)
you (?:are|must be) (?:signed|logged) in\b.{0,60}
new to .{2,30}\? ?(?:sign up|register)?
rating: \d+ votes?
"""),
    ),
    (
        lexicon.NEWSLETTER,
        any_of(r"""
sign[- ]?up (?:for|to|here)\b.{0,60}
(?:subscribe|register) (?:to|for) .{0,60}\b(?:newsletter|updates?|emails?|alerts?)\b.{0,30}
get .{0,50}\b(?:newsletter|inbox|by email|delivered)\b.{0,40}
enter (?:your )?e-?mail\b.{0,60}
.{2,30} newsletters?(?: sign[- ]?up)?
"""),
    ),
    (
        lexicon.OFFER,
        any_of(r"""
subscribe(?: (?:to|for|now|today|here|via)\b.{0,60})?
(?:abonnieren sie|abonnez[- ]vous|suscríbete|оформите подписку|abone olun)\b.{0,60}
(?:already|not) a (?:subscriber|member)\b.{0,40}
"""),
    ),
    (
        lexicon.ADVERT,
        any_of(r"""
advertisement .{0,3}(?:scroll|skip|article continues|story continues)\b.{0,40}
"""),
    ),
    (
        lexicon.PLAYER,
        any_of(r"""
(?:image|photo|slide|picture|bild|foto|фото)? ?\d+ ?(?:of|/|von|sur|de|из|з|of /) ?\d+
(?:play|watch) (?:video|now|live|again)\b.{0,30}
\d{1,2}:\d\d(?: ?/ ?\d{1,2}:\d\d| - source: .{2,20})?
"""),
    ),
    (
        lexicon.MENU,
        any_of(r"""
(?:back|return|skip|jump|go) to (?:the )?(?:top|home|homepage|content|main|navigation)\b.{0,30}
(?:back|return|skip|jump|go) to (?:the )?(?:gallery|search|site|article)\b.{0,30}
(?:view|see|show|load|browse|explore) (?:all|more)\b.{0,40}
(?:previous|next|older|newer) (?:post|article|story|page)s?\b.{0,120}
(?:tags?|topics?|filed under|related tags|posted in|categories|archives?) ?:.{0,120}
\d+ ?min(?:ute)?s?\.? read
(?:lesezeit|temps de lecture|tiempo de lectura|время чтения|час читання|okuma süresi)\b.{0,20}
you are (?:here|at)\b.{0,40}
zurück (?:zur|zum|nach|zu) (?:startseite|übersicht|seitenanfang|anfang|oben)\b.{0,20}
(?:retour|volver|voltar|torna) (?:à|au|al|a la|alla|ao) .{2,20}
weitere (?:beiträge|artikel|meldungen|nachrichten|informationen) (?:zu|zum|aus|von)\b.{0,60}
(?:.{0,20})?\bals pdf herunterladen
(?:download|télécharger|descargar) (?:as |the |le |el )?pdf
pdf version
(?:quellen|sources?|fuentes) (?:ein|aus)blenden
"""),
    ),
    (
        lexicon.LEGAL,
        any_of(r"""
(?:©|\(c\) ?\d|copyright\b.{0,8}(?:\d|©|\(c\))).*
our standards:.{0,80}
"""),
    ),
)
"""Reason and form of a whole line, folded as ``Line.key`` folds it."""

CLOSING = any_of(r"our standards:.{0,80}")
"""Lines below which there is no story, whatever their final stop."""

ENDING_FORMS = any_of(r"""
more (?:from|in|about|on|by) .{1,40}
more (?:great )?\w+ stories
(?:read|see) (?:more|also|next)\b.{0,20}
next up in .{1,40}
(?:latest|trending|popular|top|most popular) (?:in|on|from)\b.{0,30}
(?:latest|trending|popular|top|most popular) (?:videos?|articles?|stories|news|posts)\b.{0,30}
\d[\d.,]* (?:comments?|kommentare?|commentaires?|comentarios?|yorum)
\d[\d.,]* (?:комментари|коментар)\w{1,3}
(?:tags?|topics?|filed under|related tags) ?:.{0,120}
(?:mehr|plus|más|mais|ещё|еще|більше) (?:zu|zum|von|aus|de|sobre|от|о|про|від) .{1,40}
(?:die )?(?:meistgelesenen?|neuesten?|beliebtesten?) (?:artikel|beiträge|meldungen)\b.{0,30}
(?:das|dies) könnte (?:dich|sie|ihnen|euch|dir)\b.{0,40}
(?:otras|más|últimas) noticias\b.{0,20}
(?:les plus|lo más|le più|as mais) (?:lus?|leído|lette|lidas)\b.{0,20}
weitere (?:beiträge|artikel|informationen) zu\b.{0,40}
_{3,}
""")
"""Lines that end the story part of a page, besides ``lexicon.ENDINGS``."""

LINK_FORMS = any_of(r"""
(?:related|read more|read|also read|see also|more|watch|listen|explainer) ?[:|»>].{3,200}
(?:recommended|in pictures|gallery|related article|must read|don't miss) ?[:|»>].{3,200}
(?:lesen sie (?:auch|hier|dazu)|mehr zum thema) ?[:|»>–-].{3,200}
(?:lire aussi|à lire aussi|en savoir plus) ?[:|»>–-].{3,200}
(?:zobacz (?:też|także)|czytaj (?:też|także|więcej)|dowiedz się więcej|przeczytaj) ?[:|»>–-].{3,200}
(?:čtěte také|lue myös|läs också|les også|læs også|lees ook) ?[:|»>–-].{3,200}
(?:lee|lea|vea|ver|véase|mira|mire) (?:también|además) ?[:|»>–-].{3,200}
(?:le puede interesar|te puede interesar|leia também|leggi anche|ayrıca okuyun) ?[:|»>–-].{3,200}
(?:читайте также|читайте також|смотрите также|дивіться також) ?[:|»>–-].{3,200}
""")
"""A line that opens another page, in the midst of a story."""

TEASER = re.compile(
    r"(?:…|\.|[!?»”\"])\s*(?P<link>(?:Read|See|Show) more|Continue reading|Weiterlesen|Mehr lesen|"
    r"Mehr erfahren|Lire (?:la suite|plus)|En savoir plus|Leer más|Seguir leyendo|"
    r"Читать (?:далее|дальше)|Подробнее|Читати далі|Детальніше|Devamını oku)"
    r"(?:\s+[^.!?]{0,30})?[\s»›>→]*$"
)
"""A link to more at the end of a paragraph; what is cut short before it opens another story."""

INVITATION = any_of(r"""
(?:get|receive|sign up|subscribe|join|stay|keep up|never miss|don't miss|delivered)\b.{0,300}
(?:we'll send|i agree|please check|the best of|your (?:daily|weekly))\b.{0,300}
""")
"""Continuations of a sign-up box below its heading."""

NOTICES = (
    (
        lexicon.SHARE,
        any_of(r"""
^follow\b.{0,60}\bon (?:facebook|twitter|x|instagram|telegram|whatsapp|youtube)\b
"""),
    ),
    (
        lexicon.PRIVACY,
        any_of(r"""
\b(?:we|our (?:site|website|partners)|th(?:is|e) (?:web)?site|our website) uses? cookies
\b(?:accept|use of|consent to|through|using|these) cookies\b
\bprivacy (?:policy|notice)\b.{0,120}\b(?:apply|terms|cookie|policy)\b
\b(?:agree|accept|acceptance|constitutes).{0,60}\b(?:privacy policy|terms of|user agreement)
\b(?:agree|accept|acceptance|constitutes).{0,60}\bterms and conditions
\bprotected by recaptcha\b
\bgoogle recaptcha\b
\b(?:wir (?:verwenden|nutzen)|(?:verwenden|nutzen|setzen) wir) cookies\b
\bkorzysta(?:my)? z (?:plików )?cookies\b
\bklicken sie auf\b.{0,40}\bum den inhalt\b.{0,40}\bzu laden\b
\bnous utilisons des cookies\b
\butilizamos cookies\b
\butilizziamo i cookie\b
\bиспользу\w{1,4} (?:файлы )?cookie
\bвикористову\w{1,4} (?:файли )?cookie
\bçerez(?:ler)?(?:i|den)? (?:kullan|yararlan)
"""),
    ),
    (
        lexicon.NEWSLETTER,
        any_of(r"""
\bby (?:signing|entering your|submitting|clicking|subscribing)\b.{0,60}\byou\b
\b(?:get|receive|sent|delivered).{0,60}\b(?:to your|in your|your) (?:inbox|e-?mail)\b
\bsign up (?:for|to) (?:our|the|my|this|receive|get)\b.{0,60}\b(?:newsletter|briefing|alerts?)\b
\bnewsletter\b.{0,20}\bsign up here\b
\bsubscribe to (?:our|the|my|this)\b.{0,60}\b(?:newsletter|channel|magazine|podcast|e-?mails?)\b
\bnewsletters? may contain\b
\byou can unsubscribe at any time\b
\b(?:kostenlos(?:en)?|mit unserem|meinen|unseren) .{0,20}newsletter\b
\bnewsletter\b.{0,40}\b(?:verpassen|informiert|anmelden|erhalten)\b
\b(?:neue|neuen) beiträge\b.{0,20}\b(?:per|via) e-?mail\b
\be-?mail-adresse\b.{0,30}\b(?:eingeben|an, um|angeben)\b
\bget the latest (?:news|stories|updates)\b.{0,60}\b(?:app|phone|inbox)\b
\b(?:canal de|kanal auf|channel on) (?:telegram|whatsapp|youtube)\b
\bzapraszamy\b.{0,30}\b(?:subskrypcji|prenumeraty|newslettera)\b
\bkeep an eye on your inbox\b
\benter your e-?mail address\b
\bwould like to subscribe\b
\b(?:unseren|den) newsletter\b.{0,40}\b(?:abonnieren|anmelden|bestellen)\b
\b(?:inscrivez|abonnez)-vous à (?:notre|la)\b.{0,40}\b(?:newsletter|lettre)\b
\b(?:suscríbete|apúntate) a (?:nuestra|la)\b.{0,40}\b(?:newsletter|boletín)\b
\bпод(?:пишитесь|писывайтесь) на (?:наш|рассылку|канал)
\bпід(?:пишіться|писуйтесь|писуйтеся) на (?:наш|розсилку|канал)
\b(?:bültenimize|kanalımıza) (?:abone|üye)\b
"""),
    ),
    (
        lexicon.COMMENTS,
        any_of(r"""
\bplease (?:refresh|log in|sign in|register|be respectful)\b
\bto be (?:automatically )?logged in\b
\b(?:sign|log) in or (?:create|register|sign)\b
\bcreate (?:a|an|your)\b.{0,30}\baccount\b
\bfollow other .{0,40}readers\b
\bjoin thought-provoking conversations\b
\bmust be (?:logged|signed) in to\b
\bnotify me (?:of|by|via)\b
\bregistration is (?:a )?free\b
\bby registering\b.{0,40}\byou\b
\b(?:e-?mail|email address) will not be published\b
\brequired fields are marked\b
\bcomments? (?:are|is) (?:closed|moderated|subject to)\b
\bsubmission guidelines\b
\bcommunity (?:guidelines|standards|rules)\b
\bpowered by disqus\b
\bin this browser for the next time i comment\b
\bctrl ?\+ ?enter\b
\bmelden sie sich an\b
\bum (?:zu|einen kommentar zu) kommentieren\b
\bconnectez-vous (?:pour|afin)\b
\binicia sesión para\b
\bcampos obligatorios\b
\b(?:tu|su|votre|ihr|seu|il tuo) (?:comentario|commentaire|kommentar|comentário|commento)\b
\bвойдите,? чтобы\b
\b(?:чтобы|щоб) (?:оставить|оставлять|залишити|залишати) ко[мн]
\bувійдіть,? щоб\b
\byorum yap(?:mak|abilmek) için\b
\bper inviare un commento\b
"""),
    ),
    (
        lexicon.LEGAL,
        any_of(r"""
(?:©|ⓒ|\(c\)) ?(?:copyright )?(?:19|20)\d\d
\ball rights? reserved\b(?! (?:for|to|by|in)\b)
\balle rechte vorbehalten\b
\btous droits réservés\b
\btodos los derechos reservados\b
\btodos os direitos reservados\b
\bвсе права (?:защищены|принадлежат)\b
\bвсі права (?:захищен|належать)
\btüm hakları saklıdır\b
\bmay not be (?:published|reproduced|redistributed)\b
\bnot responsible for the content of external\b
\bapproach to external linking\b
\b(?:is a|are) (?:registered )?trademarks? of\b
\b(?:may|we) earn (?:a|an|some)?\b.{0,30}\bcommissions?\b
\bget a share of the sale\b
\baffiliate (?:links?|commission|advertising)\b
^(?:dieser|der) text (?:wurde|ist) veröffentlicht unter der lizenz\b
^suggested citation\b
\bthis article is more than \d+ (?:year|month)s? old\b
\b(?:перепечатка|копирование|использование|воспроизведение)\b.{0,60}\b(?:разре|запре)щен
\b(?:перепечатк[аеи]|цитировани[ие]|использовани[ие])\b.{0,60}ссылк
\b(?:передрук|копіювання|використання)\b.{0,60}(?:дозволен|заборонен|посиланн)
"""),
    ),
)
"""Reasons, with the phrases that make a whole line a notice, unless it quotes somebody."""
