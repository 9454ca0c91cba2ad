import { parseArgs } from 'node:util'
import { dynamoAccountPorts } from '@/lib/db/accounts/dynamo-ports'
import { dynamoUsagePorts } from '@/lib/db/usage/dynamo-ports'
import { currentUsage } from '@/lib/sync/usage/read-usage'
import { recordUsage } from '@/lib/sync/usage/record-usage'
import type { UsageServices } from '@/lib/sync/usage/services'
import { openTable } from '@/testing/databases'
import { account } from '@/testing/rows'
import { createWorld } from '@/testing/world'
import { median, quantile, spread } from './support/statistics'

/**
 * `npx tsx bench/usage.ts`: how fast usage is recorded, alone and in batches, how exact a limit is
 * under load, and how many queries a year of history takes. Against the local DynamoDB, which runs in
 * this process: so only the ratio says something about ours, and the counts are exact.
 */
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    singles: { type: 'string', default: '100' },
    batches: { type: 'string', default: '5' },
    records: { type: 'string', default: '1000' },
  },
})
const rounds = Number(flags.rounds)
const singles = Number(flags.singles)
const batches = Number(flags.batches)
const records = Number(flags.records)

const batchSize = 99
const world = await createWorld()
const table = await openTable({ fastPath: true })
const usage = dynamoUsagePorts(table.client, table.table)
const services: UsageServices = {
  ...world.services,
  ...dynamoAccountPorts(table.client, table.table),
  ...usage,
  now: () => new Date(),
}

/** A user on Free: 1,000 API calls a month, a hard limit. */
async function newUser(): Promise<string> {
  const row = account({ version: 1, dueAt: null, createdAt: new Date() })
  await services.accounts.create(row)
  return row.userId
}

let sent = 0
const entry = (userId: string, quantity = 1) => ({
  id: `id-${sent++}`,
  userId,
  meter: 'api_calls',
  quantity,
  at: null,
})

try {
  await ratio()
  await exactLimit()
  await yearOfHistory()
} finally {
  await table.close()
  await world.close()
}

/** Entries a second: one after the other, and in batches one after the other. */
async function ratio() {
  const rates: { single: number[]; batch: number[] } = { single: [], batch: [] }
  const times: number[] = []
  for (let round = -1; round < rounds; round++) {
    const userId = await newUser()
    const one = () => entry(userId)
    await recordUsage(services, [one()], null)
    const startedAt = performance.now()
    for (let n = 0; n < singles; n++) {
      const before = performance.now()
      await recordUsage(services, [one()], null)
      if (round >= 0) times.push(performance.now() - before)
    }
    const single = (singles * 1000) / (performance.now() - startedAt)
    const batchStart = performance.now()
    for (let n = 0; n < batches; n++) {
      await recordUsage(services, Array.from({ length: batchSize }, one), null)
    }
    const batch = (batches * batchSize * 1000) / (performance.now() - batchStart)
    // One round of warm-up.
    if (round < 0) continue
    rates.single.push(single)
    rates.batch.push(batch)
  }
  const ratios = rates.batch.map((rate, at) => rate / (rates.single[at] ?? Number.NaN))
  console.log(`Single records: ${Math.round(median(rates.single))} a second`)
  console.log(`Batches of ${batchSize}: ${Math.round(median(rates.batch))} entries a second`)
  console.log(`Batches ÷ single records: ${spread(ratios)}. Target: ≥ 10`)
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)]
  console.log(`One record: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms. No target.`)
}

/** Half of the records fit. */
async function exactLimit() {
  const userId = await newUser()
  const quantity = 2_000 / records
  const outcomes = await Promise.all(
    Array.from({ length: records }, async () => {
      const [result] = await recordUsage(services, [entry(userId, quantity)], null)
      return result && 'code' in result ? result.code : result?.outcome
    }),
  )
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length
  const row = await services.accounts.get(userId)
  const { counters } = row ? await currentUsage(services, row, ['api_calls']) : { counters: [] }
  console.log(
    `${records} concurrent records against a limit of ${records / 2}: ${count('recorded')} recorded, ${count('limit_reached')} refused, ${outcomes.filter((one) => one === undefined).length} without an answer; the counter says ${(counters[0]?.total ?? 0) / quantity}. Target: exactly ${records / 2}`,
  )
}

/** Thirteen counters with a count for each day. */
async function yearOfHistory() {
  const userId = await newUser()
  const day = 86_400_000
  for (let month = 0; month < 13; month++) {
    const start = new Date(Date.UTC(2025, month, 1))
    const end = new Date(Date.UTC(2025, month + 1, 1))
    const counter = await usage.usageCounters.open({
      userId,
      meter: 'api_calls',
      aggregation: 'sum',
      period: { start, end, source: 'account' },
      opening: 0,
      newest: null,
      createdAt: start,
      flushAt: null,
    })
    const days = Array.from({ length: (end.getTime() - start.getTime()) / day }, (_, n) => ({
      id: `day-${month}-${n}`,
      quantity: 1_000_000,
      at: new Date(start.getTime() + n * day),
    }))
    await usage.usageRecords.add({
      counter,
      entries: days,
      limit: null,
      flushAt: null,
      recordedAt: end,
    })
  }
  let queries = 0
  table.client.middlewareStack.add((next) => (args) => {
    queries += 1
    return next(args)
  })
  const before = performance.now()
  const list = await usage.usageCounters.list({
    userId,
    meter: 'api_calls',
    from: new Date(Date.UTC(2025, 0, 1)),
    to: new Date(Date.UTC(2026, 0, 31)),
  })
  const ms = performance.now() - before
  const days = list.flatMap((counter) => Object.keys(counter.days)).length
  console.log(`${days} days of history: ${queries} query, ${ms.toFixed(1)} ms. Target: 1 query`)
}
