/** Words of commands that a person is told to run. */

/** @returns the text as one word of a shell, in quotation marks where it needs them */
export const shellWord = (text: string): string =>
  /^[\w./:=@-]+$/.test(text) ? text : `"${text.replace(/["\\$`]/g, '\\$&')}"`;
