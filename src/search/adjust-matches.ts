import type { Fact, TopicId } from '../model/knowledge.ts';
import type { Query } from '../question/query.ts';
import { stem } from '../question/stem.ts';
import { SPEECH_VERBS, TALK_VERBS } from '../question/word-classes.ts';
import type { SearchTerm } from './expand.ts';
import type { FactIndex } from './fact-index.ts';

const SPEECH_MATCH = 0.9;
const SPEECH_STEMS: ReadonlySet<string> = new Set([...SPEECH_VERBS, ...TALK_VERBS].map(stem));
/** More than saying: whoever said something has not promised or denied it. */
const COMMITS: ReadonlySet<string> = new Set('promise vow deny admit demand urge warn'.split(' ').map(stem));
/** Words of the question that name the fact's topic, whole. */
const TOPIC_MATCH = 0.82;

/** Words of a question that a fact meets by what it is, not by the same letters: its topic, its speaker, one of two alternatives. */
export function adjustMatches(
  query: Query,
  terms: readonly SearchTerm[],
  matches: readonly number[],
  fact: Fact,
  topics: readonly NamedTopic[],
): readonly number[] {
  const spoken = withSpeech(query, terms, matches, fact);
  return withTopic(terms, withAlternatives(query, terms, spoken), fact, topics);
}

/** Where a question has the whole name of a topic. */
export interface NamedTopic {
  readonly topic: TopicId;
  /** Position of the first word among `Query.stems`, and the position after the last. */
  readonly from: number;
  readonly to: number;
}

/** The topics that a question names. */
export function topicsNamed({ stems: asked }: Query, topicNames: FactIndex['topicNames']): readonly NamedTopic[] {
  const found: NamedTopic[] = [];
  for (const { topic, stems } of topicNames) {
    if (stems.length === 0) continue;
    for (let from = asked.indexOf(stems[0] ?? ''); from >= 0; from = asked.indexOf(stems[0] ?? '', from + 1)) {
      if (stems.every((each, offset) => asked[from + offset] === each))
        found.push({ topic, from, to: from + stems.length });
    }
  }
  return found;
}

/** Stems that may stand between "or" and the second of two alternatives. */
const EVEN_SO: ReadonlySet<string> = new Set(['just', 'onli', 'mere', 'even', 'the', 'a', 'an', 'also']);

/** Those of them after which the second is the lesser: the question is whether it is more. */
const LESS: ReadonlySet<string> = new Set(['just', 'onli', 'mere']);

/** "temporary or permanent": one of the two is enough. */
function withAlternatives(query: Query, terms: readonly SearchTerm[], matches: readonly number[]): readonly number[] {
  if (!query.stems.includes('or')) return matches;
  const result = [...matches];
  for (let at = 1; at < terms.length; at++) {
    const left = terms[at - 1]?.term;
    const right = terms[at]?.term;
    if (!left || !right || query.stems[left.to] !== 'or') continue;
    // "or just", "or only" and their like stand between as well.
    if (right.from - left.to > 2 || (right.from - left.to === 2 && !EVEN_SO.has(query.stems[left.to + 1] ?? '')))
      continue;
    const best = Math.max(result[at - 1] ?? 0, result[at] ?? 0);
    // "talking or just watching" asks for the first.
    if (!LESS.has(query.stems[left.to + 1] ?? '')) result[at - 1] = best;
    result[at] = best;
  }
  return result;
}

/** A question that names the topic of a fact ("the hack") need not find the same word in it. */
function withTopic(
  terms: readonly SearchTerm[],
  matches: readonly number[],
  fact: Fact,
  topics: readonly NamedTopic[],
): readonly number[] {
  let result = matches;
  for (const { topic, from, to } of topics) {
    if (topic !== fact.topic) continue;
    result = result.map((match, at) => {
      const term = terms[at]?.term;
      return term && term.from >= from && term.to <= to && term.entities.length === 0
        ? Math.max(match, TOPIC_MATCH)
        : match;
    });
  }
  return result;
}

/** "what did X say" is met by a fact that gives X's words, whichever verb of speech it uses; "promise" and "deny" are more than speech. */
function withSpeech(
  query: Query,
  terms: readonly SearchTerm[],
  matches: readonly number[],
  fact: Fact,
): readonly number[] {
  const said = terms.some(({ term }) => term.entities.some((id) => fact.saidBy.includes(id)));
  // "who stressed that …" is met by whoever is said to have said it.
  const anybody = query.asked === 'who' && query.askedFor === 'doer' && fact.saidBy.length > 0;
  if (anybody && terms[0] && SPEECH_STEMS.has(terms[0].term.stem) && !COMMITS.has(terms[0].term.stem))
    return matches.map((match, at) => (at === 0 ? Math.max(match, SPEECH_MATCH) : match));
  const speech = (word: string): boolean => TALK_VERBS.has(word);
  if (!said || !terms.some(({ term }) => speech(term.word))) return matches;
  return matches.map((match, at) => (speech(terms[at]?.term.word ?? '') ? Math.max(match, SPEECH_MATCH) : match));
}
