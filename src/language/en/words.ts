/** Single English words, grouped by what they contribute to a question. All are folded; lists are separated by blanks. */

/** Function words, which are never searched for. */
export const FUNCTION_WORDS = `
  a an the this that these those such any some no not nor and or but if than as so too very just only also even
  of in on at by for to from with without into onto upon about over under between among against during through
  since until till while because per via within toward towards off out up down again
  inside outside beyond across around before after besides except despite although though unless whether versus vs amid alongside along throughout instead
  i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one ones itself themselves himself
  who whom whose which what when where why how whatever whoever whenever wherever
  is are was were be been being am do does did doing done has have had having will would shall should can could may might must
  there here then s t re ve ll d m o`;

/** Words of asking, admitting and connecting: they count when a fact has them, and their absence costs little. */
export const LIGHT_WORDS = `
  happen happened happening happens occur occurred go goes going went gone come comes coming came get gets getting got
  make makes making made take takes taking took taken put set thing things stuff something anything everything nothing
  involve involved involving relate related regarding concern concerning person people someone somebody anyone anybody everyone everybody
  new news latest current currently recent recently now today still ever yet already ago really actually exactly precisely specifically
  many much more most other others another else different same several various all both each every
  way part kind kinds type types sort sorts ways like know known mean means meant use used using
  back next first last late early ongoing present presently
  situation story event events case point issue matter matters topic subject detail details info information fact facts question answer
  name names named called exact official officially main major key big
  let want wants need needs try trying tries seem seems appear appears become became
  reason reasons cause causes date day time year month hour number amount count total figure figures
  place places location locations region area areas
  tonight lately apparently supposedly reportedly allegedly
  far else able likely possible possibly probably maybe perhaps whole entire full nah yeah yep nope guys folks mess deal damn hell
  supposed ought tryna reckon somehow nowadays anyhow altogether
  yes less least fewer quick quickly guy sorry everywhere somewhere bother
  mr mrs ms miss sir madam dr explain describe list tell show give say says said according`;

/** Misspelt or shortened words of grammar, which are too short for the spelling correction. */
export const SHORT_TYPOS = `
  teh=the hte=the tha=the taht=that thta=that whn=when wehn=when whne=when whan=when wher=where whre=where wehre=where whare=where
  wht=what waht=what hwat=what whta=what wich=which whcih=which whihc=which whoes=whose woh=who hwo=how hwy=why wy=why frm=from
  wid=with wth=with dis=this dat=that dem=them dey=they da=the deos=does ddi=did dd=did iz=is ae=are aer=are wsa=was fo=of fro=for
  adn=and nad=and ot=to manny=many meny=many mny=many mutch=much mcuh=much abuot=about abot=about aobut=about aboot=about
  becuase=because beacuse=because thier=their ther=there hav=have haev=have wil=will woud=would shoud=should coud=could
  peple=people poeple=people sth=something smth=something sb=somebody abt=about bc=because cuz=because coz=because
  natl=national intl=international govt=government dept=department pres=president kno=know knw=know thnk=think rly=really`;

/** Auxiliaries that open a yes-or-no question. */
export const AUXILIARIES =
  'is are was were am do does did has have had can could will would should shall may might must';
/** Those of them that ask for a state or a deed, and not for what may be. */
export const STATING = 'is are was were am do does did has have had';
export const NEGATIONS = 'not never no none nobody nothing neither nor without';
/** A question with one of these words asks about the future. */
export const FUTURE_WORDS =
  'will shall gonna tomorrow soon upcoming plan plans planned planning intend intends intention';
/** "Are also to cover" asks about the future as well, so adverbs may come in between. */
export const FUTURE_PHRASES = `
  is|are also? to
  about|set|due|expected to
`;
/** A question with one of these words asks about the past. */
export const PAST_WORDS = 'did was were had yesterday ago';
/** Verbs that ask for somebody's words: "what did X say". */
export const SPEECH_VERBS = `
  say says said tell told state stated announce announced confirm confirmed claim claimed argue argued warn warned urge urged comment commented
  declare declared mention mentioned add added emphasize emphasized emphasise emphasised stress stressed insist insisted
  deny denied admit admitted reiterate reiterated express expressed call called think thinks thought believe believes believed`;

export const MONTHS = 'january february march april may june july august september october november december';
export const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday';
/** Names of units of time. After "how many" they ask how long something takes. */
export const TIME_UNITS =
  'second seconds minute minutes hour hours day days night nights week weeks month months year years decade decades';
/** Words of a time of day. */
export const CLOCK_WORDS = 'noon midnight am pm oclock minute minutes hour hours';
/** The precision of time that "what …" and "which …" ask for ("what month"). */
export const TIME_GRAINS = 'time=clock hour=clock minute=clock weekday=weekday day=day date=day month=month year=year';
/** After "how": the units of a number that answers ("how old" → years). */
export const MEASURES = `
  old=year,age,month far=mile,kilometer,meter,foot tall=meter,centimeter,foot,inch high=meter,foot,kilometer,percent deep=meter,foot,kilometer
  wide=meter,foot,kilometer,mile heavy=kilogram,ton,pound,kg fast=mile,kilometer,knot,second,minute,hour,year,day hot=degree cold=degree`;
/** Words that ask for the names of several people or things. */
export const PLURAL_NAMES = 'names';
/** "By" comes before the doer of a passive verb; a form of "be" before a doer needs a verb in "-ing". */
export const PASSIVE_BY = 'by';
export const BE_FORMS = 'is are was were';
/** Words after an auxiliary and a name ("will A be opened", "has A been opened"): A is the target and not the doer. */
export const PASSIVE_FORMS = 'be been';
export const ARTICLES = 'the a an';
/** Words before a place: "in Lebanon", "near the Gaza Strip". */
export const BEFORE_PLACES = 'in at near inside outside across throughout';
/** At the end, after a form of "be", these words of grammar say what has become of something: "is the strike over". */
export const LAST_WORDS = 'over=ended back=returned off=cancelled';
/** After "what" and a name, a verb that asks for all that they do; verbs of `SPEECH_VERBS` ask for all that they say. */
export const DEED_VERBS = 'do doing done plan plans planned planning intend intends';
/** What numbers in words are worth. "one" is left out: it is a pronoun far more often. */
export const MULTIPLIERS =
  'hundred=100 thousand=1000 k=1000 million=1000000 mn=1000000 billion=1000000000 bn=1000000000 trillion=1000000000000 dozen=12';
