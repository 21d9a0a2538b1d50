import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttons, openScene, type Scene, shown, words } from './scene.ts';

describe('a member asks for a brief', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
  });

  test('a brief without a topic shows at most ten cited facts, sets the allegation apart, adds no year, and is private until shared', async () => {
    const { member, moderator, knowledge } = scene;
    const message = shown(await member.command('brief'));
    const text = words(message);
    expect(text).toMatch(
      /^### State of play\n-# U\.S\. strikes on Iran-aligned groups\nThe United States has announced/,
    );
    const facts = knowledge.facts.filter((fact) => text.includes(fact.text));
    expect(facts.length).toBeGreaterThan(5);
    expect(facts.length).toBeLessThanOrEqual(10);
    expect(text).toMatch(/\*\*Alleged\*\*\nIran-backed militants allegedly killed .*\[¶6\]\n/);
    expect(text).toContain('The sources give no year for “October 7”; no time for 9 of these facts.');
    expect(text).not.toMatch(/20\d\d/);
    expect(text).toMatch(/Facts as of <t:\d+:f>$/);
    expect(text.length).toBeLessThanOrEqual(1300);
    expect(buttons(message)).toEqual(['Share', 'Proof']);
    expect(moderator.sees()).toEqual([]);

    const posted = shown(await member.press(message, 'Share'));
    expect(words(posted)).toBe(text);
    expect(moderator.sees().map(({ id }) => id)).toEqual([posted.id]);
    const proof = shown(await moderator.press(posted, 'Proof'));
    expect(words(proof)).toContain('paragraph 1, sentence 1');
    expect(await member.press(posted, 'Delete')).toMatchObject({ deleted: true });
  });

  test('a suggested topic gives the brief on that topic', async () => {
    const [choice] = await scene.member.autocomplete('brief', 'topic', 'diplo');
    expect(choice?.name).toBe("Topic: Diplomacy and Blinken's trip");
    const text = words(shown(await scene.member.command('brief', { topic: String(choice?.value) })));
    expect(text).toMatch(/^### Diplomacy and Blinken's trip\n/);
  });

  test('the log names the kind of answer', () => {
    expect(scene.logged).toContainEqual(expect.objectContaining({ name: '/brief', kind: 'brief' }));
  });
});
