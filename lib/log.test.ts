import { describe, expect, it } from 'vitest'
import { createLog } from './log'

function logged(write: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = []
  write(createLog('info', { write: (line) => lines.push(line) }))
  return { text: lines.join(''), line: JSON.parse(lines[0] ?? '{}') }
}

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEifQ.c2lnbmF0dXJl'
const secrets = [
  `sk_live_${'a1'.repeat(12)}`,
  `sk_test_${'a1'.repeat(12)}`,
  `rk_live_${'a1'.repeat(12)}`,
  `whsec_${'a1'.repeat(16)}`,
  `pi_123_secret_${'a1'.repeat(12)}`,
  jwt,
]

describe('a log line', () => {
  it('is JSON with a time, and identifies the request', () => {
    const { line } = logged((log) =>
      log.info({ requestId: 'r-1', userId: 'user-1', customerId: 'cus_1', eventId: 'evt_1' }, 'Hm'),
    )
    expect(line).toMatchObject({
      msg: 'Hm',
      requestId: 'r-1',
      userId: 'user-1',
      customerId: 'cus_1',
      eventId: 'evt_1',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
  })

  it.each(secrets)('never contains %s, whatever the field', (secret) => {
    const { text } = logged((log) => {
      log.info({ a: { b: { c: [{ d: secret }] } } }, `in words: ${secret}`)
      log.error({ err: new Error(`refused ${secret}`, { cause: new Error(secret) }) }, 'Failed')
      log.warn({ url: `https://x.example/?key=${secret}&y=1` }, 'Fetched')
    })
    expect(text).not.toContain(secret)
    expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(4)
    for (const line of text.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
  })

  it.each(['authorization', 'cookie', 'headers', 'token', 'secret', 'email'])(
    'never contains a field called %s',
    (field) => {
      const { text } = logged((log) => {
        log.info({ [field]: 'hunter2' }, 'At the top')
        log.info({ request: { [field]: 'hunter2' } }, 'One below')
      })
      expect(text).not.toContain('hunter2')
    },
  )

  it('never contains the token after Bearer', () => {
    const { text } = logged((log) => log.info({ tried: 'Bearer opaque-token-1' }, 'Refused'))
    expect(text).not.toContain('opaque')
  })

  it('contains the useful fields of an error, without the objects that Stripe attaches', () => {
    const card = Object.assign(new Error('Your card was declined.'), {
      code: 'card_declined',
      statusCode: 402,
      requestId: 'req_1',
      payment_method: { card: { last4: '4242' }, billing_details: { name: 'Ada Lovelace' } },
      raw: { headers: { authorization: 'hunter2' } },
    })
    const { line, text } = logged((log) => log.error({ err: card }, 'Failed'))

    expect(line.err).toEqual({
      type: 'Error',
      message: 'Your card was declined.',
      stack: expect.stringContaining('log.test.ts'),
      code: 'card_declined',
      statusCode: 402,
      requestId: 'req_1',
    })
    expect(text).not.toMatch(/4242|Lovelace|hunter2/)
  })

  it('accepts any thrown value', () => {
    expect(logged((log) => log.error({ err: 'a text' }, 'Failed')).line.err).toBe('a text')
    expect(logged((log) => log.error({ err: null }, 'Failed')).line.err).toBe('null')
    const circle = new Error('round')
    circle.cause = circle
    expect(logged((log) => log.error({ err: circle }, 'Failed')).line.err.message).toBe('round')
  })

  it('is not written below the level', () => {
    expect(logged((log) => log.debug({}, 'Hush')).text).toBe('')
  })
})
