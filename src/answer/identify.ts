import type { Entity, EntityId, KnowledgeBase, Topic } from '../model/knowledge.ts';
import { type Lexicon, nameStems } from '../question/lexicon.ts';
import type { Query, Term } from '../question/query.ts';
import { remembered } from '../question/remembered.ts';
import { stem } from '../question/stem.ts';
import { FUNCTION_WORDS } from '../question/word-classes.ts';

/** Whom or what a bare name or description means. */
export type Identified =
  | { readonly kind: 'entities'; readonly entities: readonly Entity[]; readonly certainty: number }
  | { readonly kind: 'topic'; readonly topic: Topic }
  | null;

const FUNCTION_STEMS: ReadonlySet<string> = new Set([...FUNCTION_WORDS].map(stem));

/** Words between two names that make one of the other's description, not its neighbour: "adviser of the United States". */
const JOINS: ReadonlySet<string> = new Set(['the', 'a', 'an', 'of', 'for', 'in', 'at', 'and']);

/** More than this many fit a description that says too little ("group"), so nobody in particular is meant. */
const CHOICES_MAX = 5;

/**
 * Finds the entities or the topic that a text names when it holds nothing else: "sullivan", "the secretary of state",
 * "former adviser", "ceasefire talks". Every word must belong to the one who is meant: "king of Jordan" is nobody here.
 */
export function identify(query: Query, lexicon: Lexicon, knowledge: KnowledgeBase): Identified {
  const content = withoutAttribute(query, lexicon).filter((term) => !term.light || term.entities.length > 0);
  const mentions = content.filter((term) => term.entities.length > 0);
  if (content.some((term) => term.foreign)) return null;
  // "who was president before X" is neither X nor the president that the situation knows.
  if (query.asked === 'who' && query.stems.some((each) => SEQUENCE.has(each))) return null;
  // "the names of the soldiers" asks for more than who they are called together.
  const wantsNames =
    query.nouns.includes(NAME) &&
    mentions.some((term) => term.entities.some((id) => lexicon.entities.get(id)?.kind === 'group'));
  if (wantsNames) return null;
  const only = mentions[0];
  if (only && mentions.length === 1 && content.length === 1) return entitiesOf(only.entities, only.certainty, lexicon);
  const topic = query.asked === 'who' ? null : topicCalled(query, knowledge);
  if (topic) return { kind: 'topic', topic };
  if (content.length === 0) return null;
  if (isSetApart(mentions, query)) return null;
  const all = [...lexicon.entities.keys()].filter((id) => content.every((term) => belongsTo(term, id, lexicon)));
  const tensed = keepFormer(all, query, lexicon);
  if (tensed.length === 0 || tensed.length > CHOICES_MAX) return null;
  return entitiesOf(tensed, Math.min(...content.map((term) => term.certainty)), lexicon);
}

const SEQUENCE: ReadonlySet<string> = new Set(
  ['before', 'after', 'precede', 'succeed', 'predecessor', 'successor', 'replace'].flatMap(nameStems),
);

/** The topic that a question names whole, word for word: "what happens next" may be the name of one. */
export function topicWordForWord(query: Query, knowledge: KnowledgeBase): Topic | null {
  const asked = withoutArticles(query.stems).join(' ');
  if (asked === '') return null;
  return knowledge.topics.find((topic) => topicKeys(topic).includes(asked)) ?? null;
}

/** What a topic is called, as stems joined by blanks. */
const topicKeys = remembered(({ title, aliases }: Topic) =>
  [title, ...aliases].map((name) => nameStems(name).join(' ')),
);

const ATTRIBUTES: ReadonlySet<string> = new Set(
  ['role', 'job', 'title', 'position', 'post', 'office', 'occupation', 'function', 'capacity', 'rank'].flatMap(
    nameStems,
  ),
);

/** What one does with them. */
const ATTRIBUTE_VERBS: ReadonlySet<string> = new Set(
  ['hold', 'have', 'play', 'occupy', 'fill', 'serve', 'once', 'formerly', 'previously'].flatMap(nameStems),
);

/** "what is Blinken's role" asks who he is, where the situation gives him one. */
function withoutAttribute({ terms }: Query, lexicon: Lexicon): readonly Term[] {
  const hasRole = terms.some((term) => term.entities.some((id) => (lexicon.entities.get(id)?.roles.length ?? 0) > 0));
  const asksAttribute = terms.some(({ stem: each }) => ATTRIBUTES.has(each));
  if (!hasRole || !asksAttribute) return terms;
  return terms.filter(
    ({ entities, stem: each }) => entities.length > 0 || !(ATTRIBUTES.has(each) || ATTRIBUTE_VERBS.has(each)),
  );
}

function entitiesOf(ids: readonly EntityId[], certainty: number, lexicon: Lexicon): Identified {
  const entities = ids.flatMap((id) => lexicon.entities.get(id) ?? []);
  return entities.length > 0 ? { kind: 'entities', entities: entities.slice(0, CHOICES_MAX), certainty } : null;
}

/** "the adviser before Bolton" is not Bolton. */
function isSetApart(mentions: readonly Term[], query: Query): boolean {
  return mentions.some((mention, at) => {
    const next = mentions[at + 1];
    return (
      next !== undefined &&
      query.stems.slice(mention.to, next.from).some((each) => !JOINS.has(each) && FUNCTION_STEMS.has(each))
    );
  });
}

function belongsTo(term: Term, id: EntityId, lexicon: Lexicon): boolean {
  if (term.entities.includes(id)) return true;
  const identity = lexicon.identity(id);
  if (term.entities.length === 0)
    return (
      identity.has(term.stem) ||
      FORMER_STEMS.has(term.stem) ||
      AGENTS.some((ending) => identity.has(`${term.stem}${ending}`))
    );
  // Another name within the description: "US secretary of state" names the country too.
  // Somebody in the name of an institution is not what it is: "Biden administration" is no president.
  return term.entities.some(
    (other) => lexicon.entities.get(other)?.kind !== 'person' && lexicon.namedIn(other, identity),
  );
}

/** Who leads is a leader, who directs a director. */
const AGENTS = ['er', 'or', 'r'] as const;

const NAME = nameStems('name')[0] ?? '';

const FORMER_STEMS: ReadonlySet<string> = new Set(['former', 'ex', 'previou', 'past', 'current', 'present']);

function keepFormer(ids: readonly EntityId[], query: Query, lexicon: Lexicon): readonly EntityId[] {
  const wantsFormer = query.stems.some((each) => each === 'former' || each === 'ex' || each === 'previou');
  const wantsPresent = query.stems.some((each) => each === 'current' || each === 'present');
  if (!wantsFormer && !wantsPresent) return ids;
  const fits = ids.filter((id) => lexicon.entities.get(id)?.roles.some((role) => role.former === wantsFormer));
  return fits.length > 0 ? fits : ids;
}

function topicCalled(query: Query, knowledge: KnowledgeBase): Topic | null {
  const asked = withoutArticles(query.stems).join(' ');
  if (asked === '') return null;
  const content = query.terms.filter((term) => !term.light).map((term) => term.word);
  const words = content.flatMap(nameStems).join(' ');
  return knowledge.topics.find((topic) => topicKeys(topic).some((key) => key === asked || key === words)) ?? null;
}

function withoutArticles(stems: readonly string[]): readonly string[] {
  return stems.filter((each) => each !== 'the' && each !== 'a' && each !== 'an');
}
