/**
 * Which part of a message asks. People tell before they ask ("My neighbour says that X has joined. Is he right?") and explain
 * after it ("who is X? never heard of him"): the sentence that asks is read, the others only where it says nothing itself.
 */

/** A full stop behind fewer letters, or behind one of these, is that of an abbreviation ("U.S.", "Gen."). */
const SENTENCE_END =
  /(?<=[?!])\s+|(?<=[\p{L}\p{N}]{3}\.)(?<!\b(?:gen|sen|gov|rep|col|sgt|adm|sec|min|pres|prof|mrs|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\.)\s+|\s*\n\s*/iu;

const ASKS =
  /^(?:(?:and|but|so|ok|okay|now|then|in|on|at|by|to|from|for|with|about)\s+)*(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|am|any|tell|explain|give|show|list|name)\b/i;

/** Whether what was said before is so: the sentence has nothing else to say. */
const IS_IT_SO =
  /^(?:(?:so|but|and|now)\s+)*(?:(?:is|was|are|were)\s+(?:(?:t?his|that|it|he|she|they|this)\s+)?(?:really\s+|actually\s+|even\s+)*(?:right|true|correct|so|the case|wrong|accurate|real|a fact)|right|true|correct|really|true or false|(?:can|could) (?:that|this|it) be(?: true)?)\s*\?*$/i;

/** Words that only point at what was said before. */
const ONLY_POINTS =
  /^(?:who|whom|whose|what|when|where|why|how|which|many|much|is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|be|been|it|he|she|they|them|him|her|this|that|there|the|a|an|one|really|exactly|actually|true|then|so|and|but|come|of|for|about|to|in|on|at|by|from|with|happened|happen|said|say|know|anyone|anybody|someone|you|me|us|tell|please|truth|correct|number|answer|long|old|far|often|happening|did|not|ok|okay)$/i;

const SENTENCES_MAX = 12;

/** What Discord puts into a message: mentions, emoji, links. The text of a link is what was written. */
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/\[([^\]\n]{1,200})\]\(\s*<?https?:[^)\s]*\)/g, '$1'],
  [
    /<(?:@[!&]?|#|a?:\w{1,40}:|t:)\d{1,20}(?::\w)?>|<\/[\w -]{1,70}:\d{1,20}>|@(?:everyone|here)\b|<?https?:\/\/\S+/g,
    ' ',
  ],
];

function withoutMarkup(typed: string): string {
  if (!/[<@[]|:\/\//.test(typed)) return typed;
  const plain = MARKUP.reduce((text, [pattern, instead]) => text.replace(pattern, instead), typed).trim();
  return plain === '' ? typed : plain;
}

/** Clauses in which people excuse themselves before they ask: "hey all, just catching up after work, did X …?" */
const PREAMBLE =
  /^(?:hey|hi|hello|yo|so|ok|okay|sorry|just|well|um|hmm|i|i'?m|i'?ve|im|ive|been|was|quick|dumb|stupid|maybe|late|new|excuse|good|morning|afternoon|evening|long|first|forgive|apologies|thanks|please|pls|lol|mods?|guys|folks|everyone|all)\b/i;
/** A clause that refers to somebody named before it needs that part. */
const REFERS = /\b(?:he|him|his|she|her|hers|they|them|their|theirs|it|its|that|this|those|these)\b/i;

/** What is not meant, said before the question: "besides X and Y, who …". */
const EXCEPTED =
  /^((?:besides|except(?: for)?|apart from|aside from|other than|in addition to)\s[^,]+),\s*(.+?)(\?*)$/i;

function withoutPreamble(sentence: string): string {
  const [, excepted, question, mark] = EXCEPTED.exec(sentence.trim()) ?? [];
  if (excepted !== undefined && question !== undefined && ASKS.test(question)) return `${question} ${excepted}${mark}`;
  const clauses = sentence.split(/\s*[,;:\u2013\u2014]\s*|\s+-\s+/u);
  const first = clauses.findIndex((clause) => ASKS.test(clause) && /\s\S+\s\S/.test(clause));
  if (first < 1 || !clauses.slice(0, first).every((clause) => PREAMBLE.test(clause))) return sentence;
  const rest = clauses.slice(first).join(', ');
  return REFERS.test(clauses[first] ?? '') ? sentence : rest;
}

/**
 * @param typed - any text at all
 * @returns what is to be read as the question: the whole message where it is one sentence or none of its sentences asks; where what
 *          asks only points at what was said before it, that follows behind it
 */
export function askingPart(typed: string): string {
  const message = withoutMarkup(typed);
  if (!/[?!.\n]\s*\S/u.test(message)) return withoutPreamble(message);
  const sentences = message
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  if (sentences.length < 2 || sentences.length > SENTENCES_MAX) return message;
  const marked = sentences.filter((sentence) => sentence.endsWith('?'));
  const asking = (marked.length > 0 ? marked : sentences).filter(
    (sentence) => ASKS.test(sentence) || marked.length > 0,
  );
  // Several questions in one message are read as one: a fact that meets most of them is what is wanted.
  if (asking.length === 0 || asking.length > 2) return message;
  const rest = sentences.filter((sentence) => !asking.includes(sentence));
  const own = asking.filter((sentence) => !IS_IT_SO.test(sentence));
  const said = rest.at(-1) ?? '';
  if (own.length === 0) return `is it true that ${said || message}`;
  const onlyPoints = own.every((sentence) =>
    (sentence.match(/[\p{L}\p{N}']+/gu) ?? []).every((word) => ONLY_POINTS.test(word)),
  );
  return onlyPoints && said !== '' ? [...own, said].join(' ') : own.map(withoutPreamble).join(' ');
}
