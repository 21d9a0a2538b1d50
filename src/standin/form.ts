import { z } from 'zod';
import { ApiError } from './errors.ts';

/** One problem in a 50035 answer: its place in the request body, its inner code and its message. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** Code 50035 with the problems nested by path: `{embeds:{0:{title:{_errors:[…]}}}}`. */
export function formError(problems: readonly Problem[]): ApiError {
  const root: Record<string, unknown> = {};
  for (const { path, code, message } of problems) {
    let node = root;
    for (const key of path) node = child(node, String(key));
    const list = Array.isArray(node._errors) ? node._errors : [];
    list.push({ code, message });
    node._errors = list;
  }
  return new ApiError(400, 50035, 'Invalid Form Body', root);
}

function child(node: Record<string, unknown>, key: string): Record<string, unknown> {
  const found = node[key];
  if (isRecord(found)) return found;
  const made: Record<string, unknown> = {};
  // The key is set with defineProperty, because an assignment to a key such as `__proto__` from a request would be unsafe.
  Object.defineProperty(node, key, { value: made, enumerable: true, configurable: true, writable: true });
  return made;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws ApiError 50035 naming every problem; unknown keys are dropped, as Discord does */
export function parseForm<T>(schema: z.ZodType<T>, body: unknown, at: readonly PropertyKey[] = []): T {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw formError(
    parsed.error.issues.map((issue) => {
      const { code, message } = inDiscordsWords(issue);
      return { path: [...at, ...issue.path], code, message };
    }),
  );
}

const TYPE_PROBLEMS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  string: ['STRING_TYPE_CONVERT', 'Could not interpret the value as string.'],
  int: ['NUMBER_TYPE_COERCE', 'Value is not int.'],
  number: ['NUMBER_TYPE_COERCE', 'Value is not float.'],
  boolean: ['BOOLEAN_TYPE_CONVERT', 'Must be either true or false.'],
  array: ['LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType'],
  object: ['MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType'],
  record: ['DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType'],
};

function inDiscordsWords(issue: z.core.$ZodIssue): { code: string; message: string } {
  const missing = issue.input === undefined;
  switch (issue.code) {
    case 'invalid_type': {
      if (missing) return REQUIRED;
      const [code, message] = TYPE_PROBLEMS[issue.expected] ?? ['BASE_TYPE_CONVERT', issue.message];
      return { code, message };
    }
    case 'invalid_value':
      if (missing) return REQUIRED;
      return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${issue.values.map(show).join(', ')}}.` };
    case 'invalid_union':
      return missing ? REQUIRED : { code: 'UNION_TYPE_CHOICES', message: issue.message };
    case 'too_big':
      return {
        code: issue.origin === 'array' ? 'BASE_TYPE_MAX_LENGTH' : 'NUMBER_TYPE_MAX',
        message: `Value should be less than or equal to ${issue.maximum}.`,
      };
    case 'too_small':
      return {
        code: issue.origin === 'array' ? 'BASE_TYPE_MIN_LENGTH' : 'NUMBER_TYPE_MIN',
        message: `Value should be greater than or equal to ${issue.minimum}.`,
      };
    case 'custom': {
      const code: unknown = issue.params?.discord;
      return { code: typeof code === 'string' ? code : 'BASE_TYPE_INVALID', message: issue.message };
    }
    default:
      return { code: 'BASE_TYPE_INVALID', message: issue.message };
  }
}

const REQUIRED = { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
const show = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));

/** A custom issue with Discord's text, for `superRefine`. */
export function problem(code: string, message: string, path: PropertyKey[] = []) {
  return { code: 'custom' as const, message, path, params: { discord: code } };
}

/** Characters as the API counts them: code points after trimming. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text.trim()) count += 1;
  return count;
}

/** Text of `min` to `max` characters; an empty text where one is required counts as missing. */
export function text(min: number, max: number) {
  return z.string().superRefine((value, context) => {
    const length = lengthOf(value);
    if (min > 0 && length === 0) context.addIssue(problem(REQUIRED.code, REQUIRED.message));
    else if (length < min || length > max) context.addIssue(badLength(min, max));
  });
}

/** A list of `min` to `max` entries. */
export function list<T extends z.ZodType>(entry: T, min: number, max: number) {
  return z.array(entry).superRefine((value, context) => {
    if (value.length < min || value.length > max) context.addIssue(badLength(min, max));
  });
}

function badLength(min: number, max: number) {
  return min > 0
    ? problem('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`)
    : problem('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
}

export const snowflake = z.string().superRefine((value, context) => {
  if (!/^\d{1,20}$/.test(value)) context.addIssue(problem('NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`));
});
