/** Why a request about a message in a channel did not succeed. */
export type Refusal =
  /** The message, the channel, or the bot's place in the server is no longer there. */
  | { readonly why: 'message-gone' | 'channel-gone' | 'server-gone' }
  /** The bot lacks a permission; `permission` is its name in Discord's settings, or `null` where Discord does not name it. */
  | { readonly why: 'no-permission'; readonly permission: string | null }
  /** The channel has no room for another pin. */
  | { readonly why: 'pins-full' }
  /** The thread is archived or locked, or this kind of channel holds no pins or messages. */
  | { readonly why: 'archived' | 'wrong-channel' }
  /** The pin's situation is not served. */
  | { readonly why: 'not-served' }
  /** Another process serves newer facts than this one. */
  | { readonly why: 'behind' }
  /** It is not known whether the request was carried out: no answer, a server error, a limit that lasts long. */
  | { readonly why: 'unconfirmed' }
  /** Discord refused for another reason, which is in the log. `code`: `null` where it is no longer known. */
  | { readonly why: 'refused'; readonly code: number | null };

export type Done<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };
