import type { Run } from './io.ts';

export const run: Run = async (_args, io) => {
  io.stderr.write('sitrep ask: not built yet\n');
  return 1;
};
