import { setTimeout as wait } from 'node:timers/promises'
import { type SignedEvent, signEvent } from './signed-event'

/** Times as `performance.now()` gives them. */
export type FloodAnswer = { event: SignedEvent; status: number; ms: number; answeredAt: number }

/**
 * Sends requests at a fixed rate and doesn't wait for the answers, like Stripe. Resolves when the last
 * one has been sent, with the time that took.
 */
export async function flood(
  url: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
  next: (nth: number) => SignedEvent,
): Promise<{ answers: Promise<FloodAnswer[]>; startedAt: number; sentAt: number }> {
  const total = Math.round(perSecond * seconds)
  const answers: Promise<FloodAnswer>[] = []
  const startedAt = performance.now()
  while (answers.length < total) {
    const due = Math.ceil(((performance.now() - startedAt) / 1_000) * perSecond)
    while (answers.length < Math.min(due, total)) answers.push(send(url, next(answers.length)))
    await wait(5)
  }
  return { answers: Promise.all(answers), startedAt, sentAt: performance.now() }
}

/** Opens connections for the flood. Opening them later would slow down the sender. */
export const openConnections = (url: string, count: number, next: () => SignedEvent) =>
  Promise.all(Array.from({ length: count }, () => send(url, next())))

/** Sends one event. The status is 0 if there is no answer within 30 s. */
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
  const answeredAt = performance.now()
  return { event, status, ms: answeredAt - startedAt, answeredAt }
}

/** Delivers refused events again, as Stripe does, but without its growing pauses. */
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
