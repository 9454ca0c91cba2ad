import { expect, it } from 'vitest'
import { oneAtATime } from './one-at-a-time'

/** Requests of one user, whose work finishes when the test says so. */
function requests() {
  const database = {}
  const started: string[] = []
  const finish: Record<string, () => void> = {}
  const ask = (request: string, userId = 'ada') =>
    oneAtATime(database, userId, { request }, () => {
      started.push(request)
      return new Promise<string>((resolve) => {
        finish[request] = () => resolve(`${request} done`)
      })
    })
  return { ask, started, finish: (request: string) => finish[request]?.() }
}

it('runs a user’s requests in their order, and shares only with the newest equal one', async () => {
  const { ask, started, finish } = requests()
  const first = ask('a')
  const second = ask('b')
  const twin = ask('b')
  const third = ask('a')

  finish('a')
  expect(await first).toBe('a done')
  await expect.poll(() => started).toEqual(['a', 'b'])
  finish('b')
  expect([await second, await twin]).toEqual(['b done', 'b done'])
  await expect.poll(() => started).toEqual(['a', 'b', 'a'])
  finish('a')
  expect(await third).toBe('a done')
})

it('lets no user wait for another', async () => {
  const { ask, finish } = requests()
  ask('a', 'ada')
  const bobs = ask('b', 'bob')

  finish('b')

  expect(await bobs).toBe('b done')
})

it('refuses a sixth request that would have to wait', () => {
  const { ask } = requests()
  for (const request of ['a', 'b', 'c', 'd', 'e']) ask(request)

  expect(() => ask('f')).toThrow(expect.objectContaining({ code: 'unavailable' }))
})
