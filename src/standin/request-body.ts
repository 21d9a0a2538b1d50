import type { IncomingMessage } from 'node:http';
import { refusal } from './api-error.ts';
import { formError } from './form.ts';

/** Discord's limit for a whole request. */
const REQUEST_MAX_BYTES = 25 * 1024 * 1024;

export interface UploadedFile {
  readonly name: string;
  readonly filename: string;
  readonly bytes: number;
}

export interface RequestBody {
  /** The JSON, or `payload_json` of a multipart body; undefined where nothing was sent. */
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

/**
 * Reads a request to its end.
 *
 * @throws ApiError 40005 (too large; nothing beyond the limit is kept), 50109 (not JSON), 50035 (content type)
 */
export async function readBody(request: IncomingMessage, maxBytes = REQUEST_MAX_BYTES): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early must not destroy the request: its socket still has to carry the refusal.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes: Buffer = chunk;
    size += bytes.length;
    if (size <= maxBytes) chunks.push(bytes);
    // Read on and thrown away for a while: a client that is still sending would see a broken connection, not the answer.
    else chunks.length = 0;
    if (size > maxBytes * 2) break;
  }
  if (size > maxBytes) throw refusal(40005);
  if (size === 0) return { json: undefined, files: [] };
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (/^application\/json\b/i.test(type)) return { json: parseJson(raw.toString('utf8')), files: [] };
  if (/^multipart\/form-data\b/i.test(type)) return readMultipart(raw, type);
  throw formError([
    {
      path: [],
      code: 'CONTENT_TYPE_INVALID',
      message: "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
    },
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(50109);
  }
}

/** `payload_json` may stand anywhere; the client sends it last and without a content type. */
async function readMultipart(raw: Buffer<ArrayBuffer>, type: string): Promise<RequestBody> {
  let form: FormData;
  try {
    form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  } catch {
    throw formError([{ path: [], code: 'MULTIPART_INVALID', message: 'The multipart body could not be read.' }]);
  }
  const files: UploadedFile[] = [];
  let json: unknown;
  for (const [name, value] of form) {
    if (typeof value !== 'string') files.push({ name, filename: value.name, bytes: value.size });
    else if (name === 'payload_json') json = parseJson(value);
  }
  return { json, files };
}
