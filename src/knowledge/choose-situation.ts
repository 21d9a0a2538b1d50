import { join, resolve } from 'node:path';
import { SitrepError } from '../errors.ts';
import { closest } from './closest.ts';
import { isSituation, listSituations } from './load.ts';

/** The bundled situation, which is served when the knowledge folder contains several situations and none was named. */
const BUNDLED_SITUATION = 'us-iran-strikes';

/**
 * The folder of the situation to serve.
 *
 * @param root - a folder of situations, or one situation's own folder
 * @param named - a situation in it; `undefined` stands for the only one there is, or the bundled one
 * @param otherwise - the remedy for the error message where there are several, none is named and the bundled one is not among them
 * @throws SitrepError KNOWLEDGE_MISSING that says what was expected, where, what was found, and what to do
 */
export async function chooseSituation(
  root: string,
  named: string | undefined,
  otherwise: 'refuse' | 'take the first' = 'refuse',
): Promise<string> {
  if (named === undefined && (await isSituation(root))) return root;
  const names = await listSituations(root).catch((cause: unknown): never => {
    throw new SitrepError(
      'KNOWLEDGE_MISSING',
      `Expected a folder of situations at ${resolve(root)}, and there is none. Set SITREP_KNOWLEDGE to where it is, or start Sitrep from its own folder.`,
      { cause },
    );
  });
  const isFirstTaken = names.length === 1 || (otherwise === 'take the first' && !names.includes(BUNDLED_SITUATION));
  const name = named ?? (isFirstTaken ? names[0] : undefined) ?? BUNDLED_SITUATION;
  if (name !== undefined && names.includes(name)) return join(root, name);
  const known = names.length === 0 ? 'holds none' : `holds: ${names.join(', ')}`;
  const meant = closest(name ?? '', names);
  throw new SitrepError(
    'KNOWLEDGE_MISSING',
    `Expected the situation "${name}" in ${resolve(root)}, which ${known}.${meant === undefined ? '' : ` Did you mean "${meant}"?`} Set SITREP_SITUATION and SITREP_KNOWLEDGE, or restore the folder.`,
  );
}
