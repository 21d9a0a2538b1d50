/**
 * Measures the search and prints what it measured: `npm run bench:search`, or `npm run bench:search -- PART …` for some parts.
 * Each part is a file beside this one.
 */

import { runAbstain } from './abstain.ts';
import { runPeers } from './peers.ts';
import { runQuality } from './quality.ts';
import { runSpeed } from './speed.ts';

const PARTS: ReadonlyMap<string, (options: readonly string[]) => void | Promise<void>> = new Map([
  ['quality', runQuality],
  ['abstain', runAbstain],
  ['speed', runSpeed],
  ['peers', runPeers],
]);

const options = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => !PARTS.has(name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${[...PARTS.keys()].join(', ')}; none given: all.`);
  process.exit(2);
}
for (const [name, run] of PARTS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name} ==`);
  await run(options);
}
