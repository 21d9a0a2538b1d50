/**
 * Words by which other languages are told from English. `asks`: question words and words of greeting and thanks, one of which is
 * enough beside names and unknown words. `grammar`: two are needed. A word that is as common in English ("in", "die", "an", "on",
 * "me") stays out; one that is an English word or a name as well ("dove", "kim") is no more than grammar.
 */
const WORDS: Readonly<Record<string, { readonly asks: string; readonly grammar: string }>> = {
  de: {
    asks: `wer wann wo woher wohin warum wieso weshalb wie wieviel wieviele welche welcher welches welchen hallo danke bitte tschüss moin guten
      servus`,
    grammar: `was die sagt heißt bedeutet weiß wahr der das und ist nicht ein eine einen wurde wird werden hat haben hatte sind war waren mit von für auf aus bei nach über ich du sie wir es
      den dem zu zum zur im vom gibt gab viele gestern heute jetzt noch schon kommt geht macht kann auch oder aber ihr euch uns mir dir`,
  },
  fr: {
    asks: 'qui quand où pourquoi comment combien quel quelle quels quelles qu quoi bonjour bonsoir salut merci',
    grammar: `le la les des est et une dans sur avec pour pas sont ont que du au aux ce cette il elle ils elles nous vous je été était va vont fait
      peut aujourd hui hier plus mais leur ses son sa`,
  },
  es: {
    asks: `quién quien quiénes quienes cuándo cuando dónde donde adónde adonde qué cómo cuántos cuantos cuántas cuantas cuánto cuánta cuál
      cuáles hola gracias`,
    grammar: `el la los las es una por que como buenos buenas está están estan en con del se hay fue fueron son y para su ha han va van murió murieron pasa pasó
      ahora hoy ayer pero sobre`,
  },
  pt: {
    asks: 'quem quando onde aonde porque quê quantos quantas quanto quanta qual quais olá obrigado obrigada',
    grammar: `o os as é um uma por que como está estão em com do da dos das na nos nas foi foram são e bom boa para não seu sua há vai vão agora hoje ontem mas
      sobre`,
  },
  it: {
    asks: 'quando perché perchè quanti quante quanto quanta quale quali ciao grazie buongiorno buonasera',
    grammar: `il lo gli è una chi cosa dove come sono con del della nel nella e per non che di si ha hanno va vanno stato stata sta ora oggi ieri ma sulla dal
      dalla`,
  },
  nl: {
    asks: 'wie wanneer waar waarom waarheen hoe hoeveel welke welk hoezo hallo bedankt dankjewel goedemorgen',
    grammar: `het een niet en van op kan je jullie spreek met voor zijn wordt werd worden heeft hebben dat deze ik jij wij zij wat gaat naartoe naar nu vandaag gisteren
      er ook maar aan bij uit`,
  },
  pl: {
    asks: 'kto kiedy gdzie dokąd dlaczego jak ile jaki jaka jakie cześć dziękuję dzięki',
    grammar:
      'jest są nie czy w na z się był była było były co kim dla od jedzie teraz dziś wczoraj ale oraz został została',
  },
  tr: {
    asks: 'nerede nereye nereden nasıl neden niçin kaç hangi kimdir nedir merhaba selam teşekkürler teşekkür',
    grammar: 'bir ve ne kim mi mı mu mü için bu şu değil var yok oldu zaman ile çok şimdi bugün dün ama kimin',
  },
  sv: {
    asks: 'vem vilka vilken varför hur hej tack',
    grammar: 'vad när var är och att det som har inte på med för från till',
  },
  da: {
    asks: 'hvem hvad hvor hvorfor hvornår hvordan hej tak',
    grammar: 'er og det ikke på med for fra til har den som',
  },
  no: { asks: 'hvem hva hvorfor hvordan hei takk', grammar: 'er og det ikke på med fra til har når som' },
  cs: { asks: 'kdo kdy kde proč kolik ahoj děkuji', grammar: 'je se na že jak co není byl byla' },
  ro: { asks: 'cine când unde câți salut mulțumesc', grammar: 'este și nu din cu pe ce cum sunt' },
  id: { asks: 'siapa kapan dimana mengapa bagaimana berapa halo', grammar: 'apa yang di dan ini itu tidak ada dari' },
};
const setOf = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((word) => word !== ''));
const SETS = Object.entries(WORDS).map(([code, { asks, grammar }]) => ({
  code,
  asks: setOf(asks),
  grammar: setOf(grammar),
}));
/** What a text must reach to count as another language. */
const SURE = 2;

/** Cyrillic letters that Ukrainian has and Russian lacks. */
const UKRAINIAN = /[іїєґ]/iu;
/** Scripts that are used by only one of the languages. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
];

/**
 * Tells a text that is not in English.
 *
 * @param text - without the names that the situation knows, because they are the same in every language
 * @param isEnglish - whether a word in lower case is known in English or in the situation
 * @returns its language as ISO 639-1 code, or `null` where it is not known which; `undefined` for English, for names alone, and for
 *          what is too short to tell
 */
export function foreignLanguage(text: string, isEnglish: (word: string) => boolean): string | null | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [code, script] of SCRIPTS) {
    const found = text.match(script)?.length ?? 0;
    if (found * 2 > letters) return code === 'ru' && UKRAINIAN.test(text) ? 'uk' : code;
  }
  const written = text.normalize('NFC').match(/\p{L}+/gu) ?? [];
  const distinct = [...new Set(written.map((word) => word.toLowerCase()))];
  let best: { readonly code: string; readonly weight: number } | undefined;
  for (const { code, asks, grammar } of SETS) {
    const isEither = (word: string): boolean => asks.has(word) || grammar.has(word);
    // A word with a letter that English lacks tells more: "où", "quién".
    const weightOf = (word: string): number =>
      asks.has(word) ? SURE : grammar.has(word) ? (/[^a-z]/.test(word) ? SURE : 1) : 0;
    const weight = distinct.reduce((sum, word) => sum + weightOf(word), 0);
    // A word of both languages speaks against neither: "was", "die".
    const english = distinct.filter((word) => !isEither(word) && isEnglish(word)).length;
    if (weight >= SURE && weight > english && weight > (best?.weight ?? 0)) best = { code, weight };
  }
  if (best !== undefined) return best.code;
  // "hält": no English word, and with a small letter no name.
  const isOther = !distinct.some(isEnglish) && written.some((word) => /^\p{Ll}*[^\P{Ll}a-z]\p{Ll}*$/u.test(word));
  return isOther ? null : undefined;
}
