import { memoize } from './memo.ts';
import { stem } from './stem.ts';

/**
 * What English makes of a word with an ending that no stemmer takes away, because it changes the kind of word: "direct" →
 * director, "tour" → tourist, "history" → historian, "settle" → settlement. Endings as Porter leaves them.
 */
const ENDINGS = 'er or ist ism ship hood dom ment ement an ian ic al iv ur i ori eri ag iti ifi it at ion iz'.split(
  ' ',
);

/** A shorter stem may be the beginning of anything: "car" of career, "fat" of father. */
const ROOT_MIN_CHARS = 4;

/** Words that only look derived: a flower is nobody who flows. */
const NOT_DERIVED: ReadonlySet<string> = new Set(
  `amber anger answer badger barber better bitter border bother brother buffer butter canter center chamber chapter charter
   clever consider copper corner counter cover cucumber danger differ dinner eager ember fever fiber finger flower former
   gender ginger hammer hunger ladder latter layer leather letter lever litter lumber master matter meager member minister
   monster mother muster number offer order other pepper power prayer proper quarter rather register render river saucer
   scatter shoulder shower silver sober summer super temper tender thunder tiger timber together tower trigger weather whether
   wither wonder father feather adulterous
   corporation effector error factor favor horror major manor minor mirror pastor sector tailor tensor terror
   apartment cement compartment complimenting department element experiment garment moment segment statement torment
   civilian guardian martial methane canal feudal local medal metal pedal rental renal sandal serial several signal spinal vocal
   archive cultivation forgive native passive
   adventure culture feature lecture mixture pasture posture texture venture
   army baby battery body booty bully bury carry catchy chilli citizen city college cony cookie copy country county couch curry
   dashi deny duty early every fairy ferry full fully goalie holy irony lady lily marry merry military multiply navy party pasty
   policy polity pony ready soupy story study treasury treaty unity walkie
   accessory archery buttery contradictory directory factory glory inventory mandatory monastery nursery secretory surgery
   baggage damage envisage footage garage hostage image language linage manage massage message package passage percentage
   portage savage village voltage dressage
   charity priority
   classify fortify gratify justify notify signify testify
   apparition bandit charitable circuit coalition credit deposit dynamite edit facility favorite habit limit merit partition
   pursuit unit visit
   climate debate estate plantation private quotation thematic underwater
   bullion communion faction lotion mansion million mission motion nation passion portion question ration section station version
   basic comic fabric logic magic panic public specific terrific topic traffic
   advise generalise organise promise treatise`
    .split(/\s+/)
    .map(stem),
);

/**
 * Stems of words that may be derived from the same root as a word, whether or not they exist: what an index does not know of
 * them, it does not find. Never the stem itself.
 */
export const derivedStems: (stem: string) => readonly string[] = memoize(derive);

function derive(stem: string): readonly string[] {
  if (!/^[a-z]+$/.test(stem) || NOT_DERIVED.has(stem)) return [];
  const roots = [stem];
  for (const ending of ENDINGS) if (stem.endsWith(ending)) roots.push(stem.slice(0, -ending.length));
  const long = roots.filter((root) => root.length >= ROOT_MIN_CHARS);
  const made = new Set(long.flatMap((root) => [root, ...ENDINGS.map((ending) => root + ending)]));
  made.delete(stem);
  return [...made].filter((each) => !NOT_DERIVED.has(each));
}
