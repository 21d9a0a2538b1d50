import type { Generated, GeneratedAlways } from 'kysely';
import type { InboxItem } from '../model/inbox.ts';
import type { Row } from './rows.ts';

/** A table whose rows store each value as one JSON text. The database computes the other columns from it, for look-ups. */
interface ValueTable extends Row {
  readonly seq: Generated<number>;
}

/** The tables, as the newest migration leaves them. */
export interface Tables {
  readonly drafts: ValueTable & {
    readonly id: GeneratedAlways<string>;
    readonly created_at_ms: GeneratedAlways<number>;
    readonly made_by: GeneratedAlways<string>;
    readonly guild_id: GeneratedAlways<string>;
  };
  readonly pins: ValueTable & {
    readonly id: GeneratedAlways<string>;
    readonly draft_id: GeneratedAlways<string>;
    readonly guild_id: GeneratedAlways<string>;
    readonly channel_id: GeneratedAlways<string>;
    readonly state: GeneratedAlways<string>;
    readonly replies: GeneratedAlways<number>;
  };
  readonly history: ValueTable & {
    readonly pin_id: GeneratedAlways<string>;
    readonly guild_id: GeneratedAlways<string>;
    readonly channel_id: GeneratedAlways<string>;
  };
  readonly shares: ValueTable & {
    readonly id: GeneratedAlways<string>;
    readonly state: GeneratedAlways<string>;
    readonly pressed: GeneratedAlways<string | null>;
    readonly situation: GeneratedAlways<string>;
    readonly at_ms: GeneratedAlways<number>;
    readonly guild_id: GeneratedAlways<string | null>;
    readonly questions: GeneratedAlways<number>;
    readonly version: GeneratedAlways<string>;
  };
  /** Each distinct state of a fact that shared answers show, and the answers that show it. */
  readonly shown_facts: ValueTable & { readonly situation: string };
  readonly share_facts: { readonly share_seq: number; readonly shown_seq: number };
  readonly fact_versions: {
    readonly seq: Generated<number>;
    readonly situation: string;
    readonly version: string;
    readonly since_ms: number;
  };
  readonly settings: {
    readonly guild_id: string;
    readonly place_id: string;
    readonly name: string;
    readonly value: string;
  };
  readonly setting_changes: {
    readonly seq: Generated<number>;
    readonly guild_id: string;
    readonly place_id: string;
    readonly name: string;
    readonly value: string | null;
    readonly changed_by: string | null;
    readonly at_ms: number;
  };
  readonly fact_periods: {
    readonly seq: Generated<number>;
    readonly situation: string;
    readonly fact_id: string;
    readonly text: string;
    readonly status: string;
    readonly since_ms: number;
    readonly until_ms: number | null;
  };
  readonly inbox: ValueTable & {
    readonly id: GeneratedAlways<string>;
    readonly situation: GeneratedAlways<string>;
    readonly guild_id: GeneratedAlways<string | null>;
    readonly state: GeneratedAlways<InboxItem['state']>;
    readonly at_ms: GeneratedAlways<number>;
    readonly asker: GeneratedAlways<string | null>;
  };
  /** Servers that Sitrep is no longer in, and since when. */
  readonly left_servers: { readonly guild_id: string; readonly left_at_ms: number };
}
