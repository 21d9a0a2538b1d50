import { frameOver, isDisputed } from '../ask/brief.ts';
import { refOf } from '../ask/subjects.ts';
import type { Fact } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import type { PinnedFact, SharedAnswer } from '../pins/pin.ts';
import { mayAnswer } from '../knowledge/current-fact.ts';
import type { Sitrep } from '../sitrep.ts';
import { type Card, text } from './card.ts';
import { entityOf, subjectOf } from './coded-subjects.ts';
import { codesOf } from './codes.ts';
import { costOf, fitTexts } from './fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { bold, escapeLine } from './markdown.ts';
import { moment } from './pin-words.ts';
import { presentShared } from './present.ts';
import { presentBrief } from './present-brief.ts';
import { type Layout, readLayout } from './shown-answer.ts';

const LINE_MAX_CHARS = 160;
/** Most that the lines about corrections take of a message's text. */
const LINES_MAX_COST = 700;

/**
 * An answer in a channel as it was laid out, with its facts corrected or struck and dated lines that say so.
 *
 * @returns `undefined` where its layout cannot be read
 */
export function presentCorrected(shared: SharedAnswer, sitrep: Sitrep): Card | undefined {
  const layout = readLayout(shared.layout);
  if (layout === undefined) return undefined;
  const card = cardOf(shared.facts.map(asShown), layout, sitrep);
  const dated = shared.changes.map(({ atMs, text: what }) => {
    const line = escapeLine(clip(what, LINE_MAX_CHARS));
    return `${bold('Corrected')} ${moment(atMs)} · ${line}`;
  });
  const [lines = ''] = fitTexts([dated.join('\n')], LINES_MAX_COST);
  const texts = card.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const fitted = fitTexts(texts, MESSAGE_TEXT_MAX_CHARS - costOf(lines))[Symbol.iterator]();
  const parts = card.parts.map((part) => (part.type === 'text' ? text(fitted.next().value || '…') : part));
  return { ...card, parts: [...parts, text(lines)] };
}

/** What was struck is shown as a retracted fact is. */
const asShown = ({ fact, struck }: PinnedFact): Fact =>
  struck === null ? fact : { ...fact, status: 'retracted', statusNote: struck };

function cardOf(facts: readonly Fact[], { share, owner }: Layout, sitrep: Sitrep): Card {
  const { knowledge } = sitrep;
  const codes = codesOf(knowledge);
  if (share.type === 'share') {
    const entity = entityOf(share.profile, { codes, sitrep }) ?? null;
    return presentShared(facts, entity, share, { knowledge, codes, owner });
  }
  // All of it is of today: the facts are brought up to date together, and what stands beside them is about these.
  const subject = share.about === '' ? null : subjectOf(share.about, { codes });
  const standing = facts.filter(mayAnswer);
  const about = subject ? refOf(subject) : null;
  const brief = {
    about,
    // A subject may have gone from the fact base since.
    title: (subject === undefined ? undefined : sitrep.brief(about ?? '')?.title) ?? 'Brief',
    frame: subject === undefined ? [] : frameOver(knowledge, subject, standing),
    considered: [],
    facts: facts.filter((fact) => !isDisputed(fact)),
    disputed: facts.filter(isDisputed),
    version: knowledge.version,
  };
  return presentBrief(brief, { sitrep, codes, showing: { to: 'channel', owner } });
}
