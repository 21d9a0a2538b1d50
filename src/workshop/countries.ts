/** The countries of the world and their English names, as Intl knows them. */

import { nameKey } from '../knowledge/wording.ts';

const COUNTRY_CODES = (
  'AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM CG CD CR CI HR CU CY CZ ' +
  'DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW ' +
  'KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG MK NO OM PK PW PS PA PG PY PE ' +
  'PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO ZA SS ES LK SD SR SE CH SY TW TJ TZ TH TL TG TO TT TN TR TM TV UG UA ' +
  'AE GB US UY UZ VU VA VE VN YE ZM ZW'
).split(' ');
const FURTHER_NAMES: Readonly<Record<string, string>> = {
  'great britain': 'GB',
  britain: 'GB',
  'democratic republic of the congo': 'CD',
  'dr congo': 'CD',
  // Countries of the United Kingdom, each for itself.
  england: 'England',
  scotland: 'Scotland',
  wales: 'Wales',
  'northern ireland': 'Northern Ireland',
};
const long = new Intl.DisplayNames('en', { type: 'region' });
const short = new Intl.DisplayNames('en', { type: 'region', style: 'short' });
const CODES: ReadonlyMap<string, string> = new Map([
  ...COUNTRY_CODES.flatMap((code) => namesOf(code).map((name) => [nameKey(name), code] as const)),
  ...Object.entries(FURTHER_NAMES),
]);

/** One key for all names of a country ("U.S.", "United States"); undefined where the name is not a country's. */
export const countryCode = (name: string): string | undefined => CODES.get(nameKey(name.replace(/^the /i, '')));

/** Whether a word is made of a country's name: "Swedish", "Gabonese". It knows no "Dutch" or "French". */
export function isOfCountry(word: string): boolean {
  const key = nameKey(word);
  if (CODES.has(key) || !/(?:ese|ish|ian|an|i)$/.test(key)) return false;
  return [...CODES.keys()].some((name) => !name.includes(' ') && name.slice(0, 4) === key.slice(0, 4));
}

/** The other names of a country: "US" for "United States". */
export function otherCountryNames(name: string): readonly string[] {
  const code = countryCode(name) ?? '';
  return code.length === 2 ? namesOf(code).filter((other) => nameKey(other) !== nameKey(name)) : [];
}

/** Without names that nobody writes: "Congo - Kinshasa". */
function namesOf(code: string): readonly string[] {
  return [long.of(code), short.of(code)].filter((name) => name !== undefined).filter((name) => !name.includes(' - '));
}
