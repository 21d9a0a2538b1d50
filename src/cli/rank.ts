import type { Run } from './io.ts';

export const run: Run = async (_args, io) => {
  io.stderr.write('sitrep rank: not built yet\n');
  return 1;
};
