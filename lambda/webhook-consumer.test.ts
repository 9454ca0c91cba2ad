import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import Stripe from 'stripe'
import { describe, expect } from 'vitest'
import type { Person } from '@/lib/identity/people'
import { createLog } from '@/lib/log'
import { eventFeed, type SentEvent } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { buy } from '@/testing/shop'
import { test } from '@/testing/test'
import { webhookConsumer } from './webhook-consumer'

const it = test
  .extend(
    'consume',
    ({ world }) =>
      (...Records: SQSRecord[]) =>
        webhookConsumer(world.services)({ Records }),
  )
  .extend(
    'plan',
    ({ world, ada }) =>
      async ({ userId }: Person = ada) =>
        (await world.accounts.get(userId))?.access.plan,
  )
  /** A message of a FIFO queue, as SQS passes it to Lambda. */
  .extend(
    'record',
    ({ world }) =>
      (messageId: string, body: unknown, group: string | null = 'cus_1'): SQSRecord => {
        return {
          messageId,
          receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
          body: typeof body === 'string' ? body : JSON.stringify(body),
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: String(world.now().getTime()),
            SenderId: 'AIDAIT2UOQQY3AUEKVGXU',
            ApproximateFirstReceiveTimestamp: String(world.now().getTime()),
            ...(group !== null && {
              SequenceNumber: '18849496460467696128',
              MessageGroupId: group,
              MessageDeduplicationId: messageId,
            }),
          },
          messageAttributes: {},
          md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:stripe-events.fifo',
          awsRegion: 'us-east-1',
        }
      },
  )
  .extend('paid', ({ world, ada }) => async (who: Person = ada): Promise<SentEvent> => {
    const events = eventFeed(world)
    await buy(world, who)
    world.resetCalls()
    const created = events().find(({ type }) => type === 'customer.subscription.created')
    if (!created) throw new Error('Stripe made no subscription')
    return created
  })
  /** Makes the first group change fail. Later ones succeed. */
  .extend('adaFails', ({ world }) => () => {
    let isFirst = true
    world.intercept((name, send) => {
      if (name !== 'groups.of' || !isFirst) return send()
      isFirst = false
      return Promise.reject(new Error('Throttled'))
    })
  })

const failures = async (batch: Promise<SQSBatchResponse>) =>
  (await batch).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

/** Wraps an event as EventBridge does for a partner event source. */
const envelope = (detail: object, changes: object = {}) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'customer.subscription.created',
  source: 'aws.partner/stripe.com/ed_test_61PgPYXvVLqCPFlUb16PYC5',
  account: '123456789012',
  time: '2026-03-01T12:00:00Z',
  region: 'us-east-1',
  resources: ['arn:aws:events:us-east-1::event-source/aws.partner/stripe.com/ed_test_61Pg'],
  detail,
  ...changes,
})

describe('a batch from EventBridge', () => {
  it('is processed as by the webhook: row, groups, ledger', async ({
    world,
    ada,
    consume,
    plan,
    record,
    paid,
  }) => {
    const event = await paid()

    expect(await failures(consume(record('m1', envelope(event))))).toEqual([])

    expect(await plan()).toBe('pro')
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
    expect(await world.ledger.get(event.id)).toMatchObject({ outcome: 'synced', requestId: 'm1' })
  })

  it('may hold the same event many times over', async ({ consume, plan, record, paid }) => {
    const body = envelope(await paid())

    const batch = consume(record('m1', body), record('m2', body), record('m3', body))

    expect(await failures(batch)).toEqual([])
    expect(await plan()).toBe('pro')
  })

  it('may hold irrelevant events: they are done, without a call', async ({
    world,
    consume,
    record,
    paid,
  }) => {
    const event = { ...(await paid()), type: 'product.updated' }

    expect(await failures(consume(record('m1', envelope(event))))).toEqual([])
    expect(world.calls).toEqual([])
  })

  it('may be empty', async ({ consume }) => {
    expect(await consume()).toEqual({ batchItemFailures: [] })
  })
})

describe('a failure', () => {
  it('leaves that message in the queue, and finishes the other customers', async ({
    world,
    consume,
    plan,
    record,
    paid,
    adaFails,
  }) => {
    const bob = world.addUser('bob')
    const [ofAda, ofBob] = [envelope(await paid()), envelope(await paid(bob))]
    adaFails()

    const batch = consume(record('m1', ofAda, 'cus_ada'), record('m2', ofBob, 'cus_bob'))

    expect(await failures(batch)).toEqual(['m1'])
    expect(await plan(bob)).toBe('pro')
    expect(await world.cognito.of(bob.username)).toEqual(['pro'])
  })

  it('leaves the rest of its group in the queue, unprocessed: first in, first out', async ({
    world,
    consume,
    record,
    paid,
    adaFails,
  }) => {
    const bob = world.addUser('bob')
    const [ofAda, ofBob] = [envelope(await paid()), envelope(await paid(bob))]
    adaFails()

    const batch = consume(
      record('m1', ofAda, 'cus_ada'),
      record('m2', ofBob, 'cus_bob'),
      record('m3', ofAda, 'cus_ada'),
      record('m4', ofBob, 'cus_bob'),
      record('m5', ofAda, 'cus_ada'),
    )

    expect(await failures(batch)).toEqual(['m1', 'm3', 'm5'])
    expect(world.calls.filter((call) => call === 'groups.of')).toHaveLength(2)
  })

  it('affects no other message in a queue without groups', async ({
    world,
    ada,
    consume,
    record,
    paid,
    adaFails,
  }) => {
    const body = envelope(await paid())
    adaFails()

    const batch = consume(record('m1', body, null), record('m2', body, null))

    expect(await failures(batch)).toEqual(['m1'])
    expect(await world.cognito.of(ada.username)).toEqual(['pro'])
  })

  it('is resolved when the queue delivers the message again', async ({
    world,
    consume,
    plan,
    record,
    paid,
  }) => {
    const body = envelope(await paid())
    world.intercept(failing('accounts'))
    expect(await failures(consume(record('m1', body)))).toEqual(['m1'])
    world.resetCalls()

    expect(await failures(consume(record('m1', body)))).toEqual([])
    expect(await plan()).toBe('pro')
  })
})

describe('a message that is not from Stripe', () => {
  const whole = {
    id: 'evt_1',
    type: 'invoice.paid',
    created: 1_772_366_400,
    livemode: false,
    data: { object: { customer: 'cus_1' } },
  }
  it.for<[what: string, body: unknown]>([
    ['not JSON', '{'],
    ['empty', ''],
    ['null', 'null'],
    ['a list', []],
    ['a bare event, which anybody could have written', { id: 'evt_1', type: 'invoice.paid' }],
    ['of another source', envelope(whole, { source: 'com.example.shop' })],
    ['of a source that sounds like it', envelope(whole, { source: 'x.aws.partner/stripe.com/' })],
    ['of a source that begins like it', envelope(whole, { source: 'aws.partner/stripe.com.x' })],
    ['without a detail', envelope({}, { detail: undefined })],
    ['with words for a detail', envelope({}, { detail: 'evt_1' })],
    ['with half an event', envelope({ id: 'evt_1', type: 'invoice.paid' })],
    ['hostile', '{"__proto__":{"source":"aws.partner/stripe.com/x","detail":{}}}'],
  ])(
    '%s: stays for the dead-letter queue, is logged, and changes nothing',
    async ([_, body], { world, record }) => {
      const lines: string[] = []
      const log = createLog('info', { write: (line: string) => lines.push(line) })
      const batch: SQSEvent = { Records: [record('m1', body)] }

      const { batchItemFailures } = await webhookConsumer({ ...world.services, log })(batch)

      expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }])
      expect(lines.join()).toContain('An event from the queue failed')
      expect(world.calls).toEqual([])
    },
  )
})

describe('a webhook request that was queued unchanged', () => {
  const signedAt = (body: string, at: Date, secret = 'whsec_world') => ({
    body,
    signature: Stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret,
      timestamp: Math.floor(at.getTime() / 1000),
    }),
  })

  const withoutTime = (waiting: SQSRecord): SQSRecord => ({
    ...waiting,
    attributes: { ...waiting.attributes, SentTimestamp: 'soon' },
  })

  it('is processed if it was signed with our secret, however long it was queued', async ({
    world,
    consume,
    plan,
    record,
    paid,
  }) => {
    const message = signedAt(JSON.stringify(await paid()), world.now())
    const waiting = record('m1', message)
    world.engine.clock.advance({ hours: 5 })

    expect(await failures(consume(waiting))).toEqual([])
    expect(await plan()).toBe('pro')
  })

  it('is refused if its signature was too old at arrival, or is not ours', async ({
    world,
    consume,
    record,
    paid,
  }) => {
    const body = JSON.stringify(await paid())
    const old = new Date(world.now().getTime() - 301_000)

    const batch = consume(
      record('m1', signedAt(body, old), 'a'),
      record('m2', signedAt(body, world.now(), 'whsec_guess'), 'b'),
      record('m3', { body, signature: '' }, 'c'),
      record('m4', { ...signedAt(body, world.now()), body: `${body} ` }, 'd'),
      withoutTime(record('m5', signedAt(body, world.now()), 'e')),
    )

    expect(await failures(batch)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
    expect(world.calls).toEqual([])
  })
})
