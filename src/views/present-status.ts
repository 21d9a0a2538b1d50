import type { KnowledgeBase } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import type { PinStatus } from '../pins/requests.ts';
import { type Card, text } from './card.ts';
import { bold, escapeLine, heading } from './markdown.ts';
import { titleOf } from './pin-list.ts';
import { STATUS } from './wording.ts';

export interface StatusView {
  readonly knowledge: KnowledgeBase;
  /** When this version of the facts was first served, in milliseconds since 1970. */
  readonly factsSinceMs: number;
  /** The living pins of the server. */
  readonly pins: readonly PinStatus[];
  readonly connection: {
    readonly sinceMs: number | null;
    readonly lostMs: number | null;
    readonly pingMs: number | null;
  };
}

const TITLE_MAX_CHARS = 100;
/** How many of the pins that need attention are named. */
const NAMED_MAX = 5;

/** The facts, the pins of the server and the connection, for moderators. */
export function presentStatus({ knowledge, factsSinceMs, pins, connection }: StatusView): Card {
  const { title, facts, version } = knowledge;
  const waits = pins.filter(({ pin, editDue }) => pin.state !== 'pinned' || editDue);
  const reviews = pins.filter(({ pin }) => pin.state === 'pinned' && pin.content.review !== null);
  const needing = [...new Set([...reviews, ...waits])];
  const named = needing.slice(0, NAMED_MAX).map(({ pin }) => `- ${titleOf(pin)} <#${pin.channelId}>`);
  const channels = new Set(pins.map(({ pin }) => pin.channelId)).size;
  return {
    kind: 'status',
    parts: [
      heading(STATUS.title),
      `${bold(STATUS.facts)}: ${escapeLine(clip(title, TITLE_MAX_CHARS))}\n${STATUS.version(facts.length, escapeLine(version), ago(factsSinceMs))}`,
      [
        `${bold(STATUS.pins)}: ${STATUS.pinCount(pins.length, channels)}`,
        ...(reviews.length > 0 ? [STATUS.reviews(reviews.length)] : []),
        ...(waits.length > 0 ? [STATUS.waits(waits.length)] : []),
        ...named,
      ].join('\n'),
      [
        `${bold(STATUS.connection)}: ${connection.sinceMs === null ? STATUS.down : STATUS.up(ago(connection.sinceMs))}`,
        ...(connection.pingMs === null ? [] : [STATUS.ping(connection.pingMs)]),
        ...(connection.lostMs === null ? [] : [STATUS.lost(ago(connection.lostMs))]),
      ].join('\n'),
    ].map(text),
    rows: [],
  };
}

/** A moment as Discord shows it relative to now: "2 hours ago". */
const ago = (atMs: number): string => `<t:${Math.floor(atMs / 1000)}:R>`;
