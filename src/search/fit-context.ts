import type { KnowledgeBase } from '../model/knowledge.ts';
import type { Lexicon } from '../question/lexicon.ts';
import type { Synonyms } from './synonyms.ts';

/** What judging a fact needs beside the fact. */
export interface FitContext {
  readonly knowledge: KnowledgeBase;
  readonly lexicon: Lexicon;
  readonly synonyms: Synonyms;
}
