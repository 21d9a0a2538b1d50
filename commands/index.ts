import type { Command, MessageCommand } from '../src/discord/command.ts';
import { ask } from './ask.ts';
import { brief } from './brief.ts';
import { checkFacts } from './check-facts.ts';
import { facts } from './facts.ts';
import { help } from './help.ts';
import { inbox } from './inbox.ts';
import { pin } from './pin.ts';
import { pinThis } from './pin-this.ts';
import { pins } from './pins.ts';
import { privacy } from './privacy.ts';
import { settings } from './settings.ts';
import { sources } from './sources.ts';
import { status } from './status.ts';
import { when } from './when.ts';
import { who } from './who.ts';

/** The commands that a Discord user can type, in the order in which users see them. */
export const commands: readonly Command[] = [
  ...[facts, who, when, ask, brief, sources, help, privacy],
  ...[pin, pins, inbox, settings, status],
];

/** The commands that a Discord user can choose in the menu "Apps" of a message. */
export const messageCommands: readonly MessageCommand[] = [checkFacts, pinThis];
