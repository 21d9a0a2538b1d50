/** Forms of English words that no rule derives. */

const CONTRACTION_LIST =
  "what's=what is|who's=who is|where's=where is|when's=when is|why's=why is|how's=how is|that's=that is|there's=there is|" +
  "it's=it is|he's=he is|she's=she is|let's=let us|i'm=i am|you're=you are|we're=we are|they're=they are|" +
  "i've=i have|you've=you have|we've=we have|they've=they have|i'd=i would|you'd=you would|he'd=he would|she'd=she would|" +
  "we'd=we would|they'd=they would|i'll=i will|you'll=you will|he'll=he will|she'll=she will|it'll=it will|we'll=we will|" +
  "they'll=they will|what're=what are|who're=who are|who'd=who did|what'd=what did|where'd=where did|how'd=how did|" +
  "when'd=when did|why'd=why did|who've=who have|who'll=who will|what'll=what will|won't=will not|can't=can not|" +
  "shan't=shall not|ain't=is not|isn't=is not|aren't=are not|wasn't=was not|weren't=were not|don't=do not|doesn't=does not|" +
  "didn't=did not|hasn't=has not|haven't=have not|hadn't=had not|wouldn't=would not|shouldn't=should not|couldn't=could not|" +
  "mustn't=must not|cannot=can not|gonna=going to|wanna=want to|gotta=got to|lemme=let me|gimme=give me|dunno=do not know|" +
  'wont=will not|mustnt=must not|hes=he is|shes=she is|itll=it will|theyll=they will|youll=you will|weve=we have|theyve=they have|youve=you have|' +
  'whats=what is|whos=who is|wheres=where is|whens=when is|whys=why is|hows=how is|thats=that is|theres=there is|' +
  'isnt=is not|arent=are not|wasnt=was not|werent=were not|dont=do not|doesnt=does not|didnt=did not|hasnt=has not|' +
  'havent=have not|hadnt=had not|wouldnt=would not|shouldnt=should not|couldnt=could not|cant=can not|aint=is not|' +
  'im=i am|ive=i have|youre=you are|theyre=they are|whatre=what are|whod=who did|whatd=what did|howd=how did|' +
  'wats=what is|wots=what is|wuts=what is|u=you|ur=your|r=are|wat=what|wut=what|wot=what|y=why|b4=before|wen=when|hw=how|abt=about|bc=because|cuz=because|' +
  'coz=because|ppl=people|govt=government|gov=government|ya=you|yall=you all|wheres=where is|hbu=how about you|ceo=chief executive|cfo=chief financial officer|tmrw=tomorrow';

/** Folded form → the words it stands for; also for forms that people type in chats without the apostrophe. */
export const CONTRACTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  CONTRACTION_LIST.split('|').map((entry) => {
    const [form = '', words = ''] = entry.split('=');
    return [form, words.split(' ')];
  }),
);

/** "one" is left out: it is a pronoun far more often. */
export const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  (
    'zero=0 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 ' +
    'fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 ' +
    'eighty=80 ninety=90 hundred=100 thousand=1000 million=1000000 billion=1000000000 dozen=12'
  )
    .split(' ')
    .map((pair): [string, string] => {
      const [word = '', digits = ''] = pair.split('=');
      return [word, digits];
    }),
);

/** Days of a month in words: "the seventh of October". */
export const ORDINAL_DAYS: ReadonlyMap<string, string> = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'
    .split(' ')
    .map((word, at): [string, string] => [word, String(at + 1)]),
);

/** Words that Porter would merge with an unrelated one (authority with author, news with new, several with severe). */
export const OWN_STEMS: ReadonlyMap<string, string> = new Map(
  [
    ['authority', 'authorities'],
    ['news'],
    ['university', 'universities'],
    ['universe'],
    ['international', 'internationally'],
    ['general', 'generals'],
    ['generation', 'generations'],
    ['several'],
    ['emergency', 'emergencies'],
    ['department', 'departments'],
    ['important', 'importance'],
    ['organ', 'organs'],
    ['objective', 'objectives'],
    ['nationality', 'nationalities'],
    ['capitalism'],
    ['executive', 'executives'],
    ['personal', 'personally'],
    ['experiment', 'experiments'],
    ['relative', 'relatives'],
    ['community', 'communities'],
    ['minute', 'minutes'],
    ['customs'],
    ['physics'],
  ].flatMap((group) => group.map((form): [string, string] => [form, group[0] ?? form])),
);

/** Nouns and names in "-ly" that are no adverbs. */
export const NOT_ADVERBS: ReadonlySet<string> = new Set(
  'family supply reply assembly anomaly monopoly butterfly italy sicily emily kelly sally billy molly holly multiply comply'.split(
    ' ',
  ),
);

/** Short names of months that are no other word ("mar" and "may" are left out). */
export const MONTH_SHORT: ReadonlyMap<string, string> = new Map([
  ['jan', 'january'],
  ['feb', 'february'],
  ['apr', 'april'],
  ['jun', 'june'],
  ['jul', 'july'],
  ['aug', 'august'],
  ['sep', 'september'],
  ['sept', 'september'],
  ['oct', 'october'],
  ['nov', 'november'],
  ['dec', 'december'],
  ['tues', 'tuesday'],
  ['weds', 'wednesday'],
  ['thurs', 'thursday'],
]);

const IRREGULAR_LIST =
  'sue sued sues suing|tie tied ties tying|vie vied vies vying|free freed frees freeing freedom|dye dyed dyes dyeing|queue queued queues queuing|' +
  'bus buses|gas gases|seize seizure seizures|close closure closures|spy spied spies spying|fuel fuelled fuels fuelling|' +
  'bid bade bidden|dwell dwelt|fling flung|foresee foresaw foreseen|kneel knelt|leap leapt|' +
  'mistake mistook mistaken|mislead misled|misunderstand misunderstood|oversee oversaw overseen|' +
  'overtake overtook overtaken|override overrode overridden|overrun overran|partake partook|rebuild rebuilt|' +
  'redo redid redone|remake remade|repay repaid|retell retold|rewrite rewrote rewritten|sew sewn|slay slew slain|' +
  'sling slung|sow sown|spill spilt|spit spat|spoil spoilt|stride strode|string strung|stink stank stunk|' +
  'swell swollen|tread trod trodden|undergo underwent undergone|undo undid undone|uphold upheld|weave wove woven|' +
  'withhold withheld|withstand withstood|wring wrung|' +
  'loaf loaves|thief thieves|shelf shelves|calf calves|scarf scarves|hoof hooves|dwarf dwarves|ox oxen|louse lice|' +
  'penny pence|cactus cacti|fungus fungi|nucleus nuclei|radius radii|stimulus stimuli|alumnus alumni|' +
  'bacterium bacteria|curriculum curricula|memorandum memoranda|stratum strata|appendix appendices|' +
  'matrix matrices|vertex vertices|hypothesis hypotheses|thesis theses|oasis oases|diagnosis diagnoses|' +
  'synthesis syntheses|formula formulae|larva larvae|alga algae|antenna antennae|vertebra vertebrae|' +
  'nebula nebulae|genus genera|' +
  'absorb absorption|acquire acquisition acquisitions|admit admission admissions|assume assumption assumptions|' +
  'ascend ascent ascension|attend attention|commit commitment commitments|compel compulsion|consume consumption|' +
  'convert conversion conversions|deceive deception|defend defensive|descend descent|' +
  'detain detention detainee detainees|dissolve dissolution|divert diversion|evolve evolution|' +
  'exceed excess excesses|exclude exclusion|expel expulsion expulsions|explain explanation explanations|' +
  'include inclusion|intervene intervention interventions|invert inversion|maintain maintenance|' +
  'multiply multiplication|occupy occupation occupations occupied occupier occupiers|omit omission omissions|' +
  'perceive perception perceptions|persuade persuasion|prescribe prescription prescriptions|' +
  'proclaim proclamation proclamations|pronounce pronunciation|propel propulsion|provide provision provisions|' +
  'pursue pursuit pursuits|qualify qualification qualifications|repeat repetition repetitions|' +
  'resolve resolution resolutions|retain retention|reveal revelation revelations|satisfy satisfaction|' +
  'solve solution solutions|submit submission submissions|subscribe subscription subscriptions|suspend suspension|' +
  'transmit transmission transmissions|vary variation variations|warm warmth|weigh weight weights|' +
  'young youth younger youngest|true truth|angry anger|hungry hunger|proud pride|brave bravery|' +
  'arise arose arisen|awake awoke awoken|bear bore borne|beat beaten|become became|begin began begun|bend bent|bind bound|' +
  'bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built|burn burnt|buy bought|' +
  'catch caught|choose chose chosen|cling clung|come came|creep crept|deal dealt|dig dug|draw drew drawn|dream dreamt|' +
  'drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|' +
  'fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|' +
  'get got gotten|give gave given|go went gone goes|grow grew grown|hang hung|hear heard|hide hid hidden|hold held|keep kept|' +
  'know knew known|lay laid|lead led leader leaders leadership|learn learnt|leave left|lend lent|lie lay lain|light lit|lose lost|make made|mean meant|' +
  'meet met|pay paid|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|' +
  'send sent|shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|' +
  'sit sat|sleep slept|slide slid|speak spoke spoken|speed sped|spend spent|spin spun|spring sprang sprung|stand stood|' +
  'steal stole stolen|stick stuck|sting stung|strike struck stricken|strive strove striven|swear swore sworn|sweep swept|' +
  'swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|' +
  'understand understood|undertake undertook undertaken|wake woke woken|wear wore worn|weep wept|win won|' +
  'withdraw withdrew withdrawn|write wrote written|die dying|overthrow overthrew overthrown|overcome overcame|' +
  'man men|woman women|child children|person persons|foot feet|tooth teeth|mouse mice|goose geese|life lives|wife wives|' +
  'knife knives|half halves|self selves|wolf wolves|crisis crises|basis bases|analysis analyses|' +
  'militia militias|datum data|medium media|criterion criteria|phenomenon phenomena|index indices|' +
  'adviser advisor advisers advisors|defense defence|offense offence|center centre centers centres|theater theatre|' +
  'harbor harbour harbors harbours|labor labour|color colour|honor honour|neighbor neighbour neighbors neighbours|' +
  'rumor rumour|favor favour favors favours|behavior behaviour|armor armour|program programme programs programmes|' +
  'ceasefire ceasefires|catalog catalogue|dialog dialogue|gray grey|tire tyre|plow plough|meter metre meters metres|' +
  'kilometer kilometre kilometers kilometres km|liter litre liters litres|fiber fibre|travel traveled travelled traveling travelling traveler traveller|' +
  'cancel canceled cancelled canceling cancelling cancellation|die died dies death deaths dead deadly|' +
  'injure injury injuries injured|arrive arrival arrivals|announce announcement announcements|' +
  'retaliate retaliation retaliatory|escalate escalation|destroy destruction|respond response responses|' +
  'believe belief beliefs|speak speech|succeed success|lose loss losses|choose choice choices|sell sale sales|' +
  'grow growth|fly flight flights|negotiate negotiation negotiations negotiator negotiators|diplomat diplomats diplomacy diplomatic|' +
  'long length|strong strength|high height|deep depth|wide width|hot heat|explode explosion explosions explosive|invade invasion invasions invader|' +
  'decide decision decisions|propose proposal proposals|approve approval|refuse refusal|deny denial denials|' +
  'survive survival survivor survivors|remove removal|try tries tried trying|resign resignation resigned|evacuate evacuation evacuee evacuees|' +
  'elect election elections elected electoral|arrest arrests|pressure pressured pressures pressuring|receive receipt|permit permission|' +
  'conclude conclusion|expand expansion|collide collision|erode erosion|divide division|intend intention intentions intent|extend extension|' +
  'describe description|produce production|reduce reduction|introduce introduction|supply supplies supplied supplier|reply replies replied|' +
  'apply application|identify identification|verify verification|notify notification|clarify clarification|' +
  'marry marriage|bury burial|carry carries carried|tense tension tensions|repair repairs|advise advice|proof prove proven|' +
  'act action actions acted acting|wide wider widest|broad broader broadest|large larger largest|big bigger biggest|high higher highest|low lower lowest|strong stronger strongest|weak weaker weakest|great greater greatest|small smaller smallest|late later|long longer longest|short shorter shortest|fast faster fastest|deep deeper deepest|' +
  'tense tenser|hard harder hardest|near nearer nearest|old older oldest|new newer newest|safe safer safest safety|poor poverty|able ability|responsible responsibility|secure security';

/** Form → base. The first word of each group is the base of the others; bases are stemmed afterwards. */
export const IRREGULAR: ReadonlyMap<string, string> = new Map(
  IRREGULAR_LIST.split('|').flatMap((group) => {
    const [base = '', ...forms] = group.split(' ');
    return forms.map((form): [string, string] => [form, base]);
  }),
);

/** Common words whose "-ise" is no British "-ize". */
export const KEEPS_S: ReadonlySet<string> = new Set(
  'advise advised advises advising promise promised promises promising exercise exercised exercises exercising surprise surprised surprises surprising compromise compromised compromises compromising expertise enterprise enterprises franchise franchises paradise premise premises otherwise likewise televise televised supervise supervised'.split(
    ' ',
  ),
);
