import type { Commands } from './commands.ts';
import { ActionError } from './option-values.ts';
import { holds, PERMISSION, permissionNames } from './permissions.ts';
import type { CommandJson } from './shapes.ts';
import type { Place, World } from './world.ts';

/** Which of the registered commands a person may use in a place. */
export interface UsableCommands {
  /** Those that Discord's client would offer. */
  list(as: string, where: Place): readonly CommandJson[];
  /**
   * @param wanted - what was asked for, as a refusal calls it
   * @throws ActionError 404 where there is none, 403 where it is not for this person
   */
  find(as: string, where: Place, wanted: string, fits: (command: CommandJson) => boolean): CommandJson;
}

export function createUsableCommands(world: World, commands: Commands): UsableCommands {
  const all = (where: Place) => commands.usable(where.kind === 'dm');
  /** Without the bot in the server, what the person installed for themselves is left. */
  const isThere = (as: string, where: Place, command: CommandJson) =>
    where.kind === 'dm' ||
    world.hasBot() ||
    (world.hasInstalled(as) && command.integration_types?.includes(1) === true);
  const lacks = (as: string, where: Place, { default_member_permissions: asked }: CommandJson): bigint => {
    if (where.kind === 'dm') return 0n;
    // "0" stands for administrators only.
    const asksFor = asked === '0' ? PERMISSION.administrator : BigInt(asked ?? 0);
    const needed = PERMISSION.useApplicationCommands | asksFor;
    const held = world.permissions(as, where);
    return holds(held, needed) ? 0n : needed & ~held;
  };
  const list = (as: string, where: Place) =>
    all(where).filter((command) => isThere(as, where, command) && lacks(as, where, command) === 0n);

  return {
    list,
    find(as, where, wanted, fits) {
      const mine = list(as, where);
      const found = mine.find(fits);
      if (found !== undefined) return found;
      const hidden = all(where).find(fits);
      if (hidden === undefined) {
        const names = mine.map((c) => (c.type === 1 ? `/${c.name}` : `"${c.name}"`)).join(' ') || 'none';
        throw new ActionError(404, `Expected a command among: ${names}; got "${wanted}".`);
      }
      const reason = isThere(as, where, hidden)
        ? `it needs ${permissionNames(lacks(as, where, hidden))}`
        : 'the bot is not in the server';
      throw new ActionError(403, `${as} may not use "${hidden.name}": ${reason}.`);
    },
  };
}
