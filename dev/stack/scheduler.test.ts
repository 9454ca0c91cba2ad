import { afterEach, expect, it, vi } from 'vitest'
import { type Listening, listen } from '../listen'
import { startScheduler } from './scheduler'

let app: Listening
let scheduler: { stop(): void }
afterEach(async () => {
  scheduler.stop()
  await app.close()
})

it('calls the sweeper again and again with the secret', async () => {
  const calls: (string | null)[] = []
  await start((request) => {
    calls.push(
      `${request.method} ${new URL(request.url).pathname} ${request.headers.get('authorization')}`,
    )
    return new Response()
  })

  await vi.waitFor(() => expect(calls.length).toBeGreaterThan(2))
  expect(new Set(calls)).toEqual(new Set(['POST /api/cron/sweep Bearer s3cret']))
})

it('mentions a failure once, and again only after it has worked in between', async () => {
  let status = 500
  let calls = 0
  const lines = await start(() => {
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

async function start(answer: (request: Request) => Response): Promise<string[]> {
  const lines: string[] = []
  app = await listen(answer, 0)
  scheduler = startScheduler({
    appUrl: `http://127.0.0.1:${app.port}`,
    cronSecret: 's3cret',
    everyMs: 5,
    log: (line) => lines.push(line),
  })
  return lines
}
