import autocannon from 'autocannon'
import { quantile } from './statistics'

export type Load = { answered: number; perSecond: number; p50: number; p99: number }

/**
 * Sends as many requests as the server can answer, over a few connections. `next` creates each one
 * just before it is sent. Times are in milliseconds. Throws unless every answer is a 2xx: fast
 * refusals would look like a high throughput.
 */
export async function load(
  url: string,
  options: {
    seconds: number
    connections?: number
    method?: 'GET' | 'POST'
    next?: () => { body?: string; headers?: Record<string, string> }
  },
): Promise<Load> {
  const { seconds, connections = 16, method = 'POST', next = () => ({}) } = options
  const times: number[] = []
  let refused = 0
  const startedAt = performance.now()
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const requests = [
      { method, setupRequest: (request: autocannon.Request) => ({ ...request, ...next() }) },
    ]
    const run = autocannon({ url, duration: seconds, connections, requests }, (error, result) =>
      error ? reject(error) : resolve(result),
    )
    // Autocannon's own histogram has a resolution of one millisecond.
    run.on('response', (_client, status, _bytes, time) => {
      times.push(time)
      if (status < 200 || status > 299) refused++
    })
  })
  if (refused + errors + timeouts > 0) {
    throw new Error(`${url}: ${refused} not 2xx, ${errors} errors, ${timeouts} timeouts`)
  }
  const perSecond = times.length / ((performance.now() - startedAt) / 1000)
  return {
    answered: times.length,
    perSecond,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  }
}
