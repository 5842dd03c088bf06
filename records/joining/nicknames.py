"""What people are called at home: given names, English and French, that may be one person's.

Put together by hand from everyday use. Each line is one name and its short and other forms, folded. A name may only
stand in one line; a match is a hint for staff, never a proof.
"""

_LINES = """
abigail abby gail
agathe agatha aggie
albert al bert bertie albertine
alexander alex alec sandy sasha xander alexandre alexandra alexandria lexi
alfred alfie alf
alice alison ali alicia allison
amanda mandy
amelia amelie millie mia
andrew andy drew andre andrea
angela angie angele angelique
ann anne anna annie anita nan nancy anouk
anthony tony antoine antonio toine
arthur art artie
barbara barb babs barbie barbe
benjamin ben benny benji benoit
bernard bernie
bridget brigitte biddy bridie
bradley brad
bruno brunon
calvin cal
cameron cam
camille cami
caroline carol carole carrie caro carolyn
catherine cathy kathy kate katie katherine kathryn kitty cat kat kath katy katharine
cecile cecilia cissy cecily
charles charlie chuck chas charlot
charlotte lottie char
christine chris christina tina chrissy kristin kristine christiane cristina
christopher topher kit christophe christian
clara claire clare clarisse
claude claudette claudie
constance connie
cynthia cindy
daniel dan danny danielle dani
david dave davey davy
deborah deb debbie debra debora
denis dennis denny denise
diana diane di
dominic dom dominique
donald don donnie
dorothy dot dottie dolly dorothee
douglas doug dougie
edward ed eddie ted teddy ned edouard
eleanor ellie nora nell nellie eleonore lenore
elizabeth liz lizzie beth betty betsy eliza elisabeth elise lise lisbeth libby bess lizbeth babette
emily em emilie emmy
emmanuel manny manu manuel emmanuelle emanuel
eric rik erik
ernest ernie
eugene gene genie eugenie
eve eva evie
florence flo flora florrie
frances fran francine fanny franny
francis frank frankie francois francisco
frederick fred freddy freddie frederic frederik fritz frederique
gabriel gabe gaby gabrielle gabby
gary garry
genevieve gen ginette
geoffrey geoff jeff jeffrey jeffery godefroy
george georgie georges georgia georgina georgette
gerald gerry gerard gerrie
gilbert gil gib
gregory greg gregg gregoire
guillaume william bill billy will willie willy liam wim
gwendolyn gwen wendy
harold hal
helen helene lena ellen elena helena
henry harry hank henri henriette hattie harriet
hubert hugh hugo hugues
ian iain
irene
isaac ike zac
isabelle isabel izzy bella isa belle isabella
jacob jake jakob
jacqueline jackie jacquie jacky
james jim jimmy jamie jacques jay
jane janet janie jeanne jeannette joan jeannine
jasmine jas jazz yasmine
jean jeannot
jennifer jen jenny jenn jenna
jerome jerry
jessica jess jessie
joanne jo joanna jojo johanne johanna
john johnny jack jon johnnie
jonathan jonny
joseph joe joey jos jose
josephine josie fifi
joshua josh
joyce joy
judith judy jude
julia julie jules julien juliette julian juliet
karen kaz
kenneth ken kenny
kimberly kim kimberley
kevin kev
laurence larry lawrence laurie lars laurent
laura lori laure lauren
leonard leo len lenny leon leonie lee
leslie les lesley
lillian lily lil lili liliane lilly
louis lou lewis luis ludovic louie
louise lulu louisa
lucy lucie lu lucille luce
madeleine maddie madeline madelyn mado maddy
margaret maggie meg peggy marge margie marguerite margot greta rita daisy margaux megan
mark marc marcus marco
martin marty martine
mary marie molly polly maria mamie may maryse
matthew matt mathieu matthias matty mat
maurice morris moe
maxime max maximilian maxine maxim maxwell
melanie mel melissa missy
michael mike mick mickey mikey michel michelle micheline mitch shelly
mildred
monica monique moni
natalie nat nathalie natasha talia
nathan nate nathaniel
nicholas nick nicky nico nicolas nicole nik nikki colin colette
noel noelle
oliver ollie olivier
olivia liv livvy
pamela pam
patricia pat patty trish tricia patsy
patrick paddy patrice
paul pauline paulette pablo
penelope penny
peter pete pierre pierrot pierrette
philip phil pip philippe phillip
priscilla cilla
rachel rach rachelle
raymond ray raymonde
rebecca becky becca becks
reginald reg reggie
rene renee
richard rick dick rich richie ricky ricardo
robert rob bob bobby robbie roberta roberte
roger rodge
roland rollie rolland
ronald ron ronnie
rose rosie rosa rosalie rosemary
ruth ruthie
samuel sam sammy samantha
sandra sandie sandrine
sarah sally sara sadie
sebastian seb bastien sebastien
simon simone si
sophie sophia sofia
stanley stan
stephen steve steven stevie stephane etienne stephan
stephanie steph steffi
susan sue suzie suzanne susie susannah suzette suzy
sylvia sylvie sylvain
teresa terry theresa tess therese terri tessa
theodore theo theodora
thomas tom tommy
timothy tim timmy timothee
tobias toby
valerie val
veronica veronique vera
victor vic
victoria vicky tori vikki victoire
vincent vince vinnie
virginia ginny ginger virginie
walter walt wally
yvonne yvette yvon yves
zachary zach zack zacharie
"""


def _roots() -> dict[str, str]:
    found = {}
    for line in _LINES.strip().splitlines():
        root, *others = line.split()
        for name in (root, *others):
            found.setdefault(name, root)
    return found


ROOTS = _roots()


def root(name: str) -> str:
    """The name behind a folded given name: 'liz' → 'elizabeth'. One that is in no line is its own."""
    return ROOTS.get(name, name)
