import { formError } from './form.ts';

/** `limit` of a list; 50 where absent. @throws ApiError 50035 */
export function readLimit(given: string | null, max: number): number {
  if (given === null) return 50;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  const message = `int value should be between 1 and ${max}.`;
  throw formError([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message }]);
}
