import { describe, expect, test, vi } from 'vitest';
import { openOnCopy } from './edited-scene.ts';
import { type Scene, shown, words } from './scene.ts';

const BEGAN = 'The conflict began on October 7.';

async function logs(scene: Scene, line: RegExp): Promise<string> {
  const found = () => scene.logged.map(({ msg }) => String(msg)).find((msg) => line.test(msg));
  await vi.waitFor(() => expect(found()).toBeDefined(), { timeout: 20_000 });
  return found() ?? '';
}

describe('facts are edited while people ask', () => {
  test('after a valid edit the new fact answers the same question, and earlier buttons show it too', async () => {
    const { scene, edit } = await openOnCopy();
    const { member } = scene;
    const ask = () => member.command('when', { event: 'fact:conflict-began' });
    const before = shown(await ask());
    expect(words(before)).toContain(BEGAN);
    await edit(BEGAN, 'On October 7 the conflict began.');
    const line = await logs(scene, /^Facts reloaded/);
    expect(line).toMatch(
      /^Facts reloaded: 1 changed, 0 added, 0 removed \(version [0-9a-f]{12}\)\nchanged conflict-began\n {2}- .*\n {2}\+ On October 7 the/,
    );
    expect(words(shown(await ask()))).toContain('On October 7 the conflict began.');
    const proof = words(shown(await member.press(before, 'Proof')));
    expect(proof).toContain('On October 7 the conflict began.');
    expect(proof).toContain(`Version ${scene.live.current().knowledge.version} of the facts · Facts as of <t:`);
    expect(scene.live.current().knowledge.version).not.toBe(scene.knowledge.version);
  });

  test('after an invalid edit the old facts answer, and the log has one entry with every problem', async () => {
    const { scene, edit } = await openOnCopy();
    await edit(BEGAN, 'The conflict began on October 7. It went on.');
    const entry = await logs(scene, /^The files cannot be served/);
    expect(entry).toMatch(/\n.*facts\.yml:\d+ conflict-began: the text has 2 sentences; write one sentence/);
    const answer = shown(await scene.member.command('when', { event: 'fact:conflict-began' }));
    expect(words(answer)).toContain(BEGAN);
    expect(scene.logged.filter(({ level }) => Number(level) >= 50)).toHaveLength(1);
  });

  test('sharing an earlier brief with a withdrawn fact posts nothing, and the asker is told', async () => {
    const { scene, edit } = await openOnCopy();
    const { member, moderator } = scene;
    const brief = shown(await member.command('brief'));
    await edit(
      '- id: more-strikes-announced\n',
      '- id: more-strikes-announced\n  status: retracted\n  status_note: The source took it back.\n',
    );
    await logs(scene, /^Facts reloaded: 1 changed/);
    expect(words(shown(await member.press(brief, 'Share')))).toContain('earlier version of the facts');
    expect(moderator.sees()).toEqual([]);
  });
});
