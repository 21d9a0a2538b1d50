import { createSitrep } from '../sitrep.ts';
import { plainBrief } from '../views/present-brief.ts';
import { type Run, readArgs } from './io.ts';
import { openSituation } from './situation.ts';

const USAGE = 'npm run -s brief -- [--situation NAME] [--knowledge DIR] ["topic, person, group or place"]';

/** `brief`: the state of play as plain text; exit code 1 where there is none on the subject. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(
    args,
    {
      situation: { type: 'string' },
      knowledge: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    USAGE,
    true,
  );
  if (values.help) {
    io.stderr.write(`Usage: ${USAGE}\n`);
    return 0;
  }
  const { knowledge, asOfMs } = await openSituation(values, io);
  const brief = createSitrep(knowledge).brief(positionals.join(' '));
  if (brief === undefined) {
    io.stderr.write(`sitrep: there is no brief on ${JSON.stringify(positionals.join(' '))}; name one subject\n`);
    return 1;
  }
  io.stdout.write(`${plainBrief(brief, knowledge, asOfMs)}\n`);
  return 0;
};
