/**
 * `npm run bench:draft`: what `npm run draft` finds in the articles of ../shared/situations, beside the facts that people made of
 * them. Found: the share of the people, groups, places, times, numbers and speakers of those facts that a draft gives. Wrong: the share of
 * what it gives that those facts do not hold; some of that is right, and nobody made a fact of it.
 */

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fullDay } from '../../src/knowledge/known-date.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { nameKey } from '../../src/knowledge/wording.ts';
import type { Entity, EntityKind, Fact } from '../../src/model/knowledge.ts';
import { readArticle } from '../../src/workshop/article.ts';
import { attributeInTurn } from '../../src/workshop/attribution.ts';
import { readNames, type Sentence } from '../../src/workshop/names.ts';
import { readNumbers } from '../../src/workshop/numbers.ts';
import { datesSomething, readTimes } from '../../src/workshop/times.ts';

const SITUATIONS = '../shared/situations';
const CLASSES = ['people', 'groups', 'places', 'times', 'numbers', 'speakers'] as const;
type Class = (typeof CLASSES)[number];
const CLASS_OF: Partial<Record<EntityKind, Class>> = {
  person: 'people',
  organisation: 'groups',
  group: 'groups',
  country: 'places',
  place: 'places',
};

interface Count {
  held: number;
  found: number;
  given: number;
  wrong: number;
  readonly missed: string[];
  readonly wrongly: string[];
}
type Counts = Readonly<Record<Class, Count>>;

const noCounts = (): Counts => {
  const count = (): Count => ({ held: 0, found: 0, given: 0, wrong: 0, missed: [], wrongly: [] });
  return { people: count(), groups: count(), places: count(), times: count(), numbers: count(), speakers: count() };
};

function tally(
  count: Count,
  held: readonly string[],
  given: readonly string[],
  same: (a: string, b: string) => boolean,
): void {
  const missed = held.filter((one) => !given.some((other) => same(one, other)));
  const wrongly = given.filter((one) => !held.some((other) => same(other, one)));
  count.held += held.length;
  count.found += held.length - missed.length;
  count.given += given.length;
  count.wrong += wrongly.length;
  count.missed.push(...missed);
  count.wrongly.push(...wrongly);
}

async function measure(folder: string): Promise<Counts> {
  const knowledge = await loadKnowledge(join(folder, 'situation'));
  const { paragraphs } = await readArticle(join(folder, 'article.txt'));
  const sentences: readonly Sentence[] = paragraphs.flatMap((each, p) =>
    each.map((text, s) => ({ paragraph: p + 1, sentence: s + 1, text })),
  );
  const published = fullDay([...knowledge.sources.values()][0]?.published);
  const counts = noCounts();

  const namesOf = ({ name, aliases, kind }: Pick<Entity, 'name' | 'aliases' | 'kind'>): ReadonlySet<string> =>
    new Set(
      [name, ...aliases, ...(kind === 'person' ? [name.split(' ').at(-1) ?? ''] : [])].map((each) =>
        nameKey(each.replace(/^the /i, '')),
      ),
    );
  const held = [...knowledge.entities.values()].map((entity) => ({ entity, names: namesOf(entity) }));
  const given = readNames(sentences).map((entity) => ({ entity, names: namesOf(entity) }));
  const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].some((name) => b.has(name));
  for (const kind of ['people', 'groups', 'places'] as const) {
    const of = <T extends { readonly entity: { readonly kind: EntityKind } }>(list: readonly T[]) =>
      list.filter(({ entity }) => CLASS_OF[entity.kind] === kind);
    const [heldHere, givenHere] = [of(held), of(given)];
    const names = new Map([...heldHere, ...givenHere].map((each) => [each.entity.name, each.names]));
    const same = (a: string, b: string) => overlap(names.get(a) ?? new Set(), names.get(b) ?? new Set());
    tally(
      counts[kind],
      heldHere.map(({ entity }) => entity.name),
      givenHere.map(({ entity }) => entity.name),
      same,
    );
  }

  const attribute = attributeInTurn();
  for (const sentence of sentences) {
    const spans = given.flatMap(({ entity }) =>
      entity.mentions.filter(({ at }) => at === sentence).map(({ start, end }) => ({ id: entity.name, start, end })),
    );
    const { saidBy } = attribute(
      sentence,
      spans.sort((a, b) => a.start - b.start),
    );
    const facts = knowledge.facts.filter((fact) => cites(fact, sentence));
    if (facts.length === 0) continue;
    const speakers = new Set(facts.flatMap((fact) => fact.saidBy).map((id) => knowledge.entities.get(id)?.name ?? id));
    const named = (
      list: readonly { readonly entity: { readonly name: string }; readonly names: ReadonlySet<string> }[],
      name: string,
    ) => list.find(({ entity }) => entity.name === name)?.names ?? new Set<string>();
    tally(counts.speakers, [...speakers], saidBy, (a, b) => overlap(named(held, a), named(given, b)));
    const times = readTimes(sentence.text, published);
    const numbers = readNumbers(sentence.text, times.filter(datesSomething));
    const within = (text: string) => nameKey(sentence.text).includes(nameKey(text));
    const saidTimes = [...new Set(facts.flatMap(({ time }) => (time && within(time.text) ? [time.text] : [])))];
    const likeTime = (a: string, b: string) => nameKey(a).includes(nameKey(b)) || nameKey(b).includes(nameKey(a));
    tally(
      counts.times,
      saidTimes,
      times.map(({ text }) => text),
      likeTime,
    );
    const values = [...new Set(facts.flatMap((fact) => fact.numbers.map(({ value }) => String(value))))];
    const heldValues = values.filter(
      (value) => facts.every((fact) => fact.citations.length === 1) || numbersHere(sentence.text, value),
    );
    tally(
      counts.numbers,
      heldValues,
      [...new Set(numbers.flatMap(({ value, to }) => [value, ...(to === undefined ? [] : [to])].map(String)))],
      (a, b) => a === b,
    );
  }
  return counts;
}

const cites = ({ citations }: Fact, at: Sentence): boolean =>
  citations.some(({ paragraph, sentence }) => paragraph === at.paragraph && sentence === at.sentence);

/** A fact that cites several sentences has its number from one of them. */
const numbersHere = (text: string, value: string): boolean =>
  readNumbers(text, []).some((number) => String(number.value) === value) || text.replaceAll(',', '').includes(value);

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)}%`);

if (!existsSync(SITUATIONS)) {
  console.log(`bench:draft is skipped: there are no articles at ${SITUATIONS}`);
} else {
  const show = process.argv.includes('--show');
  const total = noCounts();
  console.log(`${''.padEnd(30)}${CLASSES.map((each) => each.padStart(16)).join('')}   found / wrong`);
  const line = (name: string, counts: Counts): string =>
    name.padEnd(30) +
    CLASSES.map((each) => {
      const { held, found, given, wrong } = counts[each];
      return `${percent(found, held)} / ${percent(wrong, given)}`.padStart(16);
    }).join('');
  for (const entry of await readdir(SITUATIONS, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const counts = await measure(join(SITUATIONS, entry.name));
    console.log(line(entry.name, counts));
    for (const each of CLASSES) {
      const [from, to] = [counts[each], total[each]];
      to.held += from.held;
      to.found += from.found;
      to.given += from.given;
      to.wrong += from.wrong;
      if (show)
        console.log(`  ${each}\n    missed: ${from.missed.join(' | ')}\n    wrong:  ${from.wrongly.join(' | ')}`);
    }
  }
  console.log(line('all', total));
}
