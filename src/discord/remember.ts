/** How many ids are remembered; far more than arrive while one may come again. */
const REMEMBERED_MAX = 1000;

/** Adds an id to a set that forgets the oldest when it is full. */
export function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  if (ids.size <= REMEMBERED_MAX) return;
  const [oldest] = ids;
  if (oldest !== undefined) ids.delete(oldest);
}
