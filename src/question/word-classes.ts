import { NOT_ADVERBS } from './word-forms.ts';

/** English words by what they contribute to a question. All folded. */

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}

/** Words that carry grammar and no subject: never searched for. */
export const FUNCTION_WORDS: ReadonlySet<string> = words(
  `a an the this that these those such any some no not nor and or but if than as so too very just only also even
  of in on at by for to from with without into onto upon about over under between among against during through
  since until till while because per via within toward towards off out up down again
  inside outside beyond across around near before after besides except despite although though unless whether versus vs amid alongside along throughout instead
  i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one ones itself themselves himself
  who whom whose which what when where why how whatever whoever whenever wherever
  is are was were be been being am do does did done doing has have had having will would shall should can could may might must
  there here then s t re ve ll d m o`,
);

/** Words that ask, admit and connect: they may count when they match, and cost little when they do not. */
export const LIGHT_WORDS: ReadonlySet<string> = words(
  `happen happened happening happens occur occurred go goes going went gone come comes coming came get gets getting got
  make makes making made take takes taking took taken put set thing things stuff something anything everything nothing
  involve involved involving relate related regarding concern concerning person people someone somebody anyone anybody everyone everybody
  new news latest current currently recent recently now today still ever yet already ago really actually exactly precisely specifically
  many much more most other others another else different same several various all both each every
  way part kind kinds type types sort sorts way ways like know known mean means meant use used using
  again back next first last late early ongoing present presently
  situation story event events case point issue matter matters topic subject detail details info information fact facts question answer
  name names named called exact official officially main major key big
  let want wants need needs try trying tries seem seems appear appears become became
  reason reasons cause causes date day time year month hour number amount count total figure figures
  place places location locations region area areas
  today's tonight currently lately so-called apparently supposedly reportedly allegedly alleged
  only still just ever anymore far else able likely possible possibly probably maybe perhaps
  whole entire full nah yeah yep nope stuff guys folks mess deal damn hell bloody fucking crap shit real really
  proposed supposed ought tryna trynna reckon supposably somehow nowadays anyhow altogether
  carry carried carries carrying conduct conducted perpetrate perpetrated commit committed pull pulled
  find finds finding hear heard hears days yes no less least fewer quick quickly guy sorry everywhere somewhere bother mods located situated
  mr mrs ms miss sir madam dr
  explain describe list tell show give say says said according stand`,
);

/** Chat noise that may stand anywhere in a question. */
export const CHAT_NOISE: ReadonlySet<string> = words(
  'tf wtf af lmao lol rofl rly plz pls bruh bro fam ngl tbh idk ffs smh omg hmm umm uhh nvm fucking fuckin freaking frickin',
);

/** Words that may be missing without changing what is asked: the list above, and adverbs ("definitely"). */
export function isLight(word: string): boolean {
  return LIGHT_WORDS.has(word) || (word.length > 5 && word.endsWith('ly') && !NOT_ADVERBS.has(word));
}

/** Misspelt question words and articles that are too short for the spelling correction, and common short forms. */
export const SHORT_TYPOS: ReadonlyMap<string, string> = new Map(
  'teh=the hte=the th=the tha=the taht=that thta=that whn=when wehn=when whne=when whan=when wher=where whre=where wehre=where whare=where wht=what waht=what hwat=what whta=what wich=which whcih=which whihc=which whoes=whose woh=who hwo=how howe=how hwy=why wy=why frm=from wid=with wth=with dis=this dat=that dem=them dey=they da=the dose=does deos=does ddi=did dd=did iz=is ae=are aer=are wsa=was wer=were fo=of fro=for adn=and nad=and ot=to manny=many meny=many mny=many mutch=much mcuh=much abuot=about abot=about aobut=about aboot=about becuase=because beacuse=because thier=their ther=there hav=have haev=have wil=will woud=would shoud=should coud=could peple=people poeple=people sth=something smth=something sb=somebody abt=about bc=because cuz=because coz=because natl=national intl=international govt=government dept=department pres=president kno=know knw=know thnk=think rly=really'
    .split(' ')
    .map((pair): [string, string] => {
      const [typo = '', word = ''] = pair.split('=');
      return [typo, word];
    }),
);

/** Verbs that ask about somebody's words: "what did X say". */
export const SPEECH_VERBS: ReadonlySet<string> = words(
  'say says said saying tell told telling stated stating announce announced announcing confirm confirmed claim claimed argue argued warn warned urge urged comment commented declare declared mention mentioned add added believe believed think thought emphasize emphasized stress stressed suggest suggested demand demanded insist insisted promise promised vow vowed reiterate reiterated express expressed deny denied admit admitted',
);

/** Verbs that ask for somebody's words whatever they were: a fact that gives the speaker's words meets them all. */
export const TALK_VERBS: ReadonlySet<string> = words(
  'say says said saying tell tells told telling stated stating announce announced announcing comment commented mention mentioned declare declared express expressed talk talks talked talking speak speaks spoke speaking discuss discussed discusses think thinks thought believe believes believed reckon reckons reckoned feel feels felt',
);

/** What the asker says of themself: facts never hold that. */
export const ASKERS_OWN: ReadonlySet<string> = words('i me my mine myself');

/** Auxiliaries that open a yes/no question. */
export const AUXILIARIES: ReadonlySet<string> = words(
  'is are was were am do does did has have had can could will would should shall may might must',
);

export const BE_FORMS: ReadonlySet<string> = words('is are was were be been being am get gets got getting');

export const NEGATIONS: ReadonlySet<string> = words('not never no none nobody nothing neither nor without');

/** Points of time that mean something only on the day they are typed; facts without a full date cannot meet them. */
export const RELATIVE_DAYS: ReadonlySet<string> = words('yesterday tomorrow tonight tmrw weekend');

export const MONTHS: ReadonlySet<string> = words(
  'january february march april may june july august september october november december',
);
export const WEEKDAYS: ReadonlySet<string> = words('monday tuesday wednesday thursday friday saturday sunday');
