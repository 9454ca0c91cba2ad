import { beforeEach, expect, it } from 'vitest'
import { Outage } from '@/lib/outages'
import type { Renewal, Renewals } from './renewals'
import { type SharedRenewals, sharedRenewals } from './shared-renewals'

const ended: Renewal = { kind: 'ended' }
const session = (refreshToken: string) => ({ refreshToken, deviceKey: null })

let time: number
let calls: string[]
let answer: () => Promise<Renewal>
let shared: SharedRenewals

beforeEach(() => {
  time = 0
  calls = []
  answer = async () => ended
  const renewals: Renewals = {
    renew({ refreshToken }) {
      calls.push(refreshToken ?? '')
      return answer()
    },
  }
  shared = sharedRenewals(renewals, () => time)
})

it('asks once for all requests of a session, also for those that come a little later', async () => {
  await Promise.all([shared.renew(session('a'), 'ada'), shared.renew(session('a'), 'ada')])
  time = 9_999
  await shared.renew(session('a'), 'ada')
  expect(calls).toEqual(['a'])

  time = 10_000
  await shared.renew(session('a'), 'ada')
  expect(calls).toEqual(['a', 'a'])
})

it('never gives one session the tokens of another', async () => {
  await Promise.all([shared.renew(session('a'), 'ada'), shared.renew(session('b'), 'bob')])

  expect(calls).toEqual(['a', 'b'])
})

it('leaves Cognito alone for five seconds after a user’s outage, and still asks for the others', async () => {
  answer = () => Promise.reject(new Outage('away'))
  await expect(shared.renew(session('a'), 'ada')).rejects.toThrow('away')

  time = 4_999
  await expect(shared.renew(session('a2'), 'ada')).rejects.toThrow('a moment ago')
  expect(calls).toEqual(['a'])
  await expect(shared.renew(session('b'), 'bob')).rejects.toThrow('away')

  answer = async () => ended
  time = 5_000
  expect(await shared.renew(session('a'), 'ada')).toEqual(ended)
})

it('leaves Cognito alone for everyone once three users met an outage, until it answers', async () => {
  answer = () => Promise.reject(new Outage('away'))
  for (const user of ['ada', 'bob', 'cy']) {
    await expect(shared.renew(session(user), user)).rejects.toThrow('away')
  }
  answer = async () => ended

  await expect(shared.renew(session('d'), 'dan')).rejects.toThrow('a moment ago')
  expect(calls).toHaveLength(3)

  time = 5_000
  expect(await shared.renew(session('d'), 'dan')).toEqual(ended)
  answer = () => Promise.reject(new Outage('away'))
  await expect(shared.renew(session('e'), 'eve')).rejects.toThrow('away')
  answer = async () => ended
  expect(await shared.renew(session('f'), 'fay')).toEqual(ended)
})

it('renews no more than 64 sessions at once', async () => {
  let finish = (_: Renewal) => {}
  const running = new Promise<Renewal>((resolve) => {
    finish = resolve
  })
  answer = () => running
  const first = Array.from({ length: 64 }, (_, i) => shared.renew(session(`${i}`), `user ${i}`))

  await expect(shared.renew(session('one more'), 'ada')).rejects.toThrow('Too many')
  finish(ended)
  await Promise.all(first)
  expect(await shared.renew(session('one more'), 'ada')).toEqual(ended)
})

it('lets no user with many refresh tokens take the place of the others', async () => {
  let finish = (_: Renewal) => {}
  const running = new Promise<Renewal>((resolve) => {
    finish = resolve
  })
  answer = () => running
  const ofAda = Array.from({ length: 4 }, (_, i) => shared.renew(session(`${i}`), 'ada'))

  await expect(shared.renew(session('fifth'), 'ada')).rejects.toThrow('Too many')
  const ofBob = shared.renew(session('bob'), 'bob')
  finish(ended)
  await Promise.all([...ofAda, ofBob])
  expect(await shared.renew(session('fifth'), 'ada')).toEqual(ended)
})
