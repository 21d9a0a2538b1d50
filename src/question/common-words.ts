import { stem } from './stem.ts';

/**
 * Words of everyday English, so that a real word is never taken for a misspelling of one that the situation happens to use
 * ("fired" is not "fires", "born" is not "burn"). Not a dictionary: what is missing here only risks a correction at half weight.
 */
const LIST = `
able absence accept access accident account accuse achieve act action active activity actor add address adult advance advantage adventure advertise
advice affair affect afford afraid afternoon age agency agent agree agreement ahead aim air airport alarm album alcohol alien alive allow alone angle
anger angry animal ankle anniversary annual answer anxiety apartment apple apply approach approve argue argument arm army around arrange arrest arrive
art article artist ashamed ask asleep assist associate assume atmosphere atom attach attack attempt attend attention attitude attract audience aunt
author authority auto average avoid award aware baby back bacon bad badge bag bake balance ball ban band bank bar bare barrel base basic basket bat
bath battery battle beach bean bear beard beast beat beautiful bed beef beer beg begin behave behind being believe bell belong belt bench bend benefit
best bet better beyond bible bicycle big bike bill bird birth birthday bite bitter black blade blame blanket bless blind block blog blonde blood blow
blue board boat body boil bomb bond bone book boot border bore born borrow boss both bother bottle bottom bounce bowl box boy brain brake branch brand
brave bread break breakfast breast breath breathe breed brick bride bridge brief bright bring broad brother brown brush bubble budget build building
bullet bunch burn bury bus bush business busy butter button buy buyer cabin cabinet cable cake calculate calendar call calm camera camp campaign can
cancel cancer candidate candle candy cap capable capital captain car card care career careful carpet carry cartoon case cash cast castle cat catch
category cattle celebrate celebrity cell cellphone central century ceremony certain chain chair challenge champion championship chance change channel chapter
character charge charity charm chart chase chat cheap cheat check cheek cheer cheese chef chemical chess chest chicken chief child chip chocolate
choice choose church cigarette cinema circle citizen city civil claim class classic clean clear clever click client climate climb clock close cloth
clothes cloud club clue coach coal coast coat code coffee coin cold collapse collect college color column combine comedy comfort command comment
commit common communicate community company compare compete competition complain complete computer concert condition conference confident confuse
connect consider contact contain content contest continue contract control cook cookie cool copy core corn corner correct cost cotton couch cough
could council count counter country couple courage course court cousin cover cow crack craft crash crazy cream create credit crew cricket crime
criminal crisis crop cross crowd crown cruel cry crypto culture cup cure currency current curtain curve custom customer cut cute cycle dad daily
damage damp dance danger dare dark data date daughter dawn dead deaf deal dear death debate debt decade decide deep defeat defend degree delay
deliver demand democracy dentist deny department depend deposit depth desert deserve design desk destroy detail develop device diamond diary
dictionary die diet differ difficult dig digital dinner direct director dirt disagree disappear disaster discover discuss disease dish disk distance
divide divorce doctor document dog doll dollar door double doubt down dozen draft drag dragon drama draw dream dress drink drive driver drop drug
drum dry duck dust duty each eager ear early earn earth ease east easy eat economy edge edit education effect effort egg eight either elbow elderly
elect election electric electricity elephant else email emergency emotion emperor employ employee empty end enemy energy engine engineer enjoy enough enter
entertain entire entry environment equal error escape especially essay establish estate euro even evening every evidence evil exact exam example
excellent except exchange excite excuse exercise exist exit expect expense expert explain explode explore export express extra eye fabric face fail
fair faith fake fall false fame family famous fan fantastic fantasy far farm farmer fashion fast fat father fault favorite fear feature fee feed
feel female fence festival fever few field fifth fight file fill film final finance find fine finger finish fire firm first fish fit fix flag flame
flash flat flavor flight float flood floor flour flow flower fly fold follow food fool foot football force foreign forest forget forgive fork form
former fortune forward foundation frame free freedom freeze fresh friday friend front fruit fry fuel full fun function fund funeral funny fur
furniture future gain gallery game gang gap garage garbage garden gas gate gather gay gender gene general generation gentle ghost giant gift girl
give glad glass global glove goal goat god gold golf good goods gossip grab grade graduate grain grammar grand grandfather grandmother grant grape
grass grave gravity great green greet grey grocery ground group grow guard guess guest guide guilty guitar gun guy gym habit hair half hall hand
handle hang happy harbor hard harm hat hate head headache heal health heap hear heart heat heaven heavy height helicopter hell hello help hero hide
high hill hire history hit hobby hold hole holiday holy home homework honest honey hope horn horror horse hospital host hostel hot hotel hour house
hug huge human humor hundred hungry hunt hurry hurt husband ice idea ideal ignore ill image imagine import important improve inch include income
increase indeed industry infect influence inform injure innocent insect inside instance instead instrument insurance intelligent interest internet
interview introduce invent invest invite iron island item jacket jail jam january jealous jeans jet jewel job join joke journal journalist journey
joy judge juice jump jungle jury justice keep key kick kid kill kind king kingdom kiss kitchen knee knife knock know label labor lack ladder lady
lake lamb lamp land language laptop large laser last late laugh launch laundry law lawsuit lawyer lay lazy lead leader leaf league leak learn least leather leave
lecture left leg legal legend lemon lend length lesson letter level liberal library license lie life lift light like limit line link lion lip
liquid list listen literature little live liver living load loan local lock log logic lonely long look loose lord lose loss lost lot loud love
low luck lunch lung luxury machine mad magazine magic magnet mail main major male mall manage manager manner map march mark market marriage marry
mask mass master match mate material math mathematics matter mayor meal mean measure meat medal media medicine meet meeting member memory menu
mercy message metal method middle midnight might mile military milk mind mine minister minor minute mirror miss mission mistake mix mobile model
modern moment money monkey monster month mood moon moral morning most mother motor mountain mouse mouth move movie much mud multiply muscle museum
music musician mystery nail naked name narrow nation native natural nature near neat neck need needle neighbor nephew nerve nest net network never
new newspaper nice night noise normal north nose note notice novel nuclear number nurse nut object ocean offer office officer oil old onion
online open opera operate opinion opportunity oppose option orange order organ organize original outside oven owe own owner oxygen pace pack package page pain
paint pair palace pan panel paper parent park parliament part partner party pass passenger passport past path patient pattern pause pay peace
pen pencil penguin pension pepper percent perfect perform period permanent permit person pet phone photo physics piano pick picture piece pig pile
pill pilot pin pink pipe pirate pitch pizza place plan plane planet plant plastic plate play player playlist please pleasure plenty plot pocket
poem poet point poison pole police policy polite political politics poll pollution pool poor pop popular population port position positive
possible post pot potato pound poverty powder power practice praise pray predict prefer pregnant president press pressure pretty prevent price
pride priest prime prince princess print prison prisoner private prize problem produce product professor profit program project promise promote
proof proper property protect protest proud prove provide public pull punch punish pupil puppy purchase pure purple purpose push puzzle quality
quarter queen question quick quiet quit quiz quote rabbit race racism radio rail railway rain raise range rank rapid rare rat rate raw reach
react read ready real reality reason receive recent recipe record recover red reduce referee reference reflect reform refuge refuse region regret
regular reject relation relax release religion rely remain remember remind remote remove rent repair repeat replace reply report republic
request require rescue research resist resort respect respond rest restaurant result retire return reveal review revolution reward rhythm rice
rich ride right ring rise risk river road rob robot rock rocket role roll roof room root rope rose rough round route row royal rub rubber rude
rugby ruin rule run rush sad safe sail salad salary sale salt same sand sandwich satellite sauce sausage save saw scale scandal scare scene
schedule school science scientist score scream screen sea search season seat second secret secretary see seed seek sell senate senator send
senior sense sentence separate series serious servant serve service set seven sex shade shadow shake shame shape share shark sharp shave sheep
sheet shelf shell shelter shine ship shirt shock shoe shoot shop short shoulder shout show shower shut shy sick side sign signal silence silk
silly silver simple sin sing singer single sink sister sit site size skill skin skirt sky slave sleep slice slide slip slow small smart smell
smile smoke smooth snack snake snow soap soccer social sock soft software soil soldier solid solve son song soon soul sound soup south space
spare speak special species speech speed spell spend spice spider spirit split spoil spoon sport spot spread spring spy square stable staff
stage stain stair stamp stand standard star start state statement station statue stay steady steak steal steam steel steep step stick stock
stomach stone stop store storm story straight strange stream street stress stretch strict strike string strip stripe stroke strong structure struggle
student study stuff stupid style subject succeed sugar suggest suicide suit summer sun sunday sunny supper support suppose surface surgery
surname surprise survey suspect swear sweat sweet swim sword symbol system table tail talent talk tall tank tap target task taste tax taxi tea
teach teacher team tear technology teeth telephone television temper temperature temple tennis tent term terrible test text thank theater theft theory thick
thief thin think thirsty thirty thought thousand thread threat throat throw thumb ticket tidy tie tiger tight timber tin tiny tip tire tired
title toast tobacco toe toilet tomato tongue tool tooth top topic total touch tough tour tourist tower town toy track trade tradition traffic
train translate transport trap travel treasure treat tree trend trial tribe trick trip trouble trousers truck true trust truth tube tune turkey
turn twice twin type ugly uncle understand uniform union unique unit universe university upset urban urgent usual vacation vaccine valley value van
vegan vegetable vehicle version victim video view village violence violin virus visa vision visit voice volcano volume vote wage waist wait wake walk
wall wallet want war warm warn wash waste watch water wave weak wealth weapon wear weather web website wedding week weekend weigh weight
welcome west wet whale wheat wheel whisper whistle white whole wide widow wife wild willing win wind window wine wing winner winter wire wise
wish witch witness woman wonder wood wool word work worker world worry worse worst worth wound wrap wreck wrist write writer wrong yard yellow
young youth zero zone zoo
abroad absolute abuse academy accurate ache acid acre addict adjust admire adopt adore aerial affection aftermath agenda aggressive agriculture aide airline airplane
airspace aisle album alert algebra allergy alliance ally alphabet alter alternative aluminum amazing ambassador ambition ambulance amuse ancestor ancient angel anime ankle
announce annoy antique ape apology appetite applaud appoint archive arena armor arrow ash aspect aspirin assault assembly asset assign athlete atlas atom attorney auction audit
authorize automatic autumn avenue axe backyard bait bakery ballet ballot balloon banana bankrupt banner barber bargain bark barn baseball basin basketball bay beam beaver bee beetle
belief beneath bent berry bid bin biography biology bishop bite blast blaze bleed blend blink blizzard blossom blouse blueprint bold bolt bonus boost booth boring boundary bracelet brass
bravery breeze brewery bribe broccoli broker bronze broom bucket bud buffalo bug bulb bull bully burden bureau burger butcher butterfly cactus caesar calf calorie campus canal canary canoe canvas canyon
capacity cardboard cargo carnival carrot cart carve casino casual casualty cathedral cattle caution cave ceiling celery cement cemetery chalk chamber chaos chapel chauffeur cherry chimney chin choir
choke chop chord chorus cinnamon civilian clap clarity clash claw clay clerk cliff clinic clip clone closet clothing clown clue clumsy cluster coalition cocktail coconut collar column coma comet comic commander
commissioner commodity companion compass compensate competent compliment component compose compound comprehend concentrate concept conclude concrete condemn conduct cone confess conflict confront congratulate
congress conscience conspiracy constitution construct consult consume contrast contribute convince convoy copper coral cork corpse corps correspond corridor corruption costume cottage couch counsel
coup coupon courier crab cradle crane crater crawl crayon creature creek crib crown crude cruise crush crust crystal cube cucumber cupboard curb curious curl curry curse cushion cyber cyclone dam dash dawn deadline
dealer decay deck declare decline decorate dedicate deer deficit define delegate delete delicate delicious delight dense deputy descend describe destiny detect devil diabetes diagnose dialogue diaper dice dictator
digest dignity dilemma dinosaur diplomat disability discipline discount disguise dismiss display dispute dissolve district disturb dive dizzy dock dolphin domain domestic dominate donate donkey doom dorm dose downside draft
drain drift drill drone drown drought dull dumb dump durable dwarf dye dynasty eagle earthquake echo eclipse ecology elbow elder elegant eliminate elite embargo embarrass embassy embrace emerge emission emit
empire endure enormous enrich ensure entrance envelope envoy epidemic episode equator equipment erase erosion errand erupt essence estimate eternal ethics ethnic evaluate evidence evolve exceed execute executive exhaust
exhibit exile exotic expand expel explosion export expose extend extinct extreme eyebrow fabric facility faction factory faculty fade faint fairy falcon famine fascinate fatal fatigue federal fever fiber fiction fierce
filter finger firearm firework flavor flee fleet flesh flexible flip flock flu fluid flush foam focus fog folk fond forecast formal format formula fort fortress fossil foster founder fountain fox fraction fragile fraud freight
frequent friction frog frontier frost frown fuel fulfill fumes fusion galaxy gallon gamble gap garlic garment gasoline gauge gaze gear gem genius genre genuine gesture ghetto gigantic ginger glacier glance glimpse
glory glow glue goat gossip governor grace graffiti grammar grape grasp grateful grief grill grin grip guarantee guerrilla guilt gulf gut habitat hacker hail hammer handbag handicap handsome harass hardware
harsh harvest hasty haul hawk hay hazard headline headquarters healthy heir hell helmet herb herd heritage hesitate hint hip hire homeless hood hook hormone horrible hostage hostile household hover humble hurdle
hurricane hydrogen hygiene hypothesis icon identity idol illegal illusion immigrant immune impact implement imply impose impress impulse incident incline incredible independent index indicate infant infer inflation
ingredient inherit initial inject inmate inning input inspect inspire install instinct institute insult intact integrate intelligence intense intention interact interfere interior interpret interrupt invade invasion
investigate invisible involve ironic irony irrigate isolate ivory jaw jazz jeep jelly jewelry jockey jog judicial juicy junior junk jury karate keen kettle kidnap kidney kit kite kitten knight knit knot lace landlord landmark landslide
lane laptop lava lawn layer leaflet leap lease lecture legacy legislate leisure lemon lens liberty lick lieutenant lifestyle likely limb lime linen lizard lobby lobster logo lottery lounge loyal lumber lung lyrics machinery
magician magnitude maid mainland maintain majesty makeup mammal mandate mango mansion manual manufacture marathon marble margin marine marsh martial massacre massive mathematics mattress mature maximum maze meadow
mechanic medical medium melody melon melt memorial mental mentor merchant merge merit meter microphone migrate mild militant mill mineral minimum minority minus miracle miserable missile mixture mob moderate modest module moisture
mole monarch monitor monk monument moose mortgage mosque mosquito motive motorcycle mud mug murder muscle mushroom mustache mutual myth nanny napkin nasty navy neglect negotiate nerd neutral nickname nightmare nitro nomad nominate
nonsense noodle notebook notion novel nowhere numb nun nursery nylon oak oath obey obstacle obvious occupy odd offense olive olympics operator optimist orbit orchestra orphan outbreak outcome outfit outline output
overall overcome overlap owl oxygen oyster pact panda panic parade paradise parallel parcel parliament parrot password paste patch patent patrol pause pavement peach peak peanut pearl peasant pedestrian peel penalty pepper
perceive perfume peril permanent persist persuade pest petition petrol phase phenomenon philosophy phrase piano picnic pier pine pint pioneer pit pitcher plague plaster plaza plead pledge plug plumber plunge
poetry polar polish pond pony pope porch pork portrait possess poster postpone potential poultry precious precise predator pregnancy prejudice premier premium prescription preserve prestige presume primary primitive
principal principle prior privacy privilege proceed process proclaim profile profound programmer prohibit prominent prompt propaganda prophet proportion propose prosecute prospect prosper protein protocol province provoke
psychology puberty publish pudding pump punch pupil purge purse pyramid quantum quarrel quarry quest quilt quota racket radar radical rage raid rally ransom rap rating ratio rattle razor realm rebel recall
receipt recession recite recruit recycle reef refer refrigerator refund regime regiment register regulate rehearse reign reinforce reluctant remark remedy renew renown rent replica reptile reputation resemble
reserve reside resident resign resource restore restrict resume retail retain retreat retrieve reunion revenge revenue reverse revise revive revolt ribbon riddle rifle rigid riot ritual rival roast robe rocket
rod rookie rooster rotate rug rumor rural rust sacred sacrifice saddle salmon salon salute sanction sanctuary sandal satisfy savage scandal scar scarce scarf scatter scent scheme scholar scoop scope scout scratch scrub sculpture
seal secure seize selfish seminar sequence sergeant session settle severe sew shallow shampoo shed shelter shepherd sheriff shield shift shipment shore shortage shovel shrimp shrink shrug shutdown siege silent
simulate sin siren skate skeleton sketch ski skull slap slaughter sled sleeve slim slogan slope slot smash smog smuggle snail sniff sniper snooze sob sober socket sodium sofa solar sole solo somehow sophisticated sorrow spa
spark spear spectacular spectator sphere spill spin spine splash sponge sponsor spouse spray sprint spur squad squash squeeze squirrel stab stack stadium stain stake stale stalk stall statistic steak stereo stern steward sting stitch
stool storage stove stranger strategy straw strawberry strip stroll studio stumble stun submarine submit subscribe substance substitute subtle suburb subway succeed suck sue suitcase sulfur sum summary summit
sunrise sunset superb superior supervise supplement surf surge surrender surround suspend sustain swamp swan sweater sweep swell swift swing switch symptom syndrome syrup tablet tackle tactic tale tariff tattoo
teenager temporary tempt tender tension terminal terrain territory terror terrorist testify textile texture theme therapy thermal thesis thigh thorn thrill thrive throne thunder tick tide tile timber
timid tissue titan toad toaster token tolerate toll tomb ton tone topple torch tornado torture toss tourism tournament toxic trace tragedy trail trailer transfer transform transit trauma treasure treaty tremble trench
tribute trigger trillion triumph troop trophy tropical trumpet trunk tsunami tumor tuna tunnel turbine turkey turtle tutor tuxedo twist tycoon typhoon tyrant ulcer ultimate umbrella unanimous undergo unemployment unify unit urge utensil
utility vacant vacuum vague vain valid vampire vanish vapor variety vast vault veal vendor vengeance venue verb verdict verify verse vertical vessel veteran veto viable vibrate vicious vine vinegar vintage violate virgin
virtual virtue vital vitamin vivid vocabulary vocal void volleyball volunteer voyage vulnerable waiter walrus warehouse warrant warrior watermelon wax weed weird welfare whip whiskey widespread wig willow wilderness wit withdraw
witness wizard wolf womb worm worship wreck wrestle wrinkle yacht yarn yeast yell yogurt yolk youth zebra zinc zip zombie author authority developer programmer server discord minecraft fortnite roblox youtube
google facebook twitter instagram tiktok netflix spotify android windows linux python javascript java html css code coding`;

/** Everyday words as a dictionary lists them. */
export const EVERYDAY_WORDS: readonly string[] = LIST.trim().split(/\s+/);

/** Stems of everyday words. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(EVERYDAY_WORDS.map(stem));
