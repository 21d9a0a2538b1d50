import pino from 'pino';
import { z } from 'zod';
import type { IndexDoc } from '../ask/text-corpus.ts';
import { createTextSearch, encodedText, type TextSearch } from '../ask/text-search.ts';
import { type Encoder, openEncoder } from '../encoder/encoder.ts';
import { encoderSetting } from '../encoder/settings.ts';
import { openVectorCache } from '../encoder/vector-cache.ts';
import { english } from '../language/english.ts';
import { type CliIo, type Run, readArgs, writeJsonLine } from './io.ts';
import { linesOf } from './lines.ts';

const Doc = z.object({
  id: z.string(),
  text: z.string(),
  title: z.string().nullish(),
  group: z.string().nullish(),
});
const Request = z.discriminatedUnion('op', [
  z.object({ op: z.literal('index'), docs: z.array(Doc) }),
  z.object({ op: z.literal('search'), q: z.string(), k: z.int().min(0).max(1_000_000).default(10) }),
]);

const USAGE = `npm run -s rank -- [--encoder on|off|FOLDER] < requests.jsonl
One request a line: {"op":"index","docs":[{"id","text","title"?,"group"?}]}, then {"op":"search","q","k"?}.
One answer a line, in order: {"ok":true}, or {"hits":[{"id","score"}],"confidence"} with a higher score better.
The encoder is off unless asked for.`;

/** `rank`: searches any texts without a situation; one JSON answer per line of input, in the same order. */
export const run: Run = async (args, io) => {
  const parsed = readArgs(args, { usage: USAGE, options: { encoder: { type: 'string', default: 'off' } } }, io);
  if (parsed === null) return 0;
  const { values } = parsed;
  const folder = encoderSetting(values.encoder);
  const encoder =
    folder === undefined ? null : openEncoder({ folder, log: pino({ level: 'warn' }, pino.destination(2)) });
  try {
    return await answerRequests(encoder, io);
  } finally {
    await encoder?.stop();
  }
};

async function answerRequests(encoder: Encoder | null, io: CliIo): Promise<number> {
  let engine: TextSearch | null = null;
  let failures = 0;
  let line = 0;
  for await (const text of linesOf(io.stdin)) {
    line += 1;
    if (text.trim() === '') continue;
    try {
      const request = Request.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
      if (request.op === 'index') {
        engine = await openSearch(request.docs.map(withoutMissing), encoder);
        writeJsonLine(io.stdout, { ok: true });
      } else if (engine === null) {
        throw new Error('expected {"op":"index"} before the first search');
      } else {
        writeJsonLine(io.stdout, await engine.search(request.q, request.k));
      }
    } catch (error) {
      failures += 1;
      writeJsonLine(io.stdout, { error: `line ${line}: ${describe(error)}` });
    }
  }
  return failures > 0 ? 1 : 0;
}

async function openSearch(docs: readonly IndexDoc[], encoder: Encoder | null): Promise<TextSearch> {
  if (encoder === null) return createTextSearch(docs, { language: english });
  const log = pino({ level: 'silent' });
  const cache = openVectorCache({ encoder, folder: undefined, situation: 'rank', log });
  const encoded = await cache.encodeFacts({ texts: docs.map(encodedText) });
  return createTextSearch(docs, { language: english, encoder: { cache, encoded } });
}

function withoutMissing({ id, text, title, group }: z.infer<typeof Doc>) {
  return { id, text, ...(title == null ? {} : { title }), ...(group == null ? {} : { group }) };
}

function describe(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`)
      .join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}
