import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../src/standin/person.ts';
import type { SeenMessage } from '../../src/standin/shapes.ts';
import { BOT_WITH_PINS, buttons, shown, words } from '../wire/scene.ts';
import type { Stage } from './stage.ts';

/** Something done to a publication, one act of a person at a time. */
export interface Operation {
  readonly name: string;
  /** As SITREP_PIN_UPDATES. */
  readonly updates: 'auto' | 'ask';
  readonly pinLimit?: number;
  /** Brings the channel to where the operation begins. */
  prepare(moderator: Person, stage: Stage): Promise<void>;
  /** Yields after each act, so that it can be interrupted. */
  act(moderator: Person, stage: Stage): AsyncGenerator<void>;
  /** After the restart, wherever it was interrupted: resolves when what is in the channel works. */
  lives?(moderator: Person, stage: Stage): Promise<void>;
  /** What the moderator is told when it is done; `null` where nobody asked for it, so that it must always be completed. */
  readonly told: RegExp | null;
}

const RECORDED_WITHIN_MS = 30_000;
const TOPIC = { topic: 'conflict' };
const nothing = async () => {};

async function* pin(moderator: Person): AsyncGenerator<void> {
  const builder = shown(await moderator.command('pin brief', TOPIC));
  yield;
  shown(await moderator.press(builder, 'Post and pin'));
}

async function whole(acts: AsyncGenerator<void>): Promise<void> {
  for await (const _ of acts);
}
const prepare = (moderator: Person) => whole(pin(moderator));

async function* fromPanel(moderator: Person, ...labels: readonly string[]): AsyncGenerator<void> {
  let at = shown(await moderator.command('pins'));
  for (const label of labels) {
    yield;
    at = shown(await moderator.press(at, label));
  }
}

const thePin = (moderator: Person) => moderator.pins()[0] ?? { id: 'none', components: [] };
const asksForReview = (moderator: Person) => buttons(thePin(moderator)).includes('Review');

async function* changeFacts(moderator: Person, stage: Stage): AsyncGenerator<void> {
  const number = stage.changeFacts();
  await moderator.until(() => words(thePin(moderator)).includes(`Report ${number}`), 30_000);
}

async function* changeFactsUnderReview(moderator: Person, stage: Stage): AsyncGenerator<void> {
  stage.changeFacts();
  await moderator.until(() => asksForReview(moderator), 30_000);
}

async function underReview(moderator: Person, stage: Stage): Promise<void> {
  await prepare(moderator);
  await whole(changeFactsUnderReview(moderator, stage));
}

async function* review(moderator: Person, decision: string): AsyncGenerator<void> {
  const difference = shown(await moderator.press(thePin(moderator), 'Review'));
  yield;
  shown(await moderator.press(difference, decision));
}

const ask = (moderator: Person) => moderator.command('when', { event: 'fact:conflict-began' });
async function share(moderator: Person): Promise<void> {
  shown(await moderator.press(shown(await ask(moderator)), 'Share'));
}

/** Presses Share on the answer that was asked for before, where the button is still there. */
async function* pressShare(moderator: Person): AsyncGenerator<void> {
  const answer = moderator.sees().find((message) => buttons(message).includes('Share'));
  if (answer !== undefined) await moderator.press(answer, 'Share');
}

async function* correctShared(moderator: Person, stage: Stage): AsyncGenerator<void> {
  const number = stage.changeFacts();
  const isCorrected = () => moderator.sees().some((message) => words(message).includes(`Report ${number}`));
  await moderator.until(isCorrected, 30_000);
}

/** Sitrep is removed from the server and added again; each waits until that is recorded of the pin. */
async function* removeAndAdd(moderator: Person, stage: Stage): AsyncGenerator<void> {
  const messageIds = moderator.pins().map(({ id }) => id);
  const isRecordedAs = async (state: string) => {
    for (const until = Date.now() + RECORDED_WITHIN_MS; Date.now() < until; await sleep(20))
      if ((await statesOf(stage, messageIds)).includes(state)) return;
    throw new Error(`The pin was not recorded as ${state}.`);
  };
  stage.standin.removeBot();
  await isRecordedAs('away');
  yield;
  stage.standin.addBot(BOT_WITH_PINS);
  await isRecordedAs('pinned');
}

async function statesOf(stage: Stage, messageIds: readonly string[]): Promise<readonly string[]> {
  const pins = await stage.pins();
  return pins.flatMap(({ state, messageId }) => (messageIds.includes(String(messageId)) ? [state] : []));
}

async function findNoRoom(moderator: Person): Promise<SeenMessage> {
  const builder = shown(await moderator.command('pin brief', TOPIC));
  return shown(await moderator.press(builder, 'Post and pin'));
}
const replaceOn = (message: SeenMessage) => buttons(message).find((label) => label.startsWith('Replace'));

export const OPERATIONS: readonly Operation[] = [
  { name: 'pin', updates: 'auto', prepare: nothing, act: pin, told: /osted and pinned/ },
  { name: 'update', updates: 'auto', prepare, act: changeFacts, told: null },
  { name: 'unpin', updates: 'auto', prepare, act: (m) => fromPanel(m, 'Unpin'), told: /unpinned/i },
  { name: 'delete', updates: 'auto', prepare, act: (m) => fromPanel(m, 'Delete', 'Delete it'), told: /deleted/i },
  {
    name: 'share an answer',
    updates: 'auto',
    prepare: async (moderator) => void (await ask(moderator)),
    act: pressShare,
    // Nobody is told; whoever sees no answer presses again, and then there is one.
    async lives(moderator) {
      await whole(pressShare(moderator));
      const posted = moderator.sees().filter((message) => buttons(message).includes('Delete'));
      if (posted.length !== 1) throw new Error(`the answer was posted ${posted.length} times`);
    },
    told: /never told/,
  },
  { name: 'correct a shared answer', updates: 'auto', prepare: share, act: correctShared, told: null },
  {
    name: 'remove the bot and add it again',
    updates: 'auto',
    prepare,
    act: removeAndAdd,
    async lives(moderator, stage) {
      stage.standin.addBot(BOT_WITH_PINS);
      await whole(changeFacts(moderator, stage));
    },
    told: null,
  },
  { name: 'ask for review', updates: 'ask', prepare, act: changeFactsUnderReview, told: null },
  {
    name: 'refresh',
    updates: 'ask',
    prepare: underReview,
    act: (m) => review(m, 'Refresh'),
    told: /up to date|as last decided/,
  },
  {
    name: 'leave',
    updates: 'ask',
    prepare: underReview,
    act: (m) => review(m, 'Leave'),
    told: /stays as it is|as last decided/,
  },
  {
    name: 'pin where there is no room',
    updates: 'auto',
    pinLimit: 1,
    prepare,
    act: pin,
    told: /as many pins as Discord allows/,
  },
  {
    name: 'replace',
    updates: 'auto',
    pinLimit: 1,
    async prepare(moderator) {
      await prepare(moderator);
      await findNoRoom(moderator);
    },
    async *act(moderator) {
      const full = moderator.sees().findLast((message) => replaceOn(message) !== undefined);
      const message = full ?? (await findNoRoom(moderator));
      shown(await moderator.press(message, replaceOn(message) ?? 'Replace'));
    },
    told: /osted and pinned/,
  },
];
