/** A problem in a situation's files: what is wrong, where, and what to do. It is written for the person who edits the file. */

import { SitrepError } from '../errors.ts';

/** The place of a problem. */
export interface Place {
  /** Path as the caller gave the folder: `knowledge/us-iran-strikes/facts.yml`. */
  readonly file: string;
  /** From 1; null when the problem concerns the whole file or folder. */
  readonly line: number | null;
  /** Id of the fact, entity, source or topic concerned, where it has one. */
  readonly id: string | null;
  /** The keys and list positions that lead to the value from the top of the file, where it is known. */
  readonly path?: readonly (string | number)[];
}

export interface Problem extends Place {
  /** What is wrong, without a full stop. */
  readonly message: string;
  /** What to do about it, without a full stop. */
  readonly remedy: string;
}

/** Rules call this and continue, so that a run finds every problem. */
export type Report = (place: Place, message: string, remedy: string) => void;

/** `knowledge/us-iran-strikes/facts.yml:12 conflict-began: topic "conflct" is not in situation.yml; did you mean "conflict"?` */
export function formatProblem({ file, line, id, message, remedy }: Problem): string {
  return `${file}${line === null ? '' : `:${line}`}${id === null ? '' : ` ${id}`}: ${message}; ${remedy}`;
}

/** A situation that cannot be used: the folder is not there (`KNOWLEDGE_MISSING`) or something in it is wrong (`KNOWLEDGE_INVALID`). */
export class KnowledgeError extends SitrepError {
  /** The problems, in the order of files and lines; never empty. */
  readonly problems: readonly Problem[];

  constructor(code: 'KNOWLEDGE_MISSING' | 'KNOWLEDGE_INVALID', problems: readonly Problem[]) {
    super(code, problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/** Shows a value of a file inside a message: short, quoted, on one line. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
  if (typeof value === 'number') return `the number ${value}`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a group of keys';
  return String(value);
}
