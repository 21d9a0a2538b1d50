import type { Channels, MessageRef } from '../pins/channels.ts';
import type { Done } from '../pins/refusal.ts';
import { isBareNotFound } from './refusal.ts';

/**
 * Channels for which an HTTP 404 came that did not say what is missing. A proxy may have sent it. So the channel is read again,
 * and a pin's message counts as deleted only when it is not found there.
 */
export function withFreshLook(channels: Channels): Channels {
  async function isGone({ id, channelId, sentAtMs = null }: MessageRef): Promise<boolean> {
    const found = await channels.look(channelId, sentAtMs);
    return found.ok && found.value !== null && !found.value.some(({ pinId }) => pinId === id);
  }

  async function checked<T>(message: MessageRef, request: Promise<Done<T>>): Promise<Done<T>> {
    const done = await request;
    if (done.ok || !isBareNotFound(done.refusal)) return done;
    return { ok: false, refusal: { why: (await isGone(message)) ? 'message-gone' : 'unconfirmed' } };
  }

  return {
    post: async (pin) => unconfirmed(await channels.post(pin)),
    edit: (pin, reason) => checked(pin, channels.edit(pin, reason)),
    pin: (pin, reason) => checked(pin, channels.pin(pin, reason)),
    unpin: (pin, reason) => checked(pin, channels.unpin(pin, reason)),
    remove: (pin, reason) => checked(pin, channels.remove(pin, reason)),
    find: (pin) => checked(pin, channels.find(pin)),
    recognise: (message) => checked(message, channels.recognise(message)),
    look: async (channelId, sinceMs) => unconfirmed(await channels.look(channelId, sinceMs)),
    fingerprint: (pin) => channels.fingerprint(pin),
    tell: (reply, asked, outcome, pin) => channels.tell(reply, asked, outcome, pin),
    findShared: async (share) => unconfirmed(await channels.findShared(share)),
    announce: (message, corrections) => channels.announce(message, corrections),
    correct: async (shared, reason) => unconfirmed(await channels.correct(shared, reason)),
  };
}

function unconfirmed<T>(done: Done<T>): Done<T> {
  return done.ok || !isBareNotFound(done.refusal) ? done : { ok: false, refusal: { why: 'unconfirmed' } };
}
