import { mayAnswer } from '../knowledge/current-fact.ts';
import type { Fact } from '../model/knowledge.ts';
import { clip, sentenceCase, withoutBidi } from '../model/text.ts';
import { briefOn } from '../pins/brief-members.ts';
import { previewMark } from '../pins/draft-pin.ts';
import type { Draft } from '../pins/pin.ts';
import type { DraftRequest, PinRequests } from '../pins/requests.ts';
import type { Sitrep } from '../sitrep.ts';
import { type Card, type CardButton, type CardMenu, notice, text } from '../views/card.ts';
import type { ButtonAction, DraftAct } from '../views/custom-id.ts';
import { costOf, MESSAGE_TEXT_MAX_CHARS } from '../views/limits.ts';
import { bold, subtext } from '../views/markdown.ts';
import { fits, presentPin } from '../views/present-pin.ts';
import { whereAllowed } from './allowed-pins.ts';
import { againOrBack, DRAFT_GONE, outcomeWords, PIN_GONE, PREVIEW_CHANGED, postedCard } from './pin-outcome.ts';
import type { Press } from './press.ts';
import { type Actor, privately, type Reply } from './reply.ts';
import type { Services } from './services.ts';

/** A moderator's own line must fit one line of a message. */
const NOTE_MAX_CHARS = 200;

/** Opens the private builder of a pin. */
export function startBuilding(
  request: Pick<DraftRequest, 'kind' | 'about' | 'facts' | 'title'>,
  actor: Actor,
  services: Services,
): Promise<Reply> {
  return whereAllowed(actor, 'post', services, async (pins, { guildId, channelId, userId }) => {
    const situation = services.sitrep.knowledge.name;
    const draft = await pins.startDraft({ ...request, guildId, channelId, situation, by: userId });
    return privately(
      draft ? await builder(draft.id, pins, services) : notice('There are no facts on this that could be pinned.'),
    );
  });
}

/** A step of building: choosing facts, adding a line, cancelling. */
export function pressDraft(
  action: Extract<ButtonAction, { type: 'draft' }>,
  press: Press,
  services: Services,
): Promise<Reply> {
  return whereAllowed(press.actor, 'post', services, async (pins, { channelId, userId }) => {
    const draft = await pins.draft(action.draft);
    if (draft === undefined || draft.channelId !== channelId || draft.by !== userId)
      return { do: 'update', card: notice(DRAFT_GONE) };
    const show = async (changed: Draft | undefined): Promise<Reply> => ({
      do: 'update',
      card: changed ? await builder(changed.id, pins, services) : notice(DRAFT_GONE),
    });
    switch (action.act) {
      case 'open':
        return show(draft);
      case 'choose':
        return show(
          await pins.choose(
            draft.id,
            draft.offered.filter((id) => press.chosen?.includes(id)),
          ),
        );
      case 'line':
        return askForLine(draft);
      case 'say':
        return show(await pins.annotate(draft.id, clip(withoutBidi(press.typed ?? '').trim(), NOTE_MAX_CHARS) || null));
      case 'unsay':
        return show(await pins.annotate(draft.id, null));
      case 'cancel':
        return { do: 'update', card: await cancelled(draft, pins) };
    }
  });
}

/**
 * Posts and pins what was previewed, also as the replacement of an older pin. Where the facts have changed, it shows today's
 * preview instead.
 */
export function pressPost(
  action: Extract<ButtonAction, { type: 'post' | 'replace' }>,
  { actor }: Press,
  services: Services,
): Promise<Reply> {
  return whereAllowed(actor, 'post', services, async (pins, { channelId, userId }) => {
    const { preview } = action;
    const draft = await pins.draft(action.draft);
    if (draft?.channelId !== channelId || draft.by !== userId) return { do: 'update', card: notice(DRAFT_GONE) };
    const replacing = action.type === 'replace' ? action.pin : undefined;
    if (replacing !== undefined && !(await pins.inChannel(channelId)).some(({ pin }) => pin.id === replacing))
      return { do: 'update', card: { ...notice(PIN_GONE), rows: [againOrBack(action)] } };
    return {
      do: 'work',
      async work(reply) {
        const outcome = await pins.publish(draft.id, { by: userId, reply }, replacing, preview);
        return outcome.kind === 'changed' ? builder(draft.id, pins, services, true) : postedCard(outcome, action);
      },
    };
  });
}

const step = (draft: string, act: DraftAct): ButtonAction => ({ type: 'draft', draft, act });

/** Post and pin may have been pressed just before. */
async function cancelled({ id }: Draft, pins: PinRequests): Promise<Card> {
  const pin = await pins.cancel(id);
  return notice(...(pin ? outcomeWords('publish', { kind: 'already', pin }) : ['Cancelled. Nothing was posted.']));
}

function askForLine({ id, note }: Draft): Reply {
  return {
    do: 'ask',
    dialog: {
      title: note === null ? 'Add a line' : 'Change the line',
      action: step(id, 'say'),
      label: 'Your line',
      description: 'It stands in the pin as yours, with your name, not as a fact.',
      value: note ?? '',
      maxChars: NOTE_MAX_CHARS,
    },
  };
}

/**
 * The pin as it would be posted, with the menu of facts and the buttons below it.
 *
 * @param isChanged - the facts have changed since the preview that the moderator wanted to post
 */
async function builder(draftId: string, pins: PinRequests, { situations }: Services, isChanged = false): Promise<Card> {
  const draft = await pins.renew(draftId);
  const pin = draft && pins.preview(draft);
  const sitrep = draft && situations.get(draft.situation);
  if (draft === undefined || pin === undefined || sitrep === undefined) return notice(DRAFT_GONE);
  const { knowledge } = sitrep;
  const empty = pin.content.facts.length === 0;
  const tooLong = !empty && !fits(pin, knowledge);
  const preview = empty || tooLong ? undefined : presentPin(pin, knowledge);
  const words = empty
    ? 'Nothing is chosen yet. Choose at least one fact; then you see here what would be posted.'
    : tooLong
      ? 'This is more than one message holds. Choose fewer facts, or take your line away.'
      : isChanged
        ? 'Above is the message as it would be posted now. Look at it, then press Post and pin again.'
        : subtext('Above is the message as it would be posted. Only you see this; nothing has been posted.');
  const said = [isChanged ? `${bold(PREVIEW_CHANGED)} ${words}` : words, ...notOffered(draft, sitrep)].join('\n');
  const room = preview === undefined ? MESSAGE_TEXT_MAX_CHARS : roomBeside(preview);
  const button = (label: string, act: DraftAct, style: CardButton['style'], disabled = false): CardButton => ({
    label,
    style,
    action: step(draft.id, act),
    disabled,
  });
  const line =
    draft.note === null
      ? [button('Add a line', 'line', 'secondary')]
      : [button('Change the line', 'line', 'secondary'), button('Remove the line', 'unsay', 'secondary')];
  return {
    kind: 'draft',
    ...(preview === undefined ? {} : { preview }),
    // The preview has priority: where it leaves no room for an introduction, only the menu and the buttons are added.
    parts: costOf(said) > room ? [] : [text(said)],
    menu: choices(draft, knowledge.factById, isChanged),
    rows: [
      [
        {
          label: 'Post and pin',
          style: 'primary',
          action: { type: 'post', draft: draft.id, preview: previewMark(pin.content) },
          disabled: empty || tooLong,
        },
        ...line,
        button('Cancel', 'cancel', 'secondary'),
      ],
    ],
  };
}

/** A menu holds 25 options. */
function notOffered({ kind, about, offered }: Draft, sitrep: Sitrep): readonly string[] {
  const all = kind === 'answer' ? 0 : (briefOn(about, sitrep)?.considered.length ?? 0);
  if (all <= offered.length) return [];
  return [
    subtext(
      `The menu holds the ${offered.length} most important of ${all} facts. With a topic, the command offers those on it.`,
    ),
  ];
}

const roomBeside = (preview: Card): number =>
  MESSAGE_TEXT_MAX_CHARS - preview.parts.reduce((sum, part) => sum + (part.type === 'text' ? costOf(part.text) : 0), 0);

function choices({ id, offered, chosen }: Draft, factById: ReadonlyMap<string, Fact>, isChanged: boolean): CardMenu {
  const facts = offered.flatMap((factId) => factById.get(factId) ?? []).filter(mayAnswer);
  const count = `${facts.filter((fact) => chosen.includes(fact.id)).length} of ${facts.length} chosen`;
  return {
    placeholder: isChanged ? `Facts have changed, nothing was posted: ${count}` : `Choose the facts: ${count}`,
    action: step(id, 'choose'),
    options: facts.map((fact) => ({
      label: fact.label,
      value: fact.id,
      description: sentenceCase(fact.status),
      chosen: chosen.includes(fact.id),
    })),
    min: 0,
    max: facts.length,
  };
}
