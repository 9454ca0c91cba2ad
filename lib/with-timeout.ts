import { Outage } from './outages'

/** Awaits `work`, or throws `late()` after `patienceMs`. The work itself isn't aborted. */
export async function withTimeout<T>(
  work: Promise<T>,
  patienceMs: number,
  late: () => Error = () => new Outage(`Not done in ${patienceMs} ms`),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), patienceMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
