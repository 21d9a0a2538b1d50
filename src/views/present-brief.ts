import type { Brief } from '../ask/brief.ts';
import type { KnowledgeBase } from '../model/knowledge.ts';
import { clip } from '../model/text.ts';
import type { Sitrep } from '../sitrep.ts';
import { type Card, type CardButton, rule, text } from './card.ts';
import type { Codes } from './codes.ts';
import { asOf, composeBriefFacts } from './compose-brief.ts';
import { factText, sourcesText } from './fact-text.ts';
import { costOf, fitTexts } from './fit.ts';
import { MESSAGE_TEXT_MAX_CHARS } from './limits.ts';
import { escapeLine, escapeMarkdown, heading, subtext } from './markdown.ts';
import { type Showing, showsTo } from './present.ts';

/** A title longer than this is cut. */
const TITLE_MAX_CHARS = 100;
/** Most that the lines beside the facts take of a message's text. */
const FRAME_MAX_COST = 700;
/** What is kept for source lines; they also get what the facts leave. */
const SOURCES_MIN_COST = 500;
/** Room for the line that says how many facts did not fit. */
const SPARE_COST = 100;

interface BriefContext {
  readonly sitrep: Pick<Sitrep, 'knowledge' | 'subject'>;
  readonly codes: Codes;
  readonly showing: Showing;
}

/**
 * A brief as a card. For any brief whatsoever no limit of Discord's is exceeded: facts are left out, the least important
 * first, before one is cut, because the end of a sentence may be what makes it true.
 */
export function presentBrief(brief: Brief, context: BriefContext): Card {
  const { knowledge } = context.sitrep;
  const situation = subtext(escapeLine(clip(knowledge.title, TITLE_MAX_CHARS)));
  const title = `${heading(escapeLine(clip(brief.title, TITLE_MAX_CHARS)))}\n${situation}`;
  const [frame = ''] = fitTexts([subtext(escapeMarkdown(brief.frame.join('\n')))], FRAME_MAX_COST);
  const version = subtext(asOf(brief));
  const budget = MESSAGE_TEXT_MAX_CHARS - SPARE_COST - totalCost([title, frame, version]);

  const { shown, body, leftOut } = fitted(brief, knowledge, budget - SOURCES_MIN_COST);
  const { citations } = composeBriefFacts(shown, knowledge);
  const sources = sourcesText(citations, knowledge, budget - totalCost(body));
  const further = leftOut === 1 ? '1 further fact does' : `${leftOut} further facts do`;
  const end = leftOut === 0 ? version : `${version}\n${subtext(`${further} not fit here.`)}`;
  return {
    kind: 'brief',
    parts: [title, ...body, ...(brief.frame.length > 0 ? [frame] : [])]
      .map(text)
      .concat([rule, ...(sources === '' ? [] : [text(sources)]), text(end)]),
    rows: [buttonsOf(shown, context)],
    ...showsTo(context.showing, [...shown.facts, ...shown.disputed], shareOf(shown, context), knowledge),
  };
}

/** As many facts as fit whole; a single one that does not is cut. */
function fitted(
  brief: Brief,
  knowledge: KnowledgeBase,
  budget: number,
): { readonly shown: Brief; readonly body: readonly string[]; readonly leftOut: number } {
  let shown = brief;
  for (let leftOut = 0; ; leftOut += 1) {
    const body = composeBriefFacts(shown, knowledge).groups.flatMap(({ title, facts }) =>
      facts.map((fact, i) => `${i === 0 && title !== null ? `${heading(title)}\n` : ''}${factText(fact)}`),
    );
    if (totalCost(body) <= budget || body.length === 1) return { shown, body: fitTexts(body, budget), leftOut };
    shown = withoutLast(shown);
  }
}

/** What is disputed stays while there is anything else to leave out, so that no brief looks more certain than it was. */
function withoutLast(brief: Brief): Brief {
  return brief.facts.length > 1 || brief.disputed.length === 0
    ? { ...brief, facts: brief.facts.slice(0, -1) }
    : { ...brief, disputed: brief.disputed.slice(0, -1) };
}

function shareOf({ about, facts, disputed }: Brief, { sitrep, codes }: BriefContext) {
  const subject = about === null ? undefined : sitrep.subject(about);
  return {
    type: 'share-brief',
    about: subject ? codes.encode(subject) : '',
    facts: [...facts, ...disputed].map(({ id }) => codes.encode({ kind: 'fact', id })),
  } as const;
}

function buttonsOf(shown: Brief, context: BriefContext): readonly CardButton[] {
  const share = shareOf(shown, context);
  const { showing } = context;
  const proof: CardButton = {
    label: 'Proof',
    style: 'secondary',
    action: { type: 'proof', profile: '', facts: share.facts },
  };
  if (showing.to === 'channel') {
    return [proof, { label: 'Delete', style: 'danger', action: { type: 'delete', ...showing.owner } }];
  }
  return [{ label: 'Share', style: 'primary', action: share }, proof];
}

const totalCost = (texts: readonly string[]): number => texts.reduce((total, each) => total + costOf(each), 0);
