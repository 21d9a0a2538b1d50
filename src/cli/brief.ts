import { createSitrep } from '../sitrep.ts';
import { plainBrief } from '../views/present-brief.ts';
import { type Run, readArgs, SITUATION_OPTIONS } from './io.ts';
import { openSituation } from './situation.ts';

const USAGE = 'npm run -s brief -- [--situation NAME] [--knowledge DIR] ["topic, person, group or place"]';

/** `brief`: the state of play as plain text; exit code 1 where there is no fact on the subject. */
export const run: Run = async (args, io) => {
  const parsed = readArgs(
    args,
    {
      usage: USAGE,
      positionals: true,
      options: {
        ...SITUATION_OPTIONS,
      },
    },
    io,
  );
  if (parsed === null) return 0;
  const { values, positionals } = parsed;
  const { knowledge, asOfMs } = await openSituation(values, io);
  const brief = createSitrep(knowledge).brief(positionals.join(' '));
  if (brief === undefined) {
    io.stderr.write(`sitrep: there is no brief on ${JSON.stringify(positionals.join(' '))}; name one subject\n`);
    return 1;
  }
  io.stdout.write(`${plainBrief(brief, knowledge, asOfMs)}\n`);
  return 0;
};
