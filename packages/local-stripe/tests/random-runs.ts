/**
 * How often a test runs a property: by default, the same few cases in each test run.
 * `RANDOM_HISTORIES=10000` runs that many new cases, and prints the seed of one that fails.
 */
export function randomRuns(few: number): { numRuns: number; seed?: number } {
  const many = Number(process.env.RANDOM_HISTORIES ?? 0)
  return many ? { numRuns: many } : { numRuns: few, seed: 20_261_128 }
}
