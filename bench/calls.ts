import { countCalls } from '@/testing/calls/count-calls'
import { recordedYear } from '@/testing/calls/recorded-year'

/**
 * `npx tsx bench/calls.ts`: how many calls a delivery makes, over a year of one subscriber on the
 * local Stripe. The targets are for used event types and a cold cache of customers' owners, as when
 * each delivery reaches a new process.
 */
const targets = { stripe: 0.6, dynamodb: 2.5, cognito: 0.45 }

const timings = [
  [0, 0],
  [1_000, 150],
  [2_000, 150],
] as const

async function main() {
  for (const types of ['used', 'all'] as const) {
    for (const [firstAfterMs, apartMs] of timings) {
      const { delivered } = await recordedYear({ types, firstAfterMs, apartMs })
      const { lines, average } = countCalls(delivered, 'cold')
      const warm = countCalls(delivered).average
      console.log(
        `${delivered.length} deliveries of ${types} types. The first comes ${firstAfterMs} ms after its event, the others follow every ${apartMs} ms.`,
      )
      console.table([
        ...lines,
        { type: 'average, cold owner cache', deliveries: 1, ...average },
        { type: 'average, warm owner cache', deliveries: 1, ...warm },
        { type: 'target: at most', deliveries: 1, ...targets },
      ])
    }
  }
  console.log('Left out: retries, the sweeper, mails, and the calls of pages and API routes.')
}

void main()
