/** 2015-01-01T00:00:00Z, from which Discord counts. */
const EPOCH_MS = 1_420_070_400_000n;
const INCREMENT_BITS = 22n;

/**
 * Makes Discord-shaped ids: milliseconds since 2015 in the upper bits, so that ids sort by age and the client can compute their time.
 *
 * @param now - milliseconds since 1970
 * @returns a function whose every result is greater than the one before, 19 digits for the years 2022 to 2090
 */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const byClock = (BigInt(now()) - EPOCH_MS) << INCREMENT_BITS;
    // A clock that stands still or steps back must not repeat an id.
    last = byClock > last ? byClock : last + 1n;
    return last.toString();
  };
}

/** Milliseconds since 1970 at which the id was made. */
export function snowflakeTimeMs(id: string): number {
  return Number((BigInt(id) >> INCREMENT_BITS) + EPOCH_MS);
}
