import { usedOf } from '@/lib/billing/usage/count'
import type { MemoryUsagePorts } from '@/lib/db/usage/memory-ports'
import { holdsNow } from '@/lib/db/usage/reservations'

/** What clients were told last of each id. */
export type Told = Map<string, string>

/** What must hold after every single call. */
export function checkNow({ rows }: MemoryUsagePorts, limit: number): string[] {
  return [...rows.counters.values()].flatMap((counter) => {
    const taken = usedOf(counter) + counter.held
    return taken > limit ? [`${taken} were taken of ${limit}`] : []
  })
}

/** What must hold once every client was answered, and what is overdue was freed. */
export function checkAtRest(
  { rows }: MemoryUsagePorts,
  told: Told,
  shared: ReadonlySet<string>,
): string[] {
  const records = [...rows.records.values()]
  const counted = records.filter(({ state }) => state === 'recorded')
  const counters = [...rows.counters.values()]
  const problems: string[] = []
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)

  const total = sum(counters.map((counter) => counter.total))
  const unique = sum(counted.map(({ quantity }) => quantity))
  if (total !== unique) problems.push(`${total} were counted, and ${unique} were recorded`)

  for (const counter of counters) {
    const { start, source, end } = counter.period
    const own = records.filter(
      ({ period }) => period.start.getTime() === start.getTime() && period.source === source,
    )
    const recorded = own.filter(({ state }) => state === 'recorded')
    const expected = sum(recorded.map(({ quantity }) => quantity))
    if (counter.total !== expected) {
      problems.push(`The period of ${start.toISOString()} has ${counter.total}, not ${expected}`)
    }
    if (counter.held !== sum(own.map(holdsNow))) problems.push('Something else is held')
    if (sum(Object.values(counter.days)) !== counter.total) problems.push('Days don’t add up')
    for (const { id, at } of recorded) {
      if (at < start || at >= end) problems.push(`${id} is in another period than its time`)
    }
  }
  for (const [id, outcome] of told) {
    const isCounted = counted.some((record) => record.id === id)
    if (outcome === 'recorded' && !isCounted) problems.push(`${id} was answered, and is lost`)
    if (outcome === 'limit_reached' && isCounted && !shared.has(id))
      problems.push(`${id} was refused, and counts`)
    if (outcome === 'busy') problems.push(`${id} was not decided`)
  }
  if (records.some(({ state }) => state === 'held')) problems.push('A reservation was not freed')
  return problems
}
