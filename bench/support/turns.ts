import { type Load, load } from './load'
import type { Server } from './server'
import type { SignedEvent } from './signed-event'
import { median } from './statistics'

export type Contestant = { server: Server; path: string; next: () => SignedEvent }
export type Round = Load & { cpuMs: number }

/** Warms up all contestants, then runs the rounds: each round has one turn of every contestant. */
export async function takeTurns(
  contestants: Record<string, Contestant>,
  flags: { rounds: string; seconds: string; 'warm-up': string },
): Promise<Map<string, Round[]>> {
  for (const contestant of Object.values(contestants)) await run(contestant, flags['warm-up'])
  const rounds = new Map<string, Round[]>(Object.keys(contestants).map((name) => [name, []]))
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [name, contestant] of Object.entries(contestants)) {
      rounds.get(name)?.push(await run(contestant, flags.seconds))
    }
  }
  return rounds
}

/** A contestant's line in the table: the medians of its rounds. */
export const figures = (rounds: Round[]) => ({
  'events/s': Math.round(median(rounds.map(({ perSecond }) => perSecond))),
  'p50 ms': median(rounds.map(({ p50 }) => p50)).toFixed(1),
  'p99 ms': median(rounds.map(({ p99 }) => p99)).toFixed(1),
  'server CPU ms': median(rounds.map(({ cpuMs }) => cpuMs)).toFixed(2),
})

export async function postEvent(url: string, event: SignedEvent): Promise<void> {
  const response = await fetch(url, { method: 'POST', ...event })
  if (response.status === 200) return
  throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
}

async function run({ server, path, next }: Contestant, seconds: string): Promise<Round> {
  const before = server.cpuSeconds()
  const result = await load(server.url + path, { seconds: Number(seconds), next })
  return { ...result, cpuMs: ((server.cpuSeconds() - before) * 1000) / result.answered }
}
