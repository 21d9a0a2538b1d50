import type { FirstPlaces } from './first-places.ts';

/** In [0, 1]: neighbours of the question that are also neighbours, in the same order, in the text. */
export function nearness(places: FirstPlaces): number {
  if (places.length < 2) return 0;
  let near = 0;
  let previous = -1;
  for (const place of places) {
    if (previous >= 0 && place >= 0) {
      const gap = place - previous;
      if (gap > 0 && gap <= 3) near += 1 / gap;
      else if (gap < 0 && gap >= -2) near += 0.3;
    }
    previous = place;
  }
  return Math.min(1, near / (places.length - 1));
}
