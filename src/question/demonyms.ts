const PLAIN_NAME = /^[A-Za-z]{4,}$/;

/**
 * What people and things of a place are probably called, by the common English endings ("Syria" → Syrian, "Iraq" → Iraqi,
 * "Gaza" → Gazan). Some of the forms made here exist for no place; nobody types them, so they do no harm. Names that change
 * more ("Dutch") need an alias.
 */
export function demonyms(name: string): readonly string[] {
  if (!PLAIN_NAME.test(name)) return [];
  const bases = /[aeoy]$/.test(name) ? [name, name.slice(0, -1)] : [name];
  const made = bases.flatMap((base) =>
    /[aeiouy]$/.test(base)
      ? [`${base}n`, `${base}ns`]
      : [`${base}ian`, `${base}ians`, `${base}i`, `${base}is`, `${base}ese`],
  );
  return /on$/.test(name) ? [...made, `${name.slice(0, -2)}ese`] : made;
}
