/** A process of its own for a test that ends it: opens the encoder, keeps it busy, and prints the encoder's process id. */

import { writeSync } from 'node:fs';
import { opened } from './stage.ts';

const { encoder, pid } = opened();
await encoder.ready();
const work = encoder.encode(
  Array.from({ length: 2_000 }, (_, number) => `fact number ${number}`),
  'fact',
);
await encoder.encode(['busy?'], 'question');
writeSync(1, `${pid()}\n`);
await work;
