"""Function words by language: words that carry no content of their own.

Question words are among them, since no article is found by them. No negation is, and no word
that a question may turn on, such as year, first, last or against.
"""

_LISTS = {
    "ca": """
        el la els les lo un una uns unes al als del dels de d l a en amb per des fins entre sobre
        i o ni que qui què qual quals quan on com perquè si jo tu ell ella nosaltres vosaltres ells
        elles em et es ens us se s li hi ho meu meva teu teva seu seva seus seves nostre nostra
        aquest aquesta aquests aquestes aquell aquella això allò és són era eren ser sigui ha han
        he hem havia havien haver fou està estan molt també ja tot tota tots totes
    """,
    "cs": """
        a i nebo ale že aby když protože jestli zda jak kde kdy kdo co který která které kteří
        kterou kterého čí proč jaký jaká jaké v ve na do z ze s se si k ke o u od po při pro za
        nad pod před mezi bez já ty on ona ono my vy oni jeho její jejich mu mi mě tě ho ji jim
        jich svůj svou své svého ten ta to ti ty tento tato toto této tomto tohoto je jsou byl byla
        bylo byli být jsem jsme jste by bude budou má mají už také tak také jen i
    """,
    "da": """
        en et den det de der som og eller men at hvis fordi når da hvor hvad hvem hvis hvilken
        hvilket hvilke hvordan hvorfor hvornår i på til af fra for med om ved under over efter ud
        op jeg du han hun vi mig dig ham hende os jer dem min mit mine din dit dine hans hendes
        sin sit sine vores deres denne dette disse er var være været bliver blev har havde have
        vil ville kan kunne skal skulle må også så her som
    """,
    "de": """
        der die das den dem des ein eine einer eines einem einen und oder aber denn sondern dass
        ob wenn weil als wie während bevor nachdem damit in im ins an am auf aus bei beim mit
        nach seit von vom zu zum zur über unter vor hinter neben zwischen durch für um ich du er
        sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein meine dein deine sein
        seine seiner seinem seinen seines ihre ihrer ihrem ihren ihres unser unsere euer eure
        dieser diese dieses diesem diesen jener jene jenes welcher welche welches welchem welchen
        wer wen wem wessen was wann wo woher wohin warum weshalb wieso bin bist ist sind seid war
        waren gewesen wird werden wurde wurden worden hat haben hatte hatten kann können konnte
        konnten muss müssen soll sollen sollte will wollen auch so da dann hier dort man z.b d.h u.a
    """,
    "el": """
        ο η το οι τα του της των τον την τους τις ένας μια μία ένα και ή αλλά ότι πως που αν όταν
        γιατί επειδή ποιος ποια ποιο ποιοι ποιες τι πότε πού πώς σε στο στη στην στον στα στους
        στις από με για προς μετά πριν ως εγώ εσύ αυτός αυτή αυτό αυτοί αυτές αυτά εμείς εσείς
        μου σου μας σας είναι ήταν έχει έχουν είχε είχαν θα να ας επίσης εδώ εκεί
    """,
    "en": """
        a an the this that these those such i me my mine myself we us our ours ourselves you your
        yours yourself yourselves he him his himself she her hers herself it its itself they them
        their theirs themselves s who whom whose which what when where why how am is are was were be
        been being have has had having do does did doing done will would shall should can could
        may might must and or but if because as until while of at by for with about into through
        to from in on upon so than then there here also just e.g i.e
    """,
    "es": """
        el la los las lo un una unos unas al del de a en con por para desde hasta entre sobre y e
        o u pero sino que quien quienes quién quiénes qué cuál cuáles cual cuales cuando cuándo
        donde dónde adónde como cómo cuánto cuánta cuántos cuántas porque si yo tú él ella ello
        nosotros nosotras vosotros ellos ellas usted ustedes me te se nos os le les mi mis tu tus
        su sus nuestro nuestra nuestros nuestras suyo suya este esta esto estos estas ese esa eso
        esos esas aquel aquella aquellos aquellas es son era eran fue fueron ser sido siendo soy
        está están estaba estaban estar ha han había habían haber he hay hubo muy también ya así
        tan aquí allí
    """,
    "fi": """
        ja tai vai mutta että jos kun koska jotta kuin kuka ketkä kenen ketä mikä mitä mitkä minkä
        missä mistä mihin milloin miksi miten kuinka joka jotka jota jonka joita jossa jolla minä
        sinä hän me te he se ne tämä tuo nämä nuo minun sinun hänen meidän teidän heidän sen niiden
        tämän sitä niitä tätä hänet häntä siitä siihen siinä on ovat oli olivat olla ollut olen
        olemme voi voivat myös niin nyt sekä
    """,
    "fr": """
        le la les l un une des du de d au aux à en dans par pour avec sur sous chez vers entre
        depuis pendant et ou mais donc or car que qu qui quoi dont où quand comment pourquoi
        combien quel quelle quels quelles lequel laquelle lesquels lesquelles si comme lorsque
        puisque je j tu t il elle on nous vous ils elles me m te se s lui leur leurs moi toi soi
        eux mon ma mes ton ta tes son sa ses notre nos votre vos ce c cet cette ces cela ça ceci
        celui celle ceux celles est sont était étaient être été étant suis es sera seront fut
        furent a ai as ont avait avaient avoir eu aura auront y très aussi ainsi alors ici là
    """,
    "hu": """
        a az egy és vagy de hogy ha mert mint mikor amikor ahol hol ki kik kit kinek mi mit mik
        miért hogyan milyen melyik mely hány aki akik amely amelyek ami amit én te ő mi ti ők engem
        téged őt minket titeket őket nekem neked neki nekünk nekik ez ezt ezek azt azok ezen azon
        van vannak volt voltak lesz lenne lett is már még meg el fel be ki le át majd így úgy itt
        ott
    """,
    "it": """
        il lo la i gli le l un uno una del dello della dei degli delle dell al allo alla ai agli
        alle all dal dallo dalla dai dagli dalle dall nel nello nella nei negli nelle nell sul
        sullo sulla sui sugli sulle sull di a da in con su per tra fra e ed o ma però che chi cui
        quale quali quando dove come perché quanto quanta quanti quante cosa se io tu lui lei noi
        voi loro mi ti si ci vi me te mio mia miei mie tuo tua suo sua suoi sue nostro nostra
        questo questa questi queste quello quella quelli quelle ciò è sono era erano essere stato
        stata stati sia fu furono ha hanno ho aveva avevano avere anche più così qui qua
    """,
    "nl": """
        de het een en of maar dat die dit deze als omdat want toen terwijl dan wie wat waar wanneer
        waarom hoe welke welk hoeveel wiens in op aan bij met van voor naar uit over onder tussen
        door om tot te ik jij je u hij zij ze wij we jullie mij me hem haar ons hun hen zich mijn
        jouw uw zijn onze is was waren ben bent geweest word wordt worden werd werden heeft hebben
        had hadden heb kan kunnen kon zal zullen zou zouden moet moeten ook er hier daar zo nog al
    """,
    "no": """
        en ei et den det de der som og eller men at hvis fordi når da hvor hva hvem hvilken hvilket
        hvilke hvordan hvorfor i på til av fra for med om ved under over etter ut opp jeg du han
        hun vi dere meg deg ham henne oss dem seg min mi mitt mine din ditt dine hans hennes sin
        sitt sine vår vårt våre deres denne dette disse er var være vært blir ble har hadde ha vil
        ville kan kunne skal skulle må også så her
    """,
    "pl": """
        a i oraz lub albo ale że żeby aby gdy kiedy ponieważ bo czy jak gdzie kto kogo komu co
        czego czemu który która które którzy którego której których którym dlaczego jaki jaka jakie
        ile w we na do z ze o u od po przy dla za nad pod przed między przez ja ty on ona ono my wy
        oni one mnie mi cię ci go jego mu jej ją nas nam was wam ich im się sobie swój swoją swoje
        swego ten ta to te tego tej tych tym ta jest są był była było były być będzie będą ma mają
        też także już tak tu tam
    """,
    "pt": """
        o a os as um uma uns umas ao à aos às do da dos das no na nos nas dum duma num numa pelo
        pela pelos pelas de em com por para desde até entre sobre e ou mas que quem qual quais
        quando onde como porque porquê quanto quanta quantos quantas se eu tu ele ela nós vós eles
        elas você vocês me te lhe lhes meu minha meus minhas teu tua seu sua seus suas nosso nossa
        nossos nossas este esta isto estes estas esse essa isso esses essas aquele aquela aquilo é
        são era eram foi foram ser sido está estão estava estavam estar há tem têm tinha tinham ter
        muito também já mais aqui ali
    """,
    "ro": """
        un o unui unei unor cel cea cei cele al a ai ale lui de la în din pe cu pentru prin spre
        despre între sub peste după până și sau dar iar că să dacă când unde cum cine ce care cărui
        cărei căror cât câtă câți câte deoarece eu tu el ea noi voi ei ele mă te se ne vă îl îi îmi
        îți își le meu mea tău ta său sa săi sale nostru noastră lor acest această acești aceste
        acel acea acei acele este sunt e era erau fi fost fie am ai are au avea avut va vor mai și
        tot aici acolo
    """,
    "ru": """
        и а но или либо да что чтобы как если когда где куда откуда кто кого кому кем ком чего чему
        чем чём почему зачем сколько какой какая какое какие какого каких который которая которое
        которые которого которой которых котором чей чья чьё чьи в во на к ко с со у о об обо от из
        изо за до по при под над через между для про ради я ты он она оно мы вы они меня мне мной
        тебя тебе его ему им него нему ним нём её ей неё ней нас нам нами вас вам вами их ими них
        нему себя себе собой мой моя моё мои твой твоя наш наша наше наши ваш ваша свой своя своё
        свои своего своей своих этот эта это эти этого этой этому этом этих тот та то те того той
        тому том тех такой такая такое такие есть был была было были быть будет будут бы же ли ведь
        вот ещё уже так тоже также здесь там тут т.е т.д т.п т.к
    """,
    "sv": """
        en ett den det de som och eller men att om eftersom när då där var vad vem vems vilken
        vilket vilka hur varför i på till av från för med vid under över efter ut upp jag du han
        hon vi ni mig dig honom henne oss er dem sig min mitt mina din ditt dina hans hennes sin
        sitt sina vår vårt våra deras denna detta dessa är var vara varit blir blev har hade ha vill
        ville kan kunde ska skulle måste också så här än
    """,
    "tr": """
        bir ve veya ya da de ile ama fakat ancak ki çünkü eğer ise için gibi kadar göre ben sen o
        biz siz onlar beni seni onu bizi sizi onları bana sana ona bize size onlara benim senin
        onun bizim sizin onların bende sende onda bu şu bunlar şunlar bunu şunu buna şuna bunun
        şunun bunda burada şurada orada kim kimi kime kimin kimler ne neyi neye neden niçin niye
        nasıl nerede nereye nereden nere hangi hangisi kaç mı mi mu mü mıdır midir mudur dir
        dır dur dür tır tir idi imiş olan olarak oldu olduğu olduğunu olup olur olmak her hem daha
        çok en diye üzere işte böyle şöyle öyle
    """,
    "uk": """
        і й та а але або чи що щоб як якщо коли де куди звідки хто кого кому ким чого чому чим
        навіщо скільки який яка яке які якого якої яких якому котрий чий чия чиє чиї в у на до з із
        зі за від по при під над через між для про о об я ти він вона воно ми ви вони мене мені
        мною тебе тобі його йому ним нього ньому її їй нею неї нас нам нами вас вам вами їх їм ними
        них себе собі собою мій моя моє мої твій твоя наш наша наше наші ваш ваша свій своя своє
        свої свого своєї своїх цей ця це ці цього цієї цьому цих той та те ті того тієї тому тих
        такий така таке такі є був була було були бути буде будуть б би ж же вже ще так теж також
        тут там ось
    """,
}

STOP_WORDS = {
    language: frozenset(words.casefold().replace("ё", "е").split())
    for language, words in _LISTS.items()
}
"""As the analyzer compares them: in lower case, ё written as е."""
