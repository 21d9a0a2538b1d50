/**
 * Function words by which other languages are recognised. Words that also exist in English ("in", "die", "an", "on", "me") are left out.
 */
const GRAMMAR: Readonly<Record<string, string>> = {
  de: 'der das und ist nicht ein eine wer wann wo warum wie wurde wird hat haben sind mit von für auf aus bei nach über welche welcher wieviele ich du sie wir es den dem zu zum zur im vom gibt',
  fr: 'le la les des est et une qui quand où pourquoi comment combien quel quelle dans sur avec pour pas sont ont que du au aux ce cette il elle nous vous je',
  es: 'el la los las es una quién quien cuándo cuando dónde donde por qué que cómo como cuántos cuantos está en con del se hay fue son y para no su',
  pt: 'o os as é um uma quem quando onde porque por que como quantos está em com do da no na foi são e para não seu há',
  it: 'il lo gli è una chi quando dove perché come quanti sono con del della nel e per non che di si ha',
  nl: 'het een is wie wanneer waar waarom hoe hoeveel niet en van op met voor zijn wordt werd heeft dat deze ik jij wij zij',
  pl: 'jest kto kiedy gdzie dlaczego jak ile nie czy w na z do się i to był była co',
  tr: 'bir ve ne kim nerede nasıl neden kaç mi mı mu için bu şu değil var yok oldu zaman',
};
const SETS = Object.entries(GRAMMAR).map(([code, words]) => [code, new Set(words.split(' '))] as const);

/** Scripts that are used by only one of the languages. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['uk', /[іїєґ]/giu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
];

/**
 * The language of a text that is not in English.
 *
 * @param isEnglish - whether a folded word is known in English or in the situation
 * @returns its ISO 639-1 code; `null` for English, for a text of names only, and for a text that is too short to decide
 */
export function foreignLanguage(text: string, isEnglish: (word: string) => boolean): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [code, script] of SCRIPTS) {
    const found = text.match(code === 'uk' ? /\p{Script=Cyrillic}/gu : script)?.length ?? 0;
    if (found * 2 > letters && (code !== 'uk' || script.test(text))) return code;
  }
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const english = words.filter(isEnglish).length;
  let best: { readonly code: string; readonly count: number } | undefined;
  for (const [code, set] of SETS) {
    // A word with a letter that English lacks counts more: "où", "quién".
    const count = words.filter((word) => set.has(word)).reduce((sum, word) => sum + (/[^a-z]/.test(word) ? 2 : 1), 0);
    if (count > (best?.count ?? 0)) best = { code, count };
  }
  if (best === undefined) return null;
  return (best.count >= 2 && best.count > english) || (best.count >= 1 && english === 0 && words.length >= 3)
    ? best.code
    : null;
}
