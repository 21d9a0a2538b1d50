/** Rules of entities.yml: most importantly, each name leads to one entity or is listed as shared. */

import { fold } from '../../model/text.ts';
import type { Dossier, EntityItem } from '../dossier.ts';
import type { Place, Report } from '../problem.ts';
import { nameKey } from '../wording.ts';
import { checkReferences, checkUnique, type Known } from './references.ts';

export function checkEntities({ entities, sharedAliases }: Dossier, entityIds: Known, report: Report): void {
  checkUnique('entity', entities, report);
  const shared = checkSharedAliases(sharedAliases, entityIds, report);
  checkNames(entities ?? [], shared, report);
  for (const entity of entities ?? []) {
    for (const role of entity.roles) {
      if (role.value.cites?.length === 0) {
        report(
          role.place(),
          `the role "${role.value.title ?? ''}" cites nothing`,
          'add the passage that gives the role, or remove it',
        );
      }
    }
  }
}

/** Folded name → the entities that share it. */
type Shared = ReadonlyMap<string, ReadonlySet<string>>;

function checkSharedAliases(sharedAliases: Dossier['sharedAliases'], entityIds: Known, report: Report): Shared {
  const shared = new Map<string, ReadonlySet<string>>();
  for (const item of sharedAliases) {
    const { alias, entities } = item.value;
    checkReferences({ item, key: 'entities' }, entities, entityIds, report);
    if (entities !== undefined && new Set(entities).size < 2) {
      const remedy = 'name two entities or more, or make it an alias of the one';
      report(item.place('entities'), `the shared alias "${alias ?? ''}" names fewer than two entities`, remedy);
    }
    if (alias === undefined) continue;
    if (!/[\p{L}\p{N}]/u.test(alias)) {
      report(
        item.place('alias'),
        `the shared alias "${alias}" holds no letter or digit`,
        'write a name that people type',
      );
    }
    const key = nameKey(alias);
    if (shared.has(key))
      report(item.place('alias'), `the shared alias "${alias}" is listed twice`, 'join the two entries');
    else shared.set(key, new Set(entities));
  }
  return shared;
}

function checkNames(entities: readonly EntityItem[], shared: Shared, report: Report): void {
  const owners = new Map<string, { readonly id: string; readonly place: Place }>();
  for (const entity of entities) {
    const { id } = entity;
    const own = new Set<string>();
    for (const [i, name] of [entity.value.name, ...(entity.value.aliases ?? [])].entries()) {
      if (name === undefined) continue;
      const place = i === 0 ? entity.place('name') : entity.place('aliases', i - 1);
      const what = i === 0 ? 'the name' : 'the alias';
      if (own.has(fold(name))) report(place, `${what} "${name}" is listed twice`, 'remove one of the two');
      own.add(fold(name));
      if (id === null) continue;

      const key = nameKey(name);
      const sharers = shared.get(key);
      if (sharers !== undefined) {
        if (sharers.has(id)) continue;
        const remedy = `add ${id} to that shared alias, or remove the name here`;
        report(place, `${what} "${name}" is a shared alias of ${[...sharers].join(', ')} only`, remedy);
        continue;
      }
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, { id, place });
      else if (owner.id !== id) {
        const remedy = `remove it from one of the two, or add it to shared_aliases with [${owner.id}, ${id}]`;
        report(place, `${what} "${name}" already leads to ${owner.id} (line ${owner.place.line})`, remedy);
      }
    }
  }
}

/** Every name, alias and role title by which a text can name an entity; for persons, also the last word of the name. */
export function namesByEntity({ entities, sharedAliases }: Dossier): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const entity of entities ?? [])
    if (entity.id !== null) {
      // An id that is used twice has been reported already; the names of both items are checked.
      names.set(entity.id, [...(names.get(entity.id) ?? []), ...ownNames(entity)]);
    }
  for (const { value } of sharedAliases) {
    for (const id of value.entities ?? []) if (value.alias !== undefined) names.get(id)?.push(value.alias);
  }
  return names;
}

function ownNames({ value, roles }: EntityItem): string[] {
  const family = value.kind === 'person' ? value.name?.split(' ').at(-1) : undefined;
  const titles = roles.map((role) => role.value.title);
  return [value.name, family, ...(value.aliases ?? []), ...titles].filter((name) => name !== undefined);
}
