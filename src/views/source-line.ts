import type { Citation, KnowledgeBase, Source } from '../model/knowledge.ts';

/** What stands for a detail that the material at hand does not give. */
export const NOT_GIVEN = 'not given';

/** "News article (headline not given) · ¶3 · “began on October 7”" */
export function sourceLine(citation: Citation, knowledge: KnowledgeBase): string {
  const label = knowledge.sources.get(citation.source)?.label ?? citation.source;
  return `${label} · ¶${citation.paragraph} · “${citation.quote}”`;
}

/** "paragraph 3, sentence 1" */
export function placeIn(citation: Citation): string {
  return `paragraph ${citation.paragraph}, sentence ${citation.sentence}`;
}

/** Everything known and unknown about a source, one detail a line. */
export function sourceDetails(source: Source): readonly string[] {
  const or = (value: string | null) => value ?? NOT_GIVEN;
  return [
    `Headline: ${or(source.headline)}`,
    `Publisher: ${or(source.publisher)}`,
    `Author: ${or(source.author)}`,
    `Published: ${or(source.published)}`,
    // An address is shown as a link beside these lines.
    ...(source.url === null ? [`Link: ${NOT_GIVEN}`] : []),
    `Read by the curator: ${source.accessed ?? 'day not recorded'}`,
    `Length: ${source.paragraphs} paragraphs; language: ${source.language}`,
    ...(source.note === null ? [] : [source.note]),
  ];
}

/**
 * The source's address with a text fragment that leads to the quote, `null` where the source has no address.
 * Syntax after the WICG "URL Fragment Text Directives" draft: `,`, `-` and `&` are syntax and must be percent-encoded.
 */
export function passageUrl(citation: Citation, source: Source): string | null {
  if (source.url === null) return null;
  const fragment = encodeURIComponent(citation.quote).replace(/-/g, '%2D');
  return `${source.url}${source.url.includes('#') ? '' : '#'}:~:text=${fragment}`;
}
