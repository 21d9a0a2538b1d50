// @ts-check
/** Requests to the page's server. */

/** @import { Checked, DeskState, Entry, EntryKind } from '../desk.ts' */
/** @import { Asked, GapVerdict, GapView } from '../server.ts' */

/** The server refused a request or could not be reached; the message can be shown to a person. */
export class ApiError extends Error {}

/** Somebody else has changed the entry. */
export class Conflict extends ApiError {
  /**
   * @param {string} message
   * @param {Entry | null} current - null where it is gone
   */
  constructor(message, current) {
    super(message);
    this.current = current;
  }
}

/** @typedef {{readonly kind: EntryKind, readonly key: string, readonly changes: Record<string, unknown>}} Change */

/**
 * @param {string} path
 * @param {unknown} [body] - undefined for GET
 * @returns {Promise<unknown>}
 * @throws {ApiError}
 */
async function request(path, body) {
  /** @type {Response} */
  let response;
  try {
    const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    response = await fetch(path, body === undefined ? {} : post);
  } catch (cause) {
    throw new ApiError(
      'The page’s server cannot be reached. Is “npm run curate” still running? Nothing that you typed is lost.',
      {
        cause,
      },
    );
  }
  if (response.status === 204) return undefined;
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const message = String(answer.error ?? `status ${response.status}`);
  throw response.status === 409 ? new Conflict(message, answer.current ?? null) : new ApiError(message);
}

/** @returns {Promise<DeskState>} */
export const fetchState = async () => /** @type {DeskState} */ (await request('/api/state'));

/**
 * @param {Change} change
 * @returns {Promise<Checked>}
 */
export const check = async (change) => /** @type {Checked} */ (await request('/api/check', change));

/** @param {Change & {readonly version: string, readonly accept: boolean}} change */
export const save = async (change) => void (await request('/api/save', change));

/** @param {{readonly kind: EntryKind, readonly key: string, readonly version: string}} entry */
export const discard = async (entry) => void (await request('/api/discard', entry));

/**
 * @param {EntryKind} kind
 * @param {string} id
 * @param {Record<string, unknown>} values
 * @returns {Promise<string>} the key of the new draft
 */
export async function add(kind, id, values) {
  return /** @type {{key: string}} */ (await request('/api/add', { kind, id, values })).key;
}

/**
 * @param {string} question
 * @returns {Promise<Asked>}
 */
export const ask = async (question) => /** @type {Asked} */ (await request('/api/ask', { question }));

/** @returns {Promise<readonly GapView[]>} */
export const fetchGaps = async () => /** @type {readonly GapView[]} */ (await request('/api/gaps'));

/**
 * @param {readonly string[]} ids
 * @param {GapVerdict} verdict
 */
export const settle = async (ids, verdict) => void (await request('/api/settle', { ids, verdict }));
