/**
 * The `k` best of many scores without sorting them all. Equal scores keep the order in which documents were indexed, so
 * results do not change between runs.
 *
 * @param candidates - document numbers; only the first `count` are looked at
 * @returns document numbers, best first
 *
 * Cost grows with count × log k.
 */
export function topK(candidates: Uint32Array, count: number, scores: Float32Array, k: number): number[] {
  const heap: number[] = [];
  const worse = (a: number, b: number): boolean => {
    const scoreA = scores[a] ?? 0;
    const scoreB = scores[b] ?? 0;
    return scoreA < scoreB || (scoreA === scoreB && a > b);
  };
  const sink = (): void => {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const child = right < heap.length && worse(heap[right] ?? 0, heap[left] ?? 0) ? right : left;
      if (!worse(heap[child] ?? 0, heap[at] ?? 0)) return;
      swap(heap, at, child);
      at = child;
    }
  };
  for (let index = 0; index < count; index++) {
    const doc = candidates[index] ?? 0;
    if (heap.length < k) {
      heap.push(doc);
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!worse(heap[at] ?? 0, heap[parent] ?? 0)) break;
        swap(heap, at, parent);
        at = parent;
      }
    } else if (k > 0 && worse(heap[0] ?? 0, doc)) {
      heap[0] = doc;
      sink();
    }
  }
  return heap.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

function swap(heap: number[], a: number, b: number): void {
  const kept = heap[a] ?? 0;
  heap[a] = heap[b] ?? 0;
  heap[b] = kept;
}
