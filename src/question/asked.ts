/** What a question asks for. `list` is a plain subject with no question word. */
export type Asked = 'who' | 'when' | 'where' | 'why' | 'how-many' | 'how' | 'yes-no' | 'what' | 'list';

/** The part of a question that names what it asks for. */
export interface AskedFor {
  readonly asked: Asked;
  /** Index of the first word of the asking phrase, and the index after its last; both 0 where there is none. */
  readonly from: number;
  readonly to: number;
  /** "how many **soldiers**", "which **countries**": the words stand after `to`. */
  readonly counts: boolean;
  /** "which country", "which group": the kind of name that is wanted. */
  readonly nameKind: 'place' | 'actor' | null;
}

interface Rule {
  readonly pattern: RegExp;
  readonly asked: Asked;
  readonly counts?: boolean;
  readonly nameKind?: 'place' | 'actor';
}

const PLACE_NOUN =
  '(?:country|countries|nation|nations|state|states|place|places|city|cities|town|towns|village|villages|region|regions|area|areas|territory|territories|location|locations|province|provinces|district|districts|capital|capitals|continent)';
const ACTOR_NOUN =
  '(?:person|people|man|woman|group|groups|organisation|organisations|organization|organizations|official|officials|leader|leaders|side|sides|party|parties|militia|militias|faction|factions|militant|militants|politician|politicians|member|members|minister|ministers|diplomat|diplomats|envoy|envoys|institution|institutions|agency|agencies|company|companies|team|teams|body|bodies|authority|authorities|government|governments|player|players|actor|actors)';

/** A word between "which" and its noun that belongs to the noun. */
const QUALIFIER =
  '(?:(?!(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might|of|in|on|to|for|by|the|an?) )\\S+ )';

const PERSON_NOUN = '(?:officials?|politicians?|leaders?|members?|ministers?|diplomats?|envoys?|person|man|woman)';

/** Whether a word after "which" wants a person. */
export function isPersonNoun(word: string): boolean {
  return PERSON_NOUN_ONLY.test(word);
}
const PERSON_NOUN_ONLY = new RegExp(`^${PERSON_NOUN}$`);

/** Tried in order on the folded words; the first that fits decides. Rules that stand anywhere come after those for the beginning. */
const RULES: readonly Rule[] = [
  // Clock and calendar small talk asks nothing of a situation: "what time is it" keeps its words.
  { pattern: /^what (?:time|day|date|year|month) is it\b/, asked: 'what' },
  { pattern: /^(?:since|until|till|by) (?:when|what (?:time|date|day))\b/, asked: 'when' },
  {
    pattern:
      /^(?:on |in |at |around |about |from )?(?:when|(?:what|which) (?:exact )?(?:time|times|day|days|date|dates|years?|months?|weeks?|weekday|hour|minute|(?:sun|mon|tues|wednes|thurs|fri|satur)day)(?: of the (?:week|month|year))?)\b(?! of the (?:war|conflict))/,
    asked: 'when',
  },
  {
    pattern:
      /^(?:what|which) (?:is|are|was|were|will be) the (?:exact |start |end |official )?(?:date|day|time|year)\b(?: of)?/,
    asked: 'when',
  },
  { pattern: /^how (?:long ago|soon|recently|early|late)\b/, asked: 'when' },
  { pattern: /^how (?:many|much)\b/, asked: 'how-many', counts: true },
  // "how far has it spread" is answered by places.
  { pattern: /^how (?:far|wide|widely) (?=(?:has|have|had|did|does|do)\b)/, asked: 'where' },
  {
    pattern:
      /^how (?:old|long|far|big|large|often|tall|high|low|deep|wide|heavy|frequently|fast|strong|expensive|severe)\b/,
    asked: 'how-many',
  },
  {
    pattern:
      /^(?:what|which) (?:is |are |was |were )?(?:the )?(?:exact |total |current |overall |official )?(?:number|count|amount|total|quantity|percentage|proportion|share|size)(?: of)?\b/,
    asked: 'how-many',
    counts: true,
  },
  {
    pattern: /^(?:the )?(?:exact |total |current |overall |official )?(?:number|count|amount|quantity) of\b/,
    asked: 'how-many',
    counts: true,
  },
  {
    pattern:
      /^what (?:is |are |was |were )?(?:the )?(?:exact |current |total )?(?:population|death toll|toll|(?:surface |land )?area|height|length|width|depth|weight|age|budget)\b(?! of (?:talks|influence|operation))/,
    asked: 'how-many',
  },
  { pattern: /^(?:the )?(?:exact |start |end |official )?(?:date|day|year|time) of\b/, asked: 'when' },
  { pattern: /^(?:the )?(?:exact )?(?:place|location|site) of\b/, asked: 'where' },
  { pattern: /^how come\b/, asked: 'why' },
  {
    pattern:
      /^(?:why|(?:for )?(?:what|which) (?:is |are |was |were )?(?:the |a )?(?:main |exact |official |stated |given )?(?:reason|reasons|purpose|motive|motives|motivation|rationale|cause|causes|justification|explanation)(?: for| of| behind| why| that)?)\b/,
    asked: 'why',
  },
  {
    pattern:
      /^what (?:has |have |had |is |was )?(?:caused|led to|triggered|prompted|provoked|sparked|motivated|made|explains|causing|prompting)\b/,
    asked: 'why',
  },
  {
    pattern:
      /^(?:the )?(?:reasons?|motives?|rationale|purpose|aims?|goals?|objectives?|point|justification)(?: for| of| behind| why| (?=the\b))/,
    asked: 'why',
  },
  {
    pattern:
      /^what (?:is |are |was |were )(?:the )?(?:main |stated |whole )?(?:goal|goals|aim|aims|point|objective|objectives|intention|idea)(?: of| behind)\b/,
    asked: 'why',
  },
  // "what kind of group is X", "what nationality are the Y": what they are, which nobody but they can answer.
  {
    pattern: new RegExp(
      `^(?:what|which) (?:(?:kind|type|sort) of (?:an? )?(?:\\S+ )?(?:${ACTOR_NOUN}|${PLACE_NOUN}|thing|entity|outfit|movement)|nationality|nationalities|citizenship|ethnicity)(?= (?:is|are|was|were) )`,
    ),
    asked: 'what',
  },
  {
    pattern: new RegExp(
      `^(?:in |to |from |at |on |near |across |inside |into |through |for )?(?:what|which) (?:other |exact |specific |us |usa |american |four |three |two |\\d+ )*${PLACE_NOUN}\\b`,
    ),
    asked: 'where',
    nameKind: 'place',
  },
  { pattern: /^(?:from |to |near |exactly )?(?:where|whereabouts)\b/, asked: 'where' },
  {
    pattern:
      /^what (?:is |was |are )?(?:the )?(?:exact |current )?(?:location|whereabouts|place|destination|destinations|site)(?: of)?\b/,
    asked: 'where',
  },
  {
    pattern: new RegExp(
      `^(?:to |by |from |with |against |for |at )?(?:what|which) (?:other |exact |specific |kind of |type of |sort of |armed |militant |us |usa |american |two |three |four |\\d+ )*${ACTOR_NOUN}\\b`,
    ),
    asked: 'who',
    nameKind: 'actor',
  },
  // "which Chinese official": the words between say which, and stay.
  {
    pattern: new RegExp(
      `^(?:to |by |from |with |against |for |at )?(?:what|which)(?= ${QUALIFIER}{1,2}${PERSON_NOUN}\\b)`,
    ),
    asked: 'who',
    nameKind: 'actor',
  },
  // What the accused did is asked about, not the accusing.
  {
    pattern:
      /^who (?:is|are|was|were|has been|have been|got|gets) (?:\w+ )?(?:responsible|to blame|at fault|blamed|accused|suspected)(?: (?:for|of|in))?\b/,
    asked: 'who',
  },
  { pattern: /^(?:who or what|what or who)\b/, asked: 'who' },
  { pattern: /^(?:to |by |from |with |against |for |at |on |in )?(?:who|whom|whose)\b/, asked: 'who' },
  {
    pattern: new RegExp(
      `^(?:what (?:is |was |are |were )?)?(?:the )?(?:exact |full |real )?names? of (?:the |a |an )?${ACTOR_NOUN}\\b`,
    ),
    asked: 'who',
    nameKind: 'actor',
  },
  {
    pattern: /^(?:what (?:is |was |are |were )?)?(?:the )?(?:exact |full |real )?names of\b/,
    asked: 'who',
    nameKind: 'actor',
  },
  { pattern: /^(?:what (?:is |was |are |were )?)?(?:the )?(?:full |real )?name of\b/, asked: 'who', nameKind: 'actor' },
  {
    pattern: /^what (?:is|are|was|were)(?= (?:.+ )?\S+ (?:names|called|named)$)/,
    asked: 'who',
    nameKind: 'actor',
  },
  // What comes of it is asked, not in which manner.
  {
    pattern:
      /^how (?=(?:will|would|might|could|may|is|are|does|do) .*\b(?:end|ends|ending|end up|turn out|play out|pan out|unfold|develop|continue|evolve|finish)(?: up)?$)/,
    asked: 'what',
  },
  { pattern: /^how\b/, asked: 'how' },
  // What it is for.
  {
    pattern:
      /^what (?=(?:is|are|was|were) .*\b(?:supposed|meant|intended|designed) to (?:achieve|accomplish|bring about|reach)$)/,
    asked: 'why',
  },
  { pattern: /^(?:in |on |at |for |to |from |about |by |with |between |among |into )?(?:what|which)\b/, asked: 'what' },
  {
    pattern: /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must|am)\b/,
    asked: 'yes-no',
  },
  // Anywhere: "the war started when", "bolton said what", "soldiers killed how many".
  { pattern: /\bhow (?:many|much)\b/, asked: 'how-many', counts: true },
  { pattern: /(?<=.)\b(?:number|count) of\b/, asked: 'how-many', counts: true },
  { pattern: /\bhow long ago\b/, asked: 'when' },
  {
    pattern:
      /\bwhen$|\b(?:on|at|since|by) (?:what|which) (?:date|day|time|year|month)\b|\b(?:what|which) (?:date|day|time|year|month)$|(?<=.)\b(?:start |begin |exact )?dates?$/,
    asked: 'when',
  },
  {
    pattern:
      /\bwhere$|\bin (?:what|which) (?:country|place|city|town|village|state|area|region)\b|\bwhereabouts$|(?<=. )location$/,
    asked: 'where',
  },
  { pattern: /\bwhy$|\bhow come$|\bfor (?:what|which) reason\b|\bwhat for$|(?<=. )reasons?$/, asked: 'why' },
  { pattern: /\b(?:by|to|with|from|against|for) (?:who|whom|which group)\b|\bwho$|\bwhom$/, asked: 'who' },
  { pattern: /(?<=.)\b(?:death toll|number|count|total)$/, asked: 'how-many' },
  { pattern: /\bhow$/, asked: 'how' },
  { pattern: /\bwhat$/, asked: 'what' },
  // "sullivan, who is he?": a question word after a named subject.
  { pattern: /(?<=^(?:\S+ ){1,4})who (?:is|are|was|were)\b/, asked: 'who' },
  {
    pattern:
      /(?<=^(?:\S+ ){1,6})(?:when|where|why|how|what|who)(?= (?:is|are|was|were|did|does|do|has|have|had|will|can)\b)/,
    asked: 'what',
  },
];

const WORD_TO_ASKED: Readonly<Record<string, Asked>> = {
  when: 'when',
  where: 'where',
  why: 'why',
  how: 'how',
  what: 'what',
  who: 'who',
};

/** Finds what is asked for. @param words - folded words without padding */
export function findAsked(words: readonly string[]): AskedFor {
  const text = words.slice(0, 120).join(' ');
  for (const rule of RULES) {
    const match = rule.pattern.exec(text);
    if (!match) continue;
    const from = match.index === 0 ? 0 : text.slice(0, match.index).trim().split(' ').length;
    const phrase = match[0].trim();
    const late = match.index > 0 && rule.asked === 'what' ? WORD_TO_ASKED[phrase] : undefined;
    const asked = late ?? rule.asked;
    const opensYesNo = asked === 'yes-no';
    return {
      asked,
      from,
      to: opensYesNo ? from : from + (phrase ? phrase.split(' ').length : 0),
      counts: rule.counts ?? false,
      nameKind: rule.nameKind ?? null,
    };
  }
  return { asked: 'list', from: 0, to: 0, counts: false, nameKind: null };
}
