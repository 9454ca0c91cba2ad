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
  /** Finishes a request's work as soon as it has started. */
  const finishOne = async (request: string) => {
    await expect.poll(() => finish[request]).toBeDefined()
    finish[request]?.()
    delete finish[request]
  }
  return { ask, started, finish: finishOne }
}

it('runs a user’s requests in their order, and shares only with the newest equal one', async () => {
  const { ask, started, finish } = requests()
  const first = ask('a')
  const second = ask('b')
  const twin = ask('b')
  const third = ask('a')

  await finish('a')
  expect(await first).toBe('a done')
  await finish('b')
  expect([await second, await twin]).toEqual(['b done', 'b done'])
  await finish('a')
  expect(await third).toBe('a done')
  expect(started).toEqual(['a', 'b', 'a'])
})

it('lets no user wait for another', async () => {
  const { ask, finish } = requests()
  ask('a', 'ada')
  const bobs = ask('b', 'bob')

  await finish('b')

  expect(await bobs).toBe('b done')
})

it('refuses a sixth request that would have to wait', () => {
  const { ask } = requests()
  for (const request of ['a', 'b', 'c', 'd', 'e']) ask(request)

  expect(() => ask('f')).toThrow(expect.objectContaining({ code: 'unavailable' }))
})
