/** The result of one check by `doctor`. */
export interface Finding {
  /** The thing that was checked, in one or two words: "token", "clock". */
  readonly check: string;
  /** `problem`: something does not work. `warning`: something works only in part. `note`: worth knowing. */
  readonly level: 'ok' | 'note' | 'warning' | 'problem';
  /** What was found. An error's text also says what to do. */
  readonly message: string;
  /** What to do; absent where there is nothing to do, or where the message already says it. */
  readonly remedy?: string;
}
