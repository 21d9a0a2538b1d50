import type { Channels, FoundMessage, MessageRef, RecognisedMessage } from '../../src/pins/channels.ts';
import type { Pin, PinAsk, SharedAnswer } from '../../src/pins/pin.ts';
import type { Done, Refusal } from '../../src/pins/refusal.ts';
import type { PinOutcome } from '../../src/pins/requests.ts';

export interface FakeMessage {
  readonly id: string;
  readonly channelId: string;
  readonly pinId: Pin['id'];
  readonly nonce: string;
  readonly sentAtMs: number;
  shows: string;
  pinned: boolean;
}

/** What goes wrong with one request: its answer is lost before or after it is carried out, or the process is killed then. */
export type Fault = 'lost' | 'done-but-lost' | 'killed' | 'done-but-killed';

/** A small Discord for the rules of pins: channels with messages, nonces that are remembered for minutes, a limit of pins. */
export interface FakeChannels extends Channels {
  readonly messages: Map<string, FakeMessage>;
  readonly told: { readonly token: string; readonly asked: PinAsk; readonly outcome: PinOutcome }[];
  readonly corrected: SharedAnswer[];
  readonly announced: { readonly messageId: string; readonly corrections: readonly string[] }[];
  /** Layouts of the answers that were posted. */
  readonly posted: Set<string>;
  /** The requests so far, by name. */
  readonly requests: string[];
  /** For the audit log. */
  readonly reasons: string[];
  /** Resolves when a fault has ended the process. */
  readonly killed: Promise<void>;
  unreadable: boolean;
  /** What is recognised in any message. */
  recognised: Pick<RecognisedMessage, 'title' | 'facts'>;
  refusal: ((request: string) => Refusal | undefined) | undefined;
}

const NONCE_MEMORY_MS = 3 * 60_000;

/** @param faultOf - asked before each request */
export function fakeChannels(
  now: () => number,
  messages = new Map<string, FakeMessage>(),
  faultOf: (request: string) => Fault | undefined = () => undefined,
  pinLimit = 50,
): FakeChannels {
  const { promise: killed, resolve: kill } = Promise.withResolvers<void>();
  const fingerprint = (pin: Pin) => JSON.stringify([pin.content, pin.updatedAtMs]);
  const of = ({ messageId }: MessageRef) => messages.get(messageId ?? '');

  async function request<T>(name: string, carryOut: () => T | Refusal): Promise<Done<T>> {
    fake.requests.push(name);
    await Promise.resolve();
    const fault = faultOf(name);
    const die = () => {
      kill();
      return new Promise<never>(() => undefined);
    };
    if (fault === 'killed') return die();
    if (fault === 'lost') return { ok: false, refusal: { why: 'unconfirmed' } };
    const result = fake.refusal?.(name) ?? carryOut();
    if (fault === 'done-but-killed') return die();
    if (fault === 'done-but-lost') return { ok: false, refusal: { why: 'unconfirmed' } };
    return isRefusal(result) ? { ok: false, refusal: result } : { ok: true, value: result };
  }
  const gone: Refusal = { why: 'message-gone' };
  const full: Refusal = { why: 'pins-full' };
  const change = (
    name: string,
    pin: MessageRef,
    reason: string,
    work: (message: FakeMessage) => Refusal | undefined,
  ): Promise<Done<undefined>> =>
    request<undefined>(name, () => {
      fake.reasons.push(reason);
      const message = of(pin);
      return message === undefined ? gone : work(message);
    });

  const fake: FakeChannels = {
    messages,
    told: [],
    corrected: [],
    announced: [],
    posted: new Set(),
    requests: [],
    reasons: [],
    killed,
    unreadable: false,
    recognised: { title: '', facts: [] },
    refusal: undefined,
    fingerprint,
    post: (pin) =>
      request('post', () => {
        const known = [...messages.values()].find(
          ({ nonce, sentAtMs }) => nonce === pin.nonce && now() - sentAtMs < NONCE_MEMORY_MS,
        );
        if (known !== undefined) return known.id;
        const id = `m${messages.size}-${pin.id}-${now()}`;
        const { channelId, nonce } = pin;
        messages.set(id, {
          id,
          channelId,
          pinId: pin.id,
          nonce,
          sentAtMs: now(),
          shows: fingerprint(pin),
          pinned: false,
        });
        return id;
      }),
    edit: (pin, reason) =>
      change('edit', pin, reason, (message) => {
        message.shows = fingerprint(pin);
        return undefined;
      }),
    pin: (pin, reason) =>
      change('pin', pin, reason, (message) => {
        const taken = [...messages.values()].filter(({ channelId, pinned }) => channelId === pin.channelId && pinned);
        if (!message.pinned && taken.length >= pinLimit) return full;
        message.pinned = true;
        return undefined;
      }),
    unpin: (pin, reason) =>
      change('unpin', pin, reason, (message) => {
        message.pinned = false;
        return undefined;
      }),
    remove: (pin, reason) =>
      change('remove', pin, reason, ({ id }) => {
        messages.delete(id);
        return undefined;
      }),
    find: (pin) =>
      request('find', () => {
        const message = of(pin);
        return message === undefined ? gone : { pinned: message.pinned };
      }),
    recognise: (message) =>
      request<RecognisedMessage>('recognise', () => {
        const found = of(message);
        return found === undefined
          ? gone
          : { ...fake.recognised, situation: 'test', pinId: found.pinId, pinned: found.pinned };
      }),
    look: (channelId, sinceMs) =>
      request<readonly FoundMessage[] | null>('look', () =>
        fake.unreadable
          ? ({ why: 'no-permission', permission: 'Read Message History' } as const)
          : [...messages.values()].flatMap((message): FoundMessage[] =>
              message.channelId === channelId && (message.pinned || (sinceMs !== null && message.sentAtMs >= sinceMs))
                ? [{ messageId: message.id, pinId: message.pinId, pinned: message.pinned }]
                : [],
            ),
      ),
    async tell({ token }, asked, outcome) {
      fake.told.push({ token, asked, outcome });
    },
    findShared: ({ layout, atMs }) =>
      request('find-shared', () => (fake.posted.has(layout) && now() >= atMs ? `message of ${layout}` : null)),
    announce: async ({ messageId }, corrections) => {
      fake.announced.push({ messageId, corrections: corrections.map(({ text }) => text) });
      return { ok: true, value: undefined };
    },
    async correct(shared) {
      const refusal = fake.refusal?.('correct');
      if (refusal !== undefined) return { ok: false, refusal };
      fake.corrected.push(shared);
      return { ok: true, value: undefined };
    },
  };
  return fake;
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'why' in value && !Array.isArray(value);
