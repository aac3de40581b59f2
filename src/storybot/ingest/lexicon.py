"""Whole lines of page furniture, by kind: data only.

Phrases are folded as ``Line.key`` folds a line. A phrase that could also be a line of a story may
be listed: ``page`` needs several before it believes any.
"""

MENU = "menu or link"
SHARE = "sharing button"
COMMENTS = "comment and login notice"
NEWSLETTER = "newsletter sign-up"
OFFER = "subscription offer"
ADVERT = "advertisement"
APPEAL = "donation appeal"
PRIVACY = "cookie or privacy notice"
LEGAL = "copyright or legal notice"
RELATED = "related stories"
PLAYER = "gallery or player control"
REPEATED = "repeated line"
DATE = "date line"
CREDIT = "byline or credit"
ORNAMENT = "no words"
OUTSIDE = "outside the story"

_LABELS = {
    MENU: """
menu|main menu|top menu|search|search form|show search|search query|home|homepage|home page|
sections|all sections|news|world|world news|politics|business|economy|finance|markets|money|
opinion|opinions|comment & opinion|sport|sports|football|culture|arts|entertainment|lifestyle|
life & style|style|travel|tech|technology|science|health|environment|climate|education|weather|
video|videos|photos|pictures|podcasts|audio|live|live tv|radio|tv|magazine|games|puzzles|
crossword|food|fashion|cars|autos|real estate|property|jobs|careers|shop|store|local|national|
international|europe|africa|asia|americas|middle east|u.s|us|uk|latest|breaking news|
explore|about|about us|contact|contact us|help|help center|faq|faqs|feedback|
site map|sitemap|site index|advertise|advertise with us|advertising|rss|rss feed|rss feeds|archive|
archives|masthead|press|press releases|media kit|corrections|accessibility|accessibility help|
accessibility statement|mobile apps|apps|events|people|innovation|tools|more|less|all|next|
previous|prev|back|close|open|expand|collapse|edit|save|cancel|submit|ok|yes|no|us edition|
uk edition|international edition|editions|english edition|today's paper|print edition|
digital edition|e-paper|epaper|print subscriptions|skip to content|skip to main content|
skip to navigation|back to top|return to top|read more|see more|show more|show less|view more|
learn more|find out more|load more|continue reading|view all|see all|image|caption|
companies|summary|breakingviews|investigations|sustainability|my view|my news|head shot|
startseite|suche|menü|schlagzeilen|politik|wirtschaft|kultur|wissenschaft|panorama|ausland|
inland|wetter|impressum|kontakt|nach oben|zum inhalt springen|mehr|weiterlesen|zur startseite|
hilfe|mehr anzeigen|zur merkliste hinzufügen|merkliste|icon: menü|icon: der spiegel|
accueil|rechercher|recherche|rubriques|à la une|monde|politique|économie|société|sciences|météo|
aller au contenu|haut de page|lire la suite|voir plus|mentions légales|qui sommes-nous|
réutiliser ce contenu|temps de lecture|en direct|
inicio|portada|buscar|secciones|mundo|política|economía|sociedad|deportes|deporte|cultura|
tecnología|salud|opinión|ciencia|ir al contenido|leer más|ver más|volver arriba|contacto|
aviso legal|última hora|
главная|поиск|меню|новости|политика|экономика|общество|в мире|происшествия|спорт|культура|наука|
технологии|погода|видео|фото|контакты|о проекте|о нас|редакция|наверх|все новости|ещё|еще|
читать далее|показать ещё|показать еще|
головна|пошук|новини|політика|економіка|суспільство|світ|відео|редакція|всі новини|про нас|
усі новини|читати далі|показати ще|
ana sayfa|anasayfa|gündem|dünya|ekonomi|spor|siyaset|yaşam|sağlık|teknoloji|kültür|arama|
iletişim|künye|hakkımızda|daha fazla|tümünü gör|devamını oku|haberin devamı|
início|busca|notícias|esportes|economia|fale conosco|quem somos|leia mais|
cerca|cronaca|esteri|politica|contatti|chi siamo|leggi tutto""",
    SHARE: """
share|share this|share this article|share this story|share article|share save|share full article|
sharing is caring|shares|tweet|retweet|pin it|like|like this|like loading|copy|copy link|
link copied|url copied|copy url|copy link url copied|copied|get short url|print|print this page|
email|e-mail|email this article|save article|bookmark|follow|follow us|follow me|connect with us|
gift this article|listen|listen to this article|show more sharing options|share via|
close extra sharing options|addthis sharing buttons|share permalink|text size|font size|
teilen|teilen mit|teilen über|gefällt mir|wird geladen|
artikel teilen|drucken|merken|vorlesen|artikel anhören|link kopieren|diesen artikel teilen|
diesen artikel empfehlen|artikel verschenken|
partager|partager l'article|imprimer|copier le lien|écouter|écouter l'article|suivez-nous|
offrir l'article|ajouter à vos sélections|
compartir|copiar enlace|guardar|síguenos|enviar por correo|escuchar|
поделиться|поделиться ссылкой|скопировать ссылку|печать|распечатать|подписаться|мы в соцсетях|
поділитися|поширити|скопіювати посилання|друкувати|
paylaş|bağlantıyı kopyala|yazdır|kaydet|dinle|
compartilhar|compartilhe|copiar link|condividi|stampa|segui""",
    COMMENTS: """
comments|comment|no comments|view comments|show comments|hide comments|read comments|post comment|
post a comment|leave a comment|leave a reply|add a comment|write a comment|reply|replies|
join the conversation|join the discussion|top comments|top rated comments|all comments|discussion|
be the first to comment|community standards|community guidelines|report|report abuse|
report comment|sign in|sign out|sign up|log in|login|logout|log out|register|register now|
create account|create an account|create free account|my account|your account|account|my profile|
account settings|edit profile|forgot password|forgot your password|password|username|user name|
remember me|email address|your email|your email address|thank you for registering|
kommentare|kommentar|kommentar schreiben|kommentieren|anmelden|abmelden|registrieren|einloggen|
mein konto|passwort vergessen|diskutieren sie mit|diskutieren sie hier mit|zur diskussion|
commentaires|commenter|réagir|se connecter|connexion|s'inscrire|s'identifier|mon compte|
mot de passe oublié|voir les contributions|
comentarios|comentar|deja un comentario|deja una respuesta|iniciar sesión|regístrate|registrarse|
mi cuenta|cerrar sesión|normas|normas de uso|normas de uso y aviso legal|ver comentarios|
комментарии|комментировать|оставить комментарий|обсудить|обсуждение|войти|вход|выйти|регистрация|
зарегистрироваться|личный кабинет|забыли пароль|пароль|
коментарі|коментувати|увійти|вхід|вийти|реєстрація|
yorumlar|yorum yap|yorum yaz|giriş|giriş yap|üye ol|kayıt ol|oturum aç|
comentários|deixe uma resposta|deixe um comentário|deixe seu comentário|responder|entrar|
commenti|lascia un commento|rispondi|accedi|registrati|tinggalkan balasan|balas""",
    NEWSLETTER: """
newsletter|newsletters|our newsletters|newsletter sign-up|newsletter signup|email newsletters|
email newsletter|sign up for newsletters|sign up for our newsletter|sign up for the newsletter|
get the newsletter|sign up to our newsletter|sign up now|sign up here|join our newsletter|
enter your email|enter your email address|thanks for signing up|thank you for signing up|
thank you for subscribing|newsletter abonnieren|newsletter bestellen|recevez notre newsletter|
s'inscrire à la newsletter|suscríbete a nuestra newsletter|рассылка|подписаться на рассылку|
розсилка|haber bülteni|e-bülten|bültene üye ol""",
    OFFER: """
subscribe|subscribe now|subscribe today|subscription|subscriptions|subscribe sign in|
subscribesign in|sign in subscribe|subscribe log in|become a member|membership|try for free|
start free trial|already a subscriber|already a member|already subscribed|manage subscription|
unlock this article|to read the full story|subscription options|gift subscriptions|
digital subscriptions|purchase licensing rights|acquire licensing rights|
abo|abonnieren|jetzt abonnieren|abonnement|abo kündigen|jetzt testen|
s'abonner|abonnez-vous|abonnés|article réservé aux abonnés|déjà abonné|
suscríbete|suscribirse|suscripción|hazte socio|solo para suscriptores|
подписка|оформить подписку|передплата|передплатити|abone ol|
assine|assine já|assinatura|abbonati""",
    ADVERT: """
advertisement|advert|ad|ads|sponsored|sponsored content|sponsored links|sponsored by|promoted|
promoted content|paid content|paid post|partner content|supported by|ad feedback|skip ad|
report this ad|continue reading the main story|continue reading below|
story continues below advertisement|
article continues below|article continues after advertisement|scroll to continue|
advertisement - scroll to continue|after newsletter promotion|
anzeige|werbung|publicité|annonce|contenu sponsorisé|publicidad|contenido patrocinado|iklan|
реклама|на правах рекламы|партнерский материал|партнёрский материал|
reklam|ilan|publicidade|pubblicità""",
    APPEAL: """
donate|donate now|contribute|support us|support our work|support our journalism|make a donation|
support independent journalism|support quality journalism|become a supporter|
jetzt spenden|spenden|faire un don|soutenez-nous|donar|haz una donación|apóyanos|
поддержать|поддержать проект|поддержите нас|сделать пожертвование|
підтримати|підтримати нас|підтримайте нас|bağış yap|destek ol""",
    PRIVACY: """
cookies|cookie policy|cookie settings|cookies policy|cookie preferences|manage cookies|accept|
accept all|reject all|accept & close|accept cookies|privacy|privacy policy|privacy notice|
your privacy rights|your california privacy rights|your privacy choices|your ad choices|
ad choices|adchoices|do not sell my personal information|
do not sell or share my personal information|
datenschutz|datenschutzerklärung|cookie-einstellungen|akzeptieren|alle akzeptieren|
politique de confidentialité|confidentialité|gérer les cookies|tout accepter|accepter|
política de privacidad|política de cookies|aceptar|aceptar todo|configurar cookies|
политика конфиденциальности|принять|політика конфіденційності|прийняти|
gizlilik politikası|çerez politikası|kabul et|política de privacidade|aceitar|accetta""",
    LEGAL: """
terms|terms of use|terms of service|terms of sale|terms and conditions|terms & conditions|
conditions of use|legal|legal notice|disclaimer|copyright|copyright policy|all rights reserved|
rights and permissions|reprints|licensing & reprints|reuse this content|code of ethics|
editorial standards|ethics statement|nutzungsbedingungen|agb|alle rechte vorbehalten|
conditions générales|conditions d'utilisation|tous droits réservés|términos de uso|
términos y condiciones|todos los derechos reservados|пользовательское соглашение|
все права защищены|правила использования|правила користування|всі права захищено|
kullanım koşulları|tüm hakları saklıdır|termos de uso|todos os direitos reservados|
tutti i diritti riservati""",
    PLAYER: """
play|pause|play video|watch video|watch now|watch live|mute|unmute|fullscreen|full screen|
autoplay|current time|duration|loaded|remaining time|playback rate|video player is loading|volume|
view gallery|back to gallery|hide caption|show caption|toggle caption|enlarge|enlarge this image|
bild vergrößern|slideshow|next image|previous image|view fullscreen|replay|now playing|
transcript|video ad feedback|this slideshow requires javascript""",
}

_ENDINGS = """
related|more on|related articles|related stories|related story|related content|related coverage|
related links|related posts|related news|related topics|related tags|related internet links|
related roundup|read next|read also|also read|what to read next|up next|keep reading|
more on this story|more on this|more on this topic|more stories|more coverage|more like this|
more news|more from the web|more from around the web|around the web|from around the web|
you may like|you may also like|you might also like|you might like|you may like these posts|
recommended|recommended for you|recommended stories|we recommend|editors' picks|editor's picks|
editor's choice|our latest stories|must read|must reads|don't miss|most read|most popular|
most viewed|most shared|most discussed|most watched|most commented|trending|trending now|
trending news|trending stories|popular|popular posts|popular stories|popular now|
popular articles|top stories|latest stories|latest news|latest headlines|recent posts|
recent articles|recent news|random posts|story timeline|explore more on these topics|
explore more|topics|in this article|in this story|tags|filed under|categories|comments|
view comments|top rated comments|leave a comment|leave a reply|post a comment|
join the conversation|join our commenting forum|conversation|discussion|reader comments|
share this|share this article|sharing is caring|like this|about the author|about the authors|
post navigation|previous post|next post|view all|promoted stories|sponsored|sponsored links|
elsewhere on the web|featured|featured video|featured stories|in other news|stay up to date|
mehr zum thema|lesen sie auch|lesen sie mehr zum thema|auch interessant|verwandte themen|
verwandte artikel|das könnte sie auch interessieren|das könnte sie interessieren|meistgelesen|
meistgelesene artikel|am meisten gelesen|ähnliche artikel|zum thema|kommentare|diskussion|
schlagwörter|themen|empfehlungen der redaktion|diskutieren sie mit|diskutieren sie hier mit|
lire aussi|à lire aussi|sur le même sujet|les plus lus|articles liés|articles similaires|
voir aussi|nos suggestions|dans la même rubrique|commentaires|à découvrir|sur le même thème|
te puede interesar|también te puede interesar|lo más leído|lo más visto|más información|
más noticias|noticias relacionadas|artículos relacionados|relacionadas|temas|comentarios|
archivado en|etiquetas|lee también|normas de uso y aviso legal|
читайте также|материалы по теме|по теме|популярное|популярные новости|комментарии|теги|
смотрите также|новости по теме|самое читаемое|самое популярное|главное|похожие новости|
главные новости|другие новости|лента новостей|рекомендуем|ещё по теме|еще по теме|
больше интересного|больше новостей|
читайте також|матеріали за темою|за темою|популярне|найпопулярніше|коментарі|теги|головне|
останні новини|новини за темою|дивіться також|більше новин|
ilgili haberler|benzer haberler|yorumlar|en çok okunanlar|bunlar da ilginizi çekebilir|
etiketler|son dakika|diğer haberler|önerilen haberler|
leia também|veja também|artigos relacionados|notícias relacionadas|mais lidas|comentários|
leggi anche|potrebbe interessarti|articoli correlati|i più letti|commenti|lascia un commento
"""

_NETWORKS = """
facebook twitter x instagram linkedin reddit whatsapp telegram pinterest tumblr flipboard youtube
email e-mail mailto messenger threads bluesky mastodon tiktok snapchat pocket viber vk vkontakte
вконтакте одноклассники телеграм digg stumbleupon blogger google+ skype xing bloglovin
"""
_BESIDE_NETWORKS = """
share tweet pin print copy link links url sms line mix plus google mail rss feed on via to or and
this follow us our page channel teilen partager compartir поделиться поділитися paylaş auf sur en
в на и у та et und y ve in
"""


def _phrases(lists: str) -> list[str]:
    return [phrase for phrase in lists.replace("\n", "").split("|") if phrase]


LABELS = {phrase: reason for reason, lists in _LABELS.items() for phrase in _phrases(lists)}
"""Reason by whole line."""

ENDINGS = frozenset(_phrases(_ENDINGS))
"""Whole lines that end the story part of a page."""

NETWORKS = frozenset(_NETWORKS.split())
SHARING = NETWORKS | frozenset(_BESIDE_NETWORKS.split())
"""Words of a line of sharing buttons; at least one is the name of a network."""
