/** Remembers what was read off an object, as long as the object is there: facts and names are the same for every question. */
export function remembered<K extends object, V>(read: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    const found = known.get(of);
    if (found !== undefined) return found;
    const value = read(of);
    known.set(of, value);
    return value;
  };
}
