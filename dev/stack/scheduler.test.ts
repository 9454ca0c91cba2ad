import { afterEach, expect, it, vi } from 'vitest'
import { type Listening, listen } from '../listen'
import { startScheduler } from './scheduler'

let app: Listening
let scheduler: { stop(): void }
afterEach(async () => {
  scheduler.stop()
  await app.close()
})

it('calls the sweeper, and more rarely reconcile, again and again with the secret', async () => {
  const calls: string[] = []
  await start((request) => {
    calls.push(
      `${request.method} ${new URL(request.url).pathname} ${request.headers.get('authorization')}`,
    )
    return new Response()
  })

  const [sweep, reconcile] = ['sweep', 'reconcile'].map(
    (job) => `POST /api/cron/${job} Bearer s3cret`,
  )
  const count = (wanted?: string) => calls.filter((call) => call === wanted).length
  await vi.waitFor(() => expect(count(reconcile)).toBeGreaterThan(1))
  expect(count(sweep)).toBeGreaterThan(count(reconcile))
  expect(new Set(calls)).toEqual(new Set([sweep, reconcile]))
})

it('mentions a failure once, and again only after it has worked in between', async () => {
  let status = 500
  let calls = 0
  const lines = await start((request) => {
    if (request.url.includes('reconcile')) return new Response()
    calls += 1
    return new Response(null, { status })
  })
  const someMoreCalls = async () => {
    const enough = calls + 3
    await vi.waitFor(() => expect(calls).toBeGreaterThan(enough))
  }

  await someMoreCalls()
  expect(lines).toEqual([expect.stringContaining('it answered 500')])
  status = 200
  await someMoreCalls()
  status = 503
  await someMoreCalls()
  expect(lines).toEqual([
    expect.stringContaining('it answered 500'),
    expect.stringContaining('it answered 503'),
  ])
})

it('logs reconcile separately, and another run in progress is no failure', async () => {
  let status = 409
  let calls = 0
  const lines = await start((request) => {
    if (request.url.includes('sweep')) return new Response()
    calls += 1
    return new Response(null, { status })
  })

  await vi.waitFor(() => expect(calls).toBeGreaterThan(2))
  expect(lines).toEqual([])
  status = 500
  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(lines).toEqual(['Reconcile failed (it answered 500). Retrying every hour.'])
})

async function start(answer: (request: Request) => Response): Promise<string[]> {
  const lines: string[] = []
  app = await listen(answer, 0)
  scheduler = startScheduler({
    appUrl: `http://127.0.0.1:${app.port}`,
    cronSecret: 's3cret',
    sweepEveryMs: 5,
    reconcileEveryMs: 20,
    log: (line) => lines.push(line),
  })
  return lines
}
