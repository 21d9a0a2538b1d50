import { compareMoments, type TimeSpan, timeSpanOf } from '../knowledge/time-span.ts';
import type { Fact, KnowledgeBase } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';

/** At most this many facts are named in a line, which then says how many more there are. */
const NAMED_MAX = 3;
/** Longer texts are cut, so that a line stays short. */
const WORDS_MAX_CHARS = 80;

/**
 * The lines beside the facts of a brief: the time frame, and the details that the sources leave open. Only data of the
 * facts is used. Nothing is calculated or completed, and a time is given in the source's own words.
 *
 * @param shown - the facts of the brief; gaps are reported only for these
 * @param onSubject - all facts on the subject; the time frame is computed from these
 */
export function frameOf(shown: readonly Fact[], onSubject: readonly Fact[], knowledge: KnowledgeBase): string[] {
  const timed = shown.filter((fact) => fact.time !== null);
  const withoutYear = timed.filter(({ time }) => time?.edtf && timeSpanOf(time.edtf) === null);
  const withoutDate = timed.filter(({ time }) => time?.edtf === null);
  const cited = new Set(shown.flatMap((fact) => fact.citations.map(({ source }) => source)));
  const unpublished = [...cited]
    .flatMap((id) => knowledge.sources.get(id) ?? [])
    .filter(({ published }) => published === null);
  const labelWithTime = ({ label, time }: Fact) => `${shortened(label)} (${quoted(time?.text ?? '')})`;
  return [
    timeFrame(onSubject),
    gap('No year given', withoutYear.map(labelWithTime)),
    gap('No date given', withoutDate.map(labelWithTime)),
    gap(
      'No time given',
      shown.filter(({ time }) => time === null).map(({ label }) => shortened(label)),
    ),
    gap(
      'Day of publication not given',
      unpublished.map(({ label }) => shortened(label)),
    ),
  ].filter((line) => line !== null);
}

/** The time frame, from the earliest to the latest date that has a year; where no date has a year, the times in the sources' words. */
function timeFrame(facts: readonly Fact[]): string | null {
  let earliest: { readonly text: string; readonly span: TimeSpan } | undefined;
  let latest = earliest;
  const words = new Set<string>();
  for (const { time } of facts) {
    if (time === null) continue;
    words.add(time.text);
    const span = time.edtf === null ? null : timeSpanOf(time.edtf);
    if (span === null) continue;
    const dated = { text: time.text, span };
    if (!earliest || compareMoments(span.from, earliest.span.from) < 0) earliest = dated;
    if (!latest || compareMoments(span.to, latest.span.to) > 0) latest = dated;
  }
  if (!earliest || !latest) return gap('Time frame, in the words of the sources', [...words].map(quoted));
  const ends = [...new Set([earliest.text, latest.text])];
  return `Time frame: ${ends.map(quoted).join(' to ')}.`;
}

/** "No date given: A; B; C; and 5 more." */
function gap(what: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const more = names.length - NAMED_MAX;
  return `${what}: ${[...names.slice(0, NAMED_MAX), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')}.`;
}

const shortened = (words: string): string => clip(words, WORDS_MAX_CHARS);
const quoted = (words: string): string => `“${shortened(words)}”`;
