import { describe, expect, it } from 'vitest'
import { counterDrifts, dayDrifts } from './drifts'

const start = new Date('2026-03-01T12:00:00Z')
const end = new Date('2026-04-01T12:00:00Z')
const now = new Date('2026-03-20T03:00:00Z')
const days = { from: '2026-03-01', to: '2026-03-20' }

const counter = {
  meter: 'api_calls',
  aggregation: 'sum' as const,
  period: { start, end, source: 'sub_1' },
  total: 30,
  opening: 0,
  sent: 30,
  updatedAt: new Date('2026-03-10T00:00:00Z'),
}
const record = (id: string, quantity: number, state = 'recorded') => ({
  id,
  quantity,
  at: new Date(`2026-03-0${id}T00:00:00Z`),
  state,
})
const message = (value: number, changes = {}) => ({
  kind: 'usage' as const,
  value,
  at: new Date('2026-03-10T00:05:00Z'),
  createdAt: new Date('2026-03-10T00:05:00Z'),
  state: 'delivered' as const,
  ...changes,
})
const steps = {
  records: [record('2', 10), record('3', 20)],
  messages: [message(30)],
  isBilled: true,
}
const drifts = (of = {}, with_ = {}, at = now) =>
  counterDrifts({ ...counter, ...of }, { ...steps, ...with_ }, {}, at).map(
    ({ kind, between, expected, found }) => [kind, between, expected, found],
  )

describe('a counter', () => {
  it('that agrees with its records and its messages has no drift', () => {
    expect(drifts()).toEqual([])
    const settled = [...steps.records, record('4', 9, 'released'), record('5', 9, 'held')]
    expect(drifts({}, { records: settled })).toEqual([])
    expect(drifts({}, { messages: [message(20, { kind: 'carry' }), message(30)] })).toEqual([])
  })

  it('that counted less or more than was recorded has lost or doubled usage', () => {
    const at = 'records and counter'
    expect(drifts({ total: 29, sent: 29 }, { messages: [message(29)] })).toEqual([
      ['usage_lost', at, 30, 29],
    ])
    expect(drifts({ total: 40, sent: 40 }, { messages: [message(40)] })).toEqual([
      ['usage_double', at, 30, 40],
    ])
    expect(drifts({ total: 40, sent: 40 }, { messages: [message(40)], records: null })).toEqual([])
  })

  it('whose messages say less or more than it says it sent has lost or doubled usage', () => {
    const at = 'counter and messages'
    expect(drifts({}, { messages: [message(12)] })).toEqual([['usage_lost', at, 30, 12]])
    expect(drifts({}, { messages: [message(30), message(30)] })).toEqual([
      ['usage_double', at, 30, 60],
    ])
  })

  it('that Stripe wasn’t told about for an hour is unsent, unless nothing bills it', () => {
    const unsent = { messages: [message(10)] }
    const soon = new Date('2026-03-10T00:30:00Z')

    expect(drifts({ sent: 10 }, unsent)).toEqual([['usage_unsent', 'counter and messages', 30, 10]])
    expect(drifts({ sent: 10 }, unsent, soon)).toEqual([])
    expect(drifts({ sent: 10 }, { ...unsent, isBilled: false })).toEqual([])
    expect(drifts({}, { messages: [message(30, { state: 'pending' })] })).toEqual([
      ['usage_unsent', 'counter and messages', 30, 0],
    ])
  })

  it('that Stripe was told about after the invoice was final was late', () => {
    const late = message(10, { createdAt: new Date('2026-04-01T13:00:01Z') })
    const after = new Date('2026-04-02T00:00:00Z')

    expect(drifts({}, { messages: [message(20), late] }, after)).toEqual([
      ['usage_late', 'counter and messages', 30, 20],
    ])
  })

  it('of the last value is compared with its newest record', () => {
    const storage = { aggregation: 'last' as const, total: 20, sent: 20 }

    expect(drifts(storage)).toEqual([])
    expect(drifts({ ...storage, total: 10 })).toContainEqual([
      'usage_lost',
      'records and counter',
      20,
      10,
    ])
  })
})

describe('a day', () => {
  it('on which Stripe counted what it was told has no drift', () => {
    const told = [message(10), message(5, { kind: 'carry' }), message(7, { state: 'pending' })]

    expect(dayDrifts('api_calls', 'sum', told, [{ day: '2026-03-10', value: 15 }], days)).toEqual(
      [],
    )
  })

  it('on which it counted less has lost usage, and more has doubled it', () => {
    const found = (value: number) =>
      dayDrifts('api_calls', 'sum', [message(10)], [{ day: '2026-03-10', value }], days)[0]?.kind

    expect(found(9)).toBe('usage_lost')
    expect(found(20)).toBe('usage_double')
    expect(dayDrifts('api_calls', 'sum', [message(10)], [], days)).toMatchObject([
      { kind: 'usage_lost', at: '2026-03-10', expected: 10, found: 0 },
    ])
  })

  it('outside of what is compared is left alone', () => {
    expect(
      dayDrifts('api_calls', 'sum', [message(10)], [], { from: '2026-03-11', to: '2026-03-20' }),
    ).toEqual([])
  })
})
