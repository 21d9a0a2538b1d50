import { pino } from 'pino';
import { type Encoder, openEncoder } from '../../src/encoder/encoder.ts';
import { encoderSetting } from '../../src/encoder/settings.ts';
import { openVectorCache } from '../../src/encoder/vector-cache.ts';
import type { KnowledgeBase } from '../../src/model/knowledge.ts';
import { createSitrep, type Sitrep, type SitrepOptions } from '../../src/sitrep.ts';

const log = pino({ level: 'silent' });

/** Sitrep's own encoder, in the process of its own that it always has. Stop it when the tests are over. */
export const openOwnEncoder = (): Encoder => openEncoder({ folder: encoderSetting('on') ?? '', log });

/** An engine that waits for every vector, so that its answers are the same however busy the machine is. */
export async function engineWith(
  encoder: Encoder,
  knowledge: KnowledgeBase,
  options: Pick<SitrepOptions, 'weights'> = {},
): Promise<Sitrep> {
  const vectors = openVectorCache({ encoder, folder: undefined, situation: knowledge.name, log });
  const sitrep = createSitrep(knowledge, { ...options, vectors, log, patienceMs: Number.POSITIVE_INFINITY });
  await sitrep.ready();
  return sitrep;
}
