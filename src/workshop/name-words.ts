/** Tables of English words that help to recognise and classify the names in an article. */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Titles that stand before or after a person's name. */
export const TITLES = words(`
  president vice-president vice premier prime minister deputy secretary undersecretary chancellor governor mayor senator
  congressman congresswoman representative director chief executive officer chair chairman chairwoman chairperson
  spokesman spokeswoman spokesperson general admiral colonel major captain lieutenant sergeant king queen prince princess
  emperor pope bishop archbishop cardinal rabbi imam judge justice professor doctor dr mr mrs ms sir lord lady dame coach
  manager goalkeeper striker midfielder defender forward administrator ambassador envoy commissioner commander leader
  adviser advisor attorney inspector superintendent constable lawyer barrister scientist engineer astronaut cosmonaut researcher
  author founder co-founder head speaker counsel analyst economist historian journalist reporter editor activist
  councillor councilor lawmaker legislator candidate veteran fellow teammate champion ceo cfo cto gov sen rep gen col capt
  sheriff marshal dean principal rector treasurer ombudsman`);

/** Other words that a title may contain. */
export const TITLE_PARTS = words(`
  of the for and to national security adviser white house foreign home defense defence interior state health education
  finance justice first acting former deputy assistant senior executive ex- u.s. us british federal public affairs shadow
  secretary minister interim general`);

/** Words with which the name of an organisation ends, or begins before "of" and "for". */
export const ORGANISATION_WORDS = words(`
  party council ministry department agency university college school academy office committee commission administration
  foundation institute institution association federation union league alliance company corporation corp inc ltd llc plc
  bank bureau board authority service services society organisation organization group network news times post press
  journal guardian tribune court police army navy force forces corps guard coalition front movement congress parliament
  senate assembly government cabinet treasury center centre centers centres museum hospital church club team fund
  partnership initiative program programme laboratory observatory consortium chamber trust cross crescent nations nato
  embassy secretariat mission command pentagon kremlin house staff airlines airways railway industries systems
  technologies software media television radio studios exchange mechanism`);

/** Words with which the name of a place ends, or begins before "of". */
export const PLACE_WORDS = words(`
  county city town village island islands isle river lake mountain mountains mount valley street avenue road square
  airport harbor harbour port beach strait gulf sea ocean cape bay province state states district territory territories
  region desert forest peninsula canyon park bridge stadium arena north south east west northern southern eastern western
  central africa asia europe america coast hills heights falls springs kingdom republic emirates bank strip complex
  facility field plaza tower palace border`);

/** Plural nouns that name a group of people; most of them have none of the endings below. */
export const GROUP_WORDS = words(`
  people officials troops police militants forces critics candidates members residents citizens authorities families
  students refugees immigrants migrants hostages civilians victims patients survivors experts scientists academics
  politicians diplomats representatives relatives children women men girls boys fans athletes teams camps parties authors users admins administrators managers workers owners operators donors voters customers
  clients employees volunteers protesters`);
/** Endings of plural nouns that name people: teachers, doctors, activists, Belgians, trustees. */
export const GROUP_ENDING =
  /(?:[^aeious]ers|[^aeiou]tors|ists|ians|ees|keepers|holders|leaders|soldiers|allies|crews?)$/;
/** Plural nouns with such an ending that do not name people. */
export const NOT_GROUPS = words(`
  numbers others members' papers matters orders borders computers letters centers centres quarters headquarters disasters
  computers trees fees powers towers waters rivers theaters theatres factors sectors motors monitors vectors lists
  containers shelters trailers boosters counters servers offers answers chapters corners covers dangers degrees employees'
  efforts winters summers headers users' parameters meters metres kilometers kilometres registers figures routers filters
  hours years drawers`);

/** Verbs of saying, which follow the name of a person or group. */
export const SAYING =
  'said|says|say|saying|told|tells|announced|announces|confirmed|warned|claimed|claims|added|stated|explained|argued|noted|insisted|denied|reported|wrote|tweeted|declared|acknowledged|admitted|suggested|urged|believes|asserted|remarked|commented|alleged|called|criticized|criticised|described|testified|predicted|promised|vowed';

/** Capitalised words that are not names by themselves. */
export const NO_NAMES = words(`
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december christmas easter i i'm i've internet english god earth`);
