import { afterAll } from 'vitest';
import { createSitrep, type Sitrep } from '../../src/sitrep.ts';
import { flood } from '../flood.ts';
import { harbour } from '../harbour.ts';
import { engineWith, openOwnEncoder } from './engines.ts';

export type World = 'flood' | 'harbour';
export type Engines = Readonly<Record<World, Sitrep>>;

/** Two situations that have nothing in common, each asked with the encoder and without: what holds must hold in all four. */
export async function openWorlds(): Promise<readonly (readonly [how: string, engines: Engines])[]> {
  const encoder = openOwnEncoder();
  afterAll(() => encoder.stop());
  return [
    ['with the encoder', { flood: await engineWith(encoder, flood), harbour: await engineWith(encoder, harbour) }],
    ['by words alone', { flood: createSitrep(flood), harbour: createSitrep(harbour) }],
  ];
}
