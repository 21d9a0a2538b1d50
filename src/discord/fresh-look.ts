import type { Channels, Done } from '../pins/channels.ts';
import type { Pin } from '../pins/pin.ts';
import { isBareNotFound } from './refusal.ts';

/**
 * Channels in which an HTTP 404 that does not say what is missing is no answer yet: a proxy may have given it. Where it is about a
 * pin's message, the channel is looked at afresh, and only when the message is not found there it is gone.
 */
export function withFreshLook(channels: Channels): Channels {
  const { look } = channels;

  async function isGone({ id, channelId, sentAtMs }: Pin): Promise<boolean> {
    const found = await look(channelId, sentAtMs);
    return found.ok && found.value !== null && !found.value.some(({ pinId }) => pinId === id);
  }

  async function checked<T>(pin: Pin, request: Promise<Done<T>>): Promise<Done<T>> {
    const done = await request;
    if (done.ok || !isBareNotFound(done.refusal)) return done;
    return { ok: false, refusal: { why: (await isGone(pin)) ? 'message-gone' : 'unconfirmed' } };
  }

  return {
    ...channels,
    post: async (pin) => unconfirmed(await channels.post(pin)),
    edit: (pin, reason) => checked(pin, channels.edit(pin, reason)),
    pin: (pin, reason) => checked(pin, channels.pin(pin, reason)),
    unpin: (pin, reason) => checked(pin, channels.unpin(pin, reason)),
    remove: (pin, reason) => checked(pin, channels.remove(pin, reason)),
    find: (pin) => checked(pin, channels.find(pin)),
    look: async (channelId, sinceMs) => unconfirmed(await look(channelId, sinceMs)),
    findShared: async (share) => unconfirmed(await channels.findShared(share)),
    correct: async (shared, reason) => unconfirmed(await channels.correct(shared, reason)),
  };
}

function unconfirmed<T>(done: Done<T>): Done<T> {
  return done.ok || !isBareNotFound(done.refusal) ? done : { ok: false, refusal: { why: 'unconfirmed' } };
}
