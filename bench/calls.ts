import { countCalls } from '@/testing/count-calls'
import { recordedYear } from '@/testing/recorded-year'

/**
 * What a delivery costs in calls, over a year of one subscriber on the local Stripe:
 * `npx tsx bench/calls.ts`. Targets: Stripe ≤ 0.6, DynamoDB ≤ 2.5, Cognito ≤ 0.45 a delivery.
 */
async function main() {
  for (const types of ['used', 'all'] as const) {
    for (const [firstAfterMs, apartMs] of [
      [0, 0],
      [1_000, 150],
      [2_000, 150],
    ] as const) {
      const { delivered } = await recordedYear({ types, firstAfterMs, apartMs })
      const { lines, average } = countCalls(delivered)
      console.log(
        `${delivered.length} deliveries of ${types} types, the first ${firstAfterMs} ms after its event, then every ${apartMs} ms`,
      )
      console.table([...lines, { type: 'a delivery', deliveries: 1, ...average }])
    }
  }
}

void main()
