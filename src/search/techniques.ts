/**
 * The techniques of the ranking that can be switched off one by one, to see what each is worth
 * (`npm run bench:search -- ablation`). Everything is on in the bot.
 */
export interface Techniques {
  /** Forms of a word count as the word: "began" for "begin". */
  readonly stemming: boolean;
  /** A misspelt word is replaced by the nearest known one. */
  readonly correction: boolean;
  /** Words that mean the same count as the word, at less than its worth. */
  readonly synonyms: boolean;
  /** Words of the title or topic count for each of its texts. */
  readonly titles: boolean;
  /** A title of which the question has every word is what it is about. */
  readonly namedTitles: boolean;
  /** Words of the sentence before count a little. */
  readonly context: boolean;
  /** A rare word counts more than one that many texts have. */
  readonly rarity: boolean;
  /** A word in a long text counts less. */
  readonly length: boolean;
  /** *When* prefers a text that holds a time, *who* one that holds a name, and so on. */
  readonly askedKind: boolean;
  /** So do the nouns of "what year", "which composer", "what song". */
  readonly nouns: boolean;
  /** Such a time or name must not be one that the question itself says. */
  readonly news: boolean;
  /** Among times a year or a month, among numbers one beside what is counted. */
  readonly exactKind: boolean;
  /** Neighbours in the question that are neighbours in the text. */
  readonly nearness: boolean;
  /** Every word of the question at once, be it in the title. */
  readonly allWords: boolean;
  /** What a text begins with is what it is about. */
  readonly beginnings: boolean;
  /** The first texts of a group tell what the group is about. */
  readonly openings: boolean;
  /** "It was built …" is about what the title names. */
  readonly reference: boolean;
  /** "The winners are:" has no winner in it. */
  readonly lists: boolean;
}

export const ALL_TECHNIQUES = {
  stemming: true,
  correction: true,
  synonyms: true,
  titles: true,
  namedTitles: true,
  context: true,
  rarity: true,
  length: true,
  askedKind: true,
  nouns: true,
  news: true,
  exactKind: true,
  nearness: true,
  allWords: true,
  beginnings: true,
  openings: true,
  reference: true,
  lists: true,
} as const satisfies Techniques;
