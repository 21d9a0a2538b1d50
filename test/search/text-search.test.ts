import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTextSearch } from '../../src/search/text-search.ts';

const docs = (texts: readonly string[]) => texts.map((text, at) => ({ id: String(at), text }));
const order = (texts: readonly string[], question: string, k = 10) =>
  createTextSearch(docs(texts))
    .search(question, k)
    .hits.map((hit) => texts[Number(hit.id)]);

describe('the whole order, with the reason for each line', () => {
  test('the word itself, then the word in the title alone, then a synonym; what shares nothing is not returned', () => {
    const search = createTextSearch([
      { id: 'title', text: 'Nobody was there.', title: 'Troops' },
      { id: 'nothing', text: 'The weather was mild.' },
      { id: 'synonym', text: 'The soldiers left.' },
      { id: 'word', text: 'The troops left.' },
    ]);
    expect(search.search('where are the troops', 10).hits.map((hit) => hit.id)).toEqual(['word', 'title', 'synonym']);
  });

  test('the word itself before what is derived from it; what only looks derived is not found', () => {
    const texts = ['The director came from Oslo.', 'A directory lay there.', 'It was directed in Oslo.'];
    expect(order(texts, 'who directed it')).toEqual(['It was directed in Oslo.', 'The director came from Oslo.']);
  });

  test('a word that only the title has counts, and takes nothing from the words of the text', () => {
    const search = createTextSearch([
      { id: 'other', text: 'The ship left.', title: 'Pilchard' },
      { id: 'both', text: 'The ship sank.', title: 'Pilchard' },
    ]);
    const { hits, confidence } = search.search('did the pilchard sink', 10);
    expect(hits.map((hit) => hit.id)).toEqual(['both', 'other']);
    expect(hits.every(({ score }) => score > 0) && confidence > 0).toBe(true);
  });

  test('a question for a time prefers the sentence that has one', () => {
    expect(order(['The bridge opened.', 'The bridge opened in 1931.'], 'when did the bridge open')).toEqual([
      'The bridge opened in 1931.',
      'The bridge opened.',
    ]);
  });

  test('a question for a number prefers the sentence that has one', () => {
    expect(
      order(['The bridge carries cars.', 'The bridge carries 900 cars.'], 'how many cars does the bridge carry')[0],
    ).toBe('The bridge carries 900 cars.');
  });

  test('a short sentence before a long one with the same words', () => {
    const long = 'A dam stands near the village where the old mill and the new road and the long wall meet.';
    expect(order([long, 'A dam stands.'], 'dam')).toEqual(['A dam stands.', long]);
  });

  test('the same words near each other come first', () => {
    const near = 'The red bridge crosses that river and meets this road.';
    const apart = 'The red river crosses that road and meets this bridge.';
    expect(order([apart, near], 'red bridge')).toEqual([near, apart]);
  });

  test('the noun of a question says what is wanted: a time, a number, a name, a title', () => {
    const plain = 'Those hills shaped that fair.';
    const named = 'Those hills shaped that Velmar fair.';
    const numbered = 'Those hills shaped that fair of 900.';
    const dated = 'Those hills shaped that fair since 1931.';
    const titled = 'Those hills shaped that "waltz" fair.';
    const texts = [plain, named, numbered, dated, titled];
    expect(order(texts, 'what year had the fair in those hills')[0]).toBe(dated);
    expect(order(texts, 'what was the attendance of the fair in the hills')[0]).toBe(numbered);
    expect(order(texts, 'which famous composer shaped the fair')[0]).toBe(named);
    expect(order(texts, 'what song shaped the fair')[0]).toBe(titled);
    expect(order(texts, 'what shaped the fair')[0]).toBe(plain);
  });

  test('of two numbers the one beside what is counted', () => {
    const beside = 'Work needs 40 cranes.';
    const elsewhere = 'Work with cranes needs 40.';
    expect(order([elsewhere, beside], 'how many cranes')).toEqual([beside, elsewhere]);
  });

  test('a year or month is a better time than a number of days, though the text is longer', () => {
    const dated = 'The bridge opened in 1931 with flags and fanfares.';
    const days = 'The bridge opened after 12 days.';
    expect(order([days, dated], 'when did the bridge open')).toEqual([dated, days]);
  });

  test('a text that begins with what is asked about is about it', () => {
    const about = 'Marble is what that old hall has most.';
    const besides = 'That old hall has most what is marble.';
    expect(order([besides, about], 'marble')).toEqual([about, besides]);
  });

  test('the first text of a group tells what the group is about', () => {
    const search = createTextSearch([
      { id: 'bread', text: 'Bread rises.', group: 'bread' },
      { id: 'second', text: 'Cheese smells.', group: 'bread' },
      { id: 'first', text: 'Cheese ripens.', group: 'cheese' },
    ]);
    expect(search.search('cheese', 3).hits.map((hit) => hit.id)).toEqual(['first', 'second']);
  });

  test('a text that only announces a list comes after one that tells something', () => {
    expect(order(['Cheese comes from:', 'Cheese comes late.'], 'cheese')).toEqual([
      'Cheese comes late.',
      'Cheese comes from:',
    ]);
  });

  test('a text that refers back is about what its title names', () => {
    const search = createTextSearch([
      { id: 'other', text: 'Built with bricks.', title: 'Velmar Tower' },
      { id: 'back', text: 'It was built with bricks.', title: 'Velmar Tower' },
    ]);
    expect(search.search('built velmar tower', 2).hits.map((hit) => hit.id)).toEqual(['back', 'other']);
  });

  test('a title of which the question has every word is meant; what stands in brackets is no part of it', () => {
    const search = createTextSearch([
      { id: 'hill', text: 'Stone stands.', title: 'Velmar Hill' },
      { id: 'film', text: 'Stone stands.', title: 'Velmar (film)' },
    ]);
    expect(search.search('what is velmar made of', 2).hits.map((hit) => hit.id)).toEqual(['film', 'hill']);
  });

  test('among thousands of texts those under the title that is meant are found by it alone', () => {
    const others = Array.from({ length: 2500 }, (_, at) => ({ id: `o${at}`, text: `Stone is made here, ${at}.` }));
    const search = createTextSearch([...others, { id: 'velmar', text: 'Nobody lives there.', title: 'Velmar' }]);
    expect(search.search('what is velmar made of', 1).hits.map((hit) => hit.id)).toEqual(['velmar']);
  });

  test('equal texts keep their order', () => {
    expect(
      createTextSearch(docs(['same text', 'same text', 'same text']))
        .search('text', 2)
        .hits.map((hit) => hit.id),
    ).toEqual(['0', '1']);
  });

  test('misspelt words find what was meant', () => {
    expect(order(['Cats sleep.', 'The ceasefire was temporary.'], 'cesefire tempoary')).toEqual([
      'The ceasefire was temporary.',
    ]);
  });

  test('of several words that a misspelling may be, the rest of the question tells which', () => {
    const texts = ['The black cat sleeps.', 'The back door creaks.', 'The back yard is wet.'];
    expect(order(texts, 'balck cat')[0]).toBe('The black cat sleeps.');
    expect(order(texts, 'bck yard')[0]).toBe('The back yard is wet.');
    expect(
      order(['A stated aim.', 'A statue of bronze.', 'The states met.', 'The states left.'], 'stateu bronze')[0],
    ).toBe('A statue of bronze.');
  });

  test('a misspelt form finds the other forms of the word', () => {
    const texts = ['She reads letters.', 'She writes letters.', 'Thirty letters came.'];
    expect(order(texts, 'who wroote letters')[0]).toBe('She writes letters.');
    expect(order(texts, 'did thrity letters come')[0]).toBe('Thirty letters came.');
  });

  test('a misspelt question word asks what it asks when spelled', () => {
    const texts = ['The bridge was opened to fishermen.', 'The bridge was opened by Ann Lee at Northford.'];
    expect(order(texts, 'wheree was the bridge opened')).toEqual(order(texts, 'where was the bridge opened'));
    const search = createTextSearch(docs(texts));
    expect(search.search('was the bridge opened duirng the day', 2)).toEqual(
      search.search('was the bridge opened during the day', 2),
    );
  });

  test('the rarer word first; then the sentence before gives context, within one group only', () => {
    const search = createTextSearch([
      { id: 'a1', text: 'The castle fell.', group: 'a' },
      { id: 'a2', text: 'It was rebuilt later.', group: 'a' },
      { id: 'b1', text: 'It was rebuilt later.', group: 'b' },
    ]);
    expect(search.search('was the castle rebuilt', 3).hits.map((hit) => hit.id)).toEqual(['a1', 'a2', 'b1']);
  });
});

describe('confidence', () => {
  const search = createTextSearch(docs(['The bridge opened in 1931.', 'The dam holds water for seven villages.']));
  const sure = (question: string) => search.search(question, 1).confidence;

  test('falls with every word that nothing knows', () => {
    expect(sure('when did the bridge open')).toBeGreaterThan(sure('when did the bridge of Zorm open'));
    expect(sure('when did the bridge of Zorm open')).toBeGreaterThan(sure('best pizza recipe'));
    expect(sure('best pizza recipe')).toBe(0);
  });

  test('a name that nothing knows costs more than a word', () => {
    expect(sure('When did Quelmira open')).toBeLessThan(0.25 * sure('When did the cinema open'));
  });

  test('what is not so is hardly ever told', () => {
    expect(sure('what does the dam not hold')).toBeLessThan(0.3 * sure('what does the dam hold'));
    expect(sure("what doesn't the dam hold")).toBe(sure('what does the dam not hold'));
  });

  test('another number, and a first or largest of which nothing is said, make it another question', () => {
    expect(sure('which dam holds water for 9 villages')).toBeLessThan(0.3 * sure('which dam holds water for villages'));
    expect(sure('which largest dam holds water')).toBeLessThan(0.6 * sure('which other dam holds water'));
  });

  test('many words found say more than few, though nothing is missing', () => {
    expect(sure('dam')).toBeLessThan(0.8 * sure('dam water villages'));
  });

  test('the sentence before may have the name that the next one only points at', () => {
    const texts = (group: string) =>
      createTextSearch([
        { id: '1', text: 'Orrin Vale was a painter.', group: 'a' },
        { id: '2', text: 'He built the old mill at the river.', group },
      ]);
    const sureIn = (group: string) => texts(group).search('did the painter Vale build a mill', 1).confidence;
    expect(sureIn('a')).toBeGreaterThan(1.25 * sureIn('b'));
  });
});

test('GIVEN any texts and any question THEN the answer is finite, sorted, within k, and without doubles', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.lorem({ maxCount: 8 }),
    fc.constantFrom('', '__proto__', 'constructor', '???'),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), text, fc.integer({ min: 0, max: 20 }), (texts, question, k) => {
      const { hits, confidence } = createTextSearch(docs(texts)).search(question, k);
      expect(hits.length).toBeLessThanOrEqual(Math.min(k, texts.length));
      expect(new Set(hits.map((hit) => hit.id)).size).toBe(hits.length);
      for (let at = 0; at < hits.length; at++) {
        expect(Number.isFinite(hits[at]?.score)).toBe(true);
        if (at > 0) expect(hits[at - 1]?.score).toBeGreaterThanOrEqual(hits[at]?.score ?? 0);
      }
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }),
  );
});
