import type { Command } from '../src/discord/command.ts';
import { privacyReply } from '../src/discord/to-curators.ts';

/** `/privacy` says what is stored about people, and has a button that deletes the data of the person who presses it. */
export const privacy: Command = {
  definition: { name: 'privacy', description: 'What Sitrep stores, and a button that deletes what concerns you' },
  run: () => privacyReply(),
};
