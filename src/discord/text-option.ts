import { type APIApplicationCommandStringOption, ApplicationCommandOptionType } from 'discord.js';
import { OPTION_TEXT_MAX_CHARS } from '../views/limits.ts';

/** A free-text option with live suggestions. It accepts whatever is typed: a suggestion, its label, or any other text. */
export function textOption(name: string, description: string, required: boolean): APIApplicationCommandStringOption {
  return {
    type: ApplicationCommandOptionType.String,
    name,
    description,
    required,
    autocomplete: true,
    max_length: OPTION_TEXT_MAX_CHARS,
  };
}
