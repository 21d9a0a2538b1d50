/** The nested `errors` of 50035 as discord.js writes them: `components[0].label[BASE_TYPE_MAX_LENGTH]`. */
export function flatErrors(errors: unknown, at = ''): string[] {
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]) => {
    if (key === '_errors' && Array.isArray(value)) return value.map((e: { code: string }) => `${at}[${e.code}]`);
    return flatErrors(value, /^\d+$/.test(key) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`);
  });
}
