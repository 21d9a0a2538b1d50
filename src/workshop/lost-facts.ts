import { join } from 'node:path';
import type { Inspection } from '../knowledge/load.ts';
import type { Problem } from '../knowledge/problem.ts';
import { inspectAt } from './git-version.ts';

/**
 * The facts of an earlier commit whose ids no longer exist, so that buttons, pins and links with these ids lead nowhere.
 *
 * @param ref - a commit, branch or tag
 * @throws SitrepError `USAGE` as `inspectAt`
 */
export async function findLost({ dossier }: Inspection, ref: string): Promise<readonly Problem[]> {
  // A file that cannot be read would make all its facts look lost; another problem already reports that file.
  if (dossier.facts === null) return [];
  const before = await inspectAt(dossier.folder, ref);
  const idsOf = (items: readonly { readonly id: string | null }[]) => new Set(items.map(({ id }) => id));
  const [held, retired] = [idsOf(dossier.facts), idsOf(dossier.retired)];
  const drafts = idsOf(dossier.drafts.map(({ item }) => item));
  const lost = (before?.dossier.facts ?? []).filter(({ id }) => id !== null && !held.has(id) && !retired.has(id));
  return lost.map(({ id }) => ({
    file: join(dossier.folder, 'facts.yml'),
    line: null,
    id,
    message: drafts.has(id)
      ? `was served in ${ref} and is a draft now`
      : `was served in ${ref} and is not here any more`,
    remedy: 'put the fact back, or its id into retired.yml with the reason and the fact that took its place',
  }));
}
