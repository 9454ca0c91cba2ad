import { field, getJson } from '@/components/ui/call-api'
import type { ChartRange } from './chart-text'
import type { ShownMeter } from './types'

/** Reads the usage of this period. `stop`: the user is signed out, so nothing more will come. */
export async function fetchUsage(ask = getJson): Promise<readonly ShownMeter[] | 'stop' | null> {
  const answer = await ask('/api/usage')
  if (answer === null) return null
  return answer === 'signed_out' ? 'stop' : shownMeters(answer.body)
}

/** The meters in an answer; `null` for anything else, which changes nothing on the page. */
function shownMeters(body: unknown): readonly ShownMeter[] | null {
  const meters = field(body, 'meters')
  return Array.isArray(meters) && meters.every(isMeter) ? meters : null
}

/** Our own server sent it, so this only tells its answer from an error page or a captive portal's. */
const isMeter = (value: unknown): value is ShownMeter =>
  typeof field(value, 'meter') === 'string' && typeof field(value, 'used') === 'number'

/** Reads what was recorded of a meter in a range, as points with gaps. `null` if there is no answer. */
export async function fetchHistory(
  meter: string,
  { from, to, step }: ChartRange,
  ask = getJson,
): Promise<{ start: Date; quantity: number }[] | null> {
  const query = new URLSearchParams({
    meter,
    from: from.toISOString(),
    to: to.toISOString(),
    step: step === 'hour' ? 'hour' : 'day',
  })
  const answer = await ask(`/api/usage/history?${query}`)
  const points = answer && answer !== 'signed_out' ? field(answer.body, 'points') : null
  if (!Array.isArray(points)) return null
  return points.map((point) => ({
    start: new Date(String(field(point, 'start'))),
    quantity: Number(field(point, 'quantity')),
  }))
}
