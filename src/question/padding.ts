import type { Token } from './tokens.ts';
import { CHAT_NOISE } from './word-classes.ts';

/**
 * What people put around a question without asking anything by it. Anchored patterns over the folded words joined by
 * single blanks, each ending at a word boundary; applied until none fits any more, so "hey sorry can you tell me" goes in three steps.
 */
const LEADING: readonly RegExp[] = [
  // Apologies and asides before a question: "sorry if this is dumb but", "i know it was asked before but".
  /^(?:sorry|apologies|forgive me|excuse me|not to|no offen[cs]e|i know|i get|this (?:is|may|might)|maybe|probably|prob|might be|may be|dumb|stupid|silly|genuine|serious|quick|late to)\b(?: \S+){0,9}? but\b(?= (?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might)\b)/,
  /^(?:hey|hi|hello|hiya|yo|greetings|dear|sup|howdy|good (?:morning|evening|afternoon|day))\b(?: (?:there|bot|sitrep|guys|folks|all|everyone|everybody|team|mate|bro|dude|man|friend|friends))?\b/,
  /^(?:ok|okay|so|well|um|umm|uh|er|hmm|oh|ah|right|alright|and|but|also|anyway|btw|fyi|like|honestly|serious|seriously|genuinely|lol|wait|sorry|excuse me|pardon)\b/,
  /^(?:please|pls|plz|kindly|thanks|thank you)\b/,
  // What others say is asked about, not that they say it.
  /^(?:my \w+|some people|someone|somebody|people|everyone|everybody|folks|they|a friend|a friend of mine|some guy) (?:says?|said|claims?|claimed|insists?|insisted|believes?|believed|thinks?|thought|reckons?|told me|tells me|keeps? saying|keeps? telling me|heard|is saying|are saying|swears?|is telling me)\b(?: that)?/,
  /^(?:sitrep|bot|guys|folks|bro|dude|mate)\b(?= )/,
  /^(?:quick|short|simple|dumb|stupid|silly|noob|honest|genuine|serious|basic)? ?(?:question|q)\b/,
  /^(?:i was|i am|we are|i have been|just|been|still)? ?(?:just )?(?:wondering|curious|asking|confused|trying to (?:find out|understand|figure out))\b(?: (?:about|if|whether))?/,
  /^(?:can|could|would|will|may|might) (?:you|u|someone|somebody|sb|anyone|anybody|i|we|one of you) (?:please |pls |kindly |just |quickly |possibly |maybe )*(?:(?:tell|give|show|remind|inform|update|brief|explain|help|let|teach|ask|answer|clarify|describe|summarize|summarise|list|say|know|find out|look up|check|have|get|see|share|confirm)\b)(?: (?:to )?(?:me|us))?(?: (?:know|out|with|about|on|if|whether|understand))*/,
  /^(?:do|does|did) (?:you|u|anyone|anybody|someone|somebody|sb|any of you) (?:happen to |even |actually |by any chance )*(?:know|remember|recall|have (?:any )?(?:idea|info|information|details|clue))\b(?: (?:about|if|whether|anything about|of|on))*/,
  /^(?:anyone|anybody|someone|somebody|sb) (?:know|knows|remember|remembers|got|have|has|able to (?:tell|say|explain))\b(?: (?:me|us|about|if|whether|any|info|idea|on))*/,
  /^(?:i|we) (?:really |just |also |still )*(?:want|wanna|need|would like|would love|have|d like)(?: to)? (?:to )?(?:know|understand|find out|learn|ask|hear|see|be told)\b(?: (?:you|more|if|whether|about|on|something about))*/,
  /^(?:i|we) (?:do not|did not|can not|never) (?:know|understand|remember|get|recall|find(?: out)?|see)\b/,
  /^(?:i|we) (?:heard|read|saw|think|thought|believe|guess|assume|suppose|hear|understand)\b(?: (?:somewhere|online|that))*/,
  /^(?:any|got any|have you any|have you got any|is there any|are there any) (?:idea|ideas|clue|info|information|news|updates?|details?|word|facts?)\b(?: (?:about|on|of|regarding|as to))*/,
  /^(?:please )?(?:tell|give|show|remind|inform|update|teach|fill|catch|brief) (?:me|us)(?: in| up)?\b(?: (?:please|a bit|some|more|something|everything|all|again|just|quickly|the|an|a))*(?: (?:info|information|details?|facts?|news|overview|rundown|summary|list))?(?: (?:about|on|of|regarding|know|with|if|whether))*/,
  /^let (?:me|us) (?:know|see|ask)\b(?: (?:about|if|whether))*/,
  /^what (?:do|can|could) (?:you|u|we|i) (?:know|tell (?:me|us)|say|have|find|got|learn|share)\b(?: (?:about|on|of|regarding))*/,
  /^what is known\b(?: (?:about|on|of|regarding|so far))*/,
  /^(?:is it|was it|would it be|it is) (?:really |actually |even |also )*(?:true|correct|right|accurate|the case|a fact|possible|known)\b(?! to\b)(?: that| if| whether)?/,
  /^(?:did|do) you know\b(?: that| if| about)?/,
  /^(?:info|information|details?|facts?|more|anything|everything|something)(?: info| information| details?)? (?:about|on|regarding|concerning)\b/,
  /^(?:i mean|you know|listen|look up|find (?:me|out)|lookup|question|query|q|ask|whats up with|what is up with|what about|how about|remember)\b(?= )/,
  /^(?:with )?(?:regards?|respect|regarding|concerning|as (?:for|to|regards)|about|on the (?:topic|subject|matter) of|in terms of|speaking of)\b(?: to)?(?= )/,
];

const TRAILING: readonly RegExp[] = [
  /\b(?:(?:that is |who is )?(?:mentioned|named|quoted|described) )?(?:in|by|from) (?:the|this|that) (?:article|text|story|report|piece|news)$/,
  /\b(?:i (?:have |had )?never (?:even )?heard of|never (?:even )?heard of) (?:him|her|it|them|that|this)$/,
  /\b(?:i (?:keep forgetting|forgot|forget|can not (?:remember|find it|keep up)|do not (?:get it|follow|understand))|asking for a friend|(?:serious|genuine|honest|quick) question|genuinely asking|just asking|not sure)$/,
  /\b(?:in|with|about|during) (?:all )?(?:of )?(?:this|that|it|these things|all this|all that)$/,
  /\bor (?:not|no|nah|what|something|anything)$/,
  /\bor (?:is|are|was|were) (?:that|this|it|those|these|they) (?:just |only |all |a |an )*(?:rumou?rs?|lies?|fake|fake news|nonsense|speculation|hearsay|propaganda|wrong|false|untrue|made up)$/,
  /\b(?:please|pls|plz|thanks|thank you|thx|ty|tysm|cheers|tia|kthx|many thanks|thanks in advance)$/,
  /\b(?:lol|lmao|btw|imo|tbh|rn|atm|fr|ngl|ffs|wtf|omg|huh|eh|right|ok|okay|tho|though|anyway|again|exactly|precisely|bro|man|dude|guys|mate|folks|bot|sitrep|everyone|anyone|anybody)$/,
  /\b(?:do you know|does anyone know|do you happen to know|anyone know|anybody know|any idea|any ideas|any info|i wonder|can you tell me|could you tell me|can you say|just curious|if you know|if possible|if i may ask|can someone explain|is that (?:true|right|correct)|am i right)$/,
  /\b(?:so far|as far as (?:you|we|is) (?:know|known)|to date|at the moment|at this point|in (?:simple|short) (?:terms|words)?|in short)$/,
];

export interface Stripped {
  readonly tokens: readonly Token[];
  /** The padding asked for whatever is known ("tell me about …"), so a plain subject may follow. */
  readonly tellMe: boolean;
  /** The padding asked whether something is so ("is it true that …"). */
  readonly isItTrue: boolean;
}

const MAX_STEPS = 12;

/** Removes padding at both ends. A text of padding alone comes back as it was: then that is what was asked. */
export function stripPadding(tokens: readonly Token[]): Stripped {
  let rest = tokens.slice(0, 400).filter((token) => !CHAT_NOISE.has(token.word));
  let tellMe = false;
  let isItTrue = false;
  for (let step = 0; step < MAX_STEPS; step++) {
    const text = rest.map((token) => token.word).join(' ');
    const head = firstMatch(LEADING, text);
    if (head) {
      if (/\b(?:tell|know|info|about|details?|facts?)\b/.test(head)) tellMe = true;
      if (/\b(?:true|correct|right|accurate|case|fact|heard|read)\b/.test(head) && head.split(' ').length > 1)
        isItTrue = true;
      if (/\b(?:whether|if)$/.test(head)) isItTrue = true;
      const count = head.trim().split(' ').length;
      if (count >= rest.length) break;
      rest = rest.slice(count);
      continue;
    }
    const tail = firstMatch(TRAILING, text);
    if (!tail) break;
    const count = tail.trim().split(' ').length;
    if (count >= rest.length) break;
    rest = rest.slice(0, rest.length - count);
  }
  return { tokens: tokens.length > 400 ? [...rest, ...tokens.slice(400)] : rest, tellMe, isItTrue };
}

function firstMatch(patterns: readonly RegExp[], text: string): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0];
    if (found?.trim()) return found;
  }
  return null;
}
