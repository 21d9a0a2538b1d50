/** Gateway intents, platform reference §1.9. */
export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

/** Bits 0–16, 20, 21, 24 and 25 exist. */
const KNOWN = 0x1ffff | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);
/** This application has none of them switched on. */
const PRIVILEGED = INTENT.guildMembers | INTENT.guildPresences | INTENT.messageContent;

/** The close code with which Discord refuses the intents; null where they are fine. */
export function refusedIntents(intents: unknown): 4013 | 4014 | null {
  if (typeof intents !== 'number' || !Number.isInteger(intents) || intents < 0 || (intents & ~KNOWN) !== 0) return 4013;
  return (intents & PRIVILEGED) === 0 ? null : 4014;
}
