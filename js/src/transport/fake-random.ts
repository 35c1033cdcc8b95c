/** A small generator (mulberry32) for tests, so that a failing seed fails again. */
export function randomOf(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whole numbers below a limit, the same for the same seed. */
export function numbersOf(seed: number): (limit: number) => number {
  const random = randomOf(seed);
  return (limit) => Math.floor(random() * limit);
}
