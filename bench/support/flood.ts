import { setTimeout as wait } from 'node:timers/promises'
import { type SignedEvent, signEvent } from './signed-event'

export type FloodAnswer = { event: SignedEvent; status: number; ms: number }

/**
 * Sends at a fixed rate, whether or not the earlier ones have been answered, as Stripe would. Resolves
 * when the last one has been sent.
 */
export async function flood(
  url: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
  next: (nth: number) => SignedEvent,
): Promise<{ answers: Promise<FloodAnswer[]> }> {
  const total = Math.round(perSecond * seconds)
  const answers: Promise<FloodAnswer>[] = []
  const startedAt = performance.now()
  while (answers.length < total) {
    const due = Math.ceil(((performance.now() - startedAt) / 1_000) * perSecond)
    while (answers.length < Math.min(due, total)) answers.push(send(url, next(answers.length)))
    await wait(5)
  }
  return { answers: Promise.all(answers) }
}

/** Opens connections, which the flood then finds: to open them takes the sender's time, not the app's. */
export const openConnections = (url: string, count: number, next: () => SignedEvent) =>
  Promise.all(Array.from({ length: count }, () => send(url, next())))

/** Status 0 if there was no answer at all. */
export async function send(url: string, event: SignedEvent): Promise<FloodAnswer> {
  const startedAt = performance.now()
  const status = await fetch(url, {
    method: 'POST',
    ...event,
    signal: AbortSignal.timeout(30_000),
  }).then(
    async (response) => {
      await response.arrayBuffer()
      return response.status
    },
    () => 0,
  )
  return { event, status, ms: performance.now() - startedAt }
}

/** As Stripe does with whatever wasn't answered 2xx, though without its growing waits. */
export async function redeliver(
  url: string,
  refused: FloodAnswer[],
  secret: string,
): Promise<{ deliveries: number; left: FloodAnswer[] }> {
  let deliveries = 0
  let left = refused
  for (let attempt = 1; attempt <= 5 && left.length > 0; attempt++) {
    const again: FloodAnswer[] = []
    for (let at = 0; at < left.length; at += atOnce) {
      const some = left.slice(at, at + atOnce)
      again.push(
        ...(await Promise.all(some.map(({ event }) => send(url, signEvent(event.body, secret))))),
      )
    }
    deliveries += again.length
    left = again.filter(({ status }) => status !== 200)
  }
  return { deliveries, left }
}
const atOnce = 16
