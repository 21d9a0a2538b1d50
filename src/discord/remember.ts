/** How many ids are remembered. A duplicate of an id comes long before so many other ids. */
const REMEMBERED_MAX = 1000;

/** Adds an id to a set that forgets the oldest when it is full. */
export function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  forgetOldest(ids);
}

/** Stores the last value of an id in a map; when the map is full, the id stored longest ago is dropped. */
export function rememberLast<V>(values: Map<string, V>, id: string, value: V): void {
  values.delete(id);
  values.set(id, value);
  forgetOldest(values);
}

function forgetOldest(ids: Set<string> | Map<string, unknown>): void {
  if (ids.size <= REMEMBERED_MAX) return;
  const [oldest] = ids.keys();
  if (oldest !== undefined) ids.delete(oldest);
}
