import type { Command } from '../src/discord/command.ts';
import { privacyReply } from '../src/discord/to-curators.ts';

/** What is stored about the person who asks, and the button that deletes it. */
export const privacy: Command = {
  definition: { name: 'privacy', description: 'What Sitrep stores, and a button that deletes what concerns you' },
  run: () => privacyReply(),
};
