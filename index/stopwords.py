"""Function words by language: articles, pronouns, prepositions, auxiliaries and question words.

Folded as `index.analysis.fold` folds (no accents, `ß` as `ss`), since that is the form that they are compared in.
They carry no subject, so they are left out of the index of words; and they tell a short query's language.
"""

from __future__ import annotations

_WORDS = {
    "fr": """
        a afin ai ainsi alors apres as au aucun aucune aujourd aupres auquel aura aurait auront aussi autre autres
        aux auxquelles auxquels avaient avait avant avec avez avoir avons ayant c car ce ceci cela celle celles
        celui cependant certain certaine certaines certains ces cet cette ceux chaque chez ci combien comme comment
        contre d dans de deja depuis derriere des desormais desquelles desquels dessous dessus devant doit doivent
        donc dont du duquel durant elle elles en encore enfin entre es est et etaient etait etant ete etes etre eu
        eux faire fait faut font furent fut hors hui il ils j jusqu jusque l la laquelle le lequel les lesquelles
        lesquels leur leurs lors lorsqu lorsque lui m ma mais malgre me meme memes mes moi moins mon n ne ni non nos
        notre nous on ont ou par parce parmi pas pendant peu peut peuvent plus plusieurs plutot pour pourquoi
        pourtant pouvait pres puis puisqu puisque qu quand que quel quelle quelles quelqu quelque quelques quels qui
        quoi s sa sans sauf se selon sera serait seront ses si sien soi soient soit sommes son sont sous suis sur t
        ta tandis te tel telle telles tels tes toi ton toujours tous tout toute toutefois toutes tres tu un une va
        vers via voici voila vont vos votre vous vu y
    """,
    "en": """
        a about above across after again against all almost along already also although always am among an and
        another any are aren around as at be because been before being below between both but by can cannot could
        couldn did didn do does doesn doing don done down during each either else ever every few for from further
        get had hadn has hasn have haven having he her here hers herself him himself his how however i if in into is
        isn it its itself just least less many may me might more most much must mustn my myself near neither no nor
        not of off often on once one only onto or other others ought our ours ourselves out over own per rather s
        same shall she should shouldn since so some such t than that the their theirs them themselves then there
        therefore these they this those though through throughout thus to too toward towards under until up upon us
        very via was wasn we were weren what whatever when where whereas whether which while who whom whose why will
        with within without won would wouldn yet you your yours yourself yourselves
    """,
    "de": """
        ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus bei
        beim bereits bevor bin bis bist da dabei dadurch dafur dagegen daher damit danach dann daran darauf darin
        daruber darum das dass davon dazu dein deine dem den denen denn der deren derer des dessen dich die dies
        diese diesem diesen dieser dieses dir doch dort du durch durfen ein eine einem einen einer eines einige
        einigen einiger er es etwa etwas euch euer eure falls fur gab gegen gibt habe haben hat hatte hatten her
        hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem innerhalb ins ist ja jede
        jedem jeden jeder jedes jedoch jene jenem jenen jener jenes kann kein keine keinem keinen keiner konnen
        konnte konnten man manche mehr mein meine meinem mich mir mit mochte muss mussen musste nach nachdem neben
        nicht nichts noch nun nur ob oder ohne schon sehr sei seid sein seine seinem seinen seiner seines seit
        selbst sich sie sind so sobald sofern sogar solche solchem solchen solcher soll sollen sollte somit sondern
        sowie sowohl um und uns unser unsere unserem unseren unserer unter viel viele vielen vieler vom von vor
        wahrend wann war waren warum was weder wegen weil welche welchem welchen welcher welches wem wen wenn wer
        werde werden wessen wie wieder wieso will wir wird wo wobei wodurch wofur wohin worauf worden wurde wurden
        zu zum zur zwar zwischen
    """,
    "es": """
        a al algo algun alguna algunas alguno algunos ambos ante antes aquel aquella aquellas aquellos aqui asi aun
        aunque bajo bien cada casi como con contra cual cuales cualquier cuando cuanta cuantas cuanto cuantos cuya
        cuyas cuyo cuyos de debe deben del desde despues donde dos durante e el ella ellas ellos en entonces entre
        era eran eres es esa esas ese eso esos esta estaba estaban estan estar estas este esto estos etc fue fueron
        fui ha haber habia habian hace hacen hacer hacia han hasta hay he incluso jamas junto la las le les lo los
        luego mas me mediante menos mi mientras mis misma mismas mismo mismos mucha muchas mucho muchos muy nada ni
        ningun ninguna ninguno no nos nosotros nuestra nuestras nuestro nuestros nunca o os otra otras otro otros
        para pero poco por porque pudo puede pueden pues que quien quienes se sea sean segun ser sera seran si sido
        siempre siendo sin sino sobre sois solo somos son soy su sus tal tales tambien tampoco tan tanto te tener ti
        tiene tienen toda todas todavia todo todos tras tu tus u un una unas uno unos usted ustedes varias varios
        vosotros y ya yo
    """,
    "it": """
        a abbiamo ad agli ai al alcun alcuna alcune alcuni alla alle allo allora altra altre altri altro anche
        ancora avere aveva avevano c che chi ci cio cioe col come con contro cosa cosi cui d da dagli dai dal dalla
        dalle dallo degli dei del dell della delle dello dentro deve devono di dopo dove dovra due durante e ed egli
        era erano essa esse essere essi esso fa fare fino fosse fra fu furono gia gli ha hai hanno ho i il in
        infatti inoltre invece io la le lei li lo loro lui ma mediante meno mentre mi mia mie miei mio molta molte
        molti molto ne neanche negli nei nel nell nella nelle nello nessun nessuna nessuno noi non nostra nostre
        nostri nostro o od ogni oltre oppure ora per perche pero piu poi poiche possono presso prima propri propria
        proprie proprio puo qual qualche quale quali qualsiasi quando quanta quante quanti quanto quasi quel quella
        quelle quelli quello questa queste questi questo qui quindi sara saranno se secondo sei sempre senza si sia
        siamo siano siete sono sopra sotto sta stata state stati stato su sua sue sugli sui sul sulla sulle sullo
        suo suoi tale tali tanto te ti tra tramite tu tua tue tuo tuoi tutta tutte tutti tutto un una uno verso vi
        viene voi vostra vostro
    """,
    "pt": """
        a ainda algum alguma algumas alguns ambos ante antes ao aos apenas apos aquela aquelas aquele aqueles aquilo
        as assim ate atraves bem cada com como contra cuja cujas cujo cujos da das de dela dele deles depois desde
        dessa desse desta deste deve devem do dos durante e ela elas ele eles em embora enquanto entao entre era
        eram essa essas esse esses esta estao estar estas estava este estes eu foi for foram ha houve isso isto ja
        la lhe lhes logo mais mas me mediante mesma mesmas mesmo mesmos meu minha muita muitas muito muitos na nao
        nas nem nenhum nenhuma nessa nesse nesta neste no nos nossa nosso num numa nunca o onde os ou outra outras
        outro outros para pela pelas pelo pelos per pode podem pois por porem porque portanto pouco quais qual
        qualquer quando quanta quantas quanto quantos quase que quem se segundo seja sejam sem sempre sendo ser sera
        serao seu seus si sido so sob sobre somos sua suas tal tambem tanto tao te tem tera toda todas todavia todo
        todos tras tu tudo um uma umas uns voce voces
    """,
    "nl": """
        aan achter af al alle alleen als altijd andere anders ben bent bij binnen boven buiten daar daarbij daarna
        daarom dan dat de deze die dit doch doen door dus een eens eerst en er ervan even ge geen had hadden heb
        hebben heeft hem hen het hier hij hoe hoeveel hoewel hun ieder iedere iemand iets ik in indien is ja je jij
        jou jouw jullie kan kon konden kunnen maar mag me meer men met mij mijn moest moet moeten mogen na naar
        naast nadat niet niets nog nu of om omdat onder ons onze ook op over per reeds sinds te tegen ten ter
        terwijl toch toen tot tussen uit uw van vanaf veel via volgens voor vooral waar waarbij waardoor waarin
        waarom wanneer waren was wat weer wel welk welke werd werden wie wij wil worden wordt zal ze zelf zelfs zich
        zij zijn zo zoals zodat zonder zou zouden zullen
    """,
}

STOP_WORDS: dict[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _WORDS.items()}
